"""Shares: multipliers, fractions and frequencies in words: doubled, three times as fast, a third, twice a week."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from careervp_mcp.career.amounts import Kind, Quantity, Span, before
from careervp_mcp.career.bounds import qualified
from careervp_mcp.career.countwords import number_words, worded
from careervp_mcp.career.units import rate_after
from careervp_mcp.career.wordlists import word_map

_HALF = 0.5


def shares(text: str, language: str) -> Iterator[Quantity]:
    """The multipliers, fractions and frequencies of a text, in no order."""
    for found in _listed(language, "multipliers").finditer(text):
        if _multiplies(text, found):
            yield _share(text, language, "multiplier", _value(language, "multipliers", found[1]), found.span(1))
    for found in _listed(language, "fractions").finditer(text):
        if _divides(text, found):
            yield _share(text, language, "fraction", _value(language, "fractions", found[1]), found.span(1))
    for found in _ONE_IN.finditer(text):
        value = 1 / (number_words("en").get(found[1].lower()) or float(found[1]))
        yield _share(text, language, "fraction", value, found.span())
    for found in _often(language).finditer(text):
        yield _share(text, language, "frequency", _value(language, "frequency", found[1]), found.span(1))
    yield from _times(text, language)


def _times(text: str, language: str) -> Iterator[Quantity]:
    """Numbers with a word for times: 3x, ten-fold, four times a year, פי שלושה."""
    for found in _BY_TIMES.finditer(text) if language == "he" else ():
        value = number_words("he").get(found["word"] or "") or float(found["figures"] or 0)
        if value:
            yield _share(text, language, "multiplier", value + (_HALF if found["half"] else 0.0), found.span())
    for found in _TIMES.finditer(text):
        value = float(found["figures"]) if found["figures"] else worded(found["words"], "en")[0]
        folds = found["end"].strip(" -").lower() != "times"
        multiplied = folds or found["as"] or _GREW.search(before(text, found.start()))
        kind: Kind = "multiplier" if multiplied else "frequency"
        span = found.start("number"), found.end("end")
        yield _share(text, language, kind, value + (_HALF if found["half"] else 0.0), span)


def _value(language: str, key: str, word: str) -> float:
    return float(word_map(language, "numbers", key)[" ".join(word.lower().split())])


def _share(text: str, language: str, kind: Kind, value: float, span: Span) -> Quantity:
    near = before(text, span[0])
    bound, approx, _ = qualified(near, text, span[1], language)
    return Quantity(
        value, value, kind, "%" if kind == "fraction" else "x",
        rate_after(text, span[1], span[1]) if kind == "frequency" else "", bound, approx, span=span,
        text=text[slice(*span)], toward=_toward(near) if kind == "fraction" else "",
    )  # fmt: skip


def _toward(near: str) -> Literal["", "by", "to"]:
    found = _BY_OR_TO.search(near)
    return "" if not found else "to" if found[1].lower() == "to" else "by"


@cache
def _listed(language: str, key: str) -> re.Pattern[str]:
    listed = "|".join(
        re.escape(word).replace(r"\ ", r"\s")
        for word in sorted(word_map(language, "numbers", key), key=len, reverse=True)
    )
    prefix = "(?:[ובלמכהש]{0,2})" if language == "he" else ""
    tail = (
        r"(?!\s+(?:an?|the)\s+(?:hour|day|year|million|thousand|dozen|mile)"
        r"|-?(?:day|time|way|hour|term|baked|year|page)|\s+of an hour|\w|-)"
    )
    return re.compile(rf"(?<![\w-]){prefix}({listed}){tail}", re.IGNORECASE)


_BY_OR_TO = re.compile(
    r"\b(by|to)\s(?:about |around |nearly |almost |over |roughly |just |only |more than |under )*$", re.IGNORECASE
)
_VERBLESS = frozenset({"double", "triple", "treble", "quadruple"})
_ITS = re.compile(
    r"\s(?:the|what|that|its|our|their|my|in|within|from|over|by|since|and|output|sales|revenue)\b|[,.;]|\s*$"
)
_TO = re.compile(r"\b(?:to|more than|nearly|almost|over|about|helped|by|is|was|now|at least)\s$", re.IGNORECASE)


def _multiplies(text: str, found: re.Match[str]) -> bool:
    """Whether a word means times as much: not a double room, nor one who doubled as something."""
    if re.match(r"\s(?:as|up)\s(?:an?|the|on)\b", text[found.end() : found.end() + 12]):
        return False
    if found[1].lower() not in _VERBLESS:
        return True
    return bool(_ITS.match(text, found.end()) or _TO.search(before(text, found.start())))


_SHARED = re.compile(
    r"\b(?:by|to|of|than|over|under|nearly|about|almost|roughly|some|around|only|just|least|is|was|were|cut"
    r"|lost|saved)\s$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:$|[.,;:)!?–—-])|\s(?:of|fewer|less|more|lower|higher|faster|slower|quicker|shorter|longer|bigger|smaller"
    r"|larger|cheaper|better|off|in|to|from|on|over|within|by|and|or|after|with|at|below|above|compared|as|its|their"
    r"|our|my|the|that|without|during|across|since|through|when|while|so|but|which|down|up|this|each|every"
    r"|against|for)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:a|an|one)[\s-](?:third|fifth|sixth|eighth|tenth)$", re.IGNORECASE)
_HALVES = re.compile(r"\b(?:first|second|latter|last|other|better|each|per|every|next|this)\s$", re.IGNORECASE)


def _divides(text: str, found: re.Match[str]) -> bool:
    """Whether words are a fraction: not "3 a quarter", "a third nurse" or "the first half"."""
    word, near = " ".join(found[1].lower().split()), before(text, found.start())
    if word == "a quarter":
        return bool(_SHARED.search(near) or _OF_IT.match(text, found.end()))
    if _ORDINAL.match(word):
        return bool(_OF.match(text, found.end()))
    return word != "half" or bool(
        not _HALVES.search(near) and (_SHARED.search(near) or _OF_THEM.match(text, found.end()))
    )


_OF_THEM = re.compile(r"\s+(?:of (?:the|our|my|its|all|their|it)\b|the\b|as\b)", re.IGNORECASE)
_OF_IT = re.compile(r"\s(?:of|fewer|less|more|lower|higher|faster|quicker|shorter|cheaper)\b")
_ONE_IN = re.compile(
    r"\b(?:one|1) in (two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|[2-9]|[1-9]\d)\b", re.IGNORECASE
)
_BY_TIMES = re.compile(r"(?<!\w)פי (?:(?P<figures>\d{1,9}(?:\.\d{1,9})?)|(?P<word>[\u05d0-\u05ea]+))(?P<half> וחצי)?")
_GREW = re.compile(
    r"\b(?:grew|grown|rose|risen|increased?|raised|multiplied|up|expanded)\s(?:\w+\s){0,2}?$", re.IGNORECASE
)
_TIMES = re.compile(
    r"(?P<number>(?<![\w.,])(?:(?P<figures>\d{1,9}(?:\.\d{1,9})?)|(?P<words>two|three|four|five|six|seven|eight|nine"
    r"|ten|twelve|twenty|a hundred))(?P<half> and a half)?)"
    r"(?P<end>\s?(?:times|x|×|-fold)(?!\w))(?P<as>\s+(?:as|the|more|faster|quicker|higher|larger|bigger|its"
    r"|shorter|better|fewer|less)\b|(?=[.,;\s]*$))?",
    re.IGNORECASE,
)


@cache
def _often(language: str) -> re.Pattern[str]:
    listed = "|".join(
        re.escape(word) for word in sorted(word_map(language, "numbers", "frequency"), key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w-])({listed})(?=\s+(?:an?|per|each|every|in|a)\b|\s+(?:daily|weekly|monthly|yearly)|\s+ב)",
        re.IGNORECASE,
    )
