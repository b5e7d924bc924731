"""Words as a checker sees them: where each stands, its lemma, and the family it shares with its kin."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from careervp_mcp.career.wordlists import table, word_map, word_set

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_WORD = re.compile(r"[^\W\d_](?:[\w&+#’'״\"׳-]*\w)?[+#]*|\d[\d.,:/%]*(?:[^\W\d_]+(?![\w-]))?", re.UNICODE)
_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "ʼ": "'", "׳": "'", "״": '"'})
_HEBREW_MARKS = re.compile(r"[\u0591-\u05c7\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_POSSESSIVE = re.compile(r"'s?$")
_KNOWN = 1 << 16
_SHORTEST = 3
"""Letters from which a word has other forms."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    text: str
    start: int
    end: int
    lemma: str
    """Its dictionary form, lower case: led → lead, payments → payment."""
    family: str
    """What it shares with its kin: manage, manager and management are one."""
    capital: bool
    stop: bool
    """A word that carries no content of its own."""


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; numbers are words too, and each is read by its own script."""
    return tuple(_word(found) for found in _WORD.finditer(text))


def _word(found: re.Match[str]) -> Word:
    text = found.group()
    lemma, family, stop = _known(text)
    return Word(text, found.start(), found.end(), lemma, family, text[0].isupper(), stop)


@lru_cache(maxsize=_KNOWN)
def _known(text: str) -> tuple[str, str, bool]:
    plain = folded(text)
    if _HEBREW.search(plain):
        return plain, hebrew_root(plain), plain in word_set("he", "words", "stop")
    plain = _POSSESSIVE.sub("", plain) or plain
    lemma = lemma_of(plain)
    stop = word_set("en", "words", "stop")
    return lemma, _family(lemma), plain in stop or lemma in stop


_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_PREFIXES = re.compile(r"^(?:[והבלמכש]{1,2}-?)(?=[\u05d0-\u05ea]{3})|^[בלמכ]-(?=\w)")
_SUFFIXES = re.compile(r"(?<=[\u05d0-\u05ea]{2})(?:יהמ|יות|יות|ותי|תי|נו|ימ|ות|ית|יה|המ|ה|ת|י|ו|מ)$")


@lru_cache(maxsize=_KNOWN)
def hebrew_root(word: str) -> str:
    """What a Hebrew word shares with its kin: its letters without prefixes, endings and vowel letters."""
    plain = _PREFIXES.sub("", word).translate(_FINALS)
    if plain.isascii():
        return plain
    bare = _SUFFIXES.sub("", plain)
    consonants = re.sub(r"(?<!^)[וי]", "", bare)
    return consonants if len(consonants) > 1 else plain


def folded(text: str) -> str:
    """Case, accents, apostrophes and Hebrew vowel points removed, so that equal words compare equal."""
    text = _HEBREW_MARKS.sub("", text.translate(_APOSTROPHES))
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=_KNOWN)
def lemma_of(word: str) -> str:
    """The dictionary form of one English word in lower case; a word that is not known stays."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    irregular = word_map("en", "words", "irregular")
    if word in irregular:
        return irregular[word]
    from simplemma import lemmatize

    lemma = lemmatize(word, lang="en").lower()
    return _acted(lemma) if lemma.endswith("ing") and len(lemma) > _SHORTEST + 2 else lemma


def _acted(gerund: str) -> str:
    """The verb of a gerund that the dictionary has as a noun: buying → buy; one that is a thing of its own stays."""
    if gerund in word_set("en", "verbs", "nouns"):
        return gerund
    stem = gerund.removesuffix("ing")
    bases = (stem, f"{stem}e", stem[:-1] if stem[-1] == stem[-2] else stem)
    return next((base for base in bases if base in known_verbs()), gerund)


@cache
def known_verbs() -> frozenset[str]:
    """Verbs in their dictionary form."""
    return frozenset(str(table("en", "verbs")["known"]).split())


@lru_cache(maxsize=_KNOWN)
def _family(lemma: str) -> str:
    kin = word_map("en", "words", "kin").get(lemma)
    return kin or (lemma if len(lemma) <= _SHORTEST else _stemmer().stemWord(lemma))


@cache
def _stemmer() -> "BaseStemmer":
    from snowballstemmer import stemmer

    return stemmer("english")


def content(found: Sequence[Word]) -> tuple[Word, ...]:
    """The words that say something: no stop words, no bare figures."""
    return tuple(word for word in found if not word.stop and not word.text[0].isdigit())
