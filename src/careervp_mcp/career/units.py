"""Units, bounds and rates: the words around a number that say what it measures."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from careervp_mcp.career.numerals import Numeral
from careervp_mcp.career.wordlists import table, word_map, word_set
from careervp_mcp.career.words import lemma_of

UnitKind = Literal["percent", "points", "money", "time", "measure"]
_Q = TypeVar("_Q")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit beside a number, and its place in the text."""

    kind: UnitKind
    base: str
    factor: float
    start: int
    end: int
    written: str


_SIGN = re.compile(r"(?:US|C|A)?([$€£₪¥₹])\s?$")
_TIMES_AS = re.compile(r"^\s?(?:times|x|×)\b|^-?fold\b", re.IGNORECASE)
_RATE = re.compile(
    r"^(?![^.;]{0,12}?\bto a quarter)[^.,;:()\n]{0,36}?(?:\b(?:an?|per|each|every|the|בכל|מדי"
    r"|כל)\s+(?P<word>[A-Za-z\u05d0-\u05ea]+)|/\s?(?P<slash>[a-z]+)|\b(?P<adverb>(?:hour|dai|week|month"
    r"|quarter|year)ly|annually|בשבוע|בחודש|בשנה|ביום|במשמרת|לשנה|לחודש))",
    re.IGNORECASE,
)
_BEFORE_RATE = re.compile(
    r"\b(hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual|annually)\s+$", re.IGNORECASE
)


@cache
def _units() -> Mapping[str, tuple[UnitKind, str, float]]:
    found: dict[str, tuple[UnitKind, str, float]] = {}
    kinds: tuple[UnitKind, ...] = ("time", "measure")
    for kind in kinds:
        group = table("", "units")[kind]
        if isinstance(group, Mapping):
            for base, names in group.items():
                found |= {str(name): (kind, str(base), float(factor)) for name, factor in names.items()}
    found |= {name: ("money", base, 1.0) for name, base in word_map("", "units", "money").items()}
    found |= {
        name: ("percent" if base == "percent" else "points", "%", 1.0)
        for name, base in word_map("", "units", "share").items()
    }
    return found


@cache
def _after() -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(_units(), key=len, reverse=True))
    return re.compile(rf"[\s-]?ה?({listed})(?![\w²³]|-[a-z])", re.IGNORECASE)


def unit_after(text: str, end: int, _language: str) -> Unit | None:
    """The unit that follows a number, one space or hyphen between; None for a plain count."""
    found = _after().match(text, end)
    if not found:
        return None
    name = found[1] if found[1] in _units() else found[1].lower()
    known = _units().get(name)
    if known is None or (len(name) == 1 and name not in {"%", "h", "m", "g", "l", "t"}):
        return None
    if name in {"points", "point"} and re.match(r"\s+of (?:view|sale|contact|care)", text[found.end() :]):
        return None
    kind, base, factor = known
    return Unit(kind, base, factor, end, found.end(), found[1])


def currency_before(before: str, start: int) -> Unit | None:
    """The currency sign that a number follows."""
    found = _SIGN.search(before)
    if not found:
        return None
    base = word_map("", "units", "money")[found[1]]
    return Unit("money", base, 1.0, start - len(found.group()), start, found.group())


def rate_after(text: str, end: int, behind: int) -> str:
    """What a figure is a rate over, told after it or right before; empty for none."""
    found = _RATE.match(text[end : max(behind, end) + 48])
    if found:
        word = (found["word"] or found["slash"] or found["adverb"] or "").lower()
        rate = word_map("", "units", "rate").get(word) or word_map("", "units", "rate").get(lemma_of(word))
        if rate:
            return rate if rate != "order" else word
    return ""


@cache
def _bounds(language: str) -> Mapping[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {}
    for word, bound in word_map(language, "numbers", "bounds").items():
        groups.setdefault(bound, []).append(word)
    return {
        bound: re.compile(
            rf"(?:^|[\s(,–-])[בלמו]?-?{_either(words)}\s*(?:בני|בן|בנות|של)?\s*(?:the |a |an )?[$€£₪]?\s*$",
            re.IGNORECASE,
        )
        for bound, words in groups.items()
    }


def _either(words: list[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def bound_before(before: str, language: str) -> Literal["", "at_least", "at_most"]:
    """The bound that stands right before a number."""
    near = before[-28:]
    if _bounds(language)["at_least"].search(near):
        return "at_least"
    return "at_most" if _bounds(language)["at_most"].search(near) else ""


def approximation_before(before: str, language: str) -> Literal["", "about", "nearly"]:
    """The approximation that stands right before a number."""
    near = before[-28:]
    if _bounds(language)["nearly"].search(near):
        return "nearly"
    return "about" if _bounds(language)["about"].search(near) else ""


_NAMED = re.compile(r"([A-Z][\w.+#-]*|[A-Za-z]+\"[\w]+|[א-ת]+\"[א-ת]+)[\s-]$")
_START = re.compile(r"(?:^|[.!?:;\n•*]\s*|[-–]\s)$")
_DATE_WORDS = re.compile(
    r"(?:\b(?:in|since|from|until|till|of|by|between|to|during|and|before|after|summer|autumn|spring|winter"
    r"|early|late|mid|through|year|around)|[-–/(,]|שנת|מאז|ב-?|עד|בשנת|משנת|\b\w{3,9}\.?)\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_version(text: str, number: Numeral, language: str) -> bool:
    """Whether a number is part of a name, a date or a standard, and so no quantity."""
    written = text[number.start : number.end]
    before, after = text[: number.start], text[number.end : number.end + 14]
    if not number.worded and _YEAR.fullmatch(written) and _is_year(before, after):
        return True
    if re.match(r"\s?(?:st|nd|rd|th)\b|/\d|:\d|\"|-?\d*(?:D|B)\b(?!\w)", after) or re.search(r"\d[/:]$", before):
        return True
    last = re.search(r"([A-Za-z\u05d0-\u05ea\"]+)\s$", before)
    if (
        last
        and last[1].lower() in word_set(language, "numbers", "versions")
        and not re.match(r"\s*(?:%|percent)", after)
    ):
        return True
    named = _NAMED.search(before)
    if named is None or number.worded:
        return False
    first = _START.search(before[: named.start()])
    plain = named[1].lower()
    verb = plain != lemma_of(plain) or plain in _openers() or plain in _verbs()
    return not (first and verb) and plain not in _openers()


@cache
def _openers() -> frozenset[str]:
    return word_set("en", "words", "stop")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(str(table("en", "verbs")["known"]).split())


def _is_year(before: str, after: str) -> bool:
    """Whether four figures from 1900 on are a year: nothing is counted by them."""
    counted = re.match(r"\s+[a-z]{3,}s\b", after) and not _DATE_WORDS.search(before[-14:])
    return not counted and not re.match(r"\s*(?:%|[KMk]\b)", after)


def shares(text: str, language: str, make: Callable[..., _Q]) -> Iterator[_Q]:
    """Multipliers and fractions in words: doubled, three times as fast, a third."""
    for kind, key in (("multiplier", "multipliers"), ("fraction", "fractions")):
        for found in _share_pattern(language, key).finditer(text):
            value = float(word_map(language, "numbers", key)[found[1].lower()])
            start, end = found.span(1)
            if found[1].lower() == "half" and not _SHARED.search(text[:start]) and not _OF_THEM.match(text[end:]):
                continue  # "the harder half of planning"
            if found[1].lower() == "a quarter" and not (
                _SHARED.search(text[:start]) or text[end:].startswith(" of ")
            ):
                continue  # it is a rate: "3 a quarter"
            yield _share(text, language, make, kind, value, (start, end))
    for found in _BY_TIMES.finditer(text) if language == "he" else ():
        value = float(word_map("he", "numbers", "words").get(found["word"] or "", found["figures"] or 0))
        yield _share(text, language, make, "multiplier", value + (0.5 if found["half"] else 0.0), found.span())
    for found in _often(language).finditer(text):
        value = float(word_map(language, "numbers", "frequency")[found[1].lower()])
        yield _share(text, language, make, "frequency", value, found.span(1))
    for found in _TIMES.finditer(text):
        value = (
            float(found["figures"]) if found["figures"] else float(_small().get((found["words"] or "").lower(), 0))
        )
        value += 0.5 if found["half"] else 0.0
        if value:
            kind = "multiplier" if found["as"] else "frequency"
            yield _share(text, language, make, kind, value, (found.start("number"), found.end("end")))


@cache
def _often(language: str) -> re.Pattern[str]:
    listed = "|".join(
        re.escape(word) for word in sorted(word_map(language, "numbers", "frequency"), key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w-])({listed})(?=\s+(?:an?|per|each|every|in|a)\b|\s+(?:daily|weekly|monthly|yearly)|\s+ב)",
        re.IGNORECASE,
    )


_BY_TIMES = re.compile(r"(?<!\w)פי (?:(?P<figures>\d+(?:\.\d+)?)|(?P<word>[\u05d0-\u05ea]+))(?P<half> וחצי)?")
_OF_THEM = re.compile(r"\s+(?:of (?:the|our|my|its|all|their|it)\b|the\b|as\b)", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:by|to|of|than|over|under|nearly|about|almost|roughly|some|around|only|just|least|is|was|were|cut"
    r"|lost|saved)\s$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?P<number>\b(?:(?P<figures>\d+(?:\.\d+)?)|(?P<words>two|three|four|five|six|seven|eight|nine"
    r"|ten))(?P<half> and a half)?)"
    r"(?P<end>\s?(?:times|x|×|-fold)(?![\w]))(?P<as>\s+(?:as|the|more|faster|quicker|higher|larger|bigger|its"
    r"|shorter|better|fewer|less)\b|(?=[.,;\s]*$)|(?<=x)|(?<=fold))?",
    re.IGNORECASE,
)


@cache
def _small() -> Mapping[str, str]:
    return word_map("en", "numbers", "words")


def _share(  # noqa: PLR0917 - one figure's parts, at callers right above
    text: str, language: str, make: Callable[..., _Q], kind: str, value: float, span: tuple[int, int]
) -> _Q:
    before = text[: span[0]]
    per = rate_after(text, span[1], span[1]) if kind == "frequency" else ""
    return make(
        low=value, high=value, kind=kind, unit="x" if kind != "fraction" else "%", per=per,
        bound=bound_before(before, language), approx=approximation_before(before, language),
        span=span, text=text[slice(*span)],
    )  # fmt: skip


@cache
def _share_pattern(language: str, key: str) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(word_map(language, "numbers", key), key=len, reverse=True))
    prefix = "(?:[ובלמכהש]{0,2})" if language == "he" else ""
    tail = (
        r"(?!\s+(?:an?|the)\s+(?:hour|day|year|million|thousand|dozen|mile)"
        r"|-?(?:day|time|way|hour|term|baked|year|page)|\s+of an hour|\w|-)"
    )
    return re.compile(rf"(?<![\w-]){prefix}({listed}){tail}", re.IGNORECASE)


_CLOCKED = re.compile(
    r"(?P<a>\b(?P<hours>\d+|an?|one|two|three|four|five)\s?(?:h|hr|hrs|hours?)(?:\s|,\s"
    r"|\sand\s)?(?P<minutes>\d+)\s?(?:m|min|mins|minutes)\b)"
    r"|(?P<b>\bhalf an hour\b)|(?P<c>\b(?:a )?quarter of an hour\b)|(?P<d>\bthree[- ]quarters of an hour\b)"
    r"|(?P<e>\b(?P<number>an?|one|two|three|four|five|\d+)\s(?P<unit>hours?|days?|weeks?|months?"
    r"|years?)\sand\sa\shalf\b)"
    r"|(?P<f>\bhalf a (?P<half>day|year|month|week)\b)"
    r"|(?P<g>(?<=in )|(?<=within )|(?<=after )|(?<=for )|(?<=under )|(?<=over )|(?<=took )|(?<=about )"
    r"|(?<=almost )|(?<=nearly )|(?<=to )|(?<=than ))(?P<single>an? (?:hour|day|week|month|year|decade"
    r"|fortnight))\b(?! and a half)",
    re.IGNORECASE,
)


def stated_times(text: str, language: str, make: Callable[..., _Q]) -> Iterator[_Q]:
    """Times that take more than a number and a unit: 1 h 35 min, half an hour, a year and a half."""
    for found in _CLOCKED.finditer(text):
        value, base = _clocked(found)
        span = found.span("single") if found["single"] else found.span()
        before = text[: span[0]]
        yield make(
            low=value, high=value, kind="time", unit=base, per="", bound=bound_before(before, language),
            approx=approximation_before(before, language), span=span, text=text[slice(*span)],
        )  # fmt: skip


def _clocked(found: re.Match[str]) -> tuple[float, str]:
    if found["a"]:
        return _count(found["hours"]) * 60 + float(found["minutes"]), "min"
    for name, minutes in (("b", 30.0), ("c", 15.0), ("d", 45.0)):
        if found[name]:
            return minutes, "min"
    written = found["unit"] or found["half"] or found["single"].split()[1]
    _, base, factor = _units()[written.lower()]
    count = 1.0 if found["single"] else 0.5 if found["half"] else _count(found["number"]) + 0.5
    return count * factor, base


def _count(word: str) -> float:
    return float(word) if word.isdigit() else float(_small().get(word.lower(), 1))
