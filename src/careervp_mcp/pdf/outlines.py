"""A Type 1 outline file (.pfb) cut down to the glyphs that some encodings can ask for.

pdfTeX deciphers a font file whole for every page that uses it, and Latin Modern's files have some 820
glyphs each, of which T1 and TS1 text can reach fewer than half. The outlines, hints and subroutines that
stay are the file's own bytes; a subroutine that no kept glyph calls becomes an empty one, as in pdfTeX's
own subsets, so that every number stays. What is not as expected is not cut: NotCut.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careervp_mcp.pdf.charstrings import NotCut, Reach, deciphered, enciphered, program

_FILE_KEY = 55665
_FILE_SKIPPED = 4
_SKIPPED = 4
"""Bytes that lead each charstring, unless the font says otherwise."""
_TEXT, _CIPHERED, _END = 1, 2, 3
_MARK = 0x80
_HEAD_BYTES = 6
_FIXED = 4
"""Subroutines that every font has for flex and hint replacement; the last of them only returns."""
_RETURN = b"\x0b"
_NOTHING = ".notdef"

_SUBROUTINES = re.compile(rb"/Subrs[ ]+\d+[ ]+array\s")
_SUBROUTINE = re.compile(rb"dup (\d+) (\d+) (?:RD|-\|) ")
_GLYPHS = re.compile(rb"/CharStrings[ ]+(\d+)[ ]+dict dup begin\s")
_GLYPH = re.compile(rb"/([^\s/()<>\[\]{}%]+) (\d+) (?:RD|-\|) ")
_REST_OF_LINE = re.compile(rb"[^\r\n]{0,40}\r?\n")
_LENGTH = re.compile(rb"/lenIV\s+(\d+)")

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
    """One glyph or subroutine: where it stands in its part, and its charstring."""

    start: int
    end: int
    charstring: bytes
    charstring_at: int
    length_at: tuple[int, int]


def cut(font: bytes, wanted: Iterable[str]) -> bytes:
    """The file with the wanted glyphs, those they are put together from and .notdef; raises NotCut."""
    head, ciphered, tail = _parts(font)
    plain = deciphered(ciphered, _FILE_KEY)
    body = _cut_body(plain[_FILE_SKIPPED:], {_NOTHING, *wanted})
    again = enciphered(plain[:_FILE_SKIPPED] + body, _FILE_KEY)
    return b"".join((_part(_TEXT, head), _part(_CIPHERED, again), _part(_TEXT, tail), bytes((_MARK, _END))))


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
    subroutines, called_to = _entries(body, opened.end(), _SUBROUTINE) if opened else ({}, 0)
    glyphs_begin = _GLYPHS.search(body, called_to)
    if glyphs_begin is None or _SUBROUTINES.search(body, called_to):
        raise NotCut("its glyphs are not after its subroutines")
    length = _LENGTH.search(body, 0, opened.start() if opened else glyphs_begin.start())
    skipped = int(length[1]) if length else _SKIPPED
    glyphs, end = _entries(body, glyphs_begin.end(), _GLYPH)
    if body[end : end + 3] != b"end" or _NOTHING.encode() not in glyphs:
        raise NotCut("its glyphs do not end where they should")
    called = {int(number): entry for number, entry in subroutines.items()}
    reach = Reach({number: entry.charstring for number, entry in called.items()}, skipped)
    kept = _kept(glyphs, reach, wanted)
    return b"".join(
        (
            _emptied(body[: glyphs_begin.start(1)], called, reach),
            str(len(kept)).encode(),
            body[glyphs_begin.end(1) : glyphs_begin.end()],
            *(body[entry.start : entry.end] for entry in kept),
            body[end:],
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
        entries[found[1]] = _Entry(at, rest.end(), body[found.end() : end], found.end(), found.span(2))
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


def _emptied(text: bytes, subroutines: Mapping[int, _Entry], reach: Reach) -> bytes:
    """The text before the glyphs, with every subroutine that is never called made one that only returns."""
    last_fixed = subroutines.get(_FIXED - 1)
    if last_fixed is None or program(last_fixed.charstring, reach.skipped) != _RETURN:
        return text
    returning = last_fixed.charstring
    pieces, at = [], 0
    for number, entry in subroutines.items():
        if number >= _FIXED and number not in reach.called:
            length_start, length_end = entry.length_at
            pieces += [text[at:length_start], str(len(returning)).encode()]
            pieces += [text[length_end : entry.charstring_at], returning]
            at = entry.charstring_at + len(entry.charstring)
    return b"".join((*pieces, text[at:]))
