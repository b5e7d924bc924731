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
from careervp_mcp.career.statements import Statement

_TENURE = re.compile(
    r"^(?:'|’)?\s*(?:of\b|in\b|as\b|with\b|at\b|on\b|experience|across|spent|behind|doing|working|building"
    r"|running|teaching|"
    r"nursing|cooking|leading|under|inside|among|around|selling|managing|designing|practi[sc]ing|using"
    r"|[a-z]+ing\b|,|\.|$|"
    r"professional|industry|hands-on|relevant|practical|solid|combined|total|and)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\bfor(?: (?:about|nearly|almost|over|more than|the|some|around|roughly|just|well over|at least))*\s*$",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\b(?:work(?:ed|ing)?|was|been|served?|taught|led|wrote|written|used|using|cook(?:ed|ing)?|nurs(?:ed|ing)"
    r"|managed|sold|designed|"
    r"practi[sc]ed|held|employed|monitored|programmed|coded|run|ran|built|spent)\b",
    re.IGNORECASE,
)
_BROUGHT = re.compile(r"\b(?:bring|offer|with (?:my|over|more)|have)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:after|before|later|earlier|from) (?!that\b)", re.IGNORECASE)
_BEFORE_THAT = re.compile(
    r"\s+(?:(?:before|after) that|until|since|I (?:spent|worked|served)|that I)\b", re.IGNORECASE
)
_OF_SKILL = re.compile(r"(?:\s+of)?(?:\s+[\w-]+){0,3}?\s*(?:experience\s*)?(?:of|with|in|using|on|writing)?\s*$")
_USED = re.compile(
    r"\b(?:used?|using|written|wrote|work(?:ed|ing)? (?:in|with|on)|programm(?:ed|ing)|cod(?:ed|ing)|monitored"
    r"|charted)\b",
    re.IGNORECASE,
)
_FAR = 24
"""Months that a true lower bound may lie below what the roles come to."""
_HALF_YEAR = 6
"""Months that a rounded duration may lie off."""
_NEAR = 40
"""Characters from a duration within which the skill it is told of stands."""
_SPAN_OF_WORK = re.compile(
    r"\b(?:in|within|after|every|each|per|over the (?:last|past|next)|last|past|next|for the first|ago)\s*$",
    re.IGNORECASE,
)

_IN_COURSE = re.compile(
    r"\b(?!for|with|have|has|had|spent|of|bring|offer|the|well|just|by|and|my|that|than)[a-z]+ over\s*$"
)
"""Before a duration that a deed took: "investigated deposits over nine months"."""


def is_tenure(figure: Quantity, clause: Spoken, _grounds: Grounds) -> bool:
    """Whether a figure says how long somebody has worked, not how long a thing took."""
    if figure.kind != "time" or figure.unit != "month" or figure.per:
        return False
    before, after = clause.statement.text[: figure.span[0]], clause.statement.text[figure.span[1] :]
    if _SPAN_OF_WORK.search(before) or _IN_COURSE.search(before):
        return False
    served = _FOR.search(before) and _SERVED.search(clause.statement.text)
    if _BETWEEN.match(after):
        return False
    return bool(_TENURE.match(after) or served or _BEFORE_THAT.match(after))


def wrong_tenure(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """years_inflated, skill_years_invented: more years than the roles' months hold."""
    if clause.voice in {"company", "question"} or (
        clause.voice == "plan" and not _BROUGHT.search(clause.statement.text)
    ):
        return
    for figure in clause.statement.quantities:
        if not is_tenure(figure, clause, grounds):
            continue
        months = figure.low
        skills = _skill_months(clause, grounds, figure)
        if skills is None and _stated(figure, grounds):
            continue
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
    """Months of the skill that the duration is told of; None where it is told of none."""
    text = clause.statement.text
    near = text[figure.span[1] : figure.span[1] + _NEAR]
    behind = [(term, term.span[0] - figure.span[1]) for term in clause.statement.terms if term.kind == "skill"]
    named = [term.canonical for term, gap in behind if 0 <= gap <= _NEAR and _OF_SKILL.match(near[:gap])]
    listed = [
        fact.text
        for fact in grounds.bank.of("skill")
        if re.search(rf"(?<!\w){re.escape(fact.text)}(?!\w)", near, re.IGNORECASE)
    ]
    if not named and listed and _OF_SKILL.match(near[: near.lower().find(listed[0].lower())]):
        return [grounds.months_with(listed[0])]
    if not named and _USED.search(text[: figure.span[0]]):
        shift = clause.statement.start - clause.sentence.start
        whole = Statement(clause.sentence.text, language=clause.statement.language)
        named = [
            term.canonical for term in whole.terms if term.kind == "skill" and term.span[1] <= figure.span[0] + shift
        ][-1:]
    if not named:
        return None
    return [grounds.skill_months[name] for name in named if name in grounds.skill_months]


def _tenures(clause: Spoken, grounds: Grounds) -> list[int]:
    """Months in all, and of each role that the clause may mean."""
    own = [months for entry, months in grounds.role_months.items() if not clause.entries or entry in clause.entries]
    if clause.entries and len(clause.entries) < len(grounds.role_months):
        return [*own, grounds.months_of(clause.entries)]
    return [grounds.total_months, *grounds.runs, *own]


def _agrees(figure: Quantity, months: float, held: int) -> bool:
    """Whether a stated duration is true of some months: equal when rounded down, or a true bound."""
    if figure.bound == "at_least":
        return held >= months > held - _FAR
    if figure.bound == "at_most" or figure.approx == "nearly":
        return held <= months < held + _HALF_YEAR
    if figure.approx:
        return abs(months - held) <= _HALF_YEAR
    return years_down(held) * 12 == months if months % 12 == 0 else held == months
