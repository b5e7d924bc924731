"""Proofreading: what the craft asks of an engine that knows English grammar."""

from dataclasses import dataclass
from typing import Protocol

from careervp_mcp.career.errors import CareerError


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that an engine would change."""

    span: tuple[int, int]
    """Characters of the text, the end not included."""
    rule: str
    """The engine's own name for it."""
    category: str
    message: str
    suggestion: str = ""
    """What it would write instead; empty when it does not know."""


class NoProofreader(CareerError):
    """The engine is not installed, or did not answer; the message says what would help."""


class Proofreader(Protocol):
    """Reads English and says what is wrong with it."""

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """What it would change, in the text's order; raises NoProofreader when it can't tell."""
