"""Gaps: what a posting asks and a CV does not show, as questions with a score, and what people answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.words import folded

Level = Literal["HIGH", "MEDIUM", "LOW"]
Destination = Literal["CV_IMPACT", "INTERVIEW_MVP_ONLY"]
Priority = Literal["CRITICAL", "IMPORTANT", "OPTIONAL"]
Topic = Literal["technical_skills", "experience_depth", "transferable_skills", "recent_developments"]
GapKind = Literal["QUANTIFY", "EXAMPLE", "CLARIFY", "FILL_GAP"]
AnswerStrength = Literal["STRONG", "MODERATE", "DEVELOPING", "NO_EVIDENCE"]

_WORTH: Mapping[str, float] = {"HIGH": 1.0, "MEDIUM": 0.6, "LOW": 0.3}
_IMPACT, _PROBABILITY = 0.7, 0.3
_CRITICAL, _IMPORTANT = 0.79, 0.51
RECURRING = 3
"""Answers from which a theme need not be asked again."""


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """One question to the person, for evidence that would help."""

    question_id: str
    question: str
    requirement: str
    """The posting's own words, quoted exactly."""
    impact: Level
    probability: Level
    """How likely it is that the person has it."""
    gap_score: float
    destination: Destination = "CV_IMPACT"
    priority: Priority = "OPTIONAL"
    topic: Topic = "technical_skills"
    kind: GapKind = "FILL_GAP"
    strategic_intent: str = ""
    evidence_gap: str = ""
    """Which evidence is missing."""
    question_hash: str = ""
    """The same for the same demand in another posting."""
    recurring_theme_check: bool = False
    """Whether its theme was answered often enough before."""
    status: Literal["PENDING", "ANSWERED", "DECLINED"] = "PENDING"


@dataclass(frozen=True, slots=True)
class GapResponse:
    """One answer, verbatim."""

    question_id: str
    question: str
    answer: str
    application_id: str = ""
    cv_id: str = ""
    """The CV whose roles `entry` names."""
    user_email: str = ""
    """The owner."""
    response_id: str = ""
    destination: Destination = "CV_IMPACT"
    entry: str = ""
    """The role it belongs to, such as `r1`; empty where the person named none."""
    confirmed: bool = False
    """The person said it: only then is it evidence."""
    declined: bool = False
    """An honest "I do not have this"."""
    evidence_type: AnswerStrength = "DEVELOPING"
    quantifiable_data: tuple[str, ...] = ()
    created_at: str = ""
    """ISO instant."""
    requirement: str = ""
    question_hash: str = ""
    earlier: tuple[str, ...] = ()
    """What was answered before, oldest first."""
    used_in_artifacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImpactStatement:
    """One line that a document may use, with the answer's own figures alone."""

    text: str
    facts: tuple[str, ...] = ()
    evidence_type: Literal["CV_IMPACT"] = "CV_IMPACT"
    usable_in: tuple[str, ...] = ("vpr", "cover_letter", "cv")


def gap_score(impact: str, probability: str) -> float:
    """How much an answer would help, 0.30 to 1.00; raises ValueError for a level that is none."""
    for name, level in (("impact", impact), ("probability", probability)):
        if level not in _WORTH:
            raise ValueError(f"{name} must be HIGH, MEDIUM or LOW; got {level!r}")
    return round(_IMPACT * _WORTH[impact] + _PROBABILITY * _WORTH[probability], 2)


def priority_of(score: float) -> Priority:
    """CRITICAL from 0.79, IMPORTANT from 0.51, else OPTIONAL."""
    return "CRITICAL" if score >= _CRITICAL else "IMPORTANT" if score >= _IMPORTANT else "OPTIONAL"


def theme_of(demand: str) -> str:
    """A demand's theme: its words, folded, without marks."""
    return " ".join(folded(demand).replace("•", " ").strip(" .;:,-–").split())


def hash_of(demand: str) -> str:
    """Twelve hex digits that the same demand has in every posting."""
    return hashlib.sha256(theme_of(demand).encode()).hexdigest()[:12]
