"""What a model says of a text: it may add issues that quote the text, and can raise no score."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from careervp_mcp.career.quality.anti_ai import DEDUCTIONS
from careervp_mcp.career.quality.models import CheckName, IssueType, QualityIssue, Severity

TYPES: Mapping[CheckName, IssueType] = MappingProxyType(
    {
        "grammar": "GRAMMAR",
        "tone": "TONE",
        "anti_ai": "ANTI_AI",
        "formatting": "FORMATTING",
        "structure": "STRUCTURE",
    }
)
RULE = "model_opinion"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One issue of a model's reply; what else it says, its scores among it, is not read."""

    check: CheckName
    quote: str
    """The words it means, exactly as they stand in the text."""
    message: str
    severity: Severity = "LOW"
    suggestion: str = ""


def heard(text: str, opinions: Iterable[Opinion]) -> Iterator[tuple[CheckName, QualityIssue]]:
    """The opinions whose words are in the text, as issues; none is HIGH, for a model blocks nothing by itself."""
    for opinion in opinions:
        start = text.find(opinion.quote) if opinion.quote.strip() else -1
        if start >= 0:
            severity: Severity = "MEDIUM" if opinion.severity == "HIGH" else opinion.severity
            span = (start, start + len(opinion.quote))
            cost = DEDUCTIONS["connector"] if opinion.check == "anti_ai" else 0.0
            told = (TYPES[opinion.check], opinion.message, severity, span, RULE, opinion.suggestion, cost)
            yield opinion.check, QualityIssue(*told)
