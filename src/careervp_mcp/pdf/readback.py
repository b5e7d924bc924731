"""The PDF as a recruiter's software reads it: its pages, and what of the source did not come through."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.placeholders import find_placeholders, refuse_placeholders
from careervp_mcp.pdf.fittings import font_faults, link_faults
from careervp_mcp.pdf.losses import Shown, Sought, broken_characters, lost_words, missing_phrases, scrambled
from careervp_mcp.pdf.scan import harmless
from careervp_mcp.pdf.structure import Structure
from careervp_mcp.pdf.texlint import silent_losses
from careervp_mcp.pdf.texwords import told

_MOST_WARNINGS = 10
ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own: two threads must never be in it at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the PDF holds, and sentences about what it should not or does not."""

    pages: int
    warnings: tuple[str, ...]


def read_back(pdf: bytes, source: str, expected: tuple[str, ...], *, max_pages: int) -> Reading:
    """Read the PDF; raises CompileFailed when it can't be read to its end, would act, or has no page.

    Raises InvalidInput when it shows a placeholder: one in another file, or one that the source hid.
    """
    structure = harmless(pdf)
    texts = _texts(pdf)
    _refuse_holes(" ".join(texts))
    warnings = [*_about_pages(len(texts), max_pages), *_losses(structure, " ".join(texts), source, expected)]
    return Reading(len(texts), tuple(islice(dict.fromkeys(warnings), _MOST_WARNINGS)))


def _about_pages(pages: int, most: int) -> Iterator[str]:
    if pages > most:
        yield f"the resume has {pages} pages; at most {most} is usual: shorten it"


def _losses(structure: Structure, text: str, source: str, expected: tuple[str, ...]) -> Iterator[str]:
    """Tell what is wrong, what matters most first."""
    said, shown = told(source), Shown(text)
    sought = Sought(said.words)
    yield from missing_phrases(expected, shown)
    yield from silent_losses(source)
    yield from broken_characters(text, source)
    yield from lost_words(sought, shown, source)
    yield from scrambled(sought, shown)
    yield from font_faults(structure)
    yield from link_faults(structure, said.links)


def _refuse_holes(text: str) -> None:
    # a percent sign in the PDF begins no comment
    refuse_placeholders(find_placeholders(" ".join(text.replace("%", " ").split())))


def _texts(pdf: bytes) -> list[str]:
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            document = PdfDocument(pdf)
        except PdfiumError:
            raise CompileFailed("the engine left a file that is no PDF") from None
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
