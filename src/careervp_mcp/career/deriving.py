"""Derived facts: what follows from a CV by arithmetic alone, each with the facts it comes from."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from careervp_mcp.career.dates import Period, YearMonth, union_months, years_down
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.quantities import Quantity, changes, quantities
from careervp_mcp.career.terms import find_terms

TOO_LONG_MONTHS = 12
"""A duration that the CV states is doubted from this many months above the union of all roles."""
_COUNTED = {"certification": "certifications", "language": "languages", "degree": "degrees", "employer": "employers"}


def derive(facts: Sequence[Fact], today: date) -> Iterator[Fact]:
    """Tenure in all, of each role and skill; counts; and what each from–to pair comes to."""
    spells = role_periods(facts)
    yield from _tenure("d.years", "total_years", tuple(spells.values()), _sources(spells), today)
    for entry, period in spells.items():
        yield from _tenure(f"d.{entry}.years", "role_years", (period,), _sources({entry: period}), today)
    yield from _skills(facts, spells, today)
    yield from _counts(facts)
    yield from _outcomes(facts)


def role_periods(facts: Sequence[Fact]) -> dict[str, Period]:
    """Each role's period, of the roles whose start can be read."""
    spells: dict[str, Period] = {}
    for entry, group in groupby(sorted(_dated(facts), key=_entry), key=_entry):
        found = {fact.kind: fact for fact in group}
        start = found["start"].value if "start" in found else None
        end = found["end"].value if "end" in found else None
        if isinstance(start, YearMonth) and ("current" in found or isinstance(end, YearMonth)):
            known = end if isinstance(end, YearMonth) and "current" not in found else None
            spells[entry] = Period(start, known, current="current" in found)
    return spells


def latest_date(facts: Sequence[Fact]) -> date:
    """The latest month that a CV names: the day it was true at the latest."""
    named = [fact.value for fact in facts if isinstance(fact.value, YearMonth)]
    last = max(named, default=YearMonth(1970, 1), key=lambda value: (value.year, value.month or 1))
    return date(last.year, last.month or 1, 1)


def stated_too_long(facts: Sequence[Fact]) -> tuple[str, ...]:
    """Durations of experience that the CV states but its roles do not hold, in plain words."""
    months = next((fact.value for fact in facts if fact.id == "d.months"), None)
    if not isinstance(months, int):
        return ()
    told = [
        f"{figure.text} stated, {years_down(months)} years derived from the roles"
        for fact in facts
        if fact.kind in {"summary", "headline"}
        for figure in quantities(fact.text)
        if figure.unit == "month" and figure.low >= months + TOO_LONG_MONTHS
    ]
    return tuple(dict.fromkeys(told))


def _dated(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.entry.startswith("r") and fact.kind in {"start", "end", "current"}]


def _entry(fact: Fact) -> str:
    return fact.entry


def _sources(spells: dict[str, Period]) -> tuple[str, ...]:
    return tuple(f"{entry}.{part}" for entry in spells for part in ("start", "end"))


def _tenure(key: str, kind: str, spells: tuple[Period, ...], sources: tuple[str, ...], today: date) -> Iterator[Fact]:
    months = union_months(spells, today)
    if not spells or not months:
        return
    years = years_down(months)
    yield Fact(key, kind, "VERIFIABLE", f"{years} years", (0, 0), "", years, "derived", sources)
    if kind == "total_years":
        yield Fact(
            "d.months", "total_months", "VERIFIABLE", f"{months} months", (0, 0), "", months, "derived", sources
        )


def _skills(facts: Sequence[Fact], spells: dict[str, Period], today: date) -> Iterator[Fact]:
    """Years of each skill: the months of the roles that name it."""
    named: dict[str, dict[str, Period]] = {}
    for fact in facts:
        if fact.entry not in spells or fact.kind not in {"action", "skill"}:
            continue
        for term in find_terms(fact.text, context="list" if fact.kind == "skill" else "prose"):
            if term.kind == "skill":
                named.setdefault(term.canonical, {})[fact.entry] = spells[fact.entry]
    for name, where in sorted(named.items()):
        key = f"d.s.{name.replace(' ', '-')}.years"
        yield from _tenure(key, "skill_years", tuple(where.values()), _sources(where), today)


def _counts(facts: Sequence[Fact]) -> Iterator[Fact]:
    for kind, plural in _COUNTED.items():
        ids = tuple(fact.id for fact in facts if fact.kind == kind)
        if ids:
            yield Fact(
                f"d.count.{plural}", "count", "VERIFIABLE", str(len(ids)), (0, 0), "", len(ids), "derived", ids
            )


def _outcomes(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The percentage and the ratio of each from–to pair of one metric."""
    for fact in facts:
        if fact.kind not in {"metric", "team_size"}:
            continue
        for change in changes(fact.text):
            before, after = change.before.low, change.after.low
            if not before or not after or not isinstance(fact.value, Quantity):
                continue
            percent = round(abs(before - after) / before * 100, 1)
            ratio = round(max(before, after) / min(before, after), 2)
            yield Fact(
                f"d.{fact.id}.percent", "change_percent", "VERIFIABLE", f"{percent}%", (0, 0), fact.entry,
                percent, "derived", (fact.id,),
            )  # fmt: skip
            yield Fact(
                f"d.{fact.id}.ratio", "ratio", "VERIFIABLE", f"{ratio} times", (0, 0), fact.entry,
                ratio, "derived", (fact.id,),
            )  # fmt: skip
