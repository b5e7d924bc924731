"""The content of the streams that hold a PDF's own structure: inflated, with the predictor undone."""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping

from careervp_mcp.pdf.objects import (
    Allowance,
    Dictionary,
    Name,
    Reader,
    UnreadableStructure,
    Value,
    read_alone,
    stands_alone,
)

_PNG = 10
_WIDEST = 64
_INDEX_FIELDS = 3


def content_of(described: Dictionary, raw: bytes, allowance: Allowance) -> bytes:
    """Return a stream's content; other filters than Flate are refused."""
    filters = described.get("Filter")
    names = filters if isinstance(filters, tuple) else (filters,) if filters else ()
    if names not in {(), (Name("FlateDecode"),)}:
        raise UnreadableStructure("a stream's filter is unknown")
    content = _inflated(raw, allowance) if names else raw
    parameters = described.get("DecodeParms")
    only = parameters[0] if isinstance(parameters, tuple) and len(parameters) == 1 else parameters
    return _unpredicted(content, only) if isinstance(only, Dictionary) else content


def packed_objects(described: Dictionary, content: bytes, allowance: Allowance) -> Iterator[tuple[int, Value]]:
    """Read an object stream: each object with its number, in the stream's order."""
    count, first = described.get("N"), described.get("First")
    if not isinstance(count, int) or not isinstance(first, int) or not 0 <= first <= len(content):
        raise UnreadableStructure("an object stream is malformed")
    numbers = [int(n) for n in re.findall(rb"\d{1,10}", content[:first])]
    offsets = [first + offset for offset in numbers[1::2]]
    if len(numbers) != 2 * count:
        raise UnreadableStructure("an object stream's index is malformed")
    for number, offset, following in zip(numbers[::2], offsets, [*offsets[1:], len(content)], strict=True):
        yield number, _object(content, offset, following, allowance)


def _object(content: bytes, offset: int, following: int, allowance: Allowance) -> Value:
    """Read the one object between two places of a stream."""
    text = content[offset:following]
    if stands_alone(text):
        return read_alone(text, allowance)
    reader = Reader(content, allowance)
    value, end = reader.value(offset)
    if reader.skip(end) < following or end > following:
        raise UnreadableStructure("an object stream's objects overlap")
    return value


def index_entries(described: Dictionary, content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Read a cross-reference stream: object number, kind of entry, and the two fields of the entry."""
    widths = _whole(described.get("W"))
    sections = _whole(described.get("Index") or (0, described.get("Size")))
    wrong = len(widths) != _INDEX_FIELDS or len(sections) % 2 or not 0 < sum(widths) < _WIDEST
    if wrong:
        raise UnreadableStructure("a cross-reference stream is malformed")
    kind, where = widths[0], widths[0] + widths[1]
    position = 0
    for first, count in zip(sections[::2], sections[1::2], strict=True):
        for number in range(first, first + count):
            entry = content[position : position + sum(widths)]
            position += sum(widths)
            if position > len(content):
                raise UnreadableStructure("a cross-reference stream is short")
            told = int.from_bytes(entry[:kind]) if kind else 1
            yield number, told, int.from_bytes(entry[kind:where]), int.from_bytes(entry[where:])


def _whole(numbers: Value) -> list[int]:
    values = numbers if isinstance(numbers, tuple) else ()
    whole = [n for n in values if isinstance(n, int) and n >= 0]
    if len(whole) != len(values):
        raise UnreadableStructure("a cross-reference stream is malformed")
    return whole


def _inflated(raw: bytes, allowance: Allowance) -> bytes:
    try:
        decoder = zlib.decompressobj()
        content = decoder.decompress(raw, max(allowance.inflated, 1))
    except zlib.error as error:
        raise UnreadableStructure("a compressed stream is broken") from error
    allowance.inflated -= len(content)
    if allowance.inflated < 0 or decoder.unconsumed_tail or not decoder.eof:
        raise UnreadableStructure("a compressed stream is too large or has no end")
    return content


def _unpredicted(content: bytes, parameters: Dictionary) -> bytes:
    """Undo PNG's row filters, the ones that engines write index streams with."""
    predictor, columns = parameters.get("Predictor"), parameters.get("Columns")
    if predictor in {None, 1}:
        return content
    if (
        not isinstance(predictor, int)
        or predictor < _PNG
        or not isinstance(columns, int)
        or not 0 < columns < _WIDEST
    ):
        raise UnreadableStructure("a stream's predictor is unknown")
    above = bytes(columns)
    rows: list[bytes] = []
    for start in range(0, len(content), columns + 1):
        guess = _GUESSES.get(content[start])
        if guess is None:
            raise UnreadableStructure("a stream's predictor is unknown")
        above = _row(guess, content[start + 1 : start + 1 + columns], above)
        rows.append(above)
    return b"".join(rows)


def _row(guess: "_Guess", row: bytes, above: bytes) -> bytes:
    plain = bytearray()
    left = corner = 0
    for here, up in zip(row, above, strict=False):
        left = (here + guess(left, up, corner)) & 0xFF
        corner = up
        plain.append(left)
    return bytes(plain)


def _paeth(left: int, up: int, corner: int) -> int:
    return min((left, up, corner), key=lambda near: abs(left + up - corner - near))


_Guess = Callable[[int, int, int], int]

_GUESSES: Mapping[int, _Guess] = {
    0: lambda _left, _up, _corner: 0,
    1: lambda left, _up, _corner: left,
    2: lambda _left, up, _corner: up,
    3: lambda left, up, _corner: (left + up) // 2,
    4: _paeth,
}
"""PNG's filters by their number: what a byte is expected to be, from its neighbours."""
