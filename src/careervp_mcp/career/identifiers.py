"""Identifiers: the numbers of a text that name something and count nothing: phones, versions, days, list marks."""

import re
from collections.abc import Sequence
from functools import cache

from careervp_mcp.career.amounts import before
from careervp_mcp.career.dates import dates, month_names
from careervp_mcp.career.numerals import Numeral
from careervp_mcp.career.units import currency_before, unit_after
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import known_verbs, lemma_of

_HIDDEN = "\ufffc"
"""Takes the place of a letter that belongs to an identifier, so that spans stay what they were."""
_FIXED = (
    r"\+\d[\d\s().-]{6,18}\d(?!\w)",  # a phone number with its country
    r"\(\d{2,4}\)\s?\d{3,4}[\s.-]?\d{3,4}(?!\w)",
    r"(?<![\w.,$€£₪-])\d{3}[\s.-]\d{3}[\s.-]\d{4}(?![\w,])",
    r"(?<![\w.,-])(?<!\d[ \u00a0\u202f])0\d{1,4}(?:[\s-]\d{3,8}){1,3}(?!\w)",
    r"(?<![\w.,-])\d+(?:-\d+){2,6}(?![\w-])",
    r"https?://\S{1,200}|www\.\S{1,200}|[\w.+-]{1,64}@[\w.-]{1,64}",
    r"(?m:^[ \t]*\(?\d{1,2}[.)](?=\s))",  # the mark of a list
    r"(?<!\w)#\d+(?!\w)|(?i:\bno\.?\s?1(?!\w)|\bnumber one\b)",
    r"(?<![\w.,:])\d{1,2}:\d\d(?!\w)",  # a time of day
    r"(?<![\w.,/])(?<!\d[ \u00a0\u202f])0\d+(?![\w.,])",  # nothing is counted with a leading zero
    r"(?<!\w)['’]\d\d(?!\w)",
    r"(?<=\b[A-Z]{2}\s)\d{5}(?:-\d{4})?(?!\w)",  # a postcode behind its state
    r"\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b",
    r"(?<![\w.,$€£₪-])\d{16,}(?!\w)",
)
_PART = re.compile(r"(?:st|nd|rd|th)\b|:\d|\"|-?\d*[DB]\b(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTS = re.compile(r"\s+(?:[a-z]+\s)?[a-z]{2,}s\b|\s*%|\s?(?:m[23²³]|km|kg|sq)\b|\+")
_CLOCK = re.compile(r"\s*(?:o'clock|in the (?:morning|evening|afternoon)|[ap]\.?m\b)", re.IGNORECASE)


def without_names(text: str, language: str) -> str:
    """A text of the same length in which dates, phones, times of day and idioms are hidden."""
    spans = [mention.span for mention in dates(text, language)]
    hidden = _pattern(language).sub(_blank, text)
    return _hide(hidden, spans)


def _hide(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, place = [], 0
    for start, end in spans:
        parts += [text[place:start], _HIDDEN * (end - start)]
        place = end
    return "".join([*parts, text[place:]])


def _blank(found: re.Match[str]) -> str:
    return _HIDDEN * len(found.group())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    listed = word_set("en", "numbers", "names") | word_set(language, "numbers", "names")
    idioms = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    months = "|".join(sorted((name.title() for name in month_names("en")), key=len, reverse=True))
    days = rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{months})\b|\b(?:{months})\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![,.]?\d|%)"
    return re.compile(rf"{'|'.join(_FIXED)}|{days}|(?i:(?<![\w-])(?:{idioms})(?![\w-]))")


_NAMED = re.compile(r"([A-Z][\w.+#-]*|[A-Za-z]+\"[\w]+|[א-ת]+[\"״][א-ת]+)[\s-]$")
_START = re.compile(r"(?:^|[.!?:;\n•*]\s*|[-–]\s)[\"“„(]?$")
_LAST = re.compile(r"(?:(\w+)\s)?([A-Za-z\u05d0-\u05ea\"]+)\s$")
_GIVEN = frozenset({"a", "an", "each", "every", "per", "last", "this", "that", "next", "one", "first", "second"})
"""Words before a name of steps, such as year, after which it is none: "last year 40 pupils"."""
_SPANS = frozenset({"year", "day", "week", "month"})
_STEPS = 13
"""The highest step of a span of time: year 13."""


def is_identifier(text: str, number: Numeral, language: str) -> bool:
    """Whether a number is part of a product's, standard's, step's or place's name, or an ordinal."""
    near, after = before(text, number.start), text[number.end : number.end + 14]
    if _PART.match(after) or re.search(r"\d[/:]$", near) or _CLOCK.match(text, number.end):
        return True
    if not number.worded and _YEAR.fullmatch(text, number.start, number.end) and not _COUNTS.match(after):
        return True
    if re.match(r"/\d", after) and unit_after(text, number.end) is None:
        return True
    named = _NAMED.search(near)
    if named and not number.worded and _is_name(named, near) and currency_before(near, number.start) is None:
        return True
    return _is_step(near, number, after, language)


def _is_step(near: str, number: Numeral, after: str, language: str) -> bool:
    """Whether a word of a scale or a place stands right before a number: year 4, room 12, phase two."""
    last = _LAST.search(near)
    if not last or last[2].lower() not in word_set(language, "numbers", "versions"):
        return False
    given = (last[1] or "").lower() in _GIVEN or (last[2].lower() in _SPANS and number.value > _STEPS)
    return not given and not re.match(r"\s*(?:%|percent)", after)


def _is_name(named: re.Match[str], near: str) -> bool:
    """Whether the capital word right before a number is its name: not a verb that begins a sentence."""
    plain = named[1].lower()
    if plain in word_set("en", "words", "stop"):
        return False
    verb = plain != lemma_of(plain) or plain in known_verbs()
    return not (verb and _START.search(near[: named.start()]))
