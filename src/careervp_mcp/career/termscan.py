"""Finding the terms that a text names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from careervp_mcp.career.counting import Place, counts
from careervp_mcp.career.termindex import ATOM, Entry, folded_atom, index
from careervp_mcp.career.wordlists import word_set

_JOINER = re.compile(r"[ \t\xa0]{1,3}|\s?\n\s?|[-–./]| / |")
_HEBREW_PREFIX = re.compile(r"[והבלמכש]{1,2}(?=[א-ת]{3})")
_VERSION = re.compile(r"(?:[ \xa0-]?(?P<word>v\.?|version |ver\.? ?)|[ \xa0-])(?P<number>\d{1,5}(?:\.\d+){0,3})")
_VERSION_ENDS = re.compile(r"(?![\w%/:+]|[,.–-]\d| ?[–-] ?\d)(?P<space>\s+)?(?P<word>[a-z]+)?")
_PRODUCT = re.compile(r"(?<![\w.-])[A-Z][A-Za-z]+(?=[ -]v?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_PLURAL = 4
"""Letters from which a word may be another's plural."""


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


@dataclass(frozen=True, slots=True)
class _Atom:
    folded: str
    start: int
    end: int


def find_terms(text: str, language: str = "en", context: str = "prose") -> tuple[TermMention, ...]:
    """The terms that a text names, in order; in a `list` a name that is also a word counts as an item.

    Names of every language are found in every text: a Hebrew CV says Excel too.
    """
    del language
    atoms = [_Atom(folded_atom(found.group()), found.start(), found.end()) for found in ATOM.finditer(text)]
    known = tuple(_known(text, atoms, listed=context == "list"))
    products = tuple(_products(text, known))
    return tuple(sorted((*known, *products), key=lambda term: term.span)) if products else known


def _known(text: str, atoms: Sequence[_Atom], *, listed: bool) -> Iterator[TermMention]:
    longest, at = index().longest, 0
    while at < len(atoms):
        found = None
        for first, offset in _readings(atoms[at].folded):
            found = _longest_at(text, atoms, at, (first, longest[first], offset), listed=listed)
            if found:
                yield found[0]
                break
        at = found[1] if found else at + 1


@lru_cache(maxsize=1 << 14)
def _readings(atom: str) -> tuple[tuple[str, int], ...]:
    """The first words of names that an atom may stand for, and how many letters before it are a prefix."""
    longest = index().longest
    found = [(one, 0) for one in (atom, *singulars_of(atom)) if one in longest]
    prefix = _HEBREW_PREFIX.match(atom)
    for letters in range(1, prefix.end() + 1 if prefix else 1):
        found += [(one, letters) for one in (atom[letters:],) if one in longest]
    return tuple(found)


def _longest_at(
    text: str, atoms: Sequence[_Atom], at: int, first: tuple[str, int, int], *, listed: bool
) -> tuple[TermMention, int] | None:
    """The longest name that begins at an atom and counts there, and the atom after it."""
    word, most, offset = first
    run = _run(text, atoms, at, most)
    for length in range(run, 0, -1):
        key = (word, *(atom.folded for atom in atoms[at + 1 : at + length]))
        entry = entry_of(key)
        span = (atoms[at].start + offset, atoms[at + length - 1].end)
        if entry and counts(entry, Place.of(text, span, listed=listed)):
            return _mention(text, span, entry), at + length
    return None


def _run(text: str, atoms: Sequence[_Atom], at: int, most: int) -> int:
    """How many atoms from one on stand together as the words of one name may."""
    length = 1
    while length < most and at + length < len(atoms):
        last, following = atoms[at + length - 1], atoms[at + length]
        between = text[last.end : following.start]
        initial = following.start - last.end == len(". ") and len(last.folded) == 1 and between == ". "
        if not initial and not _JOINER.fullmatch(between):
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
        if found and not found.rule:
            return found
    return None


def singulars_of(atom: str) -> tuple[str, ...]:
    """What a word is a plural or a possessive of, if it is one."""
    if atom.endswith("'s"):
        return (atom[:-2],)
    if len(atom) < _SHORTEST_PLURAL or not atom.endswith("s") or atom.endswith("ss"):
        return ()
    return (atom[:-1], atom[:-3] + "y") if atom.endswith("ies") else (atom[:-1],)


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
    taken = {place for term in known for place in range(*term.span)}
    for found in _PRODUCT.finditer(text):
        if found.start() in taken or found.group().lower() in word_set("", "beside", "no_product"):
            continue
        opens = Place.of(text, found.span(), listed=False).opens and found.group()[1:].islower()
        version = _version_at(text, found.end())
        if version and not opens and not _YEAR.fullmatch(version[1]):
            span = (found.start(), version[0])
            yield TermMention(found.group().lower(), "product", span, text[slice(*span)], version[1])
