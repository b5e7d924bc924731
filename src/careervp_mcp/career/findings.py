"""A finding: one problem in a text, where it stands and what would be right."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["CRITICAL", "WARNING", "INFO"]
"""CRITICAL blocks, WARNING passes with a flag, INFO informs."""

SEVERITIES: tuple[Severity, ...] = ("CRITICAL", "WARNING", "INFO")
"""Worst first."""
MOST_TEXT = 120
"""Characters of a finding's quotation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, in the judged text's own words."""

    rule: str
    severity: Severity
    span: tuple[int, int]
    """Characters of the judged text, the end not included."""
    text: str
    """What stands there, at most 120 characters."""
    hint: str
    """One sentence that says how to mend it."""
    expected: str = ""
    """The value the evidence has; empty where there is none."""
    facts: tuple[str, ...] = ()
    """Ids of the facts it was compared with."""
    path: str = ""
    """JSON pointer into a draft; empty for plain text."""

    @property
    def blocks(self) -> bool:
        """Whether the text can't be accepted with it."""
        return self.severity == "CRITICAL"


def quoted(text: str, span: tuple[int, int]) -> str:
    """The words of a span, cut to a finding's length."""
    words = text[span[0] : span[1]]
    return words if len(words) <= MOST_TEXT else words[: MOST_TEXT - 1] + "…"
