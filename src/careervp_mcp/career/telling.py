"""Telling: findings and warnings as callers get them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careervp_mcp.career.findings import SEVERITIES, Finding, Severity

MOST = 20
"""Findings told in one answer."""


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


@dataclass(frozen=True, slots=True)
class FlagTold:
    """Text in what came in that is hidden or speaks to a model."""

    rule: str
    span: tuple[int, int]
    excerpt: str


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
