# noqa: INP001 - a script, not a package
"""Make docs/images/sample-resume.png again: the sample resume, typeset by the press and drawn small.

Run it with the interpreter that has the package: `.venv/bin/python docs/picture.py`.
"""

import struct
import tempfile
import zlib
from pathlib import Path

import pypdfium2

from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.press import PlainPress, PressSettings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "templates/resume_sample.tex"
PICTURE = ROOT / "docs/images/sample-resume.png"
WIDTH = 800
GREYS = 16
"""Shades that a page of black text needs; each pixel takes half a byte."""


def main() -> None:
    """Write the picture."""
    PICTURE.write_bytes(drawn(typeset(SOURCE.read_bytes())))


def typeset(source: bytes) -> bytes:
    """The PDF of a source, made as a workspace's is, by the embedded engine."""
    with tempfile.TemporaryDirectory() as state:
        nowhere = {"PATH": "/nonexistent", "HOME": "/nonexistent"}
        return PlainPress(PressSettings(Path(state), variables=nowhere)).typeset(Manuscript(source)).pdf


def drawn(pdf: bytes) -> bytes:
    """The first page as a PNG of few greys, with a hairline around it that shows where the paper ends."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    bitmap = page.render(scale=WIDTH / page.get_width(), grayscale=True)
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    rows = [bytearray(pixels[start : start + bitmap.width]) for start in range(0, stride * bitmap.height, stride)]
    document.close()
    for row in rows:
        row[0] = row[-1] = 200
    rows[0] = rows[-1] = bytearray([200]) * len(rows[0])
    return png(rows)


def png(rows: list[bytearray]) -> bytes:
    """Rows of grey bytes as a PNG with a palette of 16 greys."""
    width, height = len(rows[0]), len(rows)
    shades = [round(value * (GREYS - 1) / 255) for value in range(256)]
    lines = []
    for row in rows:
        half = [shades[value] for value in row] + [0] * (width % 2)
        lines.append(b"\0" + bytes(high << 4 | low for high, low in zip(half[::2], half[1::2], strict=True)))
    palette = bytes(value * 17 for value in range(GREYS) for _ in range(3))
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    main()
