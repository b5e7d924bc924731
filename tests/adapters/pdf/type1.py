"""Small Type 1 fonts, written glyph by glyph."""

import re
from collections.abc import Mapping

from careervp_mcp.pdf.charstrings import deciphered, enciphered

CHARSTRING, FILE = 4330, 55665
HSBW, RETURN, END, SEAC, CALL, OTHER, POP = (
    b"\x0d",
    b"\x0b",
    b"\x0e",
    b"\x0c\x06",
    b"\x0a",
    b"\x0c\x10",
    b"\x0c\x11",
)
FIXED = (RETURN, RETURN, RETURN, RETURN)


def number(value: int) -> bytes:
    """As a charstring holds it."""
    return bytes((value + 139,)) if abs(value) <= 107 else b"\xff" + value.to_bytes(4, signed=True)


def program(*parts: int | bytes) -> bytes:
    """A charstring's plain bytes, from numbers and commands."""
    return b"".join(number(part) if isinstance(part, int) else part for part in parts)


SIMPLE = program(0, 500, HSBW, END)


def font(glyphs: Mapping[str, bytes], subroutines: tuple[bytes, ...] = FIXED, private: bytes = b"") -> bytes:
    """A .pfb with these glyphs' programs."""
    subrs = b"".join(b"dup %d %s NP\n" % (n, _charstring(code)) for n, code in enumerate(subroutines))
    named = b"".join(b"/%s %s ND\n" % (name.encode(), _charstring(code)) for name, code in glyphs.items())
    body = b"dup/Private 8 dict dup begin\n%s/Subrs %d array\n%sND\n" % (private, len(subroutines), subrs)
    body += b"2 index\n/CharStrings %d dict dup begin\n%send\nend\n" % (len(glyphs), named)
    secret = enciphered(b"seed" + body, FILE)
    head = b"%!PS-AdobeFont-1.0: Sample\n/FontName /Sample def\n/Encoding 256 array\ndup 65/A put\nreadonly def\n"
    return part(1, head) + part(2, secret) + part(1, b"0" * 64 + b"\ncleartomark\n") + b"\x80\x03"


def part(kind: int, content: bytes) -> bytes:
    """A part of a .pfb."""
    return bytes((0x80, kind)) + len(content).to_bytes(4, "little") + content


def told(pfb: bytes) -> tuple[list[str], list[int], int]:
    """The glyphs, the subroutines, and the number of glyphs that it claims."""
    size = int.from_bytes(pfb[2:6], "little")
    start = 6 + size + 6
    length = int.from_bytes(pfb[start - 4 : start], "little")
    body = deciphered(pfb[start : start + length], FILE)
    glyphs = [name.decode() for name in re.findall(rb"^/(\S+) \d+ (?:RD|-\|) ", body, re.MULTILINE)]
    subroutines = [int(n) for n in re.findall(rb"^dup (\d+) \d+ (?:RD|-\|) ", body, re.MULTILINE)]
    claimed = re.search(rb"/CharStrings (\d+)", body)
    assert claimed
    return glyphs, subroutines, int(claimed[1])


def _charstring(code: bytes) -> bytes:
    cipher = enciphered(b"\0\0\0\0" + code, CHARSTRING)
    return b"%d RD %s" % (len(cipher), cipher)
