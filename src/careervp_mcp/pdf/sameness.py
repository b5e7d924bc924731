"""Whether two PDFs are the same to a reader: pages, text, every pixel, and every string beside the pages."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from careervp_mcp.pdf.objects import Dictionary, UnreadableStructure, Value
from careervp_mcp.pdf.readback import ONE_AT_A_TIME
from careervp_mcp.pdf.structure import read_structure

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_SCALE = 100 / 72
"""Dots a point: a hundred an inch tells a hair's breadth."""


def same_pages(one: bytes, other: bytes) -> bool:
    """Compare as a reader would; the files' bytes may differ."""
    return one == other or (_said(one) == _said(other) is not None and _look_alike(one, other))


def _look_alike(one: bytes, other: bytes) -> bool:
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            first, second = PdfDocument(one), PdfDocument(other)
        except PdfiumError:
            return False
        try:
            pairs = zip_longest(first, second)
            return all(page and twin and _seen(page) == _seen(twin) for page, twin in pairs)
        finally:
            first.close()
            second.close()


def _seen(page: "PdfPage") -> tuple[str, tuple[float, float], bytes]:
    text = page.get_textpage().get_text_bounded()
    return text, page.get_size(), bytes(page.render(scale=_SCALE, grayscale=False).buffer)


def _said(pdf: bytes) -> list[bytes] | None:
    """Title, author, addresses of links, names of bookmarks: each string outside the pages, sorted."""
    try:
        return sorted(text for value in read_structure(pdf).values() for text in _strings(value))
    except UnreadableStructure:
        return None


def _strings(value: Value) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, Dictionary):
        for _, inner in value.pairs:
            yield from _strings(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
