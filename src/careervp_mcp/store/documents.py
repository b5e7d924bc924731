"""Word files: their text, taken out of a zip that may be hostile."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from careervp_mcp.career.errors import InvalidInput

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

MOST_PARTS = 2000
MOST_XML = 16 << 20
"""Bytes of one part of XML, unpacked."""
MOST_BYTES = 64 << 20
"""Bytes of all parts together, unpacked."""
DEEPEST = 8
"""Tables in tables."""
_ENCRYPTED = 1
"""The bit of a zip entry's flags."""


class WordFiles:
    """Reads `.docx`; pictures, links, macros and text boxes are passed over."""

    def text(self, content: bytes) -> str:
        _refuse_bomb(content)
        try:
            return "\n".join(_lines(_opened(content), DEEPEST)).strip("\n")
        except InvalidInput:
            raise
        except Exception:  # noqa: BLE001 - the library raises what its XML and zip parsers raise, and KeyError
            raise InvalidInput("the file is no sound Word file; save it again as .docx, or as text") from None


def _refuse_bomb(content: bytes) -> None:
    """Raise InvalidInput for a zip that would unpack to too much; its own figures bind whoever unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):  # the third: zips of a later version
        raise InvalidInput("the file is no sound Word file; save it again as .docx, or as text") from None
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise InvalidInput("the file is encrypted; save it as .docx without a password")
    largest = max((part.file_size for part in parts if not _is_picture(part.filename)), default=0)
    if len(parts) > MOST_PARTS or largest > MOST_XML or sum(part.file_size for part in parts) > MOST_BYTES:
        raise InvalidInput("the Word file unpacks to more than a posting can need; save its text as .txt")


def _is_picture(name: str) -> bool:
    return name.startswith("word/media/")


def _opened(content: bytes) -> "Document":
    from docx import Document

    return Document(io.BytesIO(content))


def _lines(container: "Document | _Cell", deepest: int) -> Iterator[str]:
    """The lines of paragraphs and tables in their order, a blank one between blocks."""
    from docx.text.paragraph import Paragraph

    listed = False
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            line = _line(block)
            if line and not (listed and line.startswith("- ")):
                yield ""
            if line:
                listed = line.startswith("- ")
                yield line
        elif deepest:
            listed = False
            yield from ("", *_rows(block, deepest - 1))


def _line(paragraph: "Paragraph") -> str:
    """A paragraph as Markdown writes it: heading, list item or text."""
    text = paragraph.text.strip()
    style = (paragraph.style.name if paragraph.style else None) or ""
    if text and style.startswith("Heading ") and style[-1:].isdigit():
        return "#" * min(int(style[-1]), 6) + " " + text.replace("\n", " ")
    if text and style == "Title":
        return "# " + text.replace("\n", " ")
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None  # noqa: SLF001 - no public way
    return f"- {text}" if text and (numbered or style.startswith("List")) else text


def _rows(table: "Table", deepest: int) -> Iterator[str]:
    for row in table.rows:
        cells: dict[int, str] = {}
        for cell in row.cells:  # a merged cell is given once for each of its columns
            cells.setdefault(id(cell._tc), " ".join(filter(None, _lines(cell, deepest))))  # noqa: SLF001 - as above
        yield "  ".join(filter(None, cells.values()))
