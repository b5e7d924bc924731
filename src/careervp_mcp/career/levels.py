"""Levels of degrees and of languages, each on one published scale."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from careervp_mcp.career.termindex import ATOM, atoms_of, folded_atom
from careervp_mcp.career.termscan import entry_of, find_terms
from careervp_mcp.career.wordlists import word_map, word_set

_STATED = re.compile(
    r"(?<!\w)(?:level|[re]qf|nqf)[ -](?P<level>[1-8])\b"
    r"(?=[^.;]{0,60}(?:diploma|certificate|award|nvq|apprentice|qualification))"
    r"|(?<!\w)nvq (?:level )?(?P<nvq>[1-8])\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\bor\b|/|(?<!\w)או(?!\w)", re.IGNORECASE)
_CEFR = re.compile(r"(?<!\w)[ABC][12](?!\w)", re.IGNORECASE)
_LONGEST = 4
"""Words of a degree's name."""


@lru_cache(maxsize=1 << 12)
def degree_level(text: str) -> int | None:
    """The level of the degree or diploma that a text names, as in Britain's RQF: bachelor 6, master 7, doctor 8.

    The lowest where it names several to choose from, else the highest.
    """
    found = _degrees_in(text).values()
    if not found:
        return None
    return min(found) if _EITHER.search(text) else max(found)


@lru_cache(maxsize=1 << 12)
def same_degree(one: str, other: str) -> bool:
    """Whether two names may be of one degree: B.S. and Bachelor of Science, or either and "bachelor's degree"."""
    first, second = _degrees_in(one), _degrees_in(other)
    if not first or not second:
        return atoms_of(one) == atoms_of(other)
    return bool(first.keys() & second.keys()) or bool(
        (_only_general(first) or _only_general(second)) and {*first.values()} & {*second.values()}
    )


def _only_general(degrees: Mapping[str, int]) -> bool:
    """Whether degrees are named by their level alone: `bachelor's degree`, but not `bachelor's degree (B.Sc.)`."""
    return degrees.keys() <= word_set("", "degrees", "general")


def _degrees_in(text: str) -> dict[str, int]:
    """The degrees and diplomas that a text names, each with its level."""
    stated = _STATED.search(text)
    if stated:
        level = int(stated["level"] or stated["nvq"])
        return {f"level {level}": level}
    named = [term.canonical for term in find_terms(text, context="list") if term.kind == "degree"] or _first(text)
    levels = word_map("", "degrees", "levels")
    known = {" ".join(atoms_of(name)): int(level) for name, level in levels.items()}
    return {name: known[name] for name in named if name in known}


def _first(text: str) -> list[str]:
    """The degree that a text begins with, however short its name: `MA Education`."""
    atoms = [folded_atom(found.group()) for found in ATOM.finditer(text)][:_LONGEST]
    for length in range(len(atoms), 0, -1):
        entry = entry_of(tuple(atoms[:length]))
        if entry and entry.kind == "degree":
            return [entry.canonical]
    return []


@lru_cache(maxsize=1 << 12)
def language_level(text: str) -> int | None:
    """How well a language is known by the words used of it: 1 to 6 as A1 to C2 in the CEFR, 7 a mother tongue."""
    stated = _CEFR.search(text)
    if stated:
        return _CEFR_LEVELS[stated.group().upper()]
    found = _level_words().search(text)
    return int(word_map("", "spoken", "levels")[" ".join(found[1].lower().split())]) if found else None


_CEFR_LEVELS: Mapping[str, int] = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}


@cache
def _level_words() -> re.Pattern[str]:
    named = sorted(word_map("", "spoken", "levels"), key=len, reverse=True)
    told = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in named)
    return re.compile(rf"(?<![\w-])[והבלמכש]?({told})(?!\w)", re.IGNORECASE)
