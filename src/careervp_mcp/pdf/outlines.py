"""A Type 1 outline file (.pfb) cut down to the glyphs that some encodings can ask for.

pdfTeX deciphers a font file whole for every page that uses it, and Latin Modern's files have some 820
glyphs each, of which T1 and TS1 text can reach fewer than half. The outlines, hints and subroutines that
stay are the file's own bytes under their own numbers. A subroutine that no kept glyph calls is left out:
pdfTeX writes an empty one in its place, cut or not. So is the font's own encoding: each map line that
points at a cut file names another, which the PDF spells out. What is not as expected is not cut: NotCut.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careervp_mcp.pdf.charstrings import NotCut, Reach, deciphered, enciphered

_FILE_KEY = 55665
_FILE_SKIPPED = 4
_SKIPPED = 4
"""Bytes that lead each charstring, unless the font says otherwise."""
_TEXT, _CIPHERED, _END = 1, 2, 3
_MARK = 0x80
_HEAD_BYTES = 6
_FIXED = 4
"""Subroutines that every font has for flex and hint replacement."""
_NOTHING = ".notdef"

_SUBROUTINES = re.compile(rb"/Subrs[ ]+\d+[ ]+array\s+")
_SUBROUTINE = re.compile(rb"dup (\d+) (\d+) (?:RD|-\|) ")
_GLYPHS = re.compile(rb"/CharStrings[ ]+(\d+)[ ]+dict dup begin\s+")
_GLYPH = re.compile(rb"/([^\s/()<>\[\]{}%]+) (\d+) (?:RD|-\|) ")
_REST_OF_LINE = re.compile(rb"[^\r\n]{0,40}\r?\n")
_ENCODED = re.compile(rb"^dup \d+ ?/\S+ put\r?\n", re.MULTILINE)
_LENGTH = re.compile(rb"/lenIV\s+(\S+)")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTS = {
    193: "grave",
    194: "acute",
    195: "circumflex",
    196: "tilde",
    197: "macron",
    198: "breve",
    199: "dotaccent",
    200: "dieresis",
    202: "ring",
    203: "cedilla",
    205: "hungarumlaut",
    206: "ogonek",
    207: "caron",
    245: "dotlessi",
}
STANDARD: Mapping[int, str] = {ord(letter): letter for letter in _LETTERS + _LETTERS.lower()} | _ACCENTS
"""Adobe's standard encoding, as far as accented letters are put together from it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One glyph or subroutine: its whole line, and the charstring in it."""

    line: bytes
    charstring: bytes


def cut(font: bytes, wanted: Iterable[str]) -> bytes:
    """The file with the wanted glyphs, those they are put together from and .notdef; raises NotCut."""
    head, ciphered, tail = _parts(font)
    plain = deciphered(ciphered, _FILE_KEY)
    body = _cut_body(plain[_FILE_SKIPPED:], {_NOTHING, *wanted})
    again = enciphered(plain[:_FILE_SKIPPED] + body, _FILE_KEY)
    return b"".join(
        (_part(_TEXT, _ENCODED.sub(b"", head)), _part(_CIPHERED, again), _part(_TEXT, tail), bytes((_MARK, _END)))
    )


def _part(kind: int, content: bytes) -> bytes:
    return bytes((_MARK, kind)) + len(content).to_bytes(4, "little") + content


def _parts(font: bytes) -> tuple[bytes, bytes, bytes]:
    """The clear text, the ciphered part and the trailer."""
    parts: list[tuple[int, bytes]] = []
    at = 0
    while font[at : at + 2] != bytes((_MARK, _END)):
        mark, kind = font[at : at + 2] if at + _HEAD_BYTES <= len(font) else (0, 0)
        size = int.from_bytes(font[at + 2 : at + _HEAD_BYTES], "little")
        at += _HEAD_BYTES
        if mark != _MARK or kind not in {_TEXT, _CIPHERED} or at + size > len(font):
            raise NotCut("it is not a sound .pfb")
        content = font[at : at + size]
        if parts and parts[-1][0] == kind:
            parts[-1] = (kind, parts[-1][1] + content)
        else:
            parts.append((kind, content))
        at += size
    if [kind for kind, _ in parts] != [_TEXT, _CIPHERED, _TEXT]:
        raise NotCut("its parts are not clear, ciphered, clear")
    return parts[0][1], parts[1][1], parts[2][1]


def _cut_body(body: bytes, wanted: set[str]) -> bytes:
    opened = _SUBROUTINES.search(body)
    begin = opened.end() if opened else 0
    subroutines, end = _entries(body, begin, _SUBROUTINE)
    found = _GLYPHS.search(body, end)
    if found is None or _SUBROUTINES.search(body, end, found.start()):
        raise NotCut("its glyphs are not right after its subroutines")
    length = _LENGTH.search(body, 0, begin or found.start())
    glyphs, glyphs_end = _entries(body, found.end(), _GLYPH)
    if body[glyphs_end : glyphs_end + 3] != b"end" or _NOTHING.encode() not in glyphs:
        raise NotCut("its glyphs do not end where they should")
    if length and not length[1].isdigit():
        raise NotCut("its charstrings are not ciphered")
    charstrings = {int(number): entry.charstring for number, entry in subroutines.items()}
    reach = Reach(charstrings, int(length[1]) if length else _SKIPPED)
    kept = _kept(glyphs, reach, wanted)
    called = (entry for number, entry in subroutines.items() if int(number) in {*range(_FIXED), *reach.called})
    return b"".join(
        (
            body[:begin],
            *(entry.line for entry in called),
            body[end : found.start(1)],
            str(len(kept)).encode(),
            body[found.end(1) : found.end()],
            *(entry.line for entry in kept),
            body[glyphs_end:],
        )
    )


def _entries(body: bytes, at: int, pattern: "re.Pattern[bytes]") -> tuple[dict[bytes, _Entry], int]:
    """What stands in an array of charstrings, in order, and where it ends."""
    entries: dict[bytes, _Entry] = {}
    while found := pattern.match(body, at):
        end = found.end() + int(found[2])
        rest = _REST_OF_LINE.match(body, end)
        if rest is None or found[1] in entries:
            raise NotCut("a charstring is longer or shorter than it says, or comes twice")
        entries[found[1]] = _Entry(body[at : rest.end()], body[found.end() : end])
        at = rest.end()
    return entries, at


def _kept(glyphs: Mapping[bytes, _Entry], reach: Reach, wanted: set[str]) -> list[_Entry]:
    """The glyphs to keep, in the file's order; `reach` has then run each of them."""
    names = {name for name in glyphs if name.decode("latin-1") in wanted}
    waiting = set(names)
    while waiting:
        for name in waiting:
            reach.run(glyphs[name].charstring)
        parts = {_named(code) for code in reach.accented}
        if not parts <= glyphs.keys():
            raise NotCut("an accented glyph is put together from one that is not there")
        waiting = parts - names
        names |= parts
    return [entry for name, entry in glyphs.items() if name in names]


def _named(code: int) -> bytes:
    if code not in STANDARD:
        raise NotCut("an accented glyph is put together from an unusual one")
    return STANDARD[code].encode()
