"""Reach: words that widen an area, add a superlative, or change how somebody was employed."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.binding import bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import any_word, pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement

_ALL = re.compile(r"\b(?:all|every|each|entire|whole|any)\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:all(?: of)?|every|the entire|the whole(?: of)?) (?:the |our |its |their |of "
    r"|[A-Z]\w+'s )?(?P<thing>(?!day|week|month|year|time|shift|night|morning|quarter|hour|monday|friday"
    r"|saturday|sunday|of\b)[a-z][\w-]+(?: [a-z][\w-]+)?)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth (?:of the |the |our |its )?([a-z]{4,})", re.IGNORECASE)
_INDUSTRY = re.compile(
    r"\b(?:the )?([a-z][a-z-]+(?: and [a-z-]+)?) (?:industry|sector|domain|sectors|industries)\b", re.IGNORECASE
)


def widened_scope(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """scope_widened: an area, reach or population wider than the source's."""
    if clause.voice != "candidate" or clause.stance:
        return
    every = _EVERY.search(clause.statement.text)
    if every and _unlimited(every, clause, grounds):
        yield found_at(clause, every.span(), "scope_widened", "the CV does not say all; say which")
        return
    both = _BOTH.search(clause.statement.text)
    best = bind(clause, grounds, clause.entries).best if both else None
    if (
        both
        and best
        and re.search(rf"\b(?:one of|one) (?:the )?(?:two |\w+ )?{both[1][:4]}", best.statement.text, re.IGNORECASE)
    ):
        yield found_at(clause, both.span(), "scope_widened", "the CV speaks of one; say which")
        return
    for key in ("wide", "whole"):
        for at in pattern("scope", clause.statement.language, key).finditer(clause.statement.text):
            if not _wide_too(at.group(), clause, grounds, key):
                yield found_at(clause, at.span(), "scope_widened", "the CV does not reach that far; say where it was")
                return


def _unlimited(every: re.Match[str], clause: Spoken, grounds: Grounds) -> bool:
    """Whether "all" or "every" stands before a thing of the source sentence, which has no such word."""
    things = {word.family for word in Statement(every["thing"]).content}
    best = bind(clause, grounds, clause.entries).best
    if best is None or not things & best.statement.families:
        return False
    return not _ALL.search(best.statement.text) and not grounds.says(every.group())


def _wide_too(said: str, clause: Spoken, grounds: Grounds, key: str) -> bool:
    """Whether a source sentence of the clause says the same reach, in any of its words."""
    if grounds.says(said):
        return True
    telling = [word for word in Statement(said).words if not word.stop]
    for unit in bind(clause, grounds, clause.entries).units:
        found = pattern("scope", clause.statement.language, key).search(unit.statement.text)
        if found and (key == "wide" or any(word.family in unit.statement.families for word in telling)):
            return True
    return False


def added_superlatives(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """superlative_added: first, only, best, top, largest where the source has none."""
    if clause.voice in {"question", "plan", "gap"} or (clause.voice == "company" and not clause.employers):
        return
    for at in pattern("superlative", clause.statement.language).finditer(clause.statement.text):
        telling = [
            word
            for word in Statement(at.group()).words
            if word.lemma not in {"the", "a", "as", "in", "of", "at", "be", "my", "our", "on"}
        ]
        if grounds.says(at.group()) or all(grounds.says(word.text) for word in telling):
            continue
        yield found_at(clause, at.span(), "superlative_added", "the CV makes no such comparison; leave it out")
        return


def changed_employment(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """employment_type_changed: contract, part-time or voluntary work told as permanent."""
    if clause.voice != "candidate":
        return
    at = any_word("employment", clause.statement.language, "permanent").search(clause.statement.text)
    if at and not grounds.says(at.group()):
        yield found_at(clause, at.span(), "employment_type_changed", "the CV does not say so; leave it out")


def invented_domains(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """domain_invented: an industry that the history does not name."""
    if clause.voice != "candidate":
        return
    for found in _INDUSTRY.finditer(clause.statement.text):
        strange = [word for word in Statement(found[1]).content if not grounds.knows(word)]
        if strange:
            span = (found.start(1) + strange[0].start, found.start(1) + strange[-1].end)
            yield found_at(clause, span, "domain_invented", "the CV names no such field; leave it out")
