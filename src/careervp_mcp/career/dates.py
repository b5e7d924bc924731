"""Dates: the months and years that a text names, periods, and how many months they hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from careervp_mcp.career.wordlists import word_map, word_set

YEAR_MONTHS = 12
_YEAR = r"(?:19|20)\d\d"
_CACHED = 1 << 12


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month, or a year whose month is not told."""

    year: int
    month: int | None = None

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
    """A place where a text names a date; the value is None for a word such as Present."""

    value: YearMonth | None
    span: tuple[int, int]
    text: str


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
        if value is not None and not (found["year"] and _no_year(text, found)):
            yield DateMention(value, found.span(), found.group())


def _value(found: re.Match[str], language: str) -> YearMonth | None:
    if found["iso"]:
        return _month(int(found["iso"][:4]), int(found["iso"][5:7]))
    if found["slashed"]:
        parts = re.split(r"[/.]", found["slashed"])
        return _month(int(parts[-1]), int(parts[-2]))
    if found["named"]:
        return YearMonth(int(found["of"]), _months(language)[found["named"].lower().rstrip(".")])
    if found["short"]:
        month, year = found["short"].split()
        return YearMonth(2000 + int(year.strip("'’")), _months(language)[month.lower().rstrip(".")])
    return YearMonth(int(found["year"]))


def _month(year: int, month: int) -> YearMonth | None:
    return YearMonth(year, month) if 1 <= month <= YEAR_MONTHS else None


_BEFORE_NAME = re.compile(r"(?:[A-Z][\w.+#-]*\s?[\w.]*|\bISO|\bFRS|\bת\"י)\s$")
_BEFORE_DATE = re.compile(
    r"(?:\b(?:in|since|from|until|till|of|by|between|to|during|and|before|after|summer|autumn|fall|spring"
    r"|winter|early|late|mid|"
    r"through|year|around|expected|class|graduated|joined|started|end|begin\w*|renewed|january|february|march"
    r"|april|may|june|july|august|"
    r"september|october|november|december|valid|the)|[-–—/(,:|]|^)\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+[a-z]{3,}(?:s|ed)?\s*(?:of\b|[a-z]*s\b)|\s+[a-z]{3,}s\b|\s*(?:%|[KMk]\b|km|kg|m2|m3|\bm\b)"
)


def _no_year(text: str, found: re.Match[str]) -> bool:
    """Whether four figures are no year: they count something, or are part of a product's or standard's name."""
    before, after = text[: found.start()], text[found.end() : found.end() + 24]
    dated = _BEFORE_DATE.search(before[-16:])
    if _COUNTED.match(after) and not dated:
        return True
    named = _BEFORE_NAME.search(before[-24:])
    return bool(named and not dated and not re.match(r"\s*[,.)\n]|\s*$|\s*[-–]", after)) or bool(
        re.search(
            r"\b(?:Civil 3D|Windows|Office|Project|Server|Excel|Word|Autodesk|SQL Server|ISO|FRS|IFRS|ISA|EN"
            r"|BS|Revit|AutoCAD)\s$",
            before[-20:],
        )
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(sorted({*_months(language)}, key=len, reverse=True))
    prefix = "(?:[בלמהו]{1,2}-?)?" if language == "he" else ""
    return re.compile(
        rf"(?<![\w/.,$€£₪-])(?:(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)(?![\w-])"
        rf"|{prefix}(?P<slashed>(?:\d{{1,2}}[/.])?\d{{1,2}}[/.]{_YEAR})(?!\w)"
        rf"|{prefix}(?P<named>(?:{months})\.?)(?:\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?"
        rf"|,\s*)(?P<of>{_YEAR})\b"
        rf"|(?P<short>(?:{months})\.?\s['’]\d\d)\b"
        rf"|{prefix}(?P<year>{_YEAR})(?![\w/%]|[.,]\d|-\w))",
        re.IGNORECASE,
    )


@cache
def _months(language: str) -> Mapping[str, int]:
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


_JOINED = re.compile(r"\s*(?:-|–|—|to|until|till|through|and|עד)\s*(?:ה-?)?$", re.IGNORECASE)
_SINCE = re.compile(r"(?:\bsince|\bfrom|מאז|החל מ-?)\s*$", re.IGNORECASE)


def periods(text: str, language: str = "en") -> tuple[Period, ...]:
    """The periods of a text in order: two dates with a dash or a word between, or one since which something runs."""
    found, mentions, place = [], dates(text, language), 0
    while place < len(mentions):
        first = mentions[place]
        period, used = _period(text, first, mentions[place + 1 :], language)
        found += [period] if period else []
        place += used
    return tuple(found)


def _period(text: str, first: DateMention, later: Sequence[DateMention], language: str) -> tuple[Period | None, int]:
    if first.value is None:
        return None, 1
    if later and later[0].value is not None and _JOINED.fullmatch(text[first.span[1] : later[0].span[0]]):
        span = (first.span[0], later[0].span[1])
        return Period(first.value, later[0].value, span=span, text=text[slice(*span)]), 2
    running = re.match(r"\s*(?:-|–|—|to|until|עד)\s*(?:ה-?)?([A-Za-z]+|[\u05d0-\u05ea]+)", text[first.span[1] :])
    if running and is_present(running[1], language):
        span = (first.span[0], first.span[1] + running.end())
        return Period(first.value, None, current=True, span=span, text=text[slice(*span)]), 1
    if _SINCE.search(text[: first.span[0]]):
        return Period(first.value, None, current=True, span=first.span, text=first.text), 1
    return None, 1


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
