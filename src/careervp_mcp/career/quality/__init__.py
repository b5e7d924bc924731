"""Quality: grammar, tone, anti-AI, formatting and structure of a text, each with its score and its issues."""

from careervp_mcp.career.quality.anti_ai import check_anti_ai_patterns
from careervp_mcp.career.quality.models import (
    FVSResult,
    GrammarIssue,
    QualityContext,
    QualityIssue,
    QualityScore,
    ToneIssue,
)
from careervp_mcp.career.quality.opinions import Opinion
from careervp_mcp.career.quality.validator import QualityValidator

__all__ = [
    "FVSResult",
    "GrammarIssue",
    "Opinion",
    "QualityContext",
    "QualityIssue",
    "QualityScore",
    "QualityValidator",
    "ToneIssue",
    "check_anti_ai_patterns",
]
