"""Postings on their way into a test's own jobs database, with the readers of documents that the product has."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from notebench import Drawer

from careervp_mcp.career.capturing import Captured, CaptureReport, CaptureRequest, add_postings
from careervp_mcp.career.jobs import Job
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import DocumentReader
from careervp_mcp.career.sources import Source
from careervp_mcp.pdf.texts import PdfTexts
from careervp_mcp.store.documents import WordFiles

TEXT = "Title: Night Nurse\nCompany: Lark Hospital\n\nNurse the patients of ward 9 at night.\n"
UNSAID = Source()


@dataclass(frozen=True)
class Inbox:
    """A root and its office; what is posted goes through the real story and the real store."""

    drawer: Drawer
    office: Office

    @classmethod
    def of(cls, drawer: Drawer) -> "Inbox":
        documents: dict[str, DocumentReader] = {".pdf": PdfTexts(), ".docx": WordFiles()}
        return cls(drawer, replace(drawer.office, documents=documents))

    def add(self, *sources: Source) -> CaptureReport:
        return add_postings(CaptureRequest(sources), self.office)

    def file(self, name: str, content: bytes | str, given: Source = UNSAID) -> Captured:
        """What becomes of one file of the root that holds one posting."""
        self.drawer.put(name, content)
        return self.one(replace(given, path=name))

    def one(self, source: Source) -> Captured:
        (result,) = self.add(source).results
        return result

    def stored(self, source: Source) -> Job:
        """The row of a posting that must be taken."""
        result = self.one(source)
        assert result.id is not None, result.error
        return self.drawer.ledger.row(result.id)

    def empty(self) -> bool:
        """Whether no posting was ever stored: not even the database is there."""
        return not self.drawer.ledger.path.exists()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def word(*paragraphs: str, tables: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file of these paragraphs, then one table; `# ` and `- ` begin a heading and a list item."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        style = {"# ": "Heading 1", "- ": "List Bullet"}.get(text[:2])
        document.add_paragraph(text[2:] if style else text, style)
    if tables:
        grid = document.add_table(len(tables), len(tables[0]))
        for row, cells in zip(grid.rows, tables, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def pdf(*lines: str, extra: bytes = b"") -> bytes:
    """A PDF of one page with these lines of plain ASCII, written by hand; `extra` goes into its trailer."""
    shown = b" ".join(b"(%s) Tj T*" % line.encode() for line in lines)
    return pdf_of(b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET", extra)


def pdf_of(stream: bytes, extra: bytes = b"", filters: bytes = b"") -> bytes:
    """A PDF whose only page is drawn by this stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (filters, len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return body + head + b"trailer<</Size 6/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (extra, len(body))
