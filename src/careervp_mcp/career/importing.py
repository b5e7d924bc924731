"""cv_import: a CV becomes an evidence bank that every later document is proved against."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath

from careervp_mcp.career.asking import refuse_script, the_one
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.cv.identity import checked_cv_id, cv_id_of
from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.uploads import read_pasted, read_upload
from careervp_mcp.career.cvdraft import cv_from, refuse_server_fields, unsupported
from careervp_mcp.career.cvsummary import changed, conflicts, counts, missing_sections, roles, source_issues
from careervp_mcp.career.errors import FileSizeExceeded, InvalidInput, PayloadTooLarge
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.imported import CvImported, CvUris, ImportRequest
from careervp_mcp.career.intake import MOST_BYTES
from careervp_mcp.career.keptcvs import KeptCv, find_cv, put_cv
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.telling import FlagTold, Warned, told, worst
from careervp_mcp.career.untrusted import clean

MOST_DRAFT = 60_000
"""Characters of a draft."""
THIN = 200
"""Words from which a CV holds enough to write from."""
LONG = 3
"""Pages above which a CV is told to be long."""
CUT = ("posting_flags", "source_issues", "findings", "roles", "source_conflicts")
"""What an answer over its ceiling loses first."""


_HIDDEN = re.compile(r"hidden|no reader sees|encoded")
"""In a reader's words, what an honest CV does not have."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A CV as read, and as it came."""

    reading: Reading
    ending: str
    original: bytes


def import_cv(request: ImportRequest, bureau: Bureau) -> CvImported:
    """Read a CV and keep it, or say which values of a draft its text does not hold."""
    refuse_bad_draft(request)
    given = checked_cv_id(request.cv_id) if request.cv_id else ""
    taken = _taken(request, bureau)
    findings = tuple(unsupported(request.draft, taken.reading.text)) if request.draft else ()
    if findings:
        return _rejected(taken, findings, request.max_tokens)
    cv_id = given or cv_id_of(bureau.owner, taken.reading.text)
    kept = _to_keep(taken, request.draft, cv_id, bureau)
    before = _keep(kept, taken, bureau)
    return _imported(kept, before, request, bureau)


def refuse_bad_draft(request: ImportRequest) -> None:
    """Raise for a draft that no host could mean, and for a host's writing without one."""
    if request.draft is None:
        if request.writer == "host":
            raise InvalidInput("writer host needs a draft: your own parse of the CV; or leave writer out")
        return
    if request.writer == "offline":
        raise InvalidInput("a draft belongs to writer host; leave writer out, or the draft")
    size = len(json.dumps(request.draft, ensure_ascii=False))
    if size > MOST_DRAFT:
        raise PayloadTooLarge(f"draft may have at most {MOST_DRAFT:,} characters; got {size:,}")
    refuse_server_fields(request.draft)
    cv_from(request.draft, "", "en")


def _taken(request: ImportRequest, bureau: Bureau) -> _Taken:
    source = the_one("source", {"path": request.path, "text": request.text, "filename": request.filename})
    if (source == "filename") != (request.content_base64 is not None):
        raise InvalidInput("source: filename and content_base64 go together, or give path or text alone")
    if source == "text":
        text = request.text or ""
        refuse_script(text, "source.text")
        reading = read_pasted(text, user_id=bureau.owner, language=request.language)
        return _Taken(reading, ".txt", text.encode())
    name, content = _from_path(request.path, bureau) if request.path else _from_upload(request)
    reading = read_upload(name, content, bureau.readers, user_id=bureau.owner, language=request.language)
    return _Taken(reading, PurePath(name).suffix.lower(), content)


def _from_path(text: str, bureau: Bureau) -> tuple[str, bytes]:
    path = bureau.root.resolve(text, what="source.path")
    try:
        return path.name, read_file(path, what="CV", limit=MOST_BYTES)
    except InvalidInput:
        raise FileSizeExceeded(f"the file is longer than {MOST_BYTES:,} bytes (10 MiB); send a smaller one") from None


def _from_upload(request: ImportRequest) -> tuple[str, bytes]:
    name = PurePath((request.filename or "").replace("\\", "/")).name
    try:
        return name, base64.b64decode("".join((request.content_base64 or "").split()), validate=True)
    except ValueError:
        raise InvalidInput("source.content_base64 is not base64; send the file's bytes encoded so") from None


def _rejected(taken: _Taken, findings: tuple[Finding, ...], ceiling: int) -> CvImported:
    answer = CvImported(
        status="rejected",
        language=taken.reading.cv.language,
        findings=told(worst(findings)),
        findings_total=len(findings),
        next=("cv_import with a draft whose values stand in the text, or without a draft",),
    )
    return fitted(answer, ceiling, CUT)


def _to_keep(taken: _Taken, draft: Mapping[str, object] | None, cv_id: str, bureau: Bureau) -> KeptCv:
    reading = taken.reading
    owner = hashlib.sha256(bureau.owner.encode()).hexdigest()[:12]
    return KeptCv(
        cv_id=cv_id,
        text=reading.text,
        cv=draft or asdict(reading.cv),
        language=reading.cv.language,
        day=bureau.clock().date().isoformat(),
        file_key=f"cvs/{owner}/{cv_id}{taken.ending}",
        pages=reading.pages,
        oddities=reading.oddities,
    )


def _keep(kept: KeptCv, taken: _Taken, bureau: Bureau) -> KeptCv | None:
    """Put the record, and last of all the file; the CV that had the id before, if any."""
    with bureau.records.transaction() as ledger:
        before = find_cv(ledger, bureau, kept.cv_id)
        put_cv(ledger, bureau, kept)
        bureau.files.put(kept.file_key, taken.original)
        if before and before.file_key != kept.file_key:
            bureau.files.put(before.file_key, None)
    return before


def _imported(kept: KeptCv, before: KeptCv | None, request: ImportRequest, bureau: Bureau) -> CvImported:
    reading, bank = kept.reading(bureau.owner), kept.bank(bureau.owner)
    flags = _flags(request.text or reading.text, reading)
    answer = CvImported(
        status="accepted",
        cv_id=kept.cv_id,
        bank_hash=bank.bank_hash,
        language=reading.cv.language,
        counts=counts(reading, bank),
        roles=roles(reading.cv),
        missing_sections=missing_sections(reading.cv),
        source_conflicts=conflicts(bank),
        source_issues=source_issues(reading, bank),
        changed=changed(before.bank(bureau.owner), bank) if before else None,
        posting_flags=flags,
        warnings=tuple(_warnings(reading, kept.cv_id, flagged=bool(flags))),
        uris=CvUris(f"careervp://banks/{kept.cv_id}", f"careervp://cvs/{kept.cv_id}/json-resume"),
        next=(f"fvs_validate, or ats_check with cv_id {kept.cv_id}",),
    )
    return fitted(answer, request.max_tokens, CUT)


def _flags(text: str, reading: Reading) -> tuple[FlagTold, ...]:
    """What was hidden in the CV's file, and lines that speak to a model."""
    hidden = (FlagTold("hidden_text", (0, 0), told) for told in reading.oddities if _HIDDEN.search(told))
    return (*hidden, *(FlagTold(flag.rule, flag.span, flag.excerpt) for flag in clean(text).flags))


def _warnings(reading: Reading, cv_id: str, *, flagged: bool) -> Iterator[Warned]:
    words = len(reading.text.split())
    if words < THIN:
        yield Warned(
            "THIN_EVIDENCE", f"the CV has {words} words; under {THIN} leave little to write from",
            f"cv_import of a fuller CV with cv_id {cv_id}",
        )  # fmt: skip
    if reading.pages > LONG:
        yield Warned("LONG_CV", f"the CV has {reading.pages} pages; over {LONG} are seldom read")
    if flagged:
        yield Warned("POSTING_FLAGGED", "the CV holds text that is hidden or speaks to a model; nothing obeys it")
