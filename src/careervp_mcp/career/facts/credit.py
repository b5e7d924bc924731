"""Credit: a team's result, or money that was only touched, claimed as one person's own."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.facts.verbs import LevelClaimed, level_claimed
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.ownership import DID, LED, sole_words

_NO_CLAIM = LevelClaimed(DID, "", (0, 0))


def taken_credit(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """credit_taken: a result claimed as one person's alone."""
    if clause.voice != "candidate":
        return
    for phrase in sole_words(clause.statement.language):
        at = re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", clause.statement.text, re.IGNORECASE)
        if at and not grounds.says(phrase):
            yield found_at(clause, at.span(), "credit_taken", f"leave out “{phrase}”")
            return


def owned_budgets(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """budget_owned: money that was only touched, claimed as owned."""
    if clause.voice != "candidate":
        return
    text = clause.statement.text
    at = re.search(
        r"\b(?:own(?:ed|ing|er|ership)?|manag(?:ed|ing|e)|held|hold(?:ing)?|controll(?:ed|ing)|responsib\w+"
        r"|accountab\w+|ran|"
        r"running|oversaw|charge|handled|administered|in command)\b[^.;]{0,40}?\b(?:budgets?|P&L|funds?|purse"
        r"|profit and loss)\b"
        r"|(?:אחראי(?:ת)?|ניהלתי|ניהול|באחריותי|החזקתי|שלטתי|ניהלה) (?:על |ב)?(?:ה)?תקציב"
        r"|\bbudgets? (?:was|is|were) mine\b|\bmy (?:own )?(?:\w+ )?budget\b"
        r"|\b(?:budgets?|P&L)\b[^.;]{0,25}\b(?:owner(?:ship)?|responsib\w+|accountab\w+|in my hands"
        r"|under my control)\b",
        text,
        re.IGNORECASE,
    )
    if at is None:
        return
    holders = [
        unit
        for unit in grounds.units
        if re.search(r"\b(?:budget|P&L|fund)|תקציב", unit.statement.text, re.IGNORECASE)
    ]
    owned = [unit for unit in holders if (level_claimed(unit.statement, bullet=True) or _NO_CLAIM).level >= LED]
    if not owned:
        facts = tuple(unit.fact.id for unit in holders)
        yield found_at(
            clause, at.span(), "budget_owned", "say what you did with the money, as the CV does", facts=facts
        )
