"""Units: what a number measures, and what it is a rate over, told by the words around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from careervp_mcp.career.wordlists import table, word_map
from careervp_mcp.career.words import lemma_of

UnitKind = Literal["percent", "points", "money", "time", "measure"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit beside a number, and its place in the text."""

    kind: UnitKind
    base: str
    factor: float
    start: int
    end: int
    written: str


_SIGN = re.compile(
    r"(?:\b(?:US|C|A)|(?<![^\W\d_]))[$€£₪¥₹]\s?$|(?<![\w$])(?:USD|EUR|GBP|ILS|NIS|JPY|CHF|CAD|AUD|INR)\s?$"
)
_LETTERS = frozenset({"%", "$", "€", "£", "₪", "h", "m", "g", "l", "t", "W"})
"""One-letter units that stand for themselves."""
_GLUED = 4
"""Letters of a unit that may stand right behind its number: 5km."""
_NO_SHARE = re.compile(r"\s+of (?:view|sale|contact|care)")
_SCORE = re.compile(
    r"\s?/\s?(?P<slash>5|10|20|100)(?![\d/.,])|\sout\sof\s(?P<words>5|10|100|five|ten)(?!\w|[.,]\d|\s(?!(?:by|from|in|on|for|across|and|with|over)\b)[a-z])"
)
_STEP = re.compile(r"[A-Z]\w+\s\d")
"""A name of steps: the 3 of "3 Year 4 classes" counts classes."""
_SCORES = {"five": "5", "ten": "10"}


@cache
def unit_names() -> Mapping[str, tuple[UnitKind, str, float]]:
    """Each unit's name, with its kind, its base and the factor to that base."""
    found: dict[str, tuple[UnitKind, str, float]] = {}
    kinds: tuple[UnitKind, ...] = ("time", "measure", "money")
    for kind in kinds:
        group = table("", "units")["millions" if kind == "money" else kind]
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
def glued_units() -> str:
    """The units that may stand right behind a number: a pattern."""
    short = {name for name in unit_names() if len(name) <= _GLUED and (len(name) > 1 or name in _LETTERS)}
    listed = "|".join(re.escape(name) for name in sorted(short, key=len, reverse=True) if name[0].isascii())
    return f"(?-i:{listed})"


@cache
def _after() -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(unit_names(), key=len, reverse=True))
    return re.compile(rf"[\s-]?ה?({listed})(?![\w²³]|-[a-z])", re.IGNORECASE)


def unit_after(text: str, end: int) -> Unit | None:
    """The unit that follows a number, one space or hyphen between; None for a plain count."""
    if score := _SCORE.match(text, end):
        whole = score["slash"] or _SCORES.get(score["words"], score["words"])
        return Unit("measure", f"/{whole}", 1.0, end, score.end(), f"/{whole}")
    found = _after().match(text, end)
    if not found:
        return None
    name = found[1] if found[1] in unit_names() or len(found[1]) == 1 else found[1].lower()
    known = unit_names().get(name)
    if known is None or (len(name) == 1 and name not in _LETTERS) or _STEP.match(text, found.start(1)):
        return None
    if name in {"points", "point"} and _NO_SHARE.match(text, found.end()):
        return None
    kind, base, factor = known
    return Unit(kind, base, factor, end, found.end(), found[1])


def currency_before(near: str, start: int) -> Unit | None:
    """The currency sign or code that a number follows."""
    found = _SIGN.search(near)
    if not found:
        return None
    written = found.group().strip().lower()
    known = word_map("", "units", "money")
    return Unit("money", known.get(written) or known[written[-1]], 1.0, start - len(found.group()), start, written)


_A_RATE = r"(?<!half )(?<!of )\b(?:an?|per|each|every)\s+(?!half\b)"
_HEBREW_RATE = r"(?:בכל|מדי|כל|ל-?כל)\s+"


@cache
def _rates() -> re.Pattern[str]:
    """A rate in the clause after a figure: a day, per patient, /h, weekly, בשבוע."""
    known = word_map("", "units", "rate")
    named = _either([word for word, rate in known.items() if rate != "order"])
    objects = _either([word for word, rate in known.items() if rate == "order"])
    whole = _either([word for word in known if word[0] > "\u0590" or word.endswith(("ly", "annual"))])
    return re.compile(
        rf"(?!.{{0,12}}?\bto a quarter)[^.,;:()\n$€£₪%]{{0,36}}?"
        rf"(?:{_A_RATE}(?P<word>{named})(?!\w|\sand\sa\shalf|\s\d)"
        rf"|{_A_RATE}(?P<object>{objects})(?!\w)|{_HEBREW_RATE}(?P<hebrew>[\u05d0-\u05ea]+)"
        rf"|/\s?(?P<slash>{named}|{objects})(?!\w)|(?<!\w)(?P<adverb>{whole})(?!\w))",
        re.IGNORECASE,
    )


def rate_after(text: str, end: int, behind: int) -> str:
    """What a figure is a rate over, told in its clause; empty for none."""
    found = _rates().match(text, end, max(behind, end) + 48)
    if not found:
        return ""
    word = next(part for part in found.groups() if part).lower()
    known = word_map("", "units", "rate")
    rate = known.get(word) or known.get(lemma_of(word)) or ""
    return word if rate == "order" else rate


def _either(listed: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
