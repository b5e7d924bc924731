"""Points: what issues cost, and what a check must keep."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from careervp_mcp.career.quality.models import CheckName, QualityIssue, QualityScore, Severity

FULL = 10.0
WEIGHTS: Mapping[Severity, float] = MappingProxyType({"HIGH": 2.0, "MEDIUM": 1.0, "LOW": 0.4, "INFO": 0.0})
MINIMUMS: Mapping[CheckName, float] = MappingProxyType(
    {"grammar": 9.0, "tone": 8.0, "anti_ai": 9.0, "formatting": 8.0, "structure": 8.0}
)
FEWEST_WORDS = 100
"""A shorter text is judged as if it had so many words, so that one slip does not sink it."""


def scored(name: CheckName, issues: Iterable[QualityIssue], words: int) -> QualityScore:
    """The check's score, to two places: anti-AI by deductions a document, the rest by weights a hundred words."""
    found = tuple(issues)
    if name == "anti_ai":
        lost = sum(issue.deduction for issue in found if issue.severity != "INFO")
    else:
        lost = sum(WEIGHTS[issue.severity] for issue in found) * 100 / max(FEWEST_WORDS, words)
    return QualityScore(name, max(0.0, round(FULL - lost, 2)), MINIMUMS[name], found)


def word_count(text: str) -> int:
    """The words of a text, as a writer counts them: what stands between spaces and holds a letter or figure."""
    return sum(any(character.isalnum() for character in word) for word in text.split())
