"""A CV from a file or a pasted text to a reading: decoded, tidied, held to its limits, read by its kind."""

from collections.abc import Mapping
from dataclasses import replace

from careervp_mcp.career.cv.lines import unwrapped
from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.readers import READERS
from careervp_mcp.career.cv.tidying import tidied
from careervp_mcp.career.errors import CvInsufficient, InvalidInput, TextTooLong, TextTooShort, Unparsable
from careervp_mcp.career.intake import Upload, accepted
from careervp_mcp.career.ports import Extracted, Reader

LEAST_CHARACTERS, MOST_CHARACTERS = 100, 1_000_000
"""Of a CV's text."""
MOST_LINES = 5_000
"""Of a CV's text; a hundred pages have fewer."""
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_WRAPPED = frozenset({".txt", ".pdf", ".docx", ".doc"})
"""Kinds whose lines end where a page was full."""
_LEGACY = "the file is an old Word file whose text can't be read; save it as .docx"


def read_upload(
    filename: str, content: bytes, readers: Mapping[str, Reader], *, user_id: str = "local", language: str = "auto"
) -> Reading:
    """The CV in a file; `readers` take the text out of `.pdf` and `.docx`.

    Raises FormatUnsupported, FileSizeExceeded, Unparsable, TextTooShort, TextTooLong, CvInsufficient.
    """
    upload = accepted(filename, content)
    return _read(_extracted(upload, readers), upload.ending, user_id=user_id, language=language)


def read_pasted(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """The CV in a text; raises TextTooShort, TextTooLong, CvInsufficient."""
    return _read(Extracted(text), ".txt", user_id=user_id, language=language)


def _extracted(upload: Upload, readers: Mapping[str, Reader]) -> Extracted:
    if upload.ending == ".doc":
        return Extracted(_old_text(upload.content))
    if upload.ending not in readers:
        return Extracted(decoded(upload.content))
    try:
        return readers[upload.ending].read(upload.content)
    except InvalidInput as refusal:
        raise Unparsable(refusal.message, retryable=refusal.retryable) from None


def _old_text(content: bytes) -> str:
    """A `.doc` that is text by its content; a real one can't be read."""
    if b"\0" in content or not content.strip() or content.startswith(b"{\\rtf"):
        raise Unparsable(_LEGACY)
    try:
        return decoded(content)
    except Unparsable:
        raise Unparsable(_LEGACY) from None


def decoded(content: bytes) -> str:
    """Text from bytes: UTF-8, or UTF-16 with its mark; raises Unparsable for another encoding."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unparsable(f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    if "\0" in text:
        raise Unparsable("the file holds zero bytes, so it is no text; save it as UTF-8 text")
    return text


def _read(extracted: Extracted, ending: str, *, user_id: str, language: str) -> Reading:
    _refuse_long(extracted.text)
    text, hidden = tidied(extracted.text)
    _refuse_length(text)
    text = unwrapped(text) if ending in _WRAPPED else text
    found = READERS[ending](text, user_id=user_id, language=language)
    cv = found.cv
    if not (cv.experience or cv.education or cv.skills):
        raise CvInsufficient(
            "no experience, no education and no skills were found; put each under a heading such as Experience, "
            "Education or Skills"
        )
    return replace(found, pages=extracted.pages, oddities=(*extracted.oddities, *hidden, *found.oddities))


def _refuse_long(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(f"a CV may have at most {MOST_CHARACTERS:,} characters, got {len(text):,}")


def _refuse_length(text: str) -> None:
    size = len(text.strip())
    if size < LEAST_CHARACTERS:
        raise TextTooShort(f"a CV needs at least {LEAST_CHARACTERS} characters, got {size}")
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        raise TextTooLong(f"a CV may have at most {MOST_LINES:,} lines, got {lines:,}")
