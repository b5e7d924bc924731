"""Times: dates named in prose, what still goes on, and how often."""

import re
from collections.abc import Iterator

from careervp_mcp.career.dates import YearMonth
from careervp_mcp.career.facts.binding import bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.courses import courses_named
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.wordlists import word_groups

_WHERE = re.compile(r"\b(?:where|there)\b", re.IGNORECASE)
_USES = re.compile(r"\b(?:use|uses|using|work with|work in|write|reach for|open)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:an?|per|each|every) (hour|shift|day|week|month|quarter|year|term)\b", re.IGNORECASE)
_BORDER = re.compile(r"\b(?:before|after|until|then|when|moved|turned|went on|left|joined)\b", re.IGNORECASE)
"""Words by which a clause about one role may date the next."""
_STILL = re.compile(
    r"\b(?:currently|at present|presently|to this day|to the present"
    r"|still (?!remember|think|use|know|find|feel|believe"
    r"|keep|have|value|like|love|a\b|the\b|my\b)[a-z]+(?= (?:at|for|with|in)\b)|still (?:work|am|serve|teach|lead|run"
    r"|there|at|with|manage|hold|do)\w*|my current|current employer"
    r"|these days|"
    r"until now|to date|ongoing|as we speak|am now|now work|now at)\b|\bwhere I (?:now )?work\b"
    r"|\bI work (?:at|for)\b",
    re.IGNORECASE,
)


def wrong_dates(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """date_stretched: a month or year that the history has nowhere, or not for what the clause speaks of."""
    if clause.voice in {"company", "question", "plan"}:
        return
    for mention in clause.statement.dates:
        if not isinstance(mention.value, YearMonth) or _dated(mention.value, clause, grounds):
            continue
        known = ", ".join(grounds.dates_of(entry) for entry in sorted(clause.entries))
        yield found_at(clause, mention.span, "date_stretched", f"the CV has {known or 'other dates'}", expected=known)


def _dated(value: YearMonth, clause: Spoken, grounds: Grounds) -> bool:
    """Whether the history has a date, at the entries the clause speaks of where it speaks of one."""
    told = clause.entries if clause.employers or clause.placed else frozenset[str]()
    courses = courses_named(grounds.bank, clause.statement)
    named = told | (courses if len(courses) == 1 and len(clause.statement.dates) == 1 else frozenset())
    known = [date for entry, date in grounds.dated if not named or entry in named]
    if _BORDER.search(clause.statement.text) and value.month is not None:
        known = [date for _, date in grounds.dated]
    return any(
        date.year == value.year and (value.month is None or date.month in {None, value.month}) for date in known
    )


def still_there(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """present_added: a role that has ended told as one that goes on."""
    told = clause.employers or _WHERE.search(clause.statement.text)
    if clause.voice != "candidate" or clause.stance or clause.placed or not (clause.entries and told):
        return
    at = _STILL.search(clause.statement.text)
    running = {entry for entry, period in grounds.periods.items() if period.current}
    named = clause.entries
    if at and named and not named & running and not grounds.says(at.group()):
        ended = grounds.dates_of(min(named))
        yield found_at(clause, at.span(), "present_added", f"that role has ended: {ended}", expected=ended)


def changed_frequency(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """frequency_changed: how often, where the source says another frequency."""
    if clause.voice != "candidate":
        return
    language = clause.statement.language
    for name in word_groups(language, "facts", "frequencies"):
        at = any_word("frequencies", language, name).search(clause.statement.text)
        if at is None:
            continue
        units = bind(clause, grounds, clause.entries).units
        if not units:
            return
        best = units[0]
        if any(any_word("frequencies", language, name).search(unit.statement.text) for unit in units):
            continue
        said = _often(best.statement.text, language)
        if _USES.search(clause.statement.text) and clause.statement.terms:
            return
        if said and name not in said and not _a_rate(best.statement.text, name):
            yield found_at(
                clause, at.span(), "frequency_changed", f"the CV says: {best.fact.text[:80]}", facts=(best.fact.id,)
            )


def _often(text: str, language: str) -> set[str]:
    """How often a source says, in words or as a rate."""
    named = {
        name
        for name in word_groups(language, "facts", "frequencies")
        if any_word("frequencies", language, name).search(text)
    }
    return named | {found[1].lower() for found in _EACH.finditer(text)}


def _a_rate(text: str, unit: str) -> bool:
    """Whether the source gives the same frequency as a rate: "40 a week" for weekly."""
    return re.search(rf"\b(?:an?|per|each|every|/) ?{unit}\b", text, re.IGNORECASE) is not None
