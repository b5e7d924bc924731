"""Quantities: the figures of a text, each with its unit, bound, rate and what it counts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from careervp_mcp.career.amounts import Change, Kind, Quantity, Span, before
from careervp_mcp.career.bounds import qualified
from careervp_mcp.career.countwords import number_words
from careervp_mcp.career.durations import durations
from careervp_mcp.career.identifiers import is_identifier, without_names
from careervp_mcp.career.numerals import Numeral, numerals
from careervp_mcp.career.shares import shares
from careervp_mcp.career.units import currency_before, rate_after, unit_after
from careervp_mcp.career.wordlists import word_set

__all__ = ["Change", "Kind", "Quantity", "changes", "quantities"]

_LENDING = frozenset({"count", "time", "measure", "money"})
"""Kinds whose unit a bare figure after "to" or "instead of" takes."""
_RANGE = re.compile(r"\s*(?:-|–|—|to|or|עד)\s*[$€£₪]?\s*$")
_BETWEEN = re.compile(r"(?:\bbetween|(?<!\w)בין)\s+[$€£₪]?$", re.IGNORECASE)
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
_OF = re.compile(r"[-\s](?:person|strong|member|people)\b")
_NOUNS = re.compile(r"[-\s]+((?:[a-z\u05d0-\u05ea][\w'’/\u05f3\u05f4\"-]*\s?){1,4})", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:the|these|those|other|all|both)\s$", re.IGNORECASE)
_TOLD = re.compile(r"\s*(?:of\b|makes?|are|were|was|is|[.,;])")
_I_DID = "תי"
"""The ending of a Hebrew verb of the first person, which names nothing that is counted."""
_FEW = 3
"""Up to this a number word may be an idiom's."""
_CACHED = 1 << 12
_EXACT = 9
"""Decimals of a value in its base unit."""
_BEFORE = 32
"""Characters before a figure in which its bound stands."""
_BETWEEN_LETTERS = 80
"""Characters of what stands between two figures; more than any pair of one metric has."""
_NOUN_LETTERS = 80
"""Characters after a figure in which stands what it counts."""


@lru_cache(maxsize=_CACHED)
def quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """The figures of a text in order, none overlapping another; dates, versions and names are none."""
    told = without_names(text, language)
    found = [*_numbers(told, language), *shares(told, language), *durations(told, language)]
    return tuple(_joined(list(_apart(sorted(found, key=_place))), told))


@lru_cache(maxsize=_CACHED)
def changes(text: str, language: str = "en") -> tuple[Change, ...]:
    """The from–to pairs of a text in order."""
    found, figures, place = [], quantities(text, language), 0
    while place + 1 < len(figures):
        pair = _change(figures[place], figures[place + 1], text)
        found += [pair] if pair else []
        place += 2 if pair else 1
    return tuple(found)


def _place(figure: Quantity) -> Span:
    return figure.span


def _apart(figures: Iterable[Quantity]) -> Iterator[Quantity]:
    """Of figures that overlap, the longest."""
    kept: Quantity | None = None
    for figure in figures:
        if kept is None or kept.span[1] <= figure.span[0]:
            if kept is not None:
                yield kept
            kept = figure
        elif figure.span[1] - figure.span[0] > kept.span[1] - kept.span[0]:
            kept = figure
    if kept is not None:
        yield kept


def _numbers(text: str, language: str) -> Iterator[Quantity]:
    for number in numerals(text, language):
        if is_identifier(text, number, language):
            continue
        figure = _quantity(text, number, language)
        if not (number.worded and ((figure.low <= _FEW and _idle(figure)) or _pointing(figure, text))):
            yield figure


def _pointing(figure: Quantity, text: str) -> bool:
    """Whether a number word points at what was told: "the three", "the other two"."""
    pointed = figure.kind == "count" and _POINTING.search(before(text, figure.span[0]))
    return bool(pointed and (not figure.noun or _TOLD.match(text, figure.span[1])))


def _idle(figure: Quantity) -> bool:
    """Whether a small number word counts nothing: "on its own two feet", "three things"."""
    idle = word_set("en", "numbers", "uncounted")
    return figure.written in idle or (not figure.modifiers and figure.noun in idle)


def _quantity(text: str, number: Numeral, language: str) -> Quantity:
    near, end = before(text, number.start), number.end
    plus = end + 1 if text[end : end + 1] == "+" else end
    unit = currency_before(near, number.start) or unit_after(text, plus)
    kind: Kind = unit.kind if unit else "count"
    start = min(number.start, unit.start) if unit else number.start
    end = max(end, unit.end) if unit else end
    counted = ("", (), end) if unit else _counted(text, plus)
    bound, approx, end = qualified(text[max(0, start - _BEFORE) : start], text, end, language)
    if plus > number.end:
        bound, end = bound or "at_least", max(end, plus)
    team = kind == "count" and (_TEAM.search(near) or _OF.match(text, number.end))
    value = round(number.value * (unit.factor if unit else 1.0), _EXACT)
    return Quantity(
        value, value, kind, unit.base if unit else "", rate_after(text, end, counted[2]), bound, approx,
        counted[0], counted[1], "team_size" if team else "", unit.written if unit else "", number.value,
        (start, end), text[start:end],
    )  # fmt: skip


def _counted(text: str, end: int) -> tuple[str, tuple[str, ...], int]:
    """What a count counts: the words after it up to the first that ends a noun, and where they end."""
    found = _NOUNS.match(text, end, end + _NOUN_LETTERS)
    if not found:
        return "", (), end
    words: list[str] = []
    for word in found[1].replace("-", " ").split():
        if word.lower() in _noun_ends() or word.endswith(_I_DID) or (word[0].isupper() and words):
            break
        words.append(word.lower())
    return (words[-1], tuple(words[:-1]), end + found.end() - found.start()) if words else ("", (), end)


@cache
def _noun_ends() -> frozenset[str]:
    """Words that no longer name what a number counts: of, with, the next number; in all languages at once."""
    ends = word_set("en", "numbers", "ends") | word_set("he", "numbers", "ends")
    return ends | number_words("he").keys()


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
        between = text[figure.span[1] : following.span[0]][:_BETWEEN_LETTERS]
        lent = _with_unit(figure, following)
        if _RANGE.fullmatch(between) and figure.kind == "money":
            following = _with_unit(following, figure)
        if _is_range(lent, following, between, before(text, figure.span[0])):
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


def _is_range(lent: Quantity, following: Quantity, between: str, near: str) -> bool:
    """Whether two figures are the ends of one range."""
    joined = _RANGE.fullmatch(between) or (between.strip() in {"and", "ל", "ל-"} and _BETWEEN.search(near))
    return bool(joined and lent.kind == following.kind and lent.low < following.high and not _FROM.search(near))


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
    between, near = text[first.span[1] : second.span[0]][:_BETWEEN_LETTERS], before(text, first.span[0])
    span = (first.span[0], second.span[1])
    if _TO.match(between) and (_FROM.search(near) or first.kind == "percent"):
        return Change(first, second, span)
    return Change(second, first, span) if _BACK.match(between) and not _BY.search(near) else None
