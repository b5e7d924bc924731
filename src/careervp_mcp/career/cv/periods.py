"""The period in a line of a CV: where it stands, its two ends as written, and whether it still runs."""

import re
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.cv.vocabulary import LANGUAGES, any_of, listed
from careervp_mcp.career.wordlists import word_set


@dataclass(frozen=True, slots=True)
class Span:
    """A period, or a single date, as written."""

    start: str
    end: str
    current: bool
    text: str
    place: tuple[int, int]
    """Where it stands in its line, with the brackets around it."""

    @property
    def single(self) -> bool:
        """Whether it is one date alone."""
        return not self.end and not self.current


def find_span(line: str) -> Span | None:
    """The first period of a line, else the date at its end or alone in brackets; None where there is neither."""
    found = _range().search(line) or _open_range().search(line)
    if found:
        start = found["start"] or found["since"] or found["begun"]
        end = found["end"] or ""
        current = bool(found["since"] or found["present"] or found["begun"])
        return Span(start, end, current, found.group().strip(" ()[]"), _with_brackets(line, *found.span()))
    found = _single().search(line)
    if found is None:
        return None
    return Span(found["date"], "", current=False, text=found["date"], place=_with_brackets(line, *found.span("date")))


def dates_in(text: str) -> list[str]:
    """All dates of a text as written."""
    return [found["date"] for found in _date().finditer(text)]


def _with_brackets(line: str, start: int, end: int) -> tuple[int, int]:
    if start and end < len(line) and line[start - 1] + line[end] in {"()", "[]"}:
        return start - 1, end + 1
    return start, end


_YEAR = r"(?:19|20)\d\d"


@cache
def _pattern_of_date() -> str:
    months = any_of(_months())
    seasons = any_of(listed("dates", "seasons"))
    return (
        rf"(?:(?:{seasons})\s+)?(?:ב-?)?(?:{months})\.?(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?,?\s(?:of\s)?{_YEAR}"
        rf"|(?:\d{{1,2}}\s)(?:ב)?(?:{months})\.?,?\s{_YEAR}"
        rf"|(?:{months})\.?\s?['’]\d\d(?!\d)"
        rf"|(?:\d{{1,2}}[./])?\d{{1,2}}[./-]{_YEAR}"
        rf"|{_YEAR}[./-](?:0[1-9]|1[0-2])(?:[./-]\d\d)?(?!\d)"
        rf"|(?:{seasons})\s{_YEAR}"
        rf"|{_YEAR}"
    )


def _months() -> list[str]:
    return [word for language in LANGUAGES for word in word_set(language, "dates", "months")]


@cache
def _date() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£₪])(?P<date>{_pattern_of_date()})(?![\w%])", re.IGNORECASE)


@cache
def _range() -> re.Pattern[str]:
    date, joins = _pattern_of_date(), any_of(listed("dates", "joins"))
    months = any_of(_months())
    present = any_of(word for language in LANGUAGES for word in word_set(language, "dates", "present"))
    return re.compile(
        rf"(?<![\w$€£₪])(?:(?:from|since)\s)?(?P<start>{date}|\d{{1,2}}/\d\d|(?:{months})\.?)\s{{0,3}}"
        rf"(?:-{{1,3}}|[–—\u2212~→]|(?:{joins})\b)\s{{0,3}}(?:ה-?)?"
        rf"(?P<end>(?P<present>(?:the\s)?(?:{present})(?:\sday)?)|{date}|\d{{1,2}}/\d\d|\d\d)(?![\w/.]\d|\w)"
        rf"(?P<since>(?!))?(?P<begun>(?!))?",
        re.IGNORECASE,
    )


@cache
def _open_range() -> re.Pattern[str]:
    """`since 2020`, and `2020 –` with nothing behind."""
    date, opened = _pattern_of_date(), any_of(listed("dates", "open"))
    return re.compile(
        rf"(?<!\w)(?:(?:{opened})\s?(?P<since>{date})|(?P<begun>{date})\s?[-–—](?=\s*(?:$|[)\]|,])|\s{{2,}}|\t))(?!\w)"
        rf"(?P<start>(?!))?(?P<end>(?!))?(?P<present>(?!))?",
        re.IGNORECASE,
    )


@cache
def _single() -> re.Pattern[str]:
    """A date that ends the line, stands in brackets or between strong separators."""
    return re.compile(
        rf"(?:^|[\s(\[|,–—-])(?P<date>{_pattern_of_date()})(?=\s*[)\].]?\s*$|\s*[)\]]|\s*\||\t|\s{{2,}}|:\s)",
        re.IGNORECASE,
    )
