"""Voices: of whom a clause speaks, and so on what it may rest."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from careervp_mcp.career.wordlists import word_groups, word_set

Voice = Literal["candidate", "company", "plan", "gap", "question"]

_FIRST = re.compile(r"\b(?:I|me|my|mine|myself|I'm|I've|I'd|I'll|we|our|us|she|he|her|his)\b", re.IGNORECASE)
_AND_COULD = re.compile(r"\W*(?:and )?(?:I|we) (?:could|can|might|may)\b", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:at|for|with|in|inside|within|from|of|to|by|like|on)(?: the)? $", re.IGNORECASE)
"""Words after which a name is no subject."""
_SHORT_NAME = 4
"""Letters from which a name's first word may stand for it."""
_OTHER = ("question", "gap", "plan")
"""Voices that a mark alone decides, in this order."""


def voice_of(clause: str, sentence: str, before: Voice | None, *, company: str = "", language: str = "en") -> Voice:
    """The voice of a clause; `before` is the voice of the clause before it in the same sentence."""
    marks = _marks(language)
    if before == "plan" and _AND_COULD.match(clause):
        return "plan"
    if marks["question"].search(sentence):
        return "question"
    if marks["company first"].search(clause):
        return "company"
    if marks["candidate first"].search(clause) and not marks["gap"].search(clause) and not _planned(clause, marks):
        return "candidate"
    for voice in ("gap", "plan"):
        if marks[voice].search(clause):
            return voice
    return _by_subject(clause, before, company, marks)


def _planned(clause: str, marks: Mapping[str, re.Pattern[str]]) -> bool:
    return marks["plan"].search(clause) is not None


def _by_subject(clause: str, before: Voice | None, company: str, marks: Mapping[str, re.Pattern[str]]) -> Voice:
    """Whoever is named first is spoken of; nobody named goes on as before."""
    mine = _FIRST.search(clause)
    theirs, named = marks["company"].search(clause), _named(company, clause)
    others = [found.start() for found in (theirs, named) if found]
    if mine is not None:
        subject = [start for start in others if not _BEHIND.search(clause[:start])]
        return "candidate" if mine.start() <= min(subject, default=len(clause)) else "company"
    if others:
        return "company"
    if before in {"plan", "gap"} and re.match(r"\s*(?:or|nor|and|to|either)\b", clause, re.IGNORECASE):
        return before
    return "company" if before == "company" else "candidate"


def _named(company: str, clause: str) -> re.Match[str] | None:
    """Where a clause names the target company, by its whole name or its first word."""
    first = company.split(maxsplit=1)[0] if company else ""
    if len(first) < _SHORT_NAME or first.lower() in word_set("en", "names", "common"):
        first = company
    return re.search(rf"(?<!\w){re.escape(first)}(?!\w)", clause) if first else None


def stance_at(clause: str, language: str = "en") -> int | None:
    """Where a clause begins to tell a view or a feeling, which claims nothing beyond its names and figures."""
    found = _marks(language)["stance"].search(clause)
    return found.start() if found else None


@cache
def _marks(language: str) -> Mapping[str, re.Pattern[str]]:
    groups = word_groups(language, "facts", "voices")
    return {
        voice: re.compile("|".join(f"(?:{mark})" for mark in marks), re.IGNORECASE) for voice, marks in groups.items()
    }
