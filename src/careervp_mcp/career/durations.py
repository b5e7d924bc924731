"""Durations: times that take more than a number and a unit: 1 h 35 min, half an hour, a year and a half."""

import re
from collections.abc import Iterator
from functools import cache

from careervp_mcp.career.amounts import Quantity, before
from careervp_mcp.career.bounds import qualified
from careervp_mcp.career.countwords import number_words
from careervp_mcp.career.units import unit_names
from careervp_mcp.career.wordlists import word_map

_HOUR, _YEAR = 60.0, 12.0
_NUMBER = r"(?:\d{1,6}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven)"
_SEVERAL = re.compile(
    rf"(?P<hours>\b(?P<h>{_NUMBER})\s?(?:h|hr|hrs|hours?)(?:\s|,\s|\sand\s)?(?P<m>{_NUMBER})\s?(?:m|min|mins|minutes)\b)"
    rf"|(?P<years>\b(?P<y>{_NUMBER})\s(?:years?|yrs?)(?:\s|,\s|\sand\s|,\sand\s)(?P<mo>{_NUMBER})\s(?:months?|mos?)\b)"
    r"|(?P<b>\bhalf an hour\b)|(?P<c>\b(?:a )?quarter of an hour\b)|(?P<d>\bthree[- ]quarters of an hour\b)"
    rf"|(?P<half>\b(?P<number>{_NUMBER})\s(?P<unit>hours?|days?|weeks?|months?|years?)\sand\sa\shalf\b)"
    r"|(?P<halved>\bhalf a (?P<of>day|year|month|week|decade)\b)"
    r"|(?P<single>\ba decade\b|(?-i:(?:(?<=in )|(?<=within )|(?<=after )|(?<=for )|(?<=under )|(?<=over )|(?<=took )"
    r"|(?<=about )|(?<=almost )|(?<=nearly )|(?<=to )|(?<=than ))an? (?:hour|day|week|month|year|fortnight)"
    r"\b(?! and a half)))",
    re.IGNORECASE,
)
_QUARTERS = {"b": 30.0, "c": 15.0, "d": 45.0}
_HALF = 0.5


def durations(text: str, language: str) -> Iterator[Quantity]:
    """The durations of a text that its plain numbers don't tell, in no order."""
    for found in _SEVERAL.finditer(text):
        yield _duration(text, language, found, *_length(found))
    for found in _listed(language).finditer(text) if language != "en" else ():
        value, base = word_map(language, "numbers", "durations")[found[1]].split()
        yield _duration(text, language, found, float(value), base)


def _duration(text: str, language: str, found: re.Match[str], value: float, base: str) -> Quantity:
    start, end = found.span()
    bound, approx, _ = qualified(before(text, start), text, end, language)
    return Quantity(value, value, "time", base, "", bound, approx, span=(start, end), text=text[start:end])


def _length(found: re.Match[str]) -> tuple[float, str]:
    """How long a match is, and in which base unit."""
    if found["hours"]:
        return _count(found["h"]) * _HOUR + _count(found["m"]), "min"
    if found["years"]:
        return _count(found["y"]) * _YEAR + _count(found["mo"]), "month"
    for name, minutes in _QUARTERS.items():
        if found[name]:
            return minutes, "min"
    written = found["unit"] or found["of"] or found["single"].split()[1]
    _, base, factor = unit_names()[written.lower()]
    count = 1.0 if found["single"] else _HALF if found["halved"] else _count(found["number"]) + _HALF
    return count * factor, base


def _count(word: str) -> float:
    return float(word) if word.isdecimal() else number_words("en").get(word.lower(), 1.0)


@cache
def _listed(language: str) -> re.Pattern[str]:
    listed = sorted(word_map(language, "numbers", "durations"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:[ובלמכהש]{{0,2}}-?)?({'|'.join(re.escape(word) for word in listed)})(?!\w)")
