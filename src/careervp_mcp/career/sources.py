"""Where a posting comes from: text, a file or JSON, read into postings that are not yet cleaned."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobobjects import Fields, from_job_posting, from_json, is_job_posting, parse_json
from careervp_mcp.career.jobs import Posting
from careervp_mcp.career.labels import as_title, labelled, sole_heading
from careervp_mcp.career.office import Office
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.webpage import Page, read_page

FILE_BYTES = 10 * 1024 * 1024
"""Bytes of a posting's file."""

_A_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_HOW_PAGES_BEGIN = 2000
_MAGIC = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx"}
"""How a file begins, and the ending it should have."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_JUNK = 1024
"""Bytes that may stand before a PDF's head."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of a call: exactly one of text, path and json, and what the caller knows of the posting."""

    text: str | None = None
    path: str | None = None
    json: Fields | None = None
    title: str = ""
    company: str = ""
    url: str = ""
    location: str = ""
    source: str = ""
    job_id: str = ""
    captured_at: str = ""


def read_source(source: Source, office: Office) -> list[Posting | InvalidInput]:
    """The postings an entry holds, each with what the caller said of it; one that can't be read is its refusal.

    Raises InvalidInput, FileMissing for an entry that holds none.
    """
    if sum(part is not None for part in (source.text, source.path, source.json)) != 1:
        raise InvalidInput("give exactly one of text, path and json")
    if source.text is not None:
        return [_with_given(_from_text(source.text), source)]
    if source.path is not None:
        return _from_file(source, office)
    return [_with_given(from_json(source.json), source)]


def _with_given(found: Posting, source: Source) -> Posting:
    """What the caller says wins over what the source says."""
    names = ("title", "company", "url", "location", "source", "job_id", "captured_at")
    return replace(found, **{name: given for name in names if (given := getattr(source, name)).strip()})


def _from_file(source: Source, office: Office) -> list[Posting | InvalidInput]:
    path = office.root.resolve(source.path or "", what="path")
    content = read_file(path, what="posting", limit=FILE_BYTES)
    ending = path.suffix.lower()
    _refuse_other_kind(content, ending)
    if ending in office.documents:
        return [_with_given(labelled(office.documents[ending].text(content)), source)]
    if ending == ".json":
        return _from_json_file(_decoded(content), source)
    if ending not in TEXTS:
        known = ", ".join([*TEXTS, *office.documents, ".json"])
        raise InvalidInput(f"a posting's file must end in one of {known}")
    return [_with_given(TEXTS[ending](_decoded(content)), source)]


def _refuse_other_kind(content: bytes, ending: str) -> None:
    """Raise InvalidInput for a file whose ending says another kind than its content, or that is empty."""
    if not content.strip():
        raise InvalidInput("the file is empty; write the posting into it")
    if content.startswith(_OLD_OFFICE):
        raise InvalidInput("the file is an old or encrypted Office file; save it as .docx without a password")
    kind = next((right for magic, right in _MAGIC.items() if content.startswith(magic)), "")
    if ending == ".pdf" and b"%PDF-" in content[:_JUNK]:
        kind = ".pdf"
    if kind and kind != ending:
        raise InvalidInput(f"the file is by its content a {kind} file; let its name end so")
    if not kind and ending in _MAGIC.values():
        raise InvalidInput(f"the file ends in {ending} but is no such file; give it the ending of what it is")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8") from None


def _from_json_file(text: str, source: Source) -> list[Posting | InvalidInput]:
    value = parse_json(text)
    if not isinstance(value, list):
        return [_with_given(from_json(value), source)]
    if not value:
        raise InvalidInput("the file's list is empty; write the postings into it")
    if len(value) > 1 and (source.title or source.url or source.job_id):
        raise InvalidInput(f"the file holds {len(value)} postings: title, url and job_id belong to each of them")
    return [_one_of_many(part, source) for part in value]


def _one_of_many(value: object, source: Source) -> Posting | InvalidInput:
    try:
        return _with_given(from_json(value), source)
    except InvalidInput as refusal:
        return refusal


def _from_text(text: str) -> Posting:
    if _A_PAGE.match(text[:_HOW_PAGES_BEGIN]):
        return _from_page(text)
    found = labelled(text)
    return found if found.title else replace(found, title=sole_heading(text))


def _from_page(source: str) -> Posting:
    """What linked data says of the one job of a page, else what the page shows."""
    page = read_page(source)
    linked = _linked_job(page)
    found = labelled(page.text)
    seen = replace(
        found,
        title=found.title or as_title(page.headings) or _page_title(page),
        url=found.url or _web(page.canonical),
    )
    if linked is None:
        return seen
    whole = len(linked.description) * 2 >= len(seen.description)
    said = {
        name: value for name in ("title", "company", "location", "job_id") if (value := getattr(linked, name).strip())
    }
    return replace(
        seen,
        **said,
        description=linked.description if whole else seen.description,
        url=_web(linked.url) or seen.url,
    )


def _linked_job(page: Page) -> Posting | None:
    """The posting that a page's linked data holds; None when it holds none, or several."""
    jobs = [job for script in page.linked_data for job in _jobs_in(_parsed(script), depth=3)]
    return from_job_posting(jobs[0]) if len(jobs) == 1 else None


def _parsed(script: str) -> object:
    try:
        return parse_json(script)
    except InvalidInput:  # a page's own mistake is not the caller's
        return None


def _jobs_in(value: object, depth: int) -> list[Fields]:
    """The JobPostings of a value, of its list, and of its graph."""
    if isinstance(value, list) and depth:
        return [job for part in value for job in _jobs_in(part, depth - 1)]
    if not isinstance(value, dict):
        return []
    if is_job_posting(value):
        return [value]
    return _jobs_in(value.get("@graph"), depth - 1) if depth else []


def _page_title(page: Page) -> str:
    """A page's own name, where it can't hold the site's too."""
    return (
        "" if re.search(r" [|\-\u2013\u2014:·»@] | at ", page.title) else as_title([page.title] if page.title else [])
    )


def _web(url: str) -> str:
    return url if url.lower().startswith(("https://", "http://")) else ""


TEXTS: Mapping[str, Callable[[str], Posting]] = {
    ".txt": _from_text,
    ".md": _from_text,
    ".markdown": _from_text,
    ".html": _from_page,
    ".htm": _from_page,
}
"""Who reads a file of text, by its ending."""
