"""What tailoring a CV asks and answers, and the tailored CV itself; nothing here tailors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.writing import Draft, WritingOptions, Written

CEILING = 1400
"""Tokens of an answer, unless a call asks for more or less."""
Scenario = Literal[
    "auto", "matching_experience", "career_changer", "leadership_role", "senior_skills_gap", "recent_graduate",
    "remote_first", "startup_culture", "industry_transition", "contract_to_perm", "employment_gap",
]  # fmt: skip
TargetLength = Literal["one_page", "two_pages", "detailed"]
MINIMUMS: Mapping[str, float] = {
    "matching_experience": 9.0, "career_changer": 7.5, "leadership_role": 8.0, "senior_skills_gap": 7.0,
    "recent_graduate": 7.5, "remote_first": 8.0, "startup_culture": 8.0, "industry_transition": 7.5,
    "contract_to_perm": 8.0, "employment_gap": 7.0,
}  # fmt: skip
"""The score that a scenario's CV must reach; any other must reach `GENERAL`."""
GENERAL = 7.0
Section = Literal["summary", "experience", "skills", "education", "certifications", "languages", "others"]


@dataclass(frozen=True, slots=True)
class TailorRequest:
    """For which application, and how."""

    application: ApplicationRef
    draft: Draft | None = None
    scenario: Scenario = "auto"
    target_length: TargetLength = "two_pages"
    emphasis: tuple[str, ...] = ()
    include_summary: bool = True
    preserve_length: bool = False
    resume_tex: bool = False
    options: WritingOptions = field(default_factory=WritingOptions)


@dataclass(frozen=True, slots=True)
class TailoredRole:
    """One role of the tailored CV; who, what and when stay as the CV has them."""

    id: str
    role: str
    company: str
    dates: str
    location: str
    original_bullets: tuple[str, ...]
    bullets: tuple[Sentence, ...]
    relevance_score: float
    keyword_alignments: tuple[str, ...] = ()
    action: str = "include"
    """top, include, fewer_words, shrink or leave_out; a role is never left out, it shrinks to one line."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed."""

    section: str
    type: str
    told: str


@dataclass(frozen=True, slots=True)
class TailoredCV:
    """The CV for one posting."""

    cv_id: str
    application_id: str
    professional_summary: tuple[Sentence, ...]
    work_experience: tuple[TailoredRole, ...]
    skills: tuple[str, ...]
    section_order: tuple[Section, ...]
    changes_made: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The parts of the gate score, 0 to 1; None where a part does not apply."""

    coverage: float
    structure: float
    formatting: float
    evidence: float
    bridge: float | None = None


@dataclass(frozen=True, slots=True)
class KeywordMatches:
    """The posting's words by what the tailored CV does with them."""

    matched: tuple[str, ...]
    adjacent: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleTold:
    """How relevant a role is, and what became of it."""

    id: str
    score: float
    action: str


@dataclass(frozen=True, slots=True)
class AtsTold:
    """An estimate of how software reads it."""

    score: int
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CvTailored(Written):
    """The tailored CV as told; the document is one resource away."""

    ats_score: float | None = None
    parts: ScoreParts | None = None
    scenario: str | None = None
    meets_minimum: bool | None = None
    minimum: float | None = None
    keyword_matches: KeywordMatches | None = None
    ats_compatibility: AtsTold | None = None
    relevance: tuple[RoleTold, ...] = ()
    average_relevance: float | None = None
    changes: tuple[Change, ...] = ()
    word_count: int | None = None
    pages_estimate: float | None = None
