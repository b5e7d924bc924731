"""The thesaurus: what a word entails by being more general, so that a looser word for a known thing invents nothing.

Made of WordNet 3.0 by `scripts/make_thesaurus.py`; read once, 6 MB in memory.
"""

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of one word in its dictionary form."""

    kind: str
    """`person`, `thing`, `work`, `idea` or `inner` for a noun; `field` for an adjective made of one; else `-`."""
    uses: int
    """How often counted texts use it as a noun: a word of everyday has hundreds."""
    related: frozenset[str]
    """Its synonyms, what it is a kind of, and its kin in other parts of speech."""


@lru_cache(maxsize=1 << 15)
def meaning(lemma: str) -> Meaning | None:
    """What is known of a word; None where it is not listed."""
    line = _line(_lines(), lemma.encode())
    if not line:
        return None
    head, _, words = line.decode().partition(":")
    _, kind, uses = head.split(" ")
    return Meaning(kind, int(uses), frozenset(words.split()))


def _line(text: bytes, word: bytes) -> bytes:
    """The line that begins with a word, by halving; the lines stand in order."""
    low, high = 0, len(text)
    while low < high:
        middle = text.rfind(b"\n", 0, (low + high) // 2) + 1
        end = text.find(b"\n", middle)
        found = text[middle : text.find(b" ", middle)]
        if found == word:
            return text[middle:end]
        if found < word:
            low = end + 1
        else:
            high = middle
    return b""


@cache
def _lines() -> bytes:
    packed = resources.files("careervp_mcp.career").joinpath("wording/en/thesaurus.txt.gz").read_bytes()
    return gzip.decompress(packed)
