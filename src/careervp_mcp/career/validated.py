"""What a validation asks and answers; nothing here judges."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.telling import Told, Warned

CEILING = 1500
"""Tokens of an answer, unless a call asks for more or less."""
Kind = Literal["cv", "letter", "report", "interview", "other"]
Channel = Literal["document", "speech"]
Check = Literal["facts", "quality", "ats", "consistency", "completeness", "language"]
CHECKS: tuple[Check, ...] = ("facts", "quality", "ats", "consistency", "completeness", "language")


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """What is to be judged, against whose CV, and how."""

    artefact_id: str | None = None
    application_id: str | None = None
    path: str | None = None
    text: str | None = None
    cv_id: str = ""
    kind: Kind | None = None
    channel: Channel | None = None
    checks: tuple[Check, ...] = CHECKS
    posting: PostingRef | None = None
    max_tokens: int = CEILING


@dataclass(frozen=True, slots=True)
class FactCounts:
    """Claims by what came of them; sentences kept word for word make none."""

    claims: int = 0
    supported: int = 0
    paraphrase: int = 0
    computed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class QualityTold:
    """The scores of one document: the weakest where there are several."""

    passed: bool
    overall_score: float
    grammar_score: float
    tone_score: float
    ai_pattern_score: float
    formatting_score: float
    structure_score: float
    recommendations: tuple[str, ...]
    document: str | None = None


@dataclass(frozen=True, slots=True)
class AtsTold:
    """The estimate of a CV's score."""

    score: int
    level: Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class ConsistencyTold:
    """What comparing the documents found."""

    pairs: int
    conflicts: int
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What an application or a CV lacks."""

    missing_documents: tuple[str, ...]
    missing_sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uris:
    """Where everything is to be read."""

    report: str


@dataclass(frozen=True, slots=True)
class Validated:
    """The judgement; a check that was not asked or does not apply is left out."""

    passed: bool
    language: str
    facts: FactCounts | None
    findings: tuple[Told, ...]
    findings_total: int
    quality: QualityTold | None
    ats: AtsTold | None
    consistency: ConsistencyTold | None
    completeness: Completeness | None
    uris: Uris
    warnings: tuple[Warned, ...] = ()
    next: tuple[str, ...] = ()
