"""Type 1 charstrings: their cipher, and which subroutines and other glyphs a glyph is drawn with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_MULTIPLIER, _ADDEND = 52845, 22719
_CHARSTRING_KEY = 4330
_DEEPEST = 10
"""Calls within calls that the Type 1 format allows."""

_CALL, _RETURN, _ESCAPE = 10, 11, 12
_SEAC, _DIVIDE, _CALL_OTHER, _POP = 6, 12, 16, 17
_BASE, _ACCENT = 3, 4
"""Where the codes stand among the numbers of an accented glyph."""
_FIRST_NUMBER, _ONE_BYTE, _POSITIVE, _NEGATIVE = 32, 246, 250, 254
_NUMBER, _COMMAND = 0, 1


class NotCut(Exception):
    """An outline file that is not as expected; it is used whole."""


def deciphered(cipher: bytes, key: int) -> bytes:
    """The plain bytes, the leading ones that only feed the cipher included."""
    plain = bytearray()
    for byte in cipher:
        plain.append(byte ^ (key >> 8))
        key = ((byte + key) * _MULTIPLIER + _ADDEND) & 0xFFFF
    return bytes(plain)


def enciphered(plain: bytes, key: int) -> bytes:
    """What `deciphered` reads again."""
    cipher = bytearray()
    for byte in plain:
        changed = byte ^ (key >> 8)
        cipher.append(changed)
        key = ((changed + key) * _MULTIPLIER + _ADDEND) & 0xFFFF
    return bytes(cipher)


@dataclass(slots=True)
class Reach:
    """What the glyphs run so far are drawn with."""

    subroutines: Mapping[int, bytes]
    """Each as it stands in the file."""
    skipped: int
    called: set[int] = field(default_factory=set)
    accented: set[int] = field(default_factory=set)
    """Codes, in Adobe's standard encoding, of the glyphs that an accented one is put together from."""
    _words: dict[int, "list[Word]"] = field(default_factory=dict)

    def run(self, charstring: bytes) -> None:
        """Follow one glyph; raises NotCut where it can't be followed."""
        try:
            self._follow(self._program(charstring), [], [], 0)
        except (IndexError, KeyError, ZeroDivisionError):
            raise NotCut("a glyph's program can't be followed") from None

    def _program(self, charstring: bytes) -> "list[Word]":
        return list(_words(deciphered(charstring, _CHARSTRING_KEY)[self.skipped :]))

    def _follow(self, words: "list[Word]", stack: list[int], other: list[int], depth: int) -> None:
        if depth > _DEEPEST:
            raise NotCut("a glyph's program calls too deep")
        for kind, value in words:
            if kind == _NUMBER:
                stack.append(value)
            elif kind == _ESCAPE:
                self._escaped(value, stack, other)
            elif value == _CALL:
                self._follow(self._subroutine(stack.pop()), stack, other, depth + 1)
            elif value == _RETURN:
                return
            else:
                stack.clear()

    def _subroutine(self, number: int) -> "list[Word]":
        if number not in self.called:
            self._words[number] = self._program(self.subroutines[number])
            self.called.add(number)
        return self._words[number]

    def _escaped(self, command: int, stack: list[int], other: list[int]) -> None:
        if command == _CALL_OTHER:
            stack.pop()
            count = stack.pop()
            other[:] = [stack.pop() for _ in range(count)][::-1]
        elif command == _POP:
            stack.append(other.pop())
        elif command == _DIVIDE:
            divisor = stack.pop()
            stack.append(stack.pop() // divisor)
        else:
            if command == _SEAC:
                self.accented.update((stack[_BASE], stack[_ACCENT]))
            stack.clear()


Word = tuple[int, int]
"""A number, a command or an escaped command, and which."""


def _words(code: bytes) -> Iterator[Word]:
    """The numbers and commands of a program, in order."""
    at = 0
    while at < len(code):
        first = code[at]
        at += 1
        if first == _ESCAPE:
            yield _ESCAPE, code[at]
            at += 1
        elif first < _FIRST_NUMBER:
            yield _COMMAND, first
        elif first <= _ONE_BYTE:
            yield _NUMBER, first - 139
        elif first <= _NEGATIVE:
            sign, base = (1, _ONE_BYTE + 1) if first <= _POSITIVE else (-1, _POSITIVE + 1)
            yield _NUMBER, sign * ((first - base) * 256 + code[at] + 108)
            at += 1
        else:
            yield _NUMBER, int.from_bytes(code[at : at + 4], signed=True)
            at += 4
