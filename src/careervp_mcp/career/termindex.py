"""The gazetteer behind `terms`: every known name by its words, with its kind and when it counts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from careervp_mcp.career.wordlists import word_groups, word_map, word_set

ATOM = re.compile(r"(?:(?<![\w.])\.(?=[A-Za-z]))?[^\W_]+(?:[\"'’׳״][^\W_]+)*(?:\+\+|#)?|&")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_SHORT = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Za-z]{2,5}")
_QUOTES = str.maketrans("’׳״", "''\"")
_SHORTEST_PLURAL = 4
"""Letters from which a word may be another's plural."""
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
    Source("credentials", "cased", "credential", "cased"),
    Source("skills", "names", "skill"),
    Source("skills", "words", "skill", "word"),
    Source("skills", "cased", "skill", "cased"),
    Source("skills", "items", "skill", "item"),
    Source("skills", "letters", "skill", "letter"),
    Source("degrees", "names", "degree", grouped=True),
    Source("degrees", "cased", "degree", "cased", grouped=True),
    Source("degrees", "beside", "degree", "degree", grouped=True),
    Source("spoken", "languages", "language", "language", grouped=True),
    Source("industries", "names", "industry", grouped=True),
    Source("industries", "beside", "industry", "sector", grouped=True),
)
"""The first to name a thing has it. A rule is a key of `counting.COUNTS`."""


class Entry(NamedTuple):
    """One name of a thing: what it is, as it is written, and when the name counts."""

    canonical: str
    kind: str
    rule: str
    written: str
    version: str


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their words, and how many words the names have that begin with one, the most first."""

    entries: Mapping[tuple[str, ...], Entry]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def index() -> Index:
    """All names of all files, read once; an alias goes before a listing of the same name."""
    listed = tuple(_listed())
    entries: dict[tuple[str, ...], Entry] = {}
    for key, entry in (*_aliases({entry.written.lower(): entry for _key, entry in listed}), *listed):
        if not any((*key[:-1], singular) in entries for singular in singulars_of(key[-1])):
            entries.setdefault(key, entry)
        run_on = "".join(key)
        if len(key) > 1 and not entry.rule and len(run_on) >= _RUN_ON and run_on.isalpha():
            entries.setdefault((run_on,), entry)
    lengths: dict[str, set[int]] = {}
    for key in entries:
        lengths.setdefault(key[0], set()).add(len(key))
    return Index(entries, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def atoms_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(folded_atom(found.group()) for found in ATOM.finditer(name))


@lru_cache(maxsize=1 << 15)
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


def singulars_of(atom: str) -> tuple[str, ...]:
    """What a word is a plural or a possessive of, if it is one."""
    if atom.endswith("'s"):
        return (atom[:-2],)
    if len(atom) < _SHORTEST_PLURAL or not atom.endswith("s") or atom.endswith("ss"):
        return ()
    return (atom[:-1], atom[:-3] + "y") if atom.endswith("ies") else (atom[:-1],)


def _listed() -> Iterator[tuple[tuple[str, ...], Entry]]:
    for source in SOURCES:
        for head, names in word_groups("", source.file, source.table).items():
            if source.grouped:
                yield from _group(head, names, source)
            else:
                for name in names:
                    key = atoms_of(name)
                    yield key, _entry(key, name, source)


def _group(head: str, names: Sequence[str], source: Source) -> Iterator[tuple[tuple[str, ...], Entry]]:
    key = atoms_of(head)
    own = _entry(key, head, source)
    yield key, own
    for name in names:
        yield atoms_of(name), own._replace(rule=source.rule or _rule(name), written=name)


def _aliases(listed: Mapping[str, Entry]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for table, rule in (("aliases", ""), ("words", "word")):
        for head, names in word_groups("", "aliases", table).items():
            key = atoms_of(head)
            own = listed.get(head.lower()) or _entry(key, head, Source("aliases", table, "skill"))
            yield key, own
            for name in names:
                yield atoms_of(name), own._replace(rule=rule or _rule(name), written=name)


def _entry(key: tuple[str, ...], name: str, source: Source) -> Entry:
    numbered = len(key) > 1 and _NUMBER.fullmatch(key[-1]) is not None
    canonical = " ".join(key[:-1] if numbered else key)
    rule = source.rule or _rule(name)
    return Entry(canonical, source.kind, rule, name, key[-1] if numbered else "")


def _rule(name: str) -> str:
    """`cased` for a short name of capitals, which may be a word in lower case: SEND, SAFe, BEd."""
    plain = name.replace(".", "")
    return "cased" if _SHORT.fullmatch(plain) and plain.lower() not in word_set("", "beside", "also_lower") else ""
