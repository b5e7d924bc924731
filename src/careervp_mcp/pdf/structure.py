"""A PDF file from its first byte to its last: every object in it, those in compressed streams included."""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from careervp_mcp.pdf.objects import (
    OFTEN_SEEN,
    Allowance,
    Dictionary,
    Name,
    Reader,
    Ref,
    UnreadableStructure,
    Value,
    dictionaries_in,
    read_alone,
    stands_alone,
)
from careervp_mcp.pdf.streams import content_of, index_entries, packed_objects

_MOST_FAR_LENGTHS = 200
_SPACE = rb"[\x00\t\n\x0c\r ]"
_OBJECT = re.compile(rb"(\d{1,10})" + _SPACE + rb"+(\d{1,5})" + _SPACE + rb"+obj(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")
_END_OF_STREAM = re.compile(_SPACE + rb"*endstream(?![A-Za-z0-9])")
_AFTER_VALUE = re.compile(rb"endobj|stream")
_END_OF_OBJECT = re.compile(rb"endobj(?![A-Za-z])")
_TABLE = re.compile(rb"xref[ \t]*(?:\r\n|\r|\n)")
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,10})[ \t]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n|\n|\r)")
_TRAILER = re.compile(rb"trailer(?![A-Za-z0-9])")
_START = re.compile(rb"startxref" + _SPACE + rb"+(\d{1,12})(?!\d)")
_NUMBER_OBJECT = rb"(?<!\d)%d[\t\n\r ]+\d{1,5}[\t\n\r ]+obj[\t\n\r ]*(\d{1,12})[\t\n\r ]*endobj"


@dataclass
class Structure:
    """What a file holds, every revision of it."""

    objects: "defaultdict[int, list[Value]]" = field(default_factory=lambda: defaultdict(list))
    """The values of each object number; more than one when the file has several."""
    streams: list[tuple[int, Dictionary, bytes]] = field(default_factory=list)
    """Number, dictionary and raw bytes of each stream."""
    trailers: list[Dictionary] = field(default_factory=list)
    packed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The number of each object stream to the numbers of the objects in it."""

    def values(self) -> Iterator[Value]:
        """Go through all top-level values: objects and trailers."""
        for values in self.objects.values():
            yield from values
        yield from self.trailers

    @cached_property
    def dictionaries(self) -> tuple[Dictionary, ...]:
        """All dictionaries of the whole file, at any depth, once it is read."""
        inside = (
            value.within if isinstance(value, Dictionary) else dictionaries_in(value) for value in self.values()
        )
        return tuple(chain.from_iterable(inside))

    def resolved(self, value: Value) -> list[Value]:
        """Return what a value may stand for: itself, or each object that its number may mean."""
        return self.objects.get(value.number, []) if isinstance(value, Ref) else [value]


def read_structure(pdf: bytes) -> Structure:
    """Read the whole file; raises UnreadableStructure when a byte of it can't be accounted for."""
    walk = _Walk(pdf)
    walk.through()
    walk.unpack()
    walk.check()
    return walk.structure


class _Walk:
    """One pass over the file's bytes, and what it must come out to."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.reader = Reader(pdf, Allowance())
        self.structure = Structure()
        self.starts: set[tuple[int, int]] = set()
        self.tables: set[Value] = set()
        self.claims: list[tuple[int, int]] = []
        """Object numbers and offsets that cross-reference tables name."""
        self.lengths: list[tuple[int, int]] = []
        self.last_start = -1

    def through(self) -> None:
        """Account for every byte."""
        if not self.pdf.startswith(b"%PDF-"):
            raise UnreadableStructure("no PDF header")
        position = self.reader.skip(0)
        while position < len(self.pdf):
            position = self.reader.skip(self._part(position))

    def unpack(self) -> None:
        """Read the objects inside object streams."""
        structure, allowance = self.structure, self.reader.allowance
        for number, described, raw in structure.streams:
            if Name("ObjStm") in described.every("Type"):
                content = content_of(described, raw, allowance)
                inside = list(packed_objects(described, content, allowance))
                structure.packed[number] = tuple(n for n, _ in inside)
                for each, value in inside:
                    structure.objects[each].append(value)

    def check(self) -> None:
        """Refuse a file that a viewer could read in another way than it was walked."""
        for _, described, raw in self.structure.streams:
            if Name("XRef") in described.every("Type"):
                self._check_index(described, raw)
        if any((number, self.reader.skip(offset)) not in self.starts for number, offset in self.claims):
            raise UnreadableStructure("a cross-reference points beside its object")
        links = [link for one in self.structure.trailers for key in ("Prev", "XRefStm") for link in one.every(key)]
        if any(link not in self.tables for link in (self.last_start, *links)):
            raise UnreadableStructure("a cross-reference table is not where the file says")
        if any(self.structure.objects[number] != [length] for number, length in self.lengths):
            raise UnreadableStructure("a stream's length is ambiguous")

    def _check_index(self, described: Dictionary, raw: bytes) -> None:
        content = content_of(described, raw, self.reader.allowance)
        for number, kind, first, second in index_entries(described, content):
            if kind == 1:
                self.claims.append((number, first))
            elif kind > 1 and self.structure.packed.get(first, ())[second : second + 1] != (number,):
                raise UnreadableStructure("a cross-reference points beside its object")

    def _part(self, position: int) -> int:
        if found := _OBJECT.match(self.pdf, position):
            return self._object(int(found[1]), position, found.end())
        if found := _TABLE.match(self.pdf, position):
            return self._table(position, found.end())
        if found := _START.match(self.pdf, position):
            self.last_start = int(found[1])
            return found.end()
        raise UnreadableStructure("there are bytes between the objects")

    def _object(self, number: int, start: int, position: int) -> int:
        value, position = self._value(position)
        self.starts.add((number, start))
        self.structure.objects[number].append(value)
        position = self.reader.skip(position)
        stream = _STREAM.match(self.pdf, position)
        if stream and isinstance(value, Dictionary):
            position = self.reader.skip(self._stream(number, value, start, stream.end()))
        ended = _END_OF_OBJECT.match(self.pdf, position)
        if not ended:
            raise UnreadableStructure("an object has no end")
        return ended.end()

    def _value(self, position: int) -> tuple[Value, int]:
        """An object's value and where it ends; one whose text was read lately is not read again."""
        after = _AFTER_VALUE.search(self.pdf, position, position + OFTEN_SEEN)
        text = self.pdf[position : after.start()] if after else b""
        if after and stands_alone(text) and b"%" not in text:  # a comment may hold the word and go on after it
            with contextlib.suppress(UnreadableStructure):  # a string may hold it too
                return read_alone(text, self.reader.allowance), after.start()
        return self.reader.value(position)

    def _stream(self, number: int, described: Dictionary, start: int, position: int) -> int:
        end = position + self._length(described.get("Length"))
        ended = _END_OF_STREAM.match(self.pdf, end)
        if not ended:
            raise UnreadableStructure("a stream's length is wrong")
        self.structure.streams.append((number, described, self.pdf[position:end]))
        if Name("XRef") in described.every("Type"):
            self.tables.add(start)
            self.structure.trailers.append(described)
        return ended.end()

    def _length(self, length: Value) -> int:
        if isinstance(length, int) and length >= 0:
            return length
        if not isinstance(length, Ref):
            raise UnreadableStructure("a stream has no length")
        # The object may stand further on: the walk holds it against this reading at its end.
        found = re.findall(_NUMBER_OBJECT % length.number, self.pdf)
        if len(found) != 1 or len(self.lengths) > _MOST_FAR_LENGTHS:
            raise UnreadableStructure("a stream's length is not to be found")
        self.lengths.append((length.number, int(found[0])))
        return int(found[0])

    def _table(self, start: int, position: int) -> int:
        self.tables.add(start)
        while section := _SECTION.match(self.pdf, position):
            position = self._section(section)
        trailer = _TRAILER.match(self.pdf, self.reader.skip(position))
        if not trailer:
            raise UnreadableStructure("a cross-reference table is malformed")
        value, position = self.reader.value(trailer.end())
        if not isinstance(value, Dictionary):
            raise UnreadableStructure("a trailer is not a dictionary")
        self.structure.trailers.append(value)
        return position

    def _section(self, section: re.Match[bytes]) -> int:
        position = section.end()
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            entry = _ENTRY.match(self.pdf, position)
            if not entry:
                raise UnreadableStructure("a cross-reference table is malformed")
            if entry[3] == b"n":
                self.claims.append((number, int(entry[1])))
            position = entry.end()
        return position
