"""Type 1 charstrings: their cipher, and which subroutines and other glyphs a glyph is drawn with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_MULTIPLIER, _ADDEND = 52845, 22719
_CHARSTRING_KEY = 4330
_DEEPEST = 10
"""Calls within calls that the Type 1 format allows."""

_CALL, _RETURN, _ESCAPE = 10, 11, 12
_SEAC, _DIVIDE, _CALL_OTHER, _POP = 6, 12, 16, 17
_SEAC_NUMBERS = 5
_FIRST_NUMBER, _ONE_BYTE, _POSITIVE, _NEGATIVE, _LONG = 32, 246, 250, 254, 255


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


def program(charstring: bytes, skipped: int) -> bytes:
    """A charstring's plain bytes, without those that only feed the cipher."""
    return deciphered(charstring, _CHARSTRING_KEY)[skipped:]


@dataclass(slots=True)
class Reach:
    """What the glyphs run so far are drawn with."""

    subroutines: Mapping[int, bytes]
    """Each as it stands in the file."""
    skipped: int
    called: set[int] = field(default_factory=set)
    accented: set[int] = field(default_factory=set)
    """Codes, in Adobe's standard encoding, of the glyphs that an accented one is put together from."""
    _plain: dict[int, bytes] = field(default_factory=dict)

    def run(self, charstring: bytes) -> None:
        """Follow one glyph; raises NotCut where it can't be followed."""
        try:
            self._follow(program(charstring, self.skipped), [], [], 0)
        except (IndexError, KeyError, ZeroDivisionError):
            raise NotCut("a glyph's program can't be followed") from None

    def _follow(self, code: bytes, stack: list[int], other: list[int], depth: int) -> None:
        if depth > _DEEPEST:
            raise NotCut("a glyph's program calls too deep")
        for word in _words(code):
            if word.number is not None:
                stack.append(word.number)
            elif word.command == _RETURN:
                return
            elif word.command == _CALL:
                self._follow(self._subroutine(stack.pop()), stack, other, depth + 1)
            elif word.escaped is not None:
                self._escaped(word.escaped, stack, other)
            else:
                stack.clear()

    def _subroutine(self, number: int) -> bytes:
        if number not in self._plain:
            self._plain[number] = program(self.subroutines[number], self.skipped)
            self.called.add(number)
        return self._plain[number]

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
                self.accented.update(stack[_SEAC_NUMBERS - 2 : _SEAC_NUMBERS])
            stack.clear()


@dataclass(frozen=True, slots=True)
class _Word:
    number: int | None = None
    command: int | None = None
    escaped: int | None = None


def _words(code: bytes) -> Iterator[_Word]:
    """The numbers and commands of a program, in order."""
    at = 0
    while at < len(code):
        first = code[at]
        at += 1
        if first == _ESCAPE:
            yield _Word(escaped=code[at])
            at += 1
        elif first < _FIRST_NUMBER:
            yield _Word(command=first)
        elif first <= _ONE_BYTE:
            yield _Word(number=first - 139)
        elif first <= _NEGATIVE:
            sign, base = (1, _ONE_BYTE + 1) if first <= _POSITIVE else (-1, _POSITIVE + 1)
            yield _Word(number=sign * ((first - base) * 256 + code[at] + 108))
            at += 1
        else:
            yield _Word(number=int.from_bytes(code[at : at + 4], signed=True))
            at += 4
