"""Numerals: where a text writes a number, in figures or in words, and what it comes to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from careervp_mcp.career.countwords import run_pattern, worded
from careervp_mcp.career.units import glued_units
from careervp_mcp.career.wordlists import word_map

_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,15})?"
_EUROPEAN = r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d{1,3},\d{1,2}(?=\s?[%€])"
_SPACED = (
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){2,5}(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f]000|[\u00a0\u202f]\d{3}|[ ]\d{3}(?=\s?[€₪%]))(?!\d)"
)
_FIGURES = rf"(?P<european>{_EUROPEAN})|(?P<spaced>{_SPACED})|(?P<plain>{_PLAIN})"
_SIGNS = {"$", "€", "£", "₪"}
"""Signs of money: after one, an m is a million and no metre."""
_EXACT = 6
"""Decimals of a scaled number."""
_PARTS = {"half": 0.5, "½": 0.5, "¼": 0.25, "¾": 0.75, "חצי": 0.5}
_PART = r"(?:\s+and\s+a\s+(?P<half>half)\b|\s?(?P<sign>[½¼¾])|\s+ו(?P<hebrew>חצי)(?!\w))"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written."""

    value: float
    start: int
    end: int
    worded: bool
    """Whether it is written in words."""


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """The numbers of a text in order."""
    pattern, place = _pattern(language), 0
    while found := pattern.search(text, place):
        number = _numeral(found, language)
        place = number.end if number else found.end()
        if number:
            yield number if found["magnitude"] else _scaled(text, number, language)


def _numeral(found: re.Match[str], language: str) -> Numeral | None:
    """What a match comes to; None for words that make no number together."""
    start = found.start("figures") if found["figures"] else found.start("words")
    value, end = _figured(found), found.end()
    if found["words"]:
        value, length = worded(found["words"], language)
        if length < len(found["words"]):
            return Numeral(value, start, start + length, worded=True) if length else None
    if part := found["half"] or found["sign"] or found["hebrew"]:
        value += _PARTS[part] * _last_scale(found["words"] or found["figures"], language)
    if found["magnitude"]:
        value = round(value * _magnitude(found["magnitude"], language), _EXACT)  # 4.1 million is a whole number
    return Numeral(value, start, end, worded=not found["figures"])


def _figured(found: re.Match[str]) -> float:
    if found["european"]:
        return float(found["european"].replace(".", "").replace(",", "."))
    if found["spaced"]:
        return float(re.sub(r"\D", "", found["spaced"]))
    return float((found["plain"] or "0").replace(",", ""))


def _magnitude(written: str, language: str) -> float:
    """The factor; a single letter keeps its case, since M is a million and m may be a metre."""
    plain = written.strip(" \u00a0-.")
    return _magnitudes(language)[plain.lower() if len(plain) > 1 else plain]


def _scaled(text: str, number: Numeral, language: str) -> Numeral:
    """A number with what scales it all the same: the m of "€1.5m", or its range's end: "5-10 million"."""
    if text[number.end : number.end + 1] == "m" and text[max(0, number.start - 1) : number.start] in _SIGNS:
        return replace(number, value=round(number.value * 1_000_000, _EXACT), end=number.end + 1)
    found = _other_end(language).match(text, number.end)
    if not found or number.value >= float(found["other"].replace(",", "")):
        return number
    return replace(number, value=round(number.value * _magnitude(found["magnitude"], language), _EXACT))


def _last_scale(words: str, language: str) -> float:
    """What a half behind words is a half of: "a million and a half"."""
    return _magnitudes(language).get(words.rsplit(maxsplit=1)[-1].lower(), 1.0)


@cache
def _other_end(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s?(?:[-–—]|to|or)\s?[$€£₪]?\s?(?P<other>\d{{1,3}}(?:\.\d{{1,3}})?)(?P<magnitude>{_scales(language)})(?!\w)",
        re.IGNORECASE,
    )


def _scales(language: str) -> str:
    """What multiplies a number right before it."""
    long = sorted((word for word in _magnitudes(language) if len(word) > 1), key=len, reverse=True)
    letters = r"(?-i:[KkMB])|(?-i:m)(?=\s+[a-z]+s\b)"
    return rf"(?:[\s-]?(?:{'|'.join(re.escape(word) for word in long)})\b|(?:{letters})(?!\w))"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A number that no letter, figure or point before it makes part of something else, and its magnitude."""
    prefix = "(?:[בלמכהוש]{1,2}[-־]?)?" if language == "he" else ""
    alone = r"(?<![\w.,:/-])|(?<=\d-)|(?<=\d[KkM%]-)"
    return re.compile(
        rf"(?:{alone}){prefix}(?:(?P<figures>{_FIGURES})|(?P<words>{run_pattern(language)}))"
        rf"(?:{_PART})?(?P<magnitude>{_scales(language)})?(?:(?!\w|[.,:]\d)|(?=(?:{glued_units()})(?!\w)))",
        re.IGNORECASE,
    )


@cache
def _magnitudes(language: str) -> Mapping[str, float]:
    found = {word: float(value) for word, value in word_map(language, "numbers", "magnitudes").items()}
    return found if language == "en" else {**_magnitudes("en"), **found}
