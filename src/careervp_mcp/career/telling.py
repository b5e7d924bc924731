"""Telling: findings and warnings as callers get them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careervp_mcp.career.findings import SEVERITIES, Finding, Severity
from careervp_mcp.career.quality.models import QualityIssue
from careervp_mcp.career.quality.models import Severity as Weight

MOST = 20
"""Findings told in one answer."""
_WEIGHTS: dict[Weight, Severity] = {"HIGH": "CRITICAL", "MEDIUM": "WARNING", "LOW": "INFO", "INFO": "INFO"}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on the wire; what it does not have is left out."""

    rule: str
    severity: Severity
    text: str
    hint: str
    span: tuple[int, int]
    expected: str | None = None
    facts: tuple[str, ...] | None = None
    path: str | None = None
    document: str | None = None
    """Which of several judged documents it stands in."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that a person should know, and the call that would mend it."""

    code: str
    message: str
    next: str | None = None


def worst(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, worst first, then by their place."""
    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.span))


def told(findings: Sequence[Finding], document: str | None = None) -> tuple[Told, ...]:
    """As many findings as one answer tells, in their order."""
    return tuple(
        Told(
            finding.rule,
            finding.severity,
            finding.text,
            finding.hint,
            finding.span,
            finding.expected or None,
            finding.facts or None,
            finding.path or None,
            document,
        )
        for finding in findings[:MOST]
    )


def as_finding(issue: QualityIssue, text: str) -> Finding:
    """An issue of quality in a finding's form; HIGH blocks as CRITICAL does."""
    start, end = issue.span
    return Finding(
        issue.rule, _WEIGHTS[issue.severity], issue.span, text[start : min(end, start + 120)], issue.description,
        issue.suggestion,
    )  # fmt: skip
