"""Judging: one document against one person's evidence, check by check."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from careervp_mcp.career.ats import AtsReport
from careervp_mcp.career.claims import PASSING
from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.cv.plaintext import language_of, read_text
from careervp_mcp.career.cvsummary import missing_sections
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.exhibits import Exhibit
from careervp_mcp.career.facts import Context, FactResult, verify
from careervp_mcp.career.findings import Finding, Severity, quoted
from careervp_mcp.career.proofreading import Proofreader
from careervp_mcp.career.quality import FVSResult, QualityContext, QualityIssue, QualityValidator
from careervp_mcp.career.quality.models import Severity as Weight
from careervp_mcp.career.requirements import JobPosting, requirements_of
from careervp_mcp.career.screening import estimate
from careervp_mcp.career.validated import CHECKS, Channel, Check, Kind

_WEIGHTS: dict[Weight, Severity] = {"HIGH": "CRITICAL", "MEDIUM": "WARNING", "LOW": "INFO", "INFO": "INFO"}
_NAMED = ("title", "employer", "skill", "certification", "degree", "institution", "name")


@dataclass(frozen=True, slots=True)
class Brief:
    """Whom the documents speak of, for which job, and what is to be looked at."""

    person: CVData
    bank: EvidenceBank
    posting: JobPosting | None = None
    channel: Channel | None = None
    checks: frozenset[Check] = frozenset(CHECKS)
    options: tuple[str, ...] = ()
    """What the user said in this call of availability and the like."""
    research: tuple[str, ...] = ()
    """Kept sentences about the company."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One document and what each check said of it; None where a check was not asked or does not apply."""

    id: str
    kind: Kind
    shown: Exhibit
    facts: FactResult | None = None
    quality: FVSResult | None = None
    ats: AtsReport | None = None
    lacking: tuple[str, ...] = ()
    """Sections that the person's CV has and a CV lacks."""
    language: str = "en"
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def passed(self) -> bool:
        """Nothing critical, and every score of quality at its minimum."""
        written = self.quality is None or self.quality.passed
        return written and not any(finding.blocks for finding in self.findings)


def judge(name: str, kind: Kind, shown: Exhibit, brief: Brief, proofreader: Proofreader | None) -> Judged:
    """A document through the checks that were asked."""
    facts = verify(shown.text, brief.bank, _context(kind, shown, brief)) if "facts" in brief.checks else None
    judged = Judged(name, kind, shown, facts, language=language_of(shown.text))
    if "quality" in brief.checks:
        judged = replace(judged, quality=_quality(judged, brief, proofreader))
    if "ats" in brief.checks and kind == "cv":
        judged = replace(judged, ats=estimate(shown, brief.posting, brief.person, brief.bank))
    if "completeness" in brief.checks and kind == "cv":
        absent = set(missing_sections(read_text(shown.text).cv)) - set(missing_sections(brief.person))
        judged = replace(judged, lacking=tuple(sorted(absent)))
    return replace(judged, findings=tuple(_figures_named(finding, brief.bank) for finding in _findings(judged)))


def failed_claims(facts: FactResult) -> int:
    """How many claims nothing bears out."""
    return sum(count for verdict, count in facts.counts.items() if verdict not in PASSING)


def _context(kind: Kind, shown: Exhibit, brief: Brief) -> Context:
    posting, kept = brief.posting, shown.artefact
    return Context(
        kind,
        company=(posting.company_name if posting else "") or (kept.company if kept else ""),
        title=(posting.role_title if posting else "") or (kept.title if kept else ""),
        posting=posting.description if posting else "",
        options=brief.options,
        research=brief.research,
        language=brief.bank.language,
        manner=brief.channel,
    )


def _quality(judged: Judged, brief: Brief, proofreader: Proofreader | None) -> FVSResult:
    posting = brief.posting
    asked = requirements_of(posting) if posting else None
    texts = [brief.bank.text, *([posting.description] if posting else [])]
    terms = [fact.text for fact in brief.bank.of(*_NAMED)]
    terms += [keyword.name for keyword in asked.keywords] if asked else []
    context = QualityContext(
        judged.kind,
        judged.language,
        known=frozenset(word.strip(".,;:()") for text in texts for word in text.split()),
        terms=tuple(terms),
        sources=(brief.bank.text,),
        company=_context(judged.kind, judged.shown, brief).company,
    )
    found = judged.facts.findings if judged.facts else ()
    return QualityValidator(proofreader).validate(judged.shown.text, context, findings=found)


def _figures_named(finding: Finding, bank: EvidenceBank) -> Finding:
    """The finding with the figure's own fact, where it names the sentence of the figure that it expects."""
    figures = {
        fact.id.rpartition(".m")[0]: fact.id
        for fact in bank.of("metric", "team_size")
        if fact.text == finding.expected
    }
    return replace(finding, facts=tuple(figures.get(name, name) for name in finding.facts))


def _findings(judged: Judged) -> Iterator[Finding]:
    """What the facts and the writing are blamed for; a fact's finding is told once."""
    if judged.facts:
        yield from judged.facts.findings
    if judged.quality:
        issues = (issue for issue in judged.quality.issues if issue.type != "FACT")
        yield from (as_finding(issue, judged.shown.text) for issue in issues)


def as_finding(issue: QualityIssue, text: str) -> Finding:
    """An issue of quality in a finding's form; HIGH blocks as CRITICAL does."""
    words = quoted(text, issue.span)
    return Finding(issue.rule, _WEIGHTS[issue.severity], issue.span, words, issue.description, issue.suggestion)
