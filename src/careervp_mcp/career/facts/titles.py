"""Titles: what a text says the person is or was, against the titles that the history gives."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.binding import bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.facts.titlespans import (
    after_cues,
    bare_title,
    before_employers,
    capital_titles,
    hebrew_titles,
)
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import is_occupation, seniority, title_words
from careervp_mcp.career.words import folded

_BESIDE = 14
"""Characters between a title and the employer it is told of."""
_HELPERS = frozenset(
    {
        "mentor",
        "coach",
        "trainer",
        "supervisor",
        "tutor",
        "organiser",
        "organizer",
        "host",
        "guide",
        "leader",
        "helper",
        "instructor",
        "teacher",
        "editor",
        "planner",
        "reviewer",
    }
)
_BECAME = re.compile(r"\b(?:became|become|becoming|turned|made|qualified as) (?:an? |the )?$", re.IGNORECASE)
_TELLING = 2
"""Words from which a title tells one role from another."""


def wrong_titles(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """title_inflated, seniority_added, limiter_dropped, title_moved: a title claimed in prose."""
    if clause.voice != "candidate":
        return
    ends: set[int] = set()
    after = hebrew_titles(clause) if clause.statement.language == "he" else after_cues(clause)
    claimed = [(span, True) for span in (*after, *before_employers(clause))]
    named = [mention.span for mention in clause.employers]
    capital = [
        span for span in capital_titles(clause) if not any(span[0] < end and start < span[1] for start, end in named)
    ]
    for span, own in (*claimed, *((span, False) for span in capital)):
        bare = bare_title(clause.statement.text, span)
        if bare is not None and bare[1] not in ends:
            ends.add(bare[1])
            yield from _judged(clause, bare, grounds, context, claimed=own)


def _judged(
    clause: Spoken, span: tuple[int, int], grounds: Grounds, context: Context, *, claimed: bool
) -> Iterator[Finding]:
    said = clause.statement.text[slice(*span)]
    if context.title and set(title_words(said)) == set(title_words(context.title)) and clause.stance:
        return
    own = {entry: title for entry, title in grounds.titles.items() if not clause.entries or entry in clause.entries}
    if any(_fits(said, title) for title in own.values()) or (not claimed and _free(said, grounds)):
        return
    plain = claimed and bool(clause.entries) and len(title_words(said)) < _TELLING
    if (claimed and not clause.entries and _headed(said, grounds)) or (
        not plain and any(folded(said) in folded(fact.text) for fact in grounds.bank.of("certification"))
    ):
        return
    if said.lower() in _HELPERS and _acted_so(said, clause, grounds):
        return
    limited = next((entry for entry, title in own.items() if _rule(said, title) == "limiter_dropped"), None)
    elsewhere = [entry for entry, title in grounds.titles.items() if _fits(said, title)]
    whole = _with_employer(clause, span)
    became = _BECAME.search(clause.statement.text[: span[0]])
    if elsewhere and (limited is None or became or not clause.entries):
        if len(title_words(said)) >= _TELLING or whole != span:
            told = _employer(elsewhere[0], grounds)
            yield found_at(
                clause, whole, "title_moved", f"that title belongs to {told}", facts=(f"{elsewhere[0]}.title",)
            )
        return
    nearest = limited or max(
        own or grounds.titles, key=lambda entry: _shared(said, grounds.titles[entry]), default=""
    )
    title = grounds.titles.get(nearest, "")
    yield found_at(
        clause, whole, _rule(said, title), f"the CV's title is {title}" if title else "the CV has no such title",
        expected=title, facts=(f"{nearest}.title",) if nearest else (),
    )  # fmt: skip


def _acted_so(said: str, clause: Spoken, grounds: Grounds) -> bool:
    """Whether one plain word names what the source says was done: supervisor for "supervised a team"."""
    families = Statement(said).families
    return any(families & unit.statement.families for unit in bind(clause, grounds, clause.entries).units)


def _with_employer(clause: Spoken, span: tuple[int, int]) -> tuple[int, int]:
    """A title with the employer that follows it at once: which of the two is false can't be told."""
    after = next((mention.span for mention in clause.employers if 0 < mention.span[0] - span[1] < _BESIDE), None)
    return (span[0], after[1]) if after else span


def _headed(said: str, grounds: Grounds) -> bool:
    """Whether the CV's own headline or summary calls the person so."""
    told = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
    return any(told.search(fact.text) for fact in grounds.bank.of("headline", "summary"))


def _fits(said: str, title: str) -> bool:
    """Whether a stated title is the CV's, or the part of it that says no more."""
    ours, theirs = set(title_words(said)), set(title_words(title))
    if not ours <= theirs or (set(seniority(said)) - set(seniority(title))):
        return False
    dropped = theirs - ours
    return not any_word("limiter", "en", "words").search(" ".join(dropped))


def _free(said: str, grounds: Grounds) -> bool:
    """Whether the CV says it word for word outside the titles, as in its headline or in a sentence."""
    told = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)", re.IGNORECASE)
    return any(told.search(unit.statement.text) for unit in grounds.units)


def _shared(said: str, title: str) -> int:
    return len(set(title_words(said)) & set(title_words(title)))


def _rule(said: str, title: str) -> str:
    ours, theirs = set(title_words(said)), set(title_words(title))
    if ours < theirs and any_word("limiter", "en", "words").search(" ".join(theirs - ours)):
        return "limiter_dropped"
    kin = Statement(said).families & Statement(title).families
    if (
        kin
        and any_word("limiter", "en", "words").search(" ".join(theirs - ours))
        and not set(seniority(said)) - set(seniority(title))
    ):
        return "limiter_dropped"
    added = set(seniority(said)) - set(seniority(title))
    rest = ours - set(seniority(said))
    if added and rest <= theirs and any(is_occupation(word) for word in rest):
        return "seniority_added"
    return "title_inflated"


def _employer(entry: str, grounds: Grounds) -> str:
    fact = grounds.bank.by_id.get(f"{entry}.employer")
    return fact.text if fact else "another role"
