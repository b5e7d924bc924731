"""What asking for gaps and answering them takes and gives; nothing here asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.gaps import AnswerStrength, Destination
from careervp_mcp.career.telling import Told
from careervp_mcp.career.writing import Draft, WritingOptions, Written

ASKING_CEILING, ANSWERING_CEILING = 1800, 1200
"""Tokens of an answer, unless a call asks for more or less."""


@dataclass(frozen=True, slots=True)
class GapRequest:
    """For which application, and how many."""

    application: ApplicationRef
    draft: Sequence[Draft] | None = None
    max_questions: int = 10
    options: WritingOptions = field(default_factory=WritingOptions)


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """One question."""

    id: str
    question: str
    requirement: str
    destination: Destination
    priority: str
    kind: str
    gap_score: float


@dataclass(frozen=True, slots=True)
class SkippedTold:
    """A demand that is not asked about."""

    theme: str
    reason: str


@dataclass(frozen=True, slots=True)
class GapTold:
    """A must-have that the CV does not show."""

    requirement: str
    status: str
    severity: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Beside the owner's earlier applications."""

    newly_shown: int = 0
    recurring: int = 0


@dataclass(frozen=True, slots=True)
class FitTold:
    """How the person stands to the posting."""

    overall: str
    value: float
    strengths: tuple[str, ...]
    advice: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are."""

    total_questions: int
    cv_impact_questions: int
    interview_only_questions: int
    critical: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapQuestionsWritten(Written):
    """The questions, and where the person stands."""

    questions: tuple[QuestionTold, ...] = ()
    skipped_themes: tuple[SkippedTold, ...] = ()
    identified_gaps: tuple[GapTold, ...] = ()
    fit: FitTold | None = None
    totals: Totals | None = None


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """One answer as it comes in."""

    question_id: str
    answer: str = ""
    declined: bool = False
    confirmed: bool = False
    destination: Destination | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class AnswersRequest:
    """The answers of one application."""

    application_id: str
    answers: tuple[AnswerGiven, ...]
    max_tokens: int = ANSWERING_CEILING


@dataclass(frozen=True, slots=True)
class FactTold:
    """One fact that an answer added."""

    id: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """What became of one answer."""

    question_id: str
    status: str
    """stored, draft, declined or rejected."""
    strength: AnswerStrength | None = None
    facts: tuple[FactTold, ...] = ()
    findings: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class GapAnswersStored:
    """What became of the answers, and what is still open."""

    application_id: str
    results: tuple[AnswerTold, ...]
    impact_statements: tuple[str, ...]
    missing_critical: tuple[str, ...]
    missing_important: tuple[str, ...]
    optional_open: tuple[str, ...]
    bank_hash: str
    files: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
