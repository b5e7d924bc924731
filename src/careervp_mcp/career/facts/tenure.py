"""Tenure: years of experience, in all, in a role and with a skill, against the months the roles hold."""

import re
from collections.abc import Iterator

from careervp_mcp.career.dates import years_down
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import Quantity

_TENURE = re.compile(
    r"^(?:'|’)?\s*(?:of\b|in\b|as\b|with\b|at\b|on\b|experience|across|spent|behind|doing|working|building|running|teaching|"
    r"nursing|cooking|leading|under|inside|among|around|selling|managing|designing|practi[sc]ing|using|[a-z]+ing\b|,|\.|$|"
    r"professional|industry|hands-on|relevant|practical|solid|combined|total|and)",
    re.IGNORECASE,
)
_SPAN_OF_WORK = re.compile(
    r"\b(?:in|within|after|every|each|per|over the (?:last|past|next)|last|past|next|for the first|ago)\s*$",
    re.IGNORECASE,
)


def is_tenure(figure: Quantity, clause: Spoken, _grounds: Grounds) -> bool:
    """Whether a figure says how long somebody has worked, not how long a thing took."""
    if figure.kind != "time" or figure.unit != "month" or figure.per:
        return False
    before, after = clause.statement.text[: figure.span[0]], clause.statement.text[figure.span[1] :]
    return not _SPAN_OF_WORK.search(before) and bool(_TENURE.match(after))


def wrong_tenure(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """years_inflated, skill_years_invented: more years than the roles' months hold."""
    if clause.voice in {"company", "question"}:
        return
    for figure in clause.statement.quantities:
        if not is_tenure(figure, clause, grounds) or _stated(figure, grounds):
            continue
        months = figure.low
        skills = _skill_months(clause, grounds, figure)
        known = skills if skills is not None else _tenures(clause, grounds)
        if any(_agrees(figure, months, held) for held in known):
            continue
        rule = "skill_years_invented" if skills is not None else "years_inflated"
        told = ", ".join(f"{years_down(held)} years" for held in sorted(set(known), reverse=True)[:2]) or "none"
        yield found_at(clause, figure.span, rule, f"the roles come to {told}", expected=told, facts=("d.years",))


def _stated(figure: Quantity, grounds: Grounds) -> bool:
    """Whether the CV states the very duration itself, and no conflict stands against it."""
    if grounds.bank.conflicts:
        return False
    return any(
        source.quantity.kind == "time" and source.quantity.unit == figure.unit and source.quantity.low == figure.low
        and source.quantity.bound == figure.bound
        for source in grounds.figures
    )  # fmt: skip


def _skill_months(clause: Spoken, grounds: Grounds, figure: Quantity) -> list[int] | None:
    """Months of the skill named right after the figure; None where it names none."""
    after = clause.statement.text[figure.span[1] :]
    named = [
        term for term in clause.statement.terms
        if term.kind == "skill" and 0 <= term.span[0] - figure.span[1] <= len(" of hands-on experience with  ")
        and re.match(r"(?:\s+of)?(?:\s+[\w-]+){0,3}?\s*(?:experience\s*)?(?:of|with|in|using|on|writing)?\s*$", after[: term.span[0] - figure.span[1]])
    ]  # fmt: skip
    if not named:
        return None
    return [grounds.skill_months[term.canonical] for term in named if term.canonical in grounds.skill_months]


def _tenures(clause: Spoken, grounds: Grounds) -> list[int]:
    """Months in all, and of each role that the clause may mean."""
    own = [months for entry, months in grounds.role_months.items() if not clause.entries or entry in clause.entries]
    return (
        own
        if clause.entries and len(clause.entries) < len(grounds.role_months)
        else [grounds.total_months, *grounds.runs, *own]
    )


def _agrees(figure: Quantity, months: float, held: int) -> bool:
    """Whether a stated duration is true of some months: equal when rounded down, or a true bound."""
    if figure.bound == "at_least":
        return held >= months > held - 24
    if figure.bound == "at_most" or figure.approx == "nearly":
        return held <= months < held + 6
    if figure.approx:
        return abs(months - held) <= 6
    return years_down(held) * 12 == months if months % 12 == 0 else held == months
