"""Quantities: the figures of a text, each with its unit, bound, rate and what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from careervp_mcp.career.numerals import Numeral, numeral, numerals_pattern
from careervp_mcp.career.units import (
    Unit,
    approximation_before,
    bound_before,
    currency_before,
    is_version,
    rate_after,
    shares,
    stated_times,
    unit_after,
)
from careervp_mcp.career.wordlists import word_set

Kind = Literal["count", "percent", "points", "money", "time", "measure", "multiplier", "fraction", "frequency"]
Bound = Literal["", "at_least", "at_most"]
Approximation = Literal["", "about", "nearly"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure; low and high differ for a range, both in the base unit."""

    low: float
    high: float
    kind: Kind
    unit: str = ""
    """The base unit: min, day, month (years are twelve), m, kg, USD, %; empty for a count."""
    per: str = ""
    """What it is a rate over: hour, day, week, month, quarter, year, shift …; empty for none."""
    bound: Bound = ""
    approx: Approximation = ""
    noun: str = ""
    """What a count counts: its last noun, as written in lower case."""
    modifiers: tuple[str, ...] = ()
    role: str = ""
    """`team_size` for people that are led or worked with as one group."""
    written: str = ""
    """The unit as written."""
    amount: float = 0.0
    """The number as written, before it was turned into the base unit; a range's last."""
    span: tuple[int, int] = (0, 0)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after."""

    before: Quantity
    after: Quantity
    span: tuple[int, int]


_LENDING = frozenset({"count", "time", "measure", "money"})
"""Kinds whose unit a bare figure after "to" or "instead of" takes."""
_RANGE = re.compile(r"\s*(?:-|–|—|to|or)\s*$")
_FROM = re.compile(r"(?:\bfrom|מ-?|\bof)\s*(?:[$€£₪]|about |around |nearly |over |some )*$", re.IGNORECASE)
_TO = re.compile(
    r"^[\s\w$€£₪%/-]{0,24}?(?:\bto\b|->|→|\binto\b|ל-?)\s*(?:just |only |about |around |nearly |under |over "
    r"|almost |roughly |less than |more than |below |above )*[$€£₪]?$"
)
_BACK = re.compile(
    r"^[\s\w%,$€£₪/-]{0,24}?(?:,?\s*(?:down |up )?from|instead of|rather than|where it had been"
    r"|מ-?)\s*(?:about |around |nearly |over )*[$€£₪]?$"
)
_BY = re.compile(r"(?:\bby|ב-?)\s*(?:about |nearly |over |almost )?[$€£₪]?$", re.IGNORECASE)
_TEAM = re.compile(
    r"\b(?:teams?|crews?|brigades?|groups?|staff|squads?|class(?:es)?|department|units?|צוות"
    r"|קבוצה)\s+(?:\w+\s+)?(?:of|של|בן|בת)\s+(?:about |around |nearly |over |up to |some )*$"
)
_OF = re.compile(r"^(?:[-\s](?:person|strong|member|people)\b)")
_NOUNS = re.compile(r"^[-\s]+((?:[a-z\u05d0-\u05ea][\w'’/\u05f3\u05f4\"-]*\s?){1,4})", re.IGNORECASE)
_CLOCK = re.compile(r"^\s*(?:o'clock|in the (?:morning|evening|afternoon)|[ap]\.?m\b)", re.IGNORECASE)
_FEW = 3
"""Up to this a number word may be an idiom's."""
_CACHED = 1 << 12


@lru_cache(maxsize=_CACHED)
def quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """The figures of a text in order, none overlapping another; dates, versions and names are none."""
    found = [*_numbers(text, language), *shares(text, language, Quantity), *stated_times(text, language, Quantity)]
    kept: list[Quantity] = []
    for figure in sorted(found, key=_widest):
        if not any(figure.span[0] < other.span[1] and other.span[0] < figure.span[1] for other in kept):
            kept.append(figure)
    return tuple(sorted(_joined(kept, text), key=_place))


@lru_cache(maxsize=_CACHED)
def changes(text: str, language: str = "en") -> tuple[Change, ...]:
    """The from–to pairs of a text in order."""
    found, figures, place = [], quantities(text, language), 0
    while place + 1 < len(figures):
        pair = _change(figures[place], figures[place + 1], text)
        found += [pair] if pair else []
        place += 2 if pair else 1
    return tuple(found)


def _place(figure: Quantity) -> tuple[int, int]:
    return figure.span


def _widest(figure: Quantity) -> tuple[int, int]:
    return figure.span[0] - figure.span[1], figure.span[0]


def _numbers(text: str, language: str) -> Iterator[Quantity]:
    for found in numerals_pattern(language).finditer(text):
        number = numeral(found, language)
        start = found.start("figures") if found["figures"] else found.start("words")
        number = replace(number, start=start)
        if is_version(text, number, language) or _CLOCK.match(text[number.end :]):
            continue
        figure = _quantity(text, number, language)
        if not (number.worded and (figure.low <= _FEW and _idle(figure) or _pointing(figure, text))):
            yield figure


def _pointing(figure: Quantity, text: str) -> bool:
    """Whether a number word points at what was told: "the three", "the other two"."""
    before = re.search(r"\b(?:the|these|those|other|all|both|of)\s$", text[: figure.span[0]], re.IGNORECASE)
    return bool(
        before
        and figure.kind == "count"
        and (not figure.noun or re.match(r"\s*(?:of\b|makes?|are|were|was|is|[.,;])", text[figure.span[1] :]))
    )


def _idle(figure: Quantity) -> bool:
    """Whether a small number word counts nothing: "on its own two feet", "three things"."""
    idle = word_set("en", "numbers", "uncounted")
    return figure.written in idle or (not figure.modifiers and figure.noun in idle)


def _quantity(text: str, number: Numeral, language: str) -> Quantity:
    before = text[: number.start]
    unit = currency_before(before, number.start) or unit_after(text, number.end, language)
    start, end = number.start, number.end
    kind: Kind = "count"
    factor, base, written = 1.0, "", ""
    if isinstance(unit, Unit):
        kind, base, factor, written = unit.kind, unit.base, unit.factor, unit.written
        start, end = min(start, unit.start), max(end, unit.end)
    noun, modifiers, behind = _counted(text, end) if kind == "count" else ("", (), end)
    near = text[:start]
    bound = bound_before(near, language) or ("at_least" if text[end : end + 1] == "+" else "")
    if text[end : end + 1] == "+":
        end += 1
    team = bool(_TEAM.search(before) or _OF.match(text[number.end :]))
    return Quantity(
        number.value * factor, number.value * factor, kind, base, rate_after(text, end, behind), bound,
        approximation_before(near, language), noun, modifiers, "team_size" if team and kind == "count" else "",
        written, number.value, (start, end), text[start:end],
    )  # fmt: skip


def _counted(text: str, end: int) -> tuple[str, tuple[str, ...], int]:
    """What a count counts: the words after it up to the first that ends a noun, and where they end."""
    found = _NOUNS.match(text[end : end + 80])
    if not found:
        return "", (), end
    words: list[str] = []
    for word in found[1].replace("-", " ").split():
        if word.lower() in word_set("en", "numbers", "ends") or (word[0].isupper() and words):
            break
        words.append(word.lower())
    return (words[-1], tuple(words[:-1]), end + found.end()) if words else ("", (), end)


def _joined(figures: list[Quantity], text: str) -> Iterator[Quantity]:
    """Ranges as one figure, and figures whose unit is told by the next: "from 15 to 6 working days"."""
    ordered = sorted(figures, key=_place)
    place = 0
    while place < len(ordered):
        figure = ordered[place]
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        if following is None or not _bare(figure, following):
            yield figure
            place += 1
            continue
        between = text[figure.span[1] : following.span[0]]
        lent = _with_unit(figure, following)
        if _is_range(lent, following, between, text[: figure.span[0]]):
            span = (figure.span[0], following.span[1])
            yield replace(
                following, low=lent.low, bound=lent.bound, approx=lent.approx, span=span, text=text[slice(*span)]
            )
            place += 2
            continue
        linked = bool(_TO.match(between) or _BACK.match(between))
        if linked and following.kind == "count" and not following.noun and figure.kind in _LENDING:
            ordered[place + 1] = _with_unit(following, figure)
        yield lent if linked or between.strip() in {"or", "to", "-", "–"} else figure
        place += 1


def _is_range(lent: Quantity, following: Quantity, between: str, before: str) -> bool:
    """Whether two figures are the ends of one range."""
    joined = _RANGE.fullmatch(between) or (between.strip() == "and" and before.lower().rstrip().endswith("between"))
    return bool(joined and lent.kind == following.kind and lent.low < following.high and not _FROM.search(before))


def _bare(figure: Quantity, following: Quantity) -> bool:
    """Whether one of two figures stands without a unit of its own, or both have one kind."""
    bare = [one.kind == "count" and not one.noun for one in (figure, following)]
    return figure.kind == following.kind or any(bare)


def _with_unit(figure: Quantity, other: Quantity) -> Quantity:
    """A bare count with another figure's unit or noun; any other figure as it is."""
    if figure.kind != "count" or figure.noun:
        return figure
    if other.kind == "count":
        return replace(figure, noun=other.noun, modifiers=other.modifiers, per=figure.per or other.per)
    factor = other.high / other.amount if other.amount else 1.0
    return replace(
        figure, kind=other.kind, unit=other.unit, low=figure.low * factor, high=figure.high * factor,
        per=figure.per or other.per, written=other.written,
    )  # fmt: skip


def _change(first: Quantity, second: Quantity, text: str) -> Change | None:
    """Two figures of one kind that a text sets as before and after."""
    if first.kind != second.kind or first.unit != second.unit or first.low == second.low:
        return None
    between, before = text[first.span[1] : second.span[0]], text[: first.span[0]]
    span = (first.span[0], second.span[1])
    if _TO.match(between) and (_FROM.search(before) or first.kind == "percent"):
        return Change(first, second, span)
    return Change(second, first, span) if _BACK.match(between) and not _BY.search(before) else None
