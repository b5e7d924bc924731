"""Writing: what all tools that write documents are asked and answer; nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from careervp_mcp.career.errors import InvalidInput, PayloadTooLarge
from careervp_mcp.career.telling import FlagTold, Told, Warned

Writer = Literal["offline", "host", "anthropic"]
Status = Literal["accepted", "rejected", "brief"]
MOST_DRAFT = 60_000
"""Characters of a draft."""
Draft = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """How a document is to be written."""

    writer: Writer | None = None
    """None: the host where there is a draft, else the setting."""
    language: str = "auto"
    prerequisites: Literal["build", "require"] = "build"
    fallback: bool = True
    force: bool = False
    max_tokens: int | None = None
    """None: the tool's own ceiling."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document cost to write."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    model: str = ""
    """The last one that was asked."""

    def plus(self, other: "Cost") -> "Cost":
        """What both took."""
        return Cost(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            round(self.cost_usd + other.cost_usd, 6),
            other.model or self.model,
        )


@dataclass(frozen=True, slots=True)
class DocumentUris:
    """Where more is to be read."""

    artefact: str | None = None
    evidence: str | None = None
    brief: str | None = None


@dataclass(frozen=True, slots=True)
class DemandTold:
    """One thing the posting asks, and how the person stands to it."""

    requirement: str
    status: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """One fact that a draft may rest on."""

    id: str
    kind: str
    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class BriefTold:
    """What a host needs to write a draft."""

    brief_id: str
    requirements: tuple[DemandTold, ...]
    evidence: tuple[EvidenceTold, ...]
    evidence_total: int
    rules: tuple[str, ...]
    draft_schema: Mapping[str, object]
    posting_flags: tuple[FlagTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What every writing tool answers."""

    status: Status
    application_id: str
    cv_id: str
    job_id: str
    language: str
    summary: str
    """At most 120 words."""
    artefact_id: str | None = None
    version: int | None = None
    writer_used: Writer | None = None
    findings: tuple[Told, ...] = ()
    findings_total: int = 0
    warnings: tuple[Warned, ...] = ()
    uris: DocumentUris = field(default_factory=DocumentUris)
    files: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)
    next: tuple[str, ...] = ()
    brief: BriefTold | None = None


def writer_for(options: WritingOptions, draft: object, default: Writer) -> Writer:
    """Who writes; raises InvalidInput for a draft with another writer than the host, PayloadTooLarge."""
    if draft is None:
        return options.writer or default
    if options.writer not in {None, "host"}:
        raise InvalidInput(f"a draft belongs to writer host; got {options.writer}: leave writer out, or the draft")
    size = len(str(draft))
    if size > MOST_DRAFT:
        raise PayloadTooLarge(f"draft may have at most {MOST_DRAFT:,} characters; got {size:,}")
    return "host"
