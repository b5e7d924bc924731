"""ATS compatibility: an estimate of how well screening software reads a CV and finds a posting's words in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.atsparts import (
    CHARACTERS,
    FORMATTING,
    HEADERS,
    AtsDocument,
    AtsIssue,
    headers_present,
    judge_characters,
    judge_formatting,
    judge_headers,
)
from careervp_mcp.career.keywords import Keyword
from careervp_mcp.career.showing import Shown, shown_in

Level = Literal["high", "medium", "low"]
KEYWORDS = 40
"""Points of the keywords, of 100 in all."""
HIGH, MEDIUM = 90, 70
DENSE = 0.03
"""Share of all words from which one term reads as stuffed."""
MOST_ISSUES = 10


@dataclass(frozen=True, slots=True)
class AtsParts:
    """The points earned; None where a part does not apply."""

    keywords: float | None
    formatting: int
    headers: int
    characters: int


@dataclass(frozen=True, slots=True)
class AtsKeywords:
    """What the posting asks and the CV names."""

    required: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_held: tuple[str, ...] = ()
    """Missing in the text, held by the person: to be shown."""
    missing_not_held: tuple[str, ...] = ()
    """Missing, and not held: not to be added."""
    unsupported: tuple[str, ...] = ()
    """Named in the text, not held by the person: each costs as much as a match earns."""
    dense: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtsReport:
    """An estimate; no employer's software promises it."""

    score: int
    level: Level
    parts: AtsParts
    keywords: AtsKeywords
    issues: tuple[AtsIssue, ...]
    estimate: bool = True


def check_ats(
    document: AtsDocument,
    keywords: Sequence[Keyword] = (),
    held: frozenset[str] | None = None,
    *,
    language: str = "en",
) -> AtsReport:
    """How well a CV is read and found; `held` are the names of keywords that the person's history supports."""
    found = match_keywords(document.text, keywords, held, language=language)
    formatting, layout_issues = judge_formatting(document)
    headers, header_issues = judge_headers(headers_present(document.text), document)
    characters, character_issues = judge_characters(document)
    words = _keyword_points(found) if keywords else None
    parts = AtsParts(words, formatting, headers, characters)
    possible = FORMATTING + HEADERS + CHARACTERS + (KEYWORDS if keywords else 0)
    score = round_half_up(((words or 0) + formatting + headers + characters) / possible * 100)
    issues = (*layout_issues, *header_issues, *character_issues, *_keyword_issues(found))
    return AtsReport(score, level_of(score), parts, found, issues[:MOST_ISSUES])


def match_keywords(
    text: str, keywords: Sequence[Keyword], held: frozenset[str] | None = None, *, language: str = "en"
) -> AtsKeywords:
    """Which keywords a text names, which it lacks, and which of these the person could truly show."""
    shown = shown_in(text, language)
    named = tuple(keyword.name for keyword in keywords if any(shown.shows(form) for form in keyword.forms))
    missing = tuple(keyword.name for keyword in keywords if keyword.name not in named)
    return AtsKeywords(
        required=tuple(keyword.name for keyword in keywords),
        matched=tuple(name for name in named if held is None or name in held),
        missing=missing,
        missing_held=tuple(name for name in missing if held is not None and name in held),
        missing_not_held=tuple(name for name in missing if held is not None and name not in held),
        unsupported=tuple(name for name in named if held is not None and name not in held),
        dense=tuple(keyword.name for keyword in keywords if _density(shown, keyword) > DENSE),
    )


def level_of(score: int) -> Level:
    """The level: high from 90, medium from 70, else low."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def round_half_up(value: float) -> int:
    """The nearest whole number, a half upward, as people round."""
    return int(value + 0.5)


def _density(shown: Shown, keyword: Keyword) -> float:
    return max(shown.density(form) for form in keyword.forms)


def _keyword_points(found: AtsKeywords) -> float:
    """Matches earn; what the person does not have costs as much, so that stuffing never pays."""
    earned = max(len(found.matched) - len(found.unsupported), 0)
    return earned / len(found.required) * KEYWORDS


def _keyword_issues(found: AtsKeywords) -> tuple[AtsIssue, ...]:
    unsupported = tuple(
        AtsIssue("keyword_unsupported", f"{name} is named, but nothing in the history shows it", name, "remove it")
        for name in found.unsupported
    )
    dense = tuple(
        AtsIssue("keyword_density", f"{name} makes up more than 3 % of all words", name, "name it less often")
        for name in found.dense
    )
    held = tuple(
        AtsIssue(
            "keyword_missing", f"{name} is held, but the text does not name it", name, "show it where it was used"
        )
        for name in found.missing_held
    )
    return (*unsupported, *dense, *held)
