"""Dates: the months and years that a text names, periods, and how many months they hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, total_ordering
from typing import Literal

from careervp_mcp.career.wordlists import word_map, word_set

YEAR_MONTHS = 12
_YEAR = r"(?:19|20)\d\d"
_CENTURY = 100
_CACHED = 1 << 12
_NEAR = 24
"""Characters beside four figures that can say whether they are a year."""


@total_ordering
@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month, or a year whose month is not told; in order of time, such a year before its months."""

    year: int
    month: int | None = None

    def __lt__(self, other: "YearMonth") -> bool:
        """Whether it comes before another."""
        return (self.year, self.month or 0) < (other.year, other.month or 0)

    @property
    def first(self) -> int:
        """The month's number since year 0; January where it is not told."""
        return self.year * YEAR_MONTHS + (self.month or 1) - 1

    @property
    def last(self) -> int:
        """The same; December where it is not told."""
        return self.year * YEAR_MONTHS + (self.month or YEAR_MONTHS) - 1


@dataclass(frozen=True, slots=True)
class DateMention:
    """A place where a text names a month or a year."""

    value: YearMonth
    span: tuple[int, int]
    text: str

    @property
    def precision(self) -> Literal["month", "year"]:
        """What the text tells of it."""
        return "month" if self.value.month else "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From a month to a month; `end` is None for one that still runs, or whose end is not told."""

    start: YearMonth
    end: YearMonth | None
    current: bool = False
    span: tuple[int, int] = (0, 0)
    text: str = ""


@lru_cache(maxsize=_CACHED)
def dates(text: str, language: str = "en") -> tuple[DateMention, ...]:
    """The months and years of a text in order; figures that count something or name a standard are none."""
    return tuple(_mentions(text, language))


def _mentions(text: str, language: str) -> Iterator[DateMention]:
    for found in _pattern(language).finditer(text):
        value = _value(found, language)
        if value is None or (found["year"] and _no_year(text, found)):
            continue
        if found["next"] and not value.month:
            yield DateMention(value, found.span("first"), found["first"])
            last = YearMonth(value.year // _CENTURY * _CENTURY + int(found["next"]))
            yield DateMention(last, found.span("next"), found["next"])
        else:
            yield DateMention(value, found.span(), found.group())


def _value(found: re.Match[str], language: str) -> YearMonth | None:
    if found["iso"]:
        return _month(int(found["iso"][:4]), int(found["iso"][5:7]))
    if found["slashed"]:
        return _slashed([int(part) for part in re.split(r"[/.]", found["slashed"])])
    if name := found["open"] or found["named"]:
        return YearMonth(int(found["opened"] or found["of"]), _named(name, language))
    if found["short"]:
        month, year = found["short"].split()
        return YearMonth(2000 + int(year.strip("'’")), _named(month, language))
    if found["first"]:
        return _shortened(int(found["first"]), int(found["next"]))
    return YearMonth(int(found["year"]))


def _shortened(year: int, following: int) -> YearMonth | None:
    """The first year of "2016/17", or the month of "2016/03"."""
    return YearMonth(year) if following > year % _CENTURY else _month(year, following)


def _named(name: str, language: str) -> int:
    return month_names(language)[name.lower().rstrip(".")]


def _slashed(parts: list[int]) -> YearMonth | None:
    """Day, month and year; the month first where the second part can be none."""
    *days, month, year = parts
    return _month(year, month) or (_month(year, days[0]) if days else None)


def _month(year: int, month: int) -> YearMonth | None:
    return YearMonth(year, month) if 1 <= month <= YEAR_MONTHS else None


_BEFORE_NAME = re.compile(r"(?:[A-Z][\w.+#-]*\s?[\w.]*|\bISO|\bFRS|\bת\"י)\s$")
_BEFORE_DATE = re.compile(
    r"(?:\b(?:in|since|from|until|till|of|by|between|to|during|and|before|after|summer|autumn|fall|spring"
    r"|winter|early|late|mid|"
    r"through|year|around|expected|class|graduated|joined|started|end|begin\w*|renewed|january|february|march"
    r"|april|may|june|july|august|"
    r"september|october|november|december|valid|the)|[-–—/(,:|])\s*$|^\s*$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\s*$")
_COUNTED = re.compile(
    r"\s+[a-z]{3,}(?:s|ed)?\s*(?:of\b|[a-z]*s\b)|\s+[a-z]{3,}s\b|\s*(?:%|[KMk]\b|km|kg|m2|m3|\bm\b)"
)
_PRODUCT = re.compile(
    r"\b(?:Civil 3D|Windows|Office|Project|Server|Excel|Word|Autodesk|SQL Server|ISO|FRS|IFRS|ISA|EN"
    r"|BS|Revit|AutoCAD)\s$"
)
_CLOSED = re.compile(r"\s*[,.)\n]|\s*$|\s*[-–]")


def _no_year(text: str, found: re.Match[str]) -> bool:
    """Whether four figures are no year: they count something, or are part of a product's or standard's name."""
    start, end = found.start(), found.end()
    near, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    dated = _BEFORE_DATE.search(near)
    opening = start < _NEAR and _OPENING.match(near)
    if _COUNTED.match(after) and (not dated or opening):
        return True
    named = _BEFORE_NAME.search(near)
    return bool(named and not dated and not _CLOSED.match(after)) or bool(_PRODUCT.search(near))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(month_names(language), key=len, reverse=True))
    prefix = "(?:[בלמהו]{1,2}-?)?" if language == "he" else ""
    present = "|".join(re.escape(word) for word in sorted(_present(language)))
    of = r"(?:\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:of\s+|ב-?)?|,\s*)"
    return re.compile(
        rf"(?:(?<![\w/.,$€£₪-])|(?<=\d{{4}}[/-])|(?<=[a-z]{{3}}-))(?<!\d:)(?:(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?![\w-])"
        rf"|(?P<first>{_YEAR})[/–-](?P<next>\d\d)(?![\w/-])"
        rf"|{prefix}(?P<slashed>(?:\d{{1,2}}[/.])?\d{{1,2}}[/.]{_YEAR})(?!\w)"
        rf"|{prefix}(?P<open>(?:{months})\.?)(?=\s*(?:-|–|—|to|until)\s*(?:{months})\.?\s+(?P<opened>{_YEAR})\b)"
        rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{prefix}(?P<named>(?:{months})\.?){of}(?P<of>{_YEAR})\b"
        rf"|(?P<short>(?:{months})\.?\s['’]\d\d)\b"
        rf"|{prefix}(?:FY\s?)?(?P<year>{_YEAR})(?![\w%]|[.,]\d|[/-](?!{_YEAR}\b|(?:{present})\b)\w))",
        re.IGNORECASE,
    )


@cache
def month_names(language: str) -> Mapping[str, int]:
    """The names of months and their numbers, in lower case; in any language, the English ones too."""
    found = {word: int(number) for word, number in word_map("en", "dates", "months").items()}
    if language != "en":
        found |= {word: int(number) for word, number in word_map(language, "dates", "months").items()}
    return found


@cache
def _present(language: str) -> frozenset[str]:
    return word_set("en", "dates", "present") | word_set(language, "dates", "present")


def is_present(text: str, language: str = "en") -> bool:
    """Whether a word says that something still runs: Present, now, היום."""
    plain = text.strip(" .()").lower()
    return plain in _present(language) or plain in _present("he")


_JOINED = re.compile(r"\s*(?:-|–|—|/|to|until|till|through|and|עד)\s*(?:ה-?)?$", re.IGNORECASE)
_SINCE = re.compile(r"(?:\bsince|\bfrom|מאז|החל מ-?)\s*$", re.IGNORECASE)
_RUNNING = re.compile(r"\s*(?:-|–|—|to|until|till|ו?עד)\s*(?:ה-)?([A-Za-z]+|[\u05d0-\u05ea]+)")


def periods(text: str, language: str = "en") -> tuple[Period, ...]:
    """The periods of a text in order: two dates with a dash or a word between, or one since which something runs."""
    found, mentions, place = [], dates(text, language), 0
    while place < len(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        period = _period(text, mentions[place], following, language)
        found += [period] if period else []
        place += 2 if period and period.end else 1
    return tuple(found)


def _period(text: str, first: DateMention, following: DateMention | None, language: str) -> Period | None:
    start, end = first.span
    if following and _JOINED.fullmatch(text, end, following.span[0]):
        span = (start, following.span[1])
        return Period(first.value, following.value, span=span, text=text[slice(*span)])
    running = _RUNNING.match(text, end)
    if running and is_present(running[1], language):
        span = (start, running.end())
        return Period(first.value, None, current=True, span=span, text=text[slice(*span)])
    if _SINCE.search(text[max(0, start - _NEAR) : start]):
        return Period(first.value, None, current=True, span=first.span, text=first.text)
    return None


def months_inclusive(period: Period, today: date) -> int:
    """The months of a period, its first and last included; what still runs is counted to `today`."""
    return max(0, _end(period, today) - period.start.first + 1)


def union_months(periods_: Sequence[Period], today: date) -> int:
    """The months that some periods cover together, each counted once."""
    covered: set[int] = set()
    for period in periods_:
        covered |= set(range(period.start.first, _end(period, today) + 1))
    return len(covered)


def years_down(months: int) -> int:
    """Whole years in some months."""
    return months // YEAR_MONTHS


def _end(period: Period, today: date) -> int:
    return period.end.last if period.end else YearMonth(today.year, today.month).first
