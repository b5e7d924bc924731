"""The value report: what a person's history is worth to one post, and what its six stages pass on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.relevance import Assessment, Strength
from careervp_mcp.career.writing import Draft, WritingOptions, Written

CEILING = 1200
"""Tokens of an answer, unless a call asks for more or less."""
SectionName = Literal["summary", "matrix", "differentiators", "gaps", "culture", "talking", "keywords", "note"]
SECTIONS: tuple[SectionName, ...] = (
    "summary", "matrix", "differentiators", "gaps", "culture", "talking", "keywords", "note",
)  # fmt: skip
LIMITS: Mapping[SectionName, tuple[int, int]] = {
    "summary": (200, 250), "matrix": (600, 800), "differentiators": (300, 400), "gaps": (200, 300),
    "culture": (150, 200), "talking": (150, 200),
}  # fmt: skip
"""Words of each section; the lower limit warns, the upper one blocks."""
MOST_WORDS = 2000
THIN = 40
"""VERIFIABLE facts under which a report has little to say."""


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """For which application, and how."""

    application: ApplicationRef
    draft: Draft | None = None
    options: WritingOptions = field(default_factory=WritingOptions)


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """Stage 1: what the company and the role need."""

    priorities: tuple[str, ...]
    success_criteria: tuple[str, ...]
    requirements: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """Stage 2: what the person brings, confirmed answers first, then figures."""

    achievements: tuple[Fact, ...]
    differentiators: tuple[Fact, ...]
    story: str


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One row: a need, what the history shows of it, what it is worth, and how well they meet."""

    requirement: str
    evidence: tuple[Sentence, ...]
    impact_potential: tuple[Sentence, ...]
    alignment_score: Strength
    facts: tuple[str, ...] = ()
    need: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Differentiator:
    """What sets the person apart, and where it is from."""

    text: str
    source: Literal["cv", "gap_response"]
    facts: tuple[str, ...]
    told: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class GapStrategy:
    """An unmet must-have, and what can honestly be said and done about it."""

    gap: str
    mitigation_approach: tuple[Sentence, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftProposition:
    """Stage 3: the report's matter before it is corrected."""

    summary: tuple[Sentence, ...]
    rows: tuple[EvidenceItem, ...]
    differentiators: tuple[Differentiator, ...]
    gaps: tuple[GapStrategy, ...]
    culture: tuple[Sentence, ...]
    talking: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CorrectedProposition:
    """Stage 4: the same without what failed, and what was dropped and why."""

    proposition: DraftProposition
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetaEvaluation:
    """Stage 6: how good the report is, 0 to 10, and what was made better."""

    persuasion: float
    specificity: float
    actionability: float
    completeness: float
    improvements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRole:
    """The post that is aimed at."""

    title: str
    company: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """One deed, and its figure where it has one."""

    description: str
    metric: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueProposition:
    """The report in brief."""

    headline: str
    summary: str
    target_role: TargetRole
    achievements: tuple[Achievement, ...]
    differentiators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VPRData:
    """The report."""

    application_id: str
    user_id: str
    sections: Mapping[SectionName, tuple[Sentence, ...]]
    evidence_matrix: tuple[EvidenceItem, ...] = ()
    differentiators: tuple[Differentiator, ...] = ()
    gap_strategies: tuple[GapStrategy, ...] = ()
    talking_points: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    company_job_fit_score: float = 0.0
    language: str = "en"
    meta_evaluation: MetaEvaluation | None = None
    value_proposition: ValueProposition | None = None


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row as told."""

    requirement: str
    alignment: Strength


@dataclass(frozen=True, slots=True)
class DifferentiatorTold:
    """A differentiator as told, at most 25 words."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class GapStrategyTold:
    """A gap as told."""

    requirement: str
    approach: str


@dataclass(frozen=True, slots=True)
class VerdictTold:
    """How the person and the post meet."""

    overall_fit: str
    company_job_fit_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten(Written):
    """The report as told; the document is one resource away."""

    vpr_id: str | None = None
    word_count: int | None = None
    verdict: VerdictTold | None = None
    matrix: tuple[RowTold, ...] = ()
    differentiators: tuple[DifferentiatorTold, ...] = ()
    gaps: tuple[GapStrategyTold, ...] = ()
    meta_evaluation: MetaEvaluation | None = None
    quality: Mapping[str, float] = field(default_factory=dict)
