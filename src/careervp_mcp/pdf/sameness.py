"""Whether two PDFs are the same to a reader: pages, text and every pixel."""

from careervp_mcp.pdf.readback import ONE_AT_A_TIME

_SCALE = 100 / 72
"""Dots a point: a hundred an inch tells a hair's breadth."""


def same_pages(one: bytes, other: bytes) -> bool:
    """Compare as a reader would; the files' bytes may differ."""
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            first, second = PdfDocument(one), PdfDocument(other)
        except PdfiumError:
            return False
        try:
            return len(first) == len(second) and all(
                _seen(page) == _seen(twin) for page, twin in zip(first, second, strict=True)
            )
        finally:
            first.close()
            second.close()


def _seen(page: object) -> tuple[str, bytes]:
    text = page.get_textpage().get_text_bounded()
    return text, bytes(page.render(scale=_SCALE, grayscale=False).buffer)
