"""A finished resume: what must be true of it before it is committed or its note says so."""

import hashlib
import json
from pathlib import Path

from careervp_mcp.career.errors import CareerError, InvalidInput
from careervp_mcp.career.office import Office
from careervp_mcp.career.placeholders import find_placeholders, refuse_placeholders
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.studio import TEXT_BYTES
from careervp_mcp.career.workspace import ASSET_BYTES

_RECORD_BYTES = 64 * 1024
_AGAIN = "run career_tailor for this tracker"


def refuse_unfinished(resume_pdf: Path, office: Office) -> list[str]:
    """Warnings about a finished resume, given its PDF's path, which the caller has resolved.

    Raises FileMissing or InvalidInput unless the PDF opens with a page, resume.tex stands beside it without a
    placeholder, and that source is not known to have changed since.
    """
    pdf = read_file(resume_pdf, what="resume PDF", limit=ASSET_BYTES)
    _refuse_unsound(pdf, resume_pdf.name, office)
    source = read_file(_beside(resume_pdf, "resume.tex", office), what="resume.tex", limit=TEXT_BYTES)
    refuse_placeholders(find_placeholders(source.decode("utf-8", "replace")))
    recorded, made_from = _recorded(pdf, resume_pdf, office)
    if recorded and made_from is None:
        return [f"{resume_pdf.name} is not the one that career_tailor made here; {_AGAIN} to be sure"]
    if made_from is None:
        return [f"nothing records which resume.tex {resume_pdf.name} was made from; {_AGAIN} to be sure"]
    if made_from != hashlib.sha256(source).hexdigest():
        raise InvalidInput(f"resume.tex was changed after {resume_pdf.name} was made from it; {_AGAIN} again")
    return []


def _refuse_unsound(pdf: bytes, name: str, office: Office) -> None:
    if not pdf:
        raise InvalidInput(f"{name} is empty; {_AGAIN} again")
    try:
        office.pdfs.pages(pdf)
    except InvalidInput as refused:
        raise InvalidInput(f"{name} can't be used: {refused.message}; {_AGAIN} again") from None


def _beside(resume_pdf: Path, name: str, office: Office) -> Path:
    path = resume_pdf.with_name(name)
    office.root.refuse_outside(path, what=name)
    return path


def _recorded(pdf: bytes, resume_pdf: Path, office: Office) -> tuple[bool, str | None]:
    """Whether a record stands beside the PDF, and the hash of the source that this very PDF was made from."""
    try:
        text = read_file(_beside(resume_pdf, ".press.json", office), what="press record", limit=_RECORD_BYTES)
        record = json.loads(text)
    except (CareerError, ValueError, RecursionError):
        return False, None
    made = record.get("pdf_sha256") if isinstance(record, dict) else None
    if made != hashlib.sha256(pdf).hexdigest():
        return isinstance(made, str), None
    made_from = record.get("source_sha256")
    return True, made_from if isinstance(made_from, str) else None
