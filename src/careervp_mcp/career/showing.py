"""Showing: whether a text names a thing, by any of its forms, and how often."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.stems import stem_of, stems
from careervp_mcp.career.terms import TermMention, canonical, find_terms
from careervp_mcp.career.wordlists import word_groups
from careervp_mcp.career.words import content, words

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?![\w%])")
_SEPARATORS = frozenset(",;|•·/")
_LISTED = 2
_LISTED_WORDS = 4
"""Words between the separators of a list, on average at most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What each sentence of a text names: terms as `=kubernetes`, other words by their stems."""

    sentences: tuple[frozenset[str], ...]
    counts: Counter[str]
    words: int

    def shows(self, name: str) -> bool:
        """Whether one sentence names the thing."""
        return any(keys <= sentence for keys in keys_of(name) if keys for sentence in self.sentences)

    def density(self, name: str) -> float:
        """How often the thing is named, as a share of all words; 0 for what is named once."""
        most = max((min(self.counts[key] for key in keys) for keys in keys_of(name) if keys), default=0)
        return most / self.words if most > 1 and self.words else 0.0


def shown_in(text: str, language: str = "en") -> Shown:
    """What a text names, sentence by sentence."""
    return shown_by([sentence.text for sentence in sentences(text)], language)


def shown_by(texts: Iterable[str], language: str = "en", *, listed: bool = False) -> Shown:
    """What each of these texts names; `listed` where they are entries of a list of skills."""
    told: list[frozenset[str]] = []
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        found = _keys_in(text, language, listed=listed or reads_as_list(text))
        told.append(frozenset(found))
        counts.update(found)
        total += len(words(text))
    return Shown(tuple(told), counts, total)


def _keys_in(text: str, language: str, *, listed: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for term in find_terms(text, language, context="list" if listed else "prose"):
        counts.update((f"={term.canonical}", f"={term.canonical}@{term.version}"))
    counts.update(f"#{number}" for number in _NUMBER.findall(text))
    for word in content(words(text)):
        counts[stem_of(word)] += 1
        if "-" in word.text:
            counts.update(stems(word.text.replace("-", " ")))
    return counts


def reads_as_list(text: str) -> bool:
    """Whether a line lists short names rather than telling something."""
    parts = sum(letter in _SEPARATORS for letter in text)
    short = len(text.split()) <= _LISTED_WORDS and not text.rstrip().endswith((".", "!"))
    return short or (parts >= _LISTED and len(text.split()) <= _LISTED_WORDS * (parts + 1) // 2)


@lru_cache(maxsize=4096)
def keys_of(name: str) -> tuple[frozenset[str], ...]:
    """The sets of keys, each of which is enough to show a name: as a known term, and word by word."""
    language = "he" if any("\u05d0" <= letter <= "\u05ea" for letter in name) else "en"
    mentions = find_terms(name, language, context="list")
    by_words = _by_words(name, language)
    if not mentions:
        return (by_words,)
    rest = _rest(_without(name, mentions), language)
    known = [frozenset(keys) | rest for keys in product(*map(_term_keys, mentions))]
    if not rest and len(canonical(name)) <= _SHORT:
        return tuple(known)  # a short name is also a word: only the known term counts
    return (*known, by_words)


def _term_keys(mention: TermMention) -> tuple[str, ...]:
    """A version asked is met by itself or where none is told; another version is another thing."""
    name = f"={mention.canonical}"
    return (f"{name}@{mention.version}", f"{name}@") if mention.version else (name,)


_SHORT = 3


def _without(name: str, mentions: Sequence[TermMention]) -> str:
    for mention in reversed(mentions):
        name = name[: mention.span[0]] + " " + name[mention.span[1] :]
    return name


def _by_words(text: str, language: str) -> frozenset[str]:
    """The stems and numbers of a name, without words that may be left out."""
    return _rest(text, language) or stems(text)


def _rest(text: str, language: str) -> frozenset[str]:
    return (stems(text) - _generic(language)) | {f"#{number}" for number in _NUMBER.findall(text)}


@cache
def _generic(language: str) -> frozenset[str]:
    return stems(" ".join(word_groups(language, "requirements", "generic")["words"]))
