"""The readers of documents: what a reader sees comes out, and what would need too much does not."""

import zlib

import pytest
from inbox import pdf, pdf_of, word

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.ports import DocumentReader, Reader
from careervp_mcp.pdf.texts import PdfTexts
from careervp_mcp.store.documents import WordFiles

MANY = 20 << 20
"""Operators; the stream unpacks to twice as many bytes."""


def test_headings_lists_and_tables_of_a_word_file_come_out_as_text_in_their_order() -> None:
    content = word(
        "# Night Nurse", "We nurse.", "- wards", "- theatres", "Soon.", tables=(("Pay", "Band 7"), ("Hours", "37"))
    )

    text = WordFiles().text(content)

    assert text == "# Night Nurse\n\nWe nurse.\n\n- wards\n- theatres\n\nSoon.\n\nPay  Band 7\nHours  37"


def test_the_lines_of_a_pdf_come_out_in_their_order() -> None:
    text = PdfTexts().text(pdf("Title: Night Nurse", "Company: Lark", "We nurse at night."))

    assert text == "Title: Night Nurse\nCompany: Lark\nWe nurse at night."


@pytest.mark.parametrize("reader", [WordFiles(), PdfTexts()], ids=["word", "pdf"])
@pytest.mark.parametrize("content", [b"", b"%PDF-", b"PK\x03\x04", bytes(1000), b"<html>"], ids=ascii)
def test_what_is_no_document_is_refused_in_words(reader: DocumentReader, content: bytes) -> None:
    with pytest.raises(InvalidInput, match="no sound"):
        reader.text(content)


@pytest.mark.parametrize("reader", [WordFiles(), PdfTexts()], ids=["word", "pdf"])
@pytest.mark.parametrize("content", [b"", b"%PDF-", b"PK\x03\x04", bytes(1000)], ids=ascii)
def test_what_is_no_document_is_refused_in_words_when_its_layout_is_asked_for(reader: Reader, content: bytes) -> None:
    with pytest.raises(InvalidInput, match="no sound"):
        reader.read(content)


@pytest.mark.parametrize(
    ("reader", "content"),
    [(WordFiles(), word("# Night Nurse", "We nurse.")), (PdfTexts(), pdf("# Night Nurse", "", "We nurse."))],
    ids=["word", "pdf"],
)
def test_a_plain_document_has_the_same_words_in_its_layout(reader: Reader, content: bytes) -> None:
    extracted = reader.read(content)

    assert extracted.text.split() == ["#", "Night", "Nurse", "We", "nurse."]
    assert (extracted.pages, extracted.oddities) == (1, ())


def test_a_pdf_that_unpacks_to_more_than_its_reader_may_use_is_refused() -> None:
    bomb = pdf_of(zlib.compress(b"q " * MANY, 9), filters=b"/Filter/FlateDecode")

    with pytest.raises(InvalidInput, match="no sound PDF"):
        PdfTexts(memory_bytes=160 << 20).text(bomb)


def test_a_small_pdf_is_read_within_the_memory_that_stops_a_bomb() -> None:
    assert PdfTexts(memory_bytes=160 << 20).text(pdf("Nurse.")) == "Nurse."
