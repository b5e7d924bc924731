"""What company research is asked and answers; nothing here reads."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.telling import FlagTold, Told

CEILING = 800
"""Tokens of an answer."""
ResearchSource = Literal["website_text", "search_results", "posting_text"]


@dataclass(frozen=True, slots=True)
class ResearchRequest:
    """Which company; with a text what is known of it, without one what is kept."""

    company: str
    text: str | None = None
    source: ResearchSource | None = None
    source_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyResearch:
    """What is known of a company, in its own sentences."""

    company_name: str
    overview: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    mission: tuple[str, ...] = ()
    strategic_priorities: tuple[str, ...] = ()
    recent_news: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    """Every sentence, in the text's order: the ground for what is said of the company."""
    source: ResearchSource = "website_text"
    source_urls: tuple[str, ...] = ()
    confidence_score: float = 0.1
    research_timestamp: str = ""
    """ISO instant."""


@dataclass(frozen=True, slots=True)
class Researched:
    """What is kept of a company; `found` is false where there is nothing, or it is too old."""

    found: bool
    company: str
    overview: str | None = None
    values: tuple[str, ...] = ()
    mission: tuple[str, ...] = ()
    strategic_priorities: tuple[str, ...] = ()
    recent_news: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    confidence_score: float | None = None
    fresh_until: str | None = None
    facts: int = 0
    flags: tuple[FlagTold, ...] = ()
    findings: tuple[Told, ...] = ()
    next: tuple[str, ...] = ()
