"""Word files: their text, taken out of a zip that may be hostile."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.ports import Extracted

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

T = TypeVar("T")
MOST_PARTS = 2000
MOST_XML = 16 << 20
"""Bytes of one part of XML, unpacked."""
MOST_BYTES = 64 << 20
"""Bytes of all parts together, unpacked."""
DEEPEST = 8
"""Tables in tables."""
_BOX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGES = re.compile(rb"<Pages>(\d{1,3})</Pages>")
_ENCRYPTED = 1
"""The bit of a zip entry's flags."""


class WordFiles:
    """Reads `.docx`; pictures, links, macros and text boxes are passed over."""

    def text(self, content: bytes) -> str:
        return _guarded(content, lambda document: "\n".join(_lines(document, DEEPEST)).strip("\n"))

    def read(self, content: bytes) -> Extracted:
        return _guarded(content, lambda document: _laid_out(document, _pages(content)))


def _guarded(content: bytes, take: Callable[["Document"], T]) -> T:
    """What is taken out of a document; raises InvalidInput for whatever its parsers meet."""
    _refuse_bomb(content)
    try:
        return take(_opened(content))
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
        raise InvalidInput("the Word file unpacks to more than its text can need; save its text as .txt")


def _is_picture(name: str) -> bool:
    return name.startswith("word/media/")


def _opened(content: bytes) -> "Document":
    from docx import Document

    return Document(io.BytesIO(content))


def _lines(container: "Document | _Cell", deepest: int, cells: "Row | None" = None) -> Iterator[str]:
    """The lines of paragraphs and tables in their order, a blank one between blocks; `cells` makes lines of a row."""
    from docx.text.paragraph import Paragraph

    listed = False
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            line = _line(block, seen=cells is not None)
            if line and not (listed and line.startswith("- ")):
                yield ""
            if line:
                listed = line.startswith("- ")
                yield line
        elif deepest:
            listed = False
            yield from ("", *_rows(block, deepest - 1, cells or _cells_together))


def _laid_out(document: "Document", pages: int) -> Extracted:
    """Header, body and text boxes; cells of a row apart by a tab, those of several lines one after another."""
    header = [line for paragraph in document.sections[0].header.paragraphs if (line := paragraph.text.strip())]
    body = list(_lines(document, DEEPEST, cells=_cells_apart))
    boxes = [line for box in _boxes(document) for line in box]
    told = [
        ("tables, which were read row by row", bool(document.tables)),
        ("text boxes, which were read last", bool(boxes)),
        ("text in the page header, which was read first", bool(header)),
        ("pictures, which were passed over", bool(document.inline_shapes)),
    ]
    hidden = any(run.font.hidden for paragraph in document.paragraphs for run in paragraph.runs)
    told.append(("hidden text, which was left out", hidden))
    return Extracted(
        "\n".join([*header, "", *body, "", *boxes]).strip("\n"),
        pages,
        tuple(f"the file has {what}" for what, is_so in told if is_so),
    )


def _boxes(document: "Document") -> Iterator[list[str]]:
    """The lines of each text box; the copy for old programs is passed over."""
    from docx.text.paragraph import Paragraph

    for box in document.element.body.iter(_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield [
                text for part in box if part.tag.endswith("}p") and (text := Paragraph(part, document).text.strip())
            ]


def _pages(content: bytes) -> int:
    """The pages that the program which saved the file counted; 1 where it told none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "docProps/app.xml" not in archive.namelist():
            return 1
        found = _PAGES.search(archive.read("docProps/app.xml"))
    return max(1, int(found[1])) if found else 1


def _line(paragraph: "Paragraph", *, seen: bool = False) -> str:
    """A paragraph as Markdown writes it: heading, list item or text; `seen` leaves hidden runs out."""
    hidden = seen and any(run.font.hidden for run in paragraph.runs)
    shown = "".join(run.text for run in paragraph.runs if not run.font.hidden) if hidden else paragraph.text
    text = shown.strip()
    style = (paragraph.style.name if paragraph.style else None) or ""
    if text and style.startswith("Heading ") and style[-1:].isdigit():
        return "#" * min(int(style[-1]), 6) + " " + text.replace("\n", " ")
    if text and style == "Title":
        return "# " + text.replace("\n", " ")
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None  # noqa: SLF001 - no public way
    return f"- {text}" if text and (numbered or style.startswith("List")) else text


Row = Callable[[list[list[str]]], Iterator[str]]
"""Makes lines of a row's cells, each a list of lines."""


def _rows(table: "Table", deepest: int, cells_of: Row) -> Iterator[str]:
    for row in table.rows:
        cells: dict[int, list[str]] = {}
        for cell in row.cells:  # a merged cell is given once for each of its columns
            if id(cell._tc) not in cells:  # noqa: SLF001 - no public way
                lines = _lines(cell, deepest, None if cells_of is _cells_together else cells_of)
                cells[id(cell._tc)] = list(filter(None, lines))  # noqa: SLF001 - as above
        yield from cells_of([lines for lines in cells.values() if lines])


def _cells_together(cells: list[list[str]]) -> Iterator[str]:
    yield "  ".join(" ".join(lines) for lines in cells)


def _cells_apart(cells: list[list[str]]) -> Iterator[str]:
    """A row of short cells is one line; where a cell has several lines the cells are columns of a layout."""
    if all(len(lines) == 1 for lines in cells):
        yield "\t".join(lines[0] for lines in cells)
    else:
        yield from (line for lines in cells for line in ("", *lines))
