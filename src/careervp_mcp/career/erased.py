"""What knowledge_erase takes and gives; nothing here erases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CEILING = 400
"""Tokens of an answer."""
Scope = Literal["application", "cv", "answers", "research", "all"]


@dataclass(frozen=True, slots=True)
class EraseRequest:
    """What is to go."""

    scope: Scope
    id: str | None = None
    """An application_id for application and answers, a cv_id, or a company; None for all."""
    confirm: str | None = None
    """The token of a dry run."""
    agreed: bool = False
    """The person was asked, and agreed."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, or would go."""

    erased: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    """Records by kind."""
    files: tuple[str, ...] = ()
    """Root-relative."""
    files_total: int = 0
    kept_files: tuple[str, ...] = ()
    """Edited by hand since they were written: left alone."""
    confirm: str | None = None
    """Of a dry run: pass it with the same scope and id within ten minutes."""
    next: tuple[str, ...] = ()
