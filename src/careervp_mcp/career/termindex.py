"""The gazetteer behind `terms`: every known name by its words, with its kind and when it counts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from careervp_mcp.career.wordlists import word_groups, word_map

ATOM = re.compile(r"(?:(?<![\w.])\.(?=[A-Za-z]))?[^\W_]+(?:[\"'’׳״][^\W_]+)*(?:\+\+|#)?|&")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")
_CAMEL_WHOLE = re.compile(r"(?:[A-Z][a-z]{2,}|[A-Z]{2,}(?![a-z])){2,3}")
_QUOTES = str.maketrans("’׳״", "''\"")
_RUN_ON = 6
"""Letters from which a name of several words is also read when written in one."""


class Source(NamedTuple):
    """Where names of a kind stand; `rule` says when they count, `grouped` that each list is one thing's names."""

    file: str
    table: str
    kind: str
    rule: str = ""
    grouped: bool = False


SOURCES: tuple[Source, ...] = (
    Source("credentials", "names", "credential"),
    Source("credentials", "words", "credential", "word"),
    Source("skills", "names", "skill"),
    Source("skills", "words", "skill", "word"),
    Source("skills", "letters", "skill", "letter"),
    Source("degrees", "names", "degree", grouped=True),
    Source("degrees", "beside", "degree", "degree", grouped=True),
    Source("spoken", "languages", "language", "language", grouped=True),
    Source("industries", "names", "industry", grouped=True),
    Source("industries", "beside", "industry", "sector", grouped=True),
)
"""The first to name a thing has it. A rule is a key of `counting.COUNTS`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a thing: what it is, as it is written, and when the name counts."""

    canonical: str
    kind: str
    rule: str
    written: str
    version: str


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their words, and the most words of a name by its first word."""

    entries: Mapping[tuple[str, ...], Entry]
    longest: Mapping[str, int]


@cache
def index() -> Index:
    """All names of all files, read once."""
    entries: dict[tuple[str, ...], Entry] = {}
    for name, entry in (*_aliases(), *_listed()):
        key = atoms_of(name)
        entries.setdefault(key, entry)
        if not entry.rule:
            for other, rule in _written_otherwise(name, key):
                entries.setdefault(other, replace(entry, rule=rule))
    longest: dict[str, int] = {}
    for key in entries:
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return Index(entries, longest)


def atoms_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(folded_atom(found.group()) for found in ATOM.finditer(name))


def folded_atom(atom: str) -> str:
    """A word without case and accents, in one spelling; "and" for its sign."""
    plain = atom.translate(_QUOTES).lower()
    if not plain.isascii():
        plain = "".join(
            letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter)
        )
    return _spelling().get(plain, plain)


@cache
def _spelling() -> Mapping[str, str]:
    return {**word_map("", "aliases", "spelling"), "&": "and"}


def _listed() -> Iterator[tuple[str, Entry]]:
    for source in SOURCES:
        for head, names in word_groups("", source.file, source.table).items():
            if source.grouped:
                yield head, _entry(head, head, source)
            for name in names:
                yield name, _entry(head if source.grouped else name, name, source)


def _aliases() -> Iterator[tuple[str, Entry]]:
    known = {name.lower(): entry for name, entry in _listed()}
    for table, rule in (("aliases", ""), ("words", "word")):
        for head, names in word_groups("", "aliases", table).items():
            own = known.get(head.lower()) or _entry(head, head, Source("aliases", table, "skill"))
            yield head, own
            for name in names:
                yield name, replace(own, rule=rule, written=name)


def _entry(head: str, name: str, source: Source) -> Entry:
    *words, last = atoms_of(head)
    numbered = bool(words) and _NUMBER.fullmatch(last) is not None
    canonical = " ".join(words if numbered else (*words, last))
    return Entry(canonical, source.kind, source.rule, name, last if numbered else "")


def _written_otherwise(name: str, key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """`PowerBI` for Power BI, `Auto CAD` for AutoCAD."""
    run_on = "".join(key)
    if len(key) > 1 and len(run_on) >= _RUN_ON and run_on.isalpha():
        yield (run_on,), ""
    if len(key) == 1 and _CAMEL_WHOLE.fullmatch(name):
        yield tuple(part.lower() for part in _CAMEL.findall(name)), "parted"
