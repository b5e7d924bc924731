"""The evidence bank: every atomic fact of one person's history, each with the place it was read from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from careervp_mcp.career.dates import YearMonth
from careervp_mcp.career.quantities import Quantity

Tier = Literal["IMMUTABLE", "VERIFIABLE", "FLEXIBLE"]
"""IMMUTABLE is copied exactly, VERIFIABLE must exist, FLEXIBLE may be put in other words."""
Source = Literal["cv", "gap_answer", "user_option", "derived"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One atomic statement from a source."""

    id: str
    """Short and readable, unique in the bank: `r1.title`, `r1.b2`, `r1.b2.m1`, `s.python`, `d.years`."""
    kind: str
    """employer, title, start, end, action, metric, skill …: the kinds of the craft."""
    tier: Tier
    text: str
    """Verbatim."""
    span: tuple[int, int]
    """Characters of the stored source text; (0, 0) for a derived fact."""
    entry: str = ""
    """What it belongs to: `r1`, `e1`, `c1`, `x1`, `p`, or nothing."""
    value: str | int | float | Quantity | YearMonth | None = None
    """Normalised; None where the text is the value."""
    source: Source = "cv"
    derived_from: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    """up to, about, helped, part-time, acting, expected, negated, wished and the like."""
    content_key: str = ""
    """Hash of the entry's identity and the normalised text: survives edits elsewhere in the CV."""


@dataclass(frozen=True, eq=False)
class EvidenceBank:
    """All facts of one CV and the confirmed gap answers of the same owner; each bank is itself alone."""

    facts: tuple[Fact, ...]
    text: str
    """The source text that spans point into."""
    language: str = "en"
    bank_hash: str = ""
    conflicts: tuple[str, ...] = ()
    """Inner contradictions of the source, in plain words."""
    today: date = date(1970, 1, 1)
    """The day to which what still runs was counted."""

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """Each fact by its id."""
        return {fact.id: fact for fact in self.facts}

    def of(self, *kinds: str, entry: str | None = None) -> tuple[Fact, ...]:
        """The facts of these kinds, in the CV's order; of one entry alone where it is given."""
        return tuple(fact for fact in self.facts if fact.kind in kinds and entry in {None, fact.entry})

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The entries' ids, in the CV's order."""
        return tuple(dict.fromkeys(fact.entry for fact in self.facts if fact.entry))

    def with_facts(self, more: Iterable[Fact], bank_hash: str) -> "EvidenceBank":
        """The bank joined by further facts, such as confirmed answers."""
        return replace(self, facts=(*self.facts, *more), bank_hash=bank_hash)
