"""Amounts: what one figure of a text comes to, and two that are set as before and after."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "percent", "points", "money", "time", "measure", "multiplier", "fraction", "frequency"]
Bound = Literal["", "at_least", "at_most"]
Approximation = Literal["", "about", "nearly"]
Span = tuple[int, int]


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
    span: Span = (0, 0)
    text: str = ""
    toward: Literal["", "by", "to"] = ""
    """Whether a fraction tells what was taken off or what is left: by a third, to a third."""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after."""

    before: Quantity
    after: Quantity
    span: Span


_NEAR = 64
"""Characters before a figure that can say what it is; a fixed number keeps reading linear."""


def before(text: str, start: int) -> str:
    """What stands right before a place; where more was cut off, it begins with a mark that no word has."""
    return text[:start] if start <= _NEAR else f"\0{text[start - _NEAR : start]}"
