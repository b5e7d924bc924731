"""PageCounter keeps the PdfReader port's promise: a number of pages, or what is wrong with the file."""

import io
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.ports import PdfReader
from careervp_mcp.pdf.pages import PageCounter


def pdf(folder: Path, pages: int) -> bytes:
    path = folder / "made.pdf"
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(100, 100)
        document.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("pages", [1, 2, 20])
def test_the_pages_of_a_pdf_are_counted(tmp_path: Path, pages: int) -> None:
    reader: PdfReader = PageCounter()

    assert reader.pages(pdf(tmp_path, pages)) == pages


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html></html>", b"%PDF-1.7\n%%EOF\n", b"\0" * 5000])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="no PDF that can be opened"):
        PageCounter().pages(content)


def test_a_pdf_without_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no PDF that can be opened"):
        PageCounter().pages(pdf(tmp_path, 0))


def test_a_pdf_that_asks_for_a_password_is_refused(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf(tmp_path, 1)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)

    with pytest.raises(InvalidInput, match="no PDF that can be opened"):
        PageCounter().pages(locked.getvalue())


def test_a_pdf_whose_first_page_is_broken_is_refused(tmp_path: Path) -> None:
    broken = re.sub(rb"/Kids *\[ *\d+", b"/Kids[ 99", pdf(tmp_path, 1))

    with pytest.raises(InvalidInput, match="PDF"):
        PageCounter().pages(broken)
