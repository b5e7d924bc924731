"""Levels: how well a text says that somebody speaks a language or masters a skill."""

import re
from collections.abc import Iterator, Sequence

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import TermMention, language_level
from careervp_mcp.career.words import folded

_LEVEL = re.compile(
    r"\b(?:native|fluent(?:ly)?|bilingual|proficien\w+|professional|advanced|intermediate|basic|conversational"
    r"|[A-C][12]|perfect\w*|mother tongues?"
    r"|שוטפת?|שפת אם|מצוינת?|טובה מאוד|ברמה גבוהה|בסיסית?|בינונית?)\b",
    re.IGNORECASE,
)
_LEVEL_BEFORE = re.compile(rf"({_LEVEL.pattern})(?:-level)?(?: (?:in|speaker of|level))?\s*$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(fluent|bilingual|proficient|native) (?:in|speaker of)\s*$", re.IGNORECASE)
_FLUENT = re.compile(
    r"\b(?:fluent(?:ly)?|native(?:ly)?|bilingual|like a native|mother tongues?|perfectly)\b", re.IGNORECASE
)
_IN_IT = re.compile(r"\s*(?:in|at|with|on) (?:it|that|them|both)\b", re.IGNORECASE)


def raised_levels(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """language_level_inflated, skill_level_inflated: better at it than the history says."""
    if clause.voice in {"plan", "gap", "company", "question"}:
        return
    yield from _languages(clause, grounds)
    yield from _skill_levels(clause, grounds)


def _languages(clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    spoken = [term for term in clause.statement.terms if term.kind == "language"]
    if not spoken:
        yield from _spoken_of_before(clause, grounds)
    text = clause.statement.text
    shared = _IN_ALL.search(text[: spoken[0].span[0]]) if spoken else None
    for place, term in enumerate(spoken):
        held = grounds.language_levels.get(term.canonical)
        span = _level_span(text, spoken, place) or (shared.span(1) if shared else None)
        stated = language_level(text[slice(*span)]) if span else None
        if held is not None and span and stated is not None and stated > held:
            known = grounds.language_words[term.canonical]
            yield found_at(
                clause,
                (min(span[0], term.span[0]), max(span[1], term.span[1])),
                "language_level_inflated",
                f"the CV gives {known}",
                expected=known,
            )


def _level_span(text: str, spoken: list[TermMention], place: int) -> tuple[int, int] | None:
    """Where the level of one of the languages named stands: right before it, else after it up to the next one's."""
    term = spoken[place]
    before = _LEVEL_BEFORE.search(text[: term.span[0]])
    if before:
        return before.span(1)
    end = spoken[place + 1].span[0] if place + 1 < len(spoken) else len(text)
    following = _LEVEL_BEFORE.search(text[:end]) if place + 1 < len(spoken) else None
    after = _LEVEL.search(text, term.span[1], following.start(1) if following else end)
    return after.span() if after else None


def _spoken_of_before(clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    """A level told of "it", the language named before: "Spanish is asked for; I speak it fluently"."""
    at = _FLUENT.search(clause.statement.text)
    if at is None or not re.search(r"\b(?:it|both|them)\b", clause.statement.text, re.IGNORECASE):
        return
    before = Statement(clause.sentence.text[: clause.statement.start - clause.sentence.start + at.start()])
    for term in before.terms:
        held = grounds.language_levels.get(term.canonical) if term.kind == "language" else None
        stated = language_level(at.group())
        if held is not None and stated is not None and stated > held:
            yield found_at(
                clause,
                (0, at.end()),
                "language_level_inflated",
                f"the CV gives {grounds.language_words[term.canonical]}",
            )
            return


def _skill_levels(clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    named = list(_skills_named(clause, grounds))
    text = clause.statement.text
    for level in ("4", "3"):
        for at in any_word("levels", clause.statement.language, level).finditer(text):
            if _too_high(int(level), at, text, named, grounds):
                yield found_at(
                    clause, at.span(), "skill_level_inflated", "the CV gives no such level; leave the word out"
                )
                return


def _too_high(level: int, at: re.Match[str], text: str, named: Sequence[tuple[int, int]], grounds: Grounds) -> bool:
    """Whether a level grades a skill that the CV gives a lower one, or none where it has no such word."""
    graded = [span for span in named if _is_a_level(text, at, span)]
    given = [
        grounds.skill_levels[skill]
        for skill in (folded(text[slice(*span)]) for span in graded)
        if skill in grounds.skill_levels
    ]
    if given:
        return max(given) < level
    return not grounds.says(at.group()) and bool(graded or _IN_IT.match(text[at.end() :]))


def _skills_named(clause: Spoken, grounds: Grounds) -> Iterator[tuple[int, int]]:
    """Where a clause names a skill that the CV lists."""
    for fact in grounds.bank.of("skill"):
        for found in re.finditer(rf"(?<!\w){re.escape(fact.text)}(?!\w)", clause.statement.text, re.IGNORECASE):
            yield found.span()
    for term in clause.statement.terms:
        if term.kind == "skill":
            yield term.span


def _is_a_level(text: str, at: re.Match[str], term: tuple[int, int]) -> bool:
    """Whether a word grades the skill beside it: "expert in SQL", "advanced Excel", "SQL expert"."""
    if term[0] >= at.end():
        return bool(
            re.fullmatch(
                r"\s*(?:level |knowledge |skills? |user |command |\w+ )?(?:in |of |with |at |on )?\s*",
                text[at.end() : term[0]],
            )
        )
    return bool(
        re.fullmatch(r"[\s(:–-]*(?:ברמה |רמה |(?:is|are) (?:at an? |an? )?|at an? )?", text[term[1] : at.start()])
    )
