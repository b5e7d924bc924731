"""What a screening asks and answers; nothing here judges."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.telling import FlagTold, Warned

CEILING = 900
"""Tokens of an answer."""


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """What is to be screened, and for which posting."""

    path: str | None = None
    text: str | None = None
    artefact_id: str | None = None
    posting: PostingRef | None = None
    cv_id: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The points earned; None where a part does not apply."""

    keywords: float | None
    formatting: int
    headers: int
    characters: int


@dataclass(frozen=True, slots=True)
class Keywords:
    """What the posting asks and the CV names."""

    required: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_held: tuple[str, ...] = ()
    """Missing in the text, held by the person: to be shown."""
    missing_not_held: tuple[str, ...] = ()
    """Missing, and not held: not to be added."""
    unsupported: tuple[str, ...] = ()
    """Named in the text, not held by the person: each costs as much as a match earns."""
    dense: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that costs points, and what would mend it."""

    type: str
    description: str
    location: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a program gets out of the file."""

    characters: int
    pages: int
    ligatures: int
    replacement_characters: int
    reading_order_sound: bool
    name_readable: bool
    email_readable: bool


@dataclass(frozen=True, slots=True)
class Screened:
    """An estimate; no employer's software promises it. A part that does not apply is left out."""

    score: int
    level: Literal["high", "medium", "low"]
    estimate: bool
    parts: Parts
    keywords: Keywords
    issues: tuple[Issue, ...]
    extraction: Extraction
    posting_flags: tuple[FlagTold, ...] = ()
    warnings: tuple[Warned, ...] = ()
