"""The PDF as a recruiter's software reads it: its pages, and what of the source did not come through."""

import threading
from dataclasses import dataclass

from careervp_mcp.career.errors import CompileFailed

_ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own: two threads must never be in it at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the PDF holds, and sentences about what it should not or does not."""

    pages: int
    warnings: tuple[str, ...]


def read_back(pdf: bytes, source: str, expected: tuple[str, ...], *, max_pages: int) -> Reading:
    """Read the PDF; raises CompileFailed when it can't be opened or has no page."""
    texts = _texts(pdf)
    del source
    text = " ".join(" ".join(texts).split())
    warnings = [f"the PDF's text lacks {phrase!r}" for phrase in expected if phrase not in text]
    if len(texts) > max_pages:
        warnings.append(f"the resume has {len(texts)} pages; at most {max_pages} is usual")
    return Reading(len(texts), tuple(warnings))


def _texts(pdf: bytes) -> list[str]:
    from pypdfium2 import PdfDocument, PdfiumError

    with _ONE_AT_A_TIME:
        try:
            document = PdfDocument(pdf)
        except PdfiumError:
            raise CompileFailed("the engine left a file that is no PDF") from None
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
