"""Accepting: the gates that every document passes, whoever wrote it, before it is kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from careervp_mcp.career.applications import Application
from careervp_mcp.career.artefacts import Artefact, siblings_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.claims import Claim
from careervp_mcp.career.exhibits import Exhibit
from careervp_mcp.career.facts.consistency import Document, consistency
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.judging import Brief, Judged, judge
from careervp_mcp.career.placeholders import find_placeholders
from careervp_mcp.career.telling import worst
from careervp_mcp.career.validated import Check, Kind

_CHECKS: frozenset[Check] = frozenset({"facts", "quality"})
_DRAFT = "draft"
_HOLES = re.compile(r"\[(?:TODO|FILL|INSERT|YOUR)\b[^\]]*\]|\{\{[^}]*\}\}|\blorem ipsum\b|\bXX+ ?%", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z!/][^>\n]{0,200}>|^\s*\|.*\|\s*$|!\[[^\]]*\]\(", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the gates said of a document."""

    findings: tuple[Finding, ...]
    """Worst first."""
    judged: Judged

    @property
    def passed(self) -> bool:
        """Nothing blocks, and each score of quality has its minimum."""
        written = self.judged.quality is None or self.judged.quality.passed
        return written and not any(finding.blocks for finding in self.findings)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the document claims, clause by clause."""
        return self.judged.facts.claims if self.judged.facts else ()


def through_the_gates(  # noqa: PLR0917 - a document, whose it is, and what is known of it
    text: str,
    kind: Kind,
    application: Application,
    bureau: Bureau,
    structure: Iterable[Finding] = (),
    options: tuple[str, ...] = (),
) -> Accepted:
    """Holes, facts, consistency, structure, quality and format, in this order.

    `structure` is what the document's own limits found, `options` what the user said in this call.
    """
    brief = Brief(
        application.person, application.bank, application.posting, None, _CHECKS, options, application.research
    )
    judged = judge("", kind, Exhibit(text), brief, bureau.proofreader)
    found = [*_holes(text), *judged.findings, *_conflicts(text, kind, application, bureau), *structure]
    if kind == "cv":
        found += _markup(text)
    return Accepted(tuple(worst(_plain(found, application, kind))), judged)


def _plain(found: Iterable[Finding], application: Application, kind: Kind) -> Iterator[Finding]:
    """Problems inside the CV's own words are told, and never block a CV that keeps them."""
    for finding in found:
        own = finding.text and finding.text in application.bank.text
        if kind == "cv" and own and not finding.facts and finding.rule in _OF_WORDING and finding.blocks:
            yield replace(finding, rule="source_issue", severity="INFO")
        else:
            yield finding


_OF_WORDING = frozenset({"banned", "connector", "misspelling", "unknown_word", "hyperbole", "informal"})


def _holes(text: str) -> Iterator[Finding]:
    for hole in find_placeholders(text):
        at = text.find(hole.token)
        yield Finding(
            "placeholder", "CRITICAL", (at, at + len(hole.token)), hole.token, "fill it, or leave the sentence out"
        )
    for found in _HOLES.finditer(text):
        yield Finding("placeholder", "CRITICAL", found.span(), found.group()[:120], "fill it, or leave it out")


def _conflicts(text: str, kind: Kind, application: Application, bureau: Bureau) -> Iterator[Finding]:
    """Where the document says another figure than an accepted one of the same application."""
    others = [one for one in siblings_of(bureau, application.id) if one.kind != kind]
    if not others:
        return
    documents = [_document(one) for one in others] + [Document(_DRAFT, text, kind)]
    for conflict in consistency(documents, application.bank).conflicts:
        if conflict.path == _DRAFT:
            yield replace(conflict, path="")


def _document(artefact: Artefact) -> Document:
    return Document(artefact.id, artefact.text, artefact.kind, artefact.bank_hash)


def _markup(text: str) -> Iterator[Finding]:
    for found in _MARKUP.finditer(text):
        yield Finding(
            "markup", "CRITICAL", found.span(), found.group()[:120], "plain headings, paragraphs and bullets only"
        )
