"""Numerals: where a text writes a number, in figures or in words, and what it comes to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.wordlists import word_map

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AND_A_HALF = r"(?:\s+and\s+a\s+half|\s*½|\s+וחצי)"
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written."""

    value: float
    start: int
    end: int
    worded: bool
    """Whether it is written in words."""


def numeral(found: re.Match[str], language: str) -> Numeral:
    """What a match of `numerals_pattern` comes to."""
    figures, words, magnitude = found["figures"], found["words"], found["magnitude"]
    value = float(figures.replace(",", "")) if figures else _worded(words or "", language)
    if found["half"]:
        value += _HALF
    if magnitude:
        value *= _magnitudes(language)[magnitude.strip().lower() if len(magnitude.strip()) > 1 else magnitude.strip()]
    return Numeral(value, found.start(), found.end(), not figures)


def _worded(words: str, language: str) -> float:
    known = _words(language)
    parts = words.lower().replace("-", " ").split()
    if " ".join(parts) in known:
        return known[" ".join(parts)]
    if parts[:2] == ["half", "a"]:
        return _HALF
    if parts[0] in {"a", "an"}:
        rest = " ".join(parts[1:])
        return known.get(rest) or _magnitudes(language).get(rest, 1.0)
    return sum(known.get(part, 0.0) for part in parts)


@cache
def numerals_pattern(language: str) -> re.Pattern[str]:
    """Numbers in figures and in words, with their magnitude."""
    words = sorted({*_words("en"), *_words(language)}, key=len, reverse=True)
    listed = "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in words)
    magnitudes = sorted({*_magnitudes("en"), *_magnitudes(language)}, key=len, reverse=True)
    long = "|".join(re.escape(word) for word in magnitudes if len(word) > 1)
    units = "one|two|three|four|five|six|seven|eight|nine"
    prefix = "(?:[בלמכהוש]{1,2}-?)?" if language == "he" else ""
    return re.compile(
        rf"(?<![\w.,:/])(?<![A-Za-z]-)(?<!\d{{4}}-){prefix}"
        rf"(?:(?P<figures>(?<![A-Za-z\d.])(?:{_FIGURES}))|(?P<words>(?i:half a(?=\s(?:{long}|dozen)\b)"
        rf"|an?\s(?:dozen|hundred(?!-)|thousand|million)|"
        rf"(?:{listed})(?:[-\s](?:{units})\b)?)))"
        rf"(?P<half>{_AND_A_HALF})?(?P<magnitude>(?:\s|-)?(?i:{long})\b|(?:K|k|M|B)\b|m\b(?=\s+(?:[a-z]+|$)))?"
        r"(?![\w]|[.,:]\d)"
    )


@cache
def _words(language: str) -> Mapping[str, float]:
    return {word.lower(): float(value) for word, value in word_map(language, "numbers", "words").items()}


@cache
def _magnitudes(language: str) -> Mapping[str, float]:
    found = {word: float(value) for word, value in word_map(language, "numbers", "magnitudes").items()}
    return found if language == "en" else {**_magnitudes("en"), **found}
