"""Binding: which source sentences a clause rests on, and how much of it they hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from careervp_mcp.career.facts.grounds import Grounds, Unit
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.statements import Statement, families_of, light_families

LIGHT = 0.25
"""Weight of a word that stands in any application, against one of a telling word."""
ENOUGH = 0.5
"""The share of a clause's content from which its source sentence carries it."""
MOST_UNITS = 3
"""Source sentences that one clause may join."""


@dataclass(frozen=True)
class Binding:
    """The source sentences that carry most of a clause, best first."""

    units: tuple[Unit, ...]
    share: float
    """How much of the clause's content they hold together, from 0 to 1."""
    first: float
    """How much the best of them holds alone."""
    missing: frozenset[str]
    """Families of the clause that none of them holds."""

    @property
    def best(self) -> Unit | None:
        """The source sentence that carries most."""
        return self.units[0] if self.units else None


def bind(clause: Spoken, grounds: Grounds, entries: Collection[str] | None = None) -> Binding:
    """The best source sentences of some entries, or of all; the summary counts for every entry."""
    named = [mention.span for mention in clause.employers]
    return bind_families(claimed(clause.statement, named), grounds, entries)


def bind_statement(statement: Statement, grounds: Grounds, entries: Collection[str] | None = None) -> Binding:
    """The same for a part of a sentence."""
    return bind_families(claimed(statement, ()), grounds, entries)


def bind_families(families: frozenset[str], grounds: Grounds, entries: Collection[str] | None = None) -> Binding:
    """The same for what is claimed by its families alone."""
    units = sorted((unit for unit in grounds.units if unit.supports and _within(unit, entries)), key=_general)
    return _bound(families, units, grounds.bank.language)


def _general(unit: Unit) -> bool:
    """Sentences of a summary come last: what a role says is nearer."""
    return unit.fact.kind != "action"


def claimed(statement: Statement, named: Collection[tuple[int, int]]) -> frozenset[str]:
    """The families of a statement's claims: its content without the names that stand at some spans."""
    outside = {
        family
        for word in statement.content
        if any(start <= word.start < end for start, end in named)
        for family in families_of(word)
    }
    return (statement.families | canonicals(statement)) - outside


def canonicals(statement: Statement) -> frozenset[str]:
    """The canonical names of the terms in it, so that an alias meets its kin."""
    return frozenset(f"={term.canonical}" for term in statement.terms)


def _within(unit: Unit, entries: Collection[str] | None) -> bool:
    return not entries or unit.entry in entries or not unit.entry.startswith("r")


def _bound(families: frozenset[str], units: Iterable[Unit], language: str) -> Binding:
    light = light_families(language)
    left, first = families, 0.0
    chosen: list[Unit] = []
    whole = _weight(families, light)
    pool = [(unit, _held(unit)) for unit in units]
    while left and len(chosen) < MOST_UNITS and whole:
        unit, gain = _most(pool, left, light)
        if unit is None or gain <= LIGHT:
            break
        first = first or gain / whole
        left -= _held(unit)
        chosen.append(unit)
    share = 1 - _weight(left, light) / whole if whole else 1.0
    return Binding(tuple(chosen), share, first, left)


def _most(
    pool: list[tuple[Unit, frozenset[str]]], left: frozenset[str], light: frozenset[str]
) -> tuple[Unit | None, float]:
    best: Unit | None = None
    gain = 0.0
    for unit, held in pool:
        shared = _weight(left & held, light)
        if shared > gain:
            best, gain = unit, shared
    return best, gain


@lru_cache(maxsize=4096)
def _held(unit: Unit) -> frozenset[str]:
    return unit.statement.families | canonicals(unit.statement)


def _weight(families: frozenset[str], light: frozenset[str]) -> float:
    named = sum(family.startswith("=") for family in families)
    few = len(families & light)
    return (len(families) - few - named) + few * LIGHT + named * LIGHT
