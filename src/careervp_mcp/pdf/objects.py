"""The objects of a PDF file, read strictly: what can't be accounted for byte by byte is refused.

A scanner that tolerates broken files sees other objects than a viewer does. So the file is walked from
its first byte to its last, streams are stepped over by their length, and every cross-reference must point
at an object of that walk: nothing a viewer could reach is left unread.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

_DEEPEST = 64
OFTEN_SEEN = 4096
"""Bytes of a value worth remembering."""
_ENDING = frozenset({b" ", b"\n", b"\r", b">", b"]"})

_SPACE = rb"[\x00\t\n\x0c\r ]"
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_SKIP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_TOKEN = re.compile(
    rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*(?:"
    rb"(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<ref>\d{1,10}" + _SPACE + rb"+\d{1,5}" + _SPACE + rb"+R(?!" + _REGULAR + rb"))"
    rb"|(?P<number>[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})(?!" + _REGULAR + rb"))"
    rb"|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])"
    rb"|(?P<hex><[0-9A-Fa-f\x00\t\n\x0c\r ]*>)"
    rb"|(?P<text>\()"
    rb"|(?P<word>(?:true|false|null)(?!" + _REGULAR + rb")))"
)
_TEXT_PART = re.compile(rb"[^()\\]+|\\(?:\r\n|[0-7]{1,3}|.)|[()]", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_WORDS: Mapping[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}


class UnreadableStructure(ValueError):
    """The bytes are not a PDF that we understand to the end."""


class Name(str):
    """A PDF name, its escapes resolved, without the slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object, by number."""

    number: int


@dataclass(frozen=True)
class Dictionary:
    """A dictionary as written: a key given twice is here twice, for viewers differ in which they take."""

    pairs: "tuple[tuple[str, Value], ...]"

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that have a value: a scan asks every dictionary for many that it lacks."""
        return frozenset(key for key, _ in self.pairs)

    @cached_property
    def within(self) -> "tuple[Dictionary, ...]":
        """The dictionary itself and all in it, at any depth."""
        return tuple(dictionaries_in(self))

    def every(self, key: str) -> "list[Value]":
        """Return all values of a key."""
        return [value for name, value in self.pairs if name == key] if key in self.keys else []

    def get(self, key: str) -> "Value":
        """Return the only value of a key, or None; one given in two ways is refused."""
        values = self.every(key)
        if any(value != values[0] for value in values):
            raise UnreadableStructure(f"two values for /{key}")
        return values[0] if values else None


Value: TypeAlias = "bool | int | float | bytes | Name | Ref | Dictionary | tuple[Value, ...] | None"


def dictionaries_in(value: Value) -> Iterator[Dictionary]:
    """Go through a value's dictionaries, at any depth."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        inside: Iterable[Value] = value if isinstance(value, tuple) else ()
        if isinstance(value, Dictionary):
            yield value
            inside = (each for _, each in value.pairs)
        waiting.extend(each for each in inside if isinstance(each, Dictionary | tuple))


@dataclass(slots=True)
class Allowance:
    """What reading one file may still cost: a bomb is refused, not defused."""

    values: int = 500_000
    inflated: int = 32 << 20
    """Bytes that may come out of compressed streams."""

    def spend(self, values: int) -> None:
        """Take off what reading some values cost."""
        self.values -= values
        if self.values < 0:
            raise UnreadableStructure("too many or too deep values")


class Reader:
    """Reads values out of bytes."""

    def __init__(self, data: bytes, allowance: Allowance) -> None:
        self.data = data
        self.allowance = allowance

    def skip(self, position: int) -> int:
        """Return where white space and comments end."""
        found = _SKIP.match(self.data, position)
        return found.end() if found else position

    def value(self, position: int) -> tuple[Value, int]:
        """Read the value that begins at a position; return it and where it ends."""
        opened: list[tuple[bytes, list[Value]]] = []
        while True:
            value, position, closing = self._step(position, opened)
            if closing:
                continue
            if not opened:
                return value, position
            opened[-1][1].append(value)

    def _step(self, position: int, opened: list[tuple[bytes, list[Value]]]) -> tuple[Value, int, bool]:
        """Read one token: a value, or the opening of a container (then there is no value yet)."""
        self.allowance.values -= 1
        token = _TOKEN.match(self.data, position)
        if token is None or self.allowance.values < 0 or len(opened) > _DEEPEST:
            raise UnreadableStructure("a value is malformed" if token is None else "too many or too deep values")
        kind, end = str(token.lastgroup), token.end()
        if kind == "open":
            opened.append((token["open"], []))
            return None, end, True
        if kind == "text":
            text, end = self._text(end)
            return text, end, False
        if kind == "close":
            return _container(token["close"], opened), end, False
        return _ATOMS[kind](token[kind]), end, False

    def _text(self, position: int) -> tuple[bytes, int]:
        """Read a string in parentheses, which may nest."""
        parts: list[bytes] = []
        depth = 1
        for part in _TEXT_PART.finditer(self.data, position):
            piece = part[0]
            depth += {b"(": 1, b")": -1}.get(piece, 0)
            if not depth:
                return b"".join(parts), part.end()
            parts.append(_unescaped(piece[1:]) if piece.startswith(b"\\") else piece)
        raise UnreadableStructure("a string has no end")


def stands_alone(text: bytes) -> bool:
    """Whether what comes after a value's text can't belong to it, and the text is short enough to be remembered."""
    return len(text) <= OFTEN_SEEN and text[-1:] in _ENDING


def read_alone(text: bytes, allowance: Allowance) -> Value:
    """Read the one value that a text is; what was read lately is remembered."""
    value, spent = _read_alone(text)
    allowance.spend(spent)
    return value


@lru_cache(maxsize=2048)
def _read_alone(text: bytes) -> tuple[Value, int]:
    """Read a value's whole text, and what it cost: resumes of one template share most of theirs."""
    allowance = Allowance()
    most = allowance.values
    reader = Reader(text, allowance)
    value, end = reader.value(0)
    if reader.skip(end) < len(text):
        raise UnreadableStructure("an object stream's objects overlap")
    return value, most - allowance.values


def _container(close: bytes, opened: list[tuple[bytes, list[Value]]]) -> Value:
    opening, values = opened.pop() if opened else (b"", [])
    if (opening, close) == (b"[", b"]"):
        return tuple(values)
    if (opening, close) != (b"<<", b">>") or len(values) % 2:
        raise UnreadableStructure("brackets don't pair")
    return Dictionary(tuple(_pairs(values)))


def _pairs(values: list[Value]) -> Iterator[tuple[str, Value]]:
    for key, value in zip(values[::2], values[1::2], strict=True):
        if not isinstance(key, Name):
            raise UnreadableStructure("a dictionary's key is not a name")
        yield str(key), value


def _name(raw: bytes) -> Name:
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), raw[1:]) if b"#" in raw else raw[1:]
    return Name(plain.decode("latin-1"))


def _hex(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(code: bytes) -> bytes:
    if code[:1].isdigit() and code[:1] < b"8":
        return bytes([int(code, 8) & 0xFF])
    return _ESCAPES.get(code, code)


def _number(raw: bytes) -> int | float:
    return float(raw) if b"." in raw else int(raw)


_ATOMS: Mapping[str, Callable[[bytes], Value]] = {
    "name": _name,
    "ref": lambda raw: Ref(int(raw.split()[0])),
    "number": _number,
    "hex": _hex,
    "word": _WORDS.__getitem__,
}
