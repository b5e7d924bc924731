"""Exhibits: finished texts handed in to be judged, as a file, as text, or as a kept artefact."""

from dataclasses import dataclass, field

from careervp_mcp.career.artefacts import Artefact, the_artefact
from careervp_mcp.career.asking import refuse_script, the_one
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.cv.tex import without_commands
from careervp_mcp.career.cv.uploads import decoded
from careervp_mcp.career.errors import (
    FileSizeExceeded,
    FormatUnsupported,
    InvalidInput,
    TextTooLong,
    TextTooShort,
    Unparsable,
)
from careervp_mcp.career.intake import MOST_BYTES, accepted
from careervp_mcp.career.ports import Extracted
from careervp_mcp.career.reading import read_file

MOST = 60_000
"""Characters of a text."""
ENDINGS = (".pdf", ".docx", ".md", ".txt", ".tex")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A text to be judged, and what its file had beside it."""

    text: str
    pages: int = 1
    oddities: tuple[str, ...] = ()
    artefact: Artefact | None = field(default=None)


def exhibit(bureau: Bureau, *, least: int, **target: str | None) -> Exhibit:
    """The one target given among path, text and artefact_id, of so many characters at least.

    Raises InvalidInput, FileMissing, FormatUnsupported, Unparsable, TextTooShort, TextTooLong, Unknown.
    """
    named = the_one("target", target)
    value = target[named] or ""
    if named == "artefact_id":
        kept = the_artefact(bureau, value)
        return Exhibit(kept.text, artefact=kept)
    if named == "text":
        refuse_script(value, "target.text")
    found = Exhibit(value) if named == "text" else _from_file(value, bureau)
    size = len(found.text.strip())
    if size < least:
        raise TextTooShort(f"target needs at least {least} characters, got {size}")
    if size > MOST:
        raise TextTooLong(f"target may have at most {MOST:,} characters, got {size:,}")
    return found


def _from_file(text: str, bureau: Bureau) -> Exhibit:
    path = bureau.root.resolve(text, what="target.path")
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FormatUnsupported(f"target.path must end in one of {', '.join(ENDINGS)}; got {ending or 'no ending'}")
    try:
        content = read_file(path, what="target", limit=MOST_BYTES)
    except InvalidInput:
        raise FileSizeExceeded(f"the file is longer than {MOST_BYTES:,} bytes (10 MiB); send a smaller one") from None
    accepted(path.name, content)
    found = _extracted(content, ending, bureau)
    return Exhibit(found.text, found.pages, found.oddities)


def _extracted(content: bytes, ending: str, bureau: Bureau) -> Extracted:
    if ending not in bureau.readers:
        text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
        return Extracted(without_commands(text) if ending == ".tex" else text)
    try:
        return bureau.readers[ending].read(content)
    except InvalidInput as refusal:
        raise Unparsable(refusal.message, retryable=refusal.retryable) from None
