"""What a screening asks and answers; nothing here judges."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.ats import AtsKeywords, AtsParts
from careervp_mcp.career.atsparts import AtsIssue
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
    parts: AtsParts
    keywords: AtsKeywords
    issues: tuple[AtsIssue, ...]
    extraction: Extraction
    posting_flags: tuple[FlagTold, ...] = ()
    warnings: tuple[Warned, ...] = ()
