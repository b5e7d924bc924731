"""Count words: numbers written out, from three to two hundred and fifty thousand, and what they come to."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from careervp_mcp.career.wordlists import word_map

_TEN, _DOZEN, _HUNDRED, _THOUSAND = 10.0, 12.0, 100.0, 1000.0
_LONGEST = 9
"""Words after the first of one number at most."""
_SCALED = r"(?=\s(?:hundred|thousand|million|billion|dozen)\b)"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_ARTICLES = {"half": 0.5, "a": 1.0, "an": 1.0, "one": 1.0}


@cache
def run_pattern(language: str) -> str:
    """Words that may make one number: a pattern to be read without regard to case."""
    counts = _either(number_words(language))
    start = rf"half\san?{_SCALED}|an?{_SCALED}|one(?=\sand\sa\shalf\b)|one{_SCALED}|(?:{counts})(?!\w)"
    word = rf"(?:{_either({**number_words(language), **_scales(language)})}|one)(?!\w)"
    # "twenty one-hour lessons" are twenty, but a "twenty-five-year lease" is twenty-five
    apart = rf"(?:\s(?:and\s)?|[\s־]ו?)(?!(?:{_UNITS})-[a-z]){word}"
    return rf"(?:{start})(?:-{word}|{apart}){{0,{_LONGEST}}}"


def worded(run: str, language: str) -> tuple[float, int]:
    """The number that a run of words begins with, and how many of its letters that takes."""
    thousands, rest, value, place = 0.0, 0.0, 0.0, 0
    tokens, end = _token(language), 0
    while found := tokens.match(run, place):
        following = _with(thousands, rest, found, language)
        if following is None:
            break
        place = found.end()
        thousands, rest = following
        if found["word"].lower() not in {"a", "an", "half"}:
            value, end = thousands + rest, place
    return value, end


def _with(thousands: float, rest: float, found: re.Match[str], language: str) -> tuple[float, float] | None:
    """A number's thousands and what comes under them after one more word; None where another number begins."""
    word = re.sub(r"[\s־]", " ", found["word"].lower())
    if word in _ARTICLES:
        article = word != "one" and rest
        return (thousands, rest or _ARTICLES[word]) if article or not rest else _plus(thousands, rest, 1.0, found)
    if word == "dozen":
        return (thousands, (rest or 1.0) * _DOZEN) if rest < _DOZEN else None
    value = number_words(language).get(word) or _scales(language)[word]
    if value >= _THOUSAND:
        return (thousands + (rest or 1.0) * value, 0.0) if not thousands or value < thousands else None
    if value == _HUNDRED:
        return (thousands, (rest or 1.0) * _HUNDRED) if rest < _HUNDRED else None
    return _plus(thousands, rest, value, found)


def _plus(thousands: float, rest: float, value: float, found: re.Match[str]) -> tuple[float, float] | None:
    """A word under a hundred put behind hundreds or, a unit, behind tens: "forty-two", "two hundred and fifty"."""
    tens = (
        rest % _TEN == 0 and rest % _HUNDRED > _TEN and value < _TEN and not (found["joined"] or "").startswith("and")
    )
    hundreds = rest % _HUNDRED == 0 and rest >= _HUNDRED and value < _HUNDRED
    return (thousands, rest + value) if not rest or tens or hundreds else None


@cache
def _token(language: str) -> re.Pattern[str]:
    either = _either({**number_words(language), **_scales(language)})
    return re.compile(rf"(?:^|[\s־-]|\s)(?P<joined>and\s|ו)?(?P<word>(?:{either}|half|one|an?)(?!\w))", re.IGNORECASE)


def _either(listed: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in sorted(listed, key=len, reverse=True))


@cache
def number_words(language: str) -> Mapping[str, float]:
    """What each word for a number comes to, in lower case; in any language, the English ones too."""
    found = {word.lower(): float(value) for word, value in word_map(language, "numbers", "words").items()}
    return found if language == "en" else {**number_words("en"), **found}


@cache
def _scales(language: str) -> Mapping[str, float]:
    """Words that multiply what stands before them."""
    found = {
        word: float(value) for word, value in word_map(language, "numbers", "magnitudes").items() if word.isalpha()
    }
    found = {word: value for word, value in found.items() if len(word) > 1 and value >= _HUNDRED}
    return found if language == "en" else {**_scales("en"), **found}
