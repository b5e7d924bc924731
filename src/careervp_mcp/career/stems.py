"""Stems: what a word shares with its forms, and nothing with its synonyms."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from careervp_mcp.career.words import Word, content, words

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_KNOWN = 1 << 15
_ROOT = 3
"""Letters of a Hebrew root; what is shorter is shared by words that have nothing in common."""


def stem_of(word: Word) -> str:
    """The stem of a word: lead, leads, led and leading are one; a Hebrew word's root, if long enough."""
    if word.lemma.isascii():
        return _stem(word.lemma)
    return word.family if len(word.family) >= _ROOT else word.lemma


@lru_cache(maxsize=_KNOWN)
def _stem(lemma: str) -> str:
    return str(_stemmer().stemWord(lemma))


@cache
def _stemmer() -> "BaseStemmer":
    from snowballstemmer import stemmer

    return stemmer("english")


@lru_cache(maxsize=_KNOWN)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, of hyphenated words also those of their parts."""
    found = content(words(text))
    parts = (part for word in found if "-" in word.text for part in content(words(word.text.replace("-", " "))))
    return frozenset(stem_of(word) for word in (*found, *parts))
