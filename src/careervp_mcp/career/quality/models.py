"""The nouns of quality: what is judged, an issue, a score, and the result of it all."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["cv", "letter", "report", "interview", "other"]
FRAGMENTS: frozenset[Kind] = frozenset({"cv", "other"})
"""Kinds of text whose lines need not be sentences."""
Severity = Literal["HIGH", "MEDIUM", "LOW", "INFO"]
"""HIGH blocks by itself; INFO tells and costs nothing."""
IssueType = Literal["GRAMMAR", "TONE", "ANTI_AI", "FORMATTING", "STRUCTURE", "FACT", "ALIGNMENT"]
CheckName = Literal["grammar", "tone", "anti_ai", "formatting", "structure"]
ToneKind = Literal["hyperbole", "informal", "passive", "generic", "over-formal", "hedging"]
Span = tuple[int, int]
"""Characters of the judged text, the end not included."""


@dataclass(frozen=True, slots=True)
class QualityContext:
    """What a text is, and what may stand in it."""

    kind: Kind = "other"
    language: str = "en"
    known: frozenset[str] = frozenset()
    """Words of the CV, the posting and the alias files, and names: never misspellings."""
    terms: tuple[str, ...] = ()
    """Titles, employers, skills and requirements of CV and posting: what is named so may be called so."""
    sources: tuple[str, ...] = ()
    """Texts whose own sentences, kept word for word, are not the writer's doing."""
    company: str = ""
    """Whom the text is for; empty when that is nobody or not known."""
    sections: tuple[str, ...] = ()
    """Headings that must stand in the text, in this order."""


@dataclass(frozen=True, slots=True)
class QualityIssue:
    """One thing to mend, whichever check found it."""

    type: IssueType
    description: str
    severity: Severity
    span: Span
    rule: str
    suggestion: str
    deduction: float = 0.0
    """Points that the anti-AI score loses by it."""


@dataclass(frozen=True, slots=True)
class GrammarIssue:
    """One fault of grammar, spelling or punctuation."""

    rule: str
    message: str
    span: Span
    suggestion: str
    severity: Severity = "MEDIUM"

    @property
    def issue(self) -> QualityIssue:
        return QualityIssue("GRAMMAR", self.message, self.severity, self.span, self.rule, self.suggestion)


@dataclass(frozen=True, slots=True)
class ToneIssue:
    """One expression that a careful person would not use here."""

    kind: ToneKind
    span: Span
    severity: Severity
    suggestion: str
    message: str = ""

    @property
    def issue(self) -> QualityIssue:
        told = self.message or f"the wording is {self.kind}"
        return QualityIssue("TONE", told, self.severity, self.span, self.kind, self.suggestion)


@dataclass(frozen=True, slots=True)
class QualityScore:
    """What one check gives, of 10."""

    name: CheckName
    score: float
    minimum: float
    issues: tuple[QualityIssue, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the score reaches its minimum."""
        return self.score >= self.minimum


@dataclass(frozen=True, slots=True)
class FVSResult:
    """The whole judgement: five scores, every issue in the text's order, and what to do."""

    scores: tuple[QualityScore, ...]
    issues: tuple[QualityIssue, ...]
    recommendations: tuple[str, ...] = ()
    """What to mend first, and what could not be checked."""

    @property
    def passed(self) -> bool:
        """Every check at its minimum, nothing HIGH, and nothing invented."""
        return all(score.passed for score in self.scores) and not any(
            issue.severity == "HIGH" for issue in self.issues
        )

    @property
    def overall_score(self) -> float:
        """The mean of the five, for information."""
        return round(sum(score.score for score in self.scores) / len(self.scores), 2)

    @property
    def grammar_score(self) -> float:
        return self._of("grammar")

    @property
    def tone_score(self) -> float:
        return self._of("tone")

    @property
    def ai_pattern_score(self) -> float:
        return self._of("anti_ai")

    @property
    def formatting_score(self) -> float:
        return self._of("formatting")

    @property
    def structure_score(self) -> float:
        return self._of("structure")

    def _of(self, name: CheckName) -> float:
        return next(score.score for score in self.scores if score.name == name)
