"""Finding the terms that a text names."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from careervp_mcp.career.counting import Place, counts
from careervp_mcp.career.termindex import ATOM, Entry, folded_atom, index, singulars_of
from careervp_mcp.career.wordlists import word_set

_JOINER = re.compile(r"[ \t\xa0]{1,3}|\s?\n\s?|[-–./]| / |")
_HEBREW_PREFIX = re.compile(r"[והבלמכש]{1,2}(?=[א-ת]{3})")
_VERSION = re.compile(r"(?:[ \xa0-]?(?P<word>v\.?|version |ver\.? ?)|[ \xa0-])(?P<number>\d{1,5}(?:\.\d+){0,3})")
_VERSION_ENDS = re.compile(r"(?![\w%/:+]|[,.–-]\d| ?[–-] ?\d)(?P<space>\s+)?(?P<word>[a-z]+)?")
_PRODUCT = re.compile(r"(?<![\w.-])[A-Z][A-Za-z]+(?=[ -]v?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class TermMention:
    """A term as a text names it."""

    canonical: str
    """The name it shares with its other forms, in lower case and without a version."""
    kind: str
    """`skill`, `credential`, `degree`, `language`, `industry`, or `product` for an unknown name with a number."""
    span: tuple[int, int]
    text: str
    version: str = ""


class _Reading(NamedTuple):
    """A first word of names, how many letters of prefix stand before it, and how many words the names have."""

    word: str
    offset: int
    lengths: tuple[int, ...]


class _Atoms(NamedTuple):
    """The words of a text side by side: as they are compared, and where each begins and ends."""

    text: str
    folded: list[str]
    starts: list[int]
    ends: list[int]


def find_terms(text: str, language: str = "en", context: str = "prose") -> tuple[TermMention, ...]:
    """The terms that a text names, in order; in a `list` a name that is also a word counts as an item.

    Names of every language are found in every text: a Hebrew CV says Excel too.
    """
    del language
    found = list(ATOM.finditer(text))
    folded = [folded_atom(one.group()) for one in found]
    atoms = _Atoms(text, folded, [one.start() for one in found], [one.end() for one in found])
    known = tuple(_known(atoms, listed=context == "list"))
    products = tuple(_products(text, known))
    return tuple(sorted((*known, *products), key=lambda term: term.span)) if products else known


def _known(atoms: _Atoms, *, listed: bool) -> Iterator[TermMention]:
    """The names of the index, the longest first; nothing is read twice."""
    at, many = 0, len(atoms.folded)
    while at < many:
        following = at + 1
        for reading in _readings(atoms.folded[at]):
            found = _longest_at(atoms, at, reading, listed=listed)
            if found:
                mention, following = found
                yield mention
                break
        at = following


@lru_cache(maxsize=1 << 14)
def _readings(atom: str) -> tuple[_Reading, ...]:
    """The first words of names that an atom may stand for."""
    lengths = index().lengths
    forms = (atom,) if atom in lengths else singulars_of(atom)
    found = [_Reading(one, 0, lengths[one]) for one in forms if one in lengths]
    prefix = _HEBREW_PREFIX.match(atom)
    for letters in range(1, prefix.end() + 1 if prefix else 1):
        found += [_Reading(one, letters, lengths[one]) for one in (atom[letters:],) if one in lengths]
    return tuple(found)


def _longest_at(atoms: _Atoms, at: int, reading: _Reading, *, listed: bool) -> tuple[TermMention, int] | None:
    """The longest name that begins at an atom and counts there, and the atom after it."""
    run = 1 if reading.lengths[0] == 1 else _run(atoms, at, reading.lengths[0])
    for length in reading.lengths:
        if length > run:
            continue
        entry = entry_of((reading.word, *atoms.folded[at + 1 : at + length]))
        if entry:
            span = (atoms.starts[at] + reading.offset, atoms.ends[at + length - 1])
            if counts(entry, Place.of(atoms.text, span, listed=listed)):
                return _mention(atoms.text, span, entry), at + length
    return None


def _run(atoms: _Atoms, at: int, most: int) -> int:
    """How many atoms from one on stand together as the words of one name may."""
    length, many = 1, len(atoms.folded)
    while length < most and at + length < many:
        between = atoms.text[atoms.ends[at + length - 1] : atoms.starts[at + length]]
        initial = between == ". " and len(atoms.folded[at + length - 1]) == 1
        if between != " " and not initial and not _JOINER.fullmatch(between):
            break
        length += 1
    return length


def entry_of(key: tuple[str, ...]) -> Entry | None:
    """The entry of some words, of which the last may be a plural or a possessive."""
    entries = index().entries
    found = entries.get(key)
    if found:
        return found
    for singular in singulars_of(key[-1]):
        found = entries.get((*key[:-1], singular))
        if found and found.rule in {"", "cased"}:
            return found
    return None


def _mention(text: str, span: tuple[int, int], entry: Entry) -> TermMention:
    start, end = span
    version = entry.version
    if not version and entry.kind in {"skill", "credential"}:
        found = _version_at(text, end)
        if found:
            end, version = found
    return TermMention(entry.canonical, entry.kind, (start, end), text[start:end], version)


def _version_at(text: str, end: int) -> tuple[int, str] | None:
    """A version right after a name: a number that counts nothing."""
    found = _VERSION.match(text, end)
    ends = _VERSION_ENDS.match(text, found.end()) if found else None
    if found is None or ends is None:
        return None
    counted = ends["word"] and ends["word"] not in word_set("", "beside", "after_version")
    if counted and "." not in found["number"] and not found["word"]:
        return None
    return found.end(), found["number"]


def _products(text: str, known: Sequence[TermMention]) -> Iterator[TermMention]:
    """Unknown names with a number, such as a product that only one firm has."""
    begins = [term.span[0] for term in known]
    for found in _PRODUCT.finditer(text):
        before = bisect_right(begins, found.start())
        taken = before and found.start() < known[before - 1].span[1]
        if taken or found.group().lower() in word_set("", "beside", "no_product"):
            continue
        opens = found.group()[1:].islower() and Place.of(text, found.span(), listed=False).opens
        version = _version_at(text, found.end())
        if version and not opens and not _YEAR.fullmatch(version[1]):
            span = (found.start(), version[0])
            yield TermMention(found.group().lower(), "product", span, text[slice(*span)], version[1])
