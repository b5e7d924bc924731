"""What knowledge takes and gives; nothing here looks."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.remembering import Theme

CEILING = 2000
"""Tokens of an answer, unless a call asks for more or less."""
Action = Literal["list", "read", "summary"]
Listed = Literal["cvs", "applications", "artefacts", "answers", "research", "themes", "differentiators", "costs"]


@dataclass(frozen=True, slots=True)
class KnowledgeRequest:
    """What to look at."""

    action: Action
    kind: Listed | None = None
    application_id: str | None = None
    uri: str | None = None
    cursor: str | None = None
    limit: int = 20
    max_tokens: int = CEILING


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept."""

    id: str
    kind: str
    title: str
    created_at: str | None = None
    size: int | None = None
    """Characters of its text."""
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is kept."""

    cvs: int
    applications: int
    artefacts: int
    answers: int
    research: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What the calls of a language model cost, as far as they are kept."""

    calls: int
    cost_usd: float


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is kept, of the owner alone."""

    action: Action
    items: tuple[Item, ...] = ()
    text: str | None = None
    next_cursor: str | None = None
    counts: Counts | None = None
    recurring_themes: tuple[Theme, ...] = ()
    core_differentiators: tuple[str, ...] = ()
    last_applications: tuple[str, ...] = ()
    costs: Spent | None = None
