"""Posting references: a posting from text, a file, a kept one or the jobs database, cleaned and of a fit length."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from careervp_mcp.career.asking import PostingRef, refuse_script, the_one
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.errors import (
    DatabaseMissing,
    FieldMissing,
    FormatUnsupported,
    InvalidInput,
    JobUnknown,
    PostingEmpty,
    PostingTooLong,
    PostingTooShort,
    Unparsable,
)
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.requirements import JobPosting, read_posting
from careervp_mcp.career.sources import Source, read_source
from careervp_mcp.career.tracker import LONGEST as LONGEST_NOTE
from careervp_mcp.career.tracker import Tracker

KIND = "posting"
LEAST, MOST = 50, 50_000
"""Characters of a posting."""
ENDINGS = (".md", ".txt", ".pdf", ".docx")
_NOTE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?s:.{0,8000}?)^(?:company|position|job_db_id)[ \t]*:", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    company: str = ""
    title: str = ""
    source_url: str = ""


def the_posting(ref: PostingRef, bureau: Bureau, *, named: bool = True) -> JobPosting:
    """The posting; with `named`, one whose company and title are known.

    Raises InvalidInput, FieldMissing, FileMissing, FormatUnsupported, Unparsable, JobUnknown, Posting….
    """
    places = {"text": ref.text, "path": ref.path, "job_id": ref.job_id, "job_db_id": ref.job_db_id}
    raw = _SOURCES[the_one("posting", places)](ref, bureau)
    _refuse_length(raw.text)
    company, title = ref.company or raw.company, ref.title or raw.title
    posting = read_posting(raw.text, company=company, title=title)
    if len(posting.description) < LEAST:
        raise PostingEmpty(
            f"fewer than {LEAST} characters of the posting are left once hidden text and lines that speak to a "
            "model are gone; pass the posting itself"
        )
    if named:
        _refuse_nameless(posting)
    return replace(posting, job_id=job_id_of(raw.text), source_url=ref.source_url or raw.source_url)


def job_id_of(text: str) -> str:
    """The id that a posting of one text has, however it is spaced and cased."""
    return f"job_{hashlib.sha256(' '.join(text.split()).casefold().encode()).hexdigest()[:12]}"


def put_posting(ledger: Ledger, bureau: Bureau, posting: JobPosting) -> None:
    """Keep a posting as it was cleaned."""
    raw = _Raw(posting.description, posting.company_name, posting.role_title, posting.source_url)
    bureau.keep(ledger, KIND, posting.job_id, json.dumps(asdict(raw), ensure_ascii=False).encode())


def postings_of(ledger: Ledger, bureau: Bureau) -> Iterator[tuple[str, str, str]]:
    """The job_id, title and company of each posting the owner has, in the order of the ids."""
    for record in ledger.find(bureau.owner, KIND):
        raw = _Raw(**json.loads(record.payload))
        yield record.key, raw.title, raw.company


def _from_text(ref: PostingRef, _bureau: Bureau) -> _Raw:
    refuse_script(ref.text or "", "posting.text")
    return _Raw(ref.text or "")


def _from_path(ref: PostingRef, bureau: Bureau) -> _Raw:
    path = bureau.root.resolve(ref.path or "", what="posting.path")
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FormatUnsupported(
            f"a posting's file must end in one of {', '.join(ENDINGS)}; got {ending or 'no ending'}"
        )
    if ending == ".md":
        content = read_file(path, what="posting", limit=LONGEST_NOTE)
        if _NOTE.match(content):
            note = Tracker.parse(content)
            return _Raw(note.job_description, note.company, note.position, note.reference_link)
    try:
        (found,) = read_source(Source(path=ref.path), bureau.office)
    except InvalidInput as refusal:
        raise Unparsable(f"the posting's file: {refusal.message}", retryable=refusal.retryable) from None
    if isinstance(found, InvalidInput):
        raise found
    return _Raw(found.description, found.company, found.title, found.url)


def _from_job_id(ref: PostingRef, bureau: Bureau) -> _Raw:
    payload = bureau.kept(KIND, ref.job_id or "")
    if payload is None:
        raise JobUnknown(f"no posting has the id {(ref.job_id or '')[:80]}; pass its text, path or job_db_id")
    return _Raw(**json.loads(payload))


def _from_database(ref: PostingRef, bureau: Bureau) -> _Raw:
    unknown = JobUnknown(f"the jobs database has no row {ref.job_db_id}; bulk_read_new_jobs tells which there are")
    office = bureau.office
    try:
        with office.jobs.opened(office.database(None)) as jobs:
            job = jobs.get(ref.job_db_id or 0)
    except DatabaseMissing:
        raise unknown from None
    if job is None:
        raise unknown
    return _Raw(job.description, job.company, job.title, job.url or "")


_SOURCES: Mapping[str, Callable[[PostingRef, Bureau], _Raw]] = {
    "text": _from_text,
    "path": _from_path,
    "job_id": _from_job_id,
    "job_db_id": _from_database,
}


def _refuse_length(text: str) -> None:
    size = len(text.strip())
    if size < LEAST:
        raise PostingTooShort(f"a posting needs at least {LEAST} characters, got {size}")
    if size > MOST:
        raise PostingTooLong(f"a posting may have at most {MOST:,} characters, got {size:,}")


def _refuse_nameless(posting: JobPosting) -> None:
    known = {"company": posting.company_name, "title": posting.role_title}
    absent = [f"posting.{name}" for name, value in known.items() if not value]
    if absent:
        raise FieldMissing(f"{' and '.join(absent)} can't be found in the posting; pass it beside the text")
