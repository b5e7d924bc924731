"""Words of titles: what a title says beyond its spelling, and which of its words raise it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from careervp_mcp.career.termindex import folded_atom
from careervp_mcp.career.wordlists import word_groups, word_map, word_set

_WORD = re.compile(r"[^\W_]+(?:[\"׳״][א-ת]+)*[+#]*")
_LIGHT = frozenset({"a", "an", "the", "of", "and", "for", "to", "in", "של", "על"})
_PAIRS: Mapping[tuple[str, str], str] = {("vice", "president"): "vice president"}
"""Two words that are one rank."""


@lru_cache(maxsize=1 << 12)
def title_words(title: str) -> tuple[str, ...]:
    """The telling words of a title, in lower case and written out: `Sr. VP` says senior, vice president.

    A Hebrew word of an occupation or rank stands in its masculine form.
    """
    found: list[str] = []
    for word in _written_out(title):
        pair = _PAIRS.get((found[-1], word)) if found else None
        if pair:
            found[-1] = pair
        elif word not in _LIGHT:
            found.append(word)
    return tuple(found)


def _written_out(title: str) -> Iterator[str]:
    short, plain = word_groups("", "occupations", "abbreviations"), _plain_hebrew()
    for found in _WORD.finditer(title):
        word = folded_atom(found.group())
        yield from short.get(word) or (plain.get(word, word),)


@cache
def _plain_hebrew() -> Mapping[str, str]:
    return {**word_map("", "occupations", "hebrew_ranks"), **word_map("", "occupations", "hebrew")}


@lru_cache(maxsize=1 << 12)
def seniority(title: str) -> tuple[str, ...]:
    """The words of a title that say how high it stands, as `title_words` writes them."""
    ranks = word_set("", "occupations", "seniority")
    return tuple(word for word in title_words(title) if word in ranks)


def same_title(one: str, other: str) -> bool:
    """Whether two titles differ only in case, marks and abbreviations."""
    return title_words(one) == title_words(other)


def is_occupation(word: str) -> bool:
    """Whether a word names what one person is by trade or rank; in Hebrew of either gender."""
    return word.lower() in _occupations()


@cache
def _occupations() -> frozenset[str]:
    hebrew = word_groups("", "occupations", "hebrew")
    return word_set("", "occupations", "english") | {word for pair in hebrew.items() for word in (pair[0], *pair[1])}
