"""What an import asks and answers; nothing here reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.telling import FlagTold, Told, Warned

CEILING = 800
"""Tokens of an answer, unless a call asks for more or less."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Where a CV is and how it is to be read."""

    path: str | None = None
    text: str | None = None
    filename: str | None = None
    content_base64: str | None = None
    draft: Mapping[str, object] | None = None
    language: str = "auto"
    cv_id: str = ""
    writer: str = ""
    max_tokens: int = CEILING


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each; team sizes are metrics too."""

    roles: int
    bullets: int
    metrics: int
    skills: int
    education: int
    certifications: int
    facts: int


@dataclass(frozen=True, slots=True)
class Role:
    """One role by the id that its facts begin with."""

    id: str
    title: str
    company: str
    dates: str
    bullets: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where a CV contradicts itself; the lower figure is used."""

    message: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changed:
    """Facts of this import beside those of the one before it."""

    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class CvUris:
    """Where more is to be read."""

    bank: str
    json_resume: str


@dataclass(frozen=True, slots=True)
class CvImported:
    """What was read; a rejected draft names its findings and leaves no id."""

    status: Literal["accepted", "rejected"]
    language: str
    cv_id: str | None = None
    bank_hash: str | None = None
    counts: Counts | None = None
    roles: tuple[Role, ...] = ()
    missing_sections: tuple[str, ...] = ()
    source_conflicts: tuple[Conflict, ...] = ()
    source_issues: tuple[str, ...] = ()
    changed: Changed | None = None
    posting_flags: tuple[FlagTold, ...] = ()
    findings: tuple[Told, ...] = ()
    findings_total: int = 0
    warnings: tuple[Warned, ...] = ()
    uris: CvUris | None = None
    next: tuple[str, ...] = ()
