"""Folders: an application's documents among the user's own files, never over what a person edited."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.requirements import JobPosting
from careervp_mcp.career.slug import application_slug
from careervp_mcp.career.tracker import LONGEST, Tracker
from careervp_mcp.career.workspace import workspace_for

KIND = "file"
MOST_BYTES = 4 * 1024 * 1024
"""Bytes of a document that a person may have edited."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was last written by us."""

    application_id: str
    path: str
    """Root-relative."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a file."""

    path: str
    """Root-relative."""
    kept_hand_edit: bool = False
    """A person changed it since: it was left alone."""


def slug_of(ref: PostingRef | None, posting: JobPosting, bureau: Bureau) -> str:
    """The folder of an application: its tracker's own, else by company and row, else by company and title."""
    if ref is not None and ref.path and ref.path.lower().endswith(".md"):
        content = read_file(bureau.root.resolve(ref.path, what="posting.path"), what="posting", limit=LONGEST)
        try:
            tracker = Tracker.parse(content)
        except CareerError:
            return application_slug(posting.company_name, posting.role_title)
        return workspace_for(tracker, tracker.job_db_id, bureau.office.applications(), bureau.root).slug
    number = str(ref.job_db_id) if ref is not None and ref.job_db_id else ""
    return application_slug(posting.company_name, number or posting.role_title)


def put_file(  # noqa: PLR0917 - where it goes and what goes there
    ledger: Ledger, bureau: Bureau, application_id: str, slug: str, name: str, content: bytes, *, force: bool = False
) -> Put:
    """Write a document of an application, such as `value/report.md`; the file last, inside the transaction.

    With `force` what a person edited is kept beside it, as `.bak`.

    Raises InvalidInput where a link would lead outside the roots.
    """
    path = bureau.office.applications() / slug / name
    bureau.root.refuse_outside(path, what=name)
    shown = bureau.root.show(path)
    known = ledger.find(bureau.owner, KIND, shown)
    standing = read_file(path, what=name, limit=MOST_BYTES) if path.is_file() else None
    ours = json.loads(known[0].payload)["sha256"] if known else ""
    edited = standing is not None and standing != content and _sha(standing) != ours
    if edited and not force:
        return Put(shown, kept_hand_edit=True)
    kept = KeptFile(application_id, shown, _sha(content))
    bureau.keep(ledger, KIND, shown, json.dumps(asdict(kept)).encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    if edited and standing is not None:
        bureau.office.disk.replace(path.with_name(f"{path.name}.bak"), standing)
    if standing != content:
        bureau.office.disk.replace(path, content)
    return Put(shown)


def kept_files(ledger: Ledger, bureau: Bureau) -> Iterator[KeptFile]:
    """The owner's documents among the user's files, in the order of their paths."""
    return (KeptFile(**json.loads(record.payload)) for record in ledger.find(bureau.owner, KIND))


def unedited(ledger: Ledger, bureau: Bureau, shown: str) -> bool | None:
    """Whether a document stands as it was written; None where it does not stand any more."""
    path = bureau.root.resolve(shown, what="document")
    if not path.is_file():
        return None
    (known,) = ledger.find(bureau.owner, KIND, shown)
    return bool(json.loads(known.payload)["sha256"] == _sha(read_file(path, what="document", limit=MOST_BYTES)))


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
