"""vpr_generate: the value report of one application, in our words or a host's, proved before it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from careervp_mcp.career.accepting import Accepted, through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.briefs import brief_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import Placed, rendered
from careervp_mcp.career.errors import PrerequisitesNotMet
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.gapasking import questions_of, with_status
from careervp_mcp.career.producing import Produced, Product, produce
from careervp_mcp.career.relevance import fit, fit_word
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.telling import Warned, told
from careervp_mcp.career.valuedrafts import DRAFT_SCHEMA, RULES, from_draft, measured
from careervp_mcp.career.valuepage import as_json, page, plain, section_words
from careervp_mcp.career.valuereport import (
    CEILING,
    LIMITS,
    THIN,
    DifferentiatorTold,
    GapStrategyTold,
    MetaEvaluation,
    ReportRequest,
    ReportWritten,
    RowTold,
    VerdictTold,
    VPRData,
)
from careervp_mcp.career.valuewriting import VPRGenerator
from careervp_mcp.career.writing import Writer, writer_for

_CUT = ("findings", "differentiators", "matrix", "gaps")
_TOLD = 25
"""Words of a differentiator as told."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A report on the page, judged."""

    report: VPRData
    text: str
    placed: tuple[Placed, ...]
    accepted: Accepted
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The gates' findings, each with the place in the draft that it is on."""
        return tuple(self._pointed(finding) for finding in self.accepted.findings)

    def _pointed(self, finding: Finding) -> Finding:
        start = finding.span[0]
        on = next((one for one in self.placed if one.span[0] <= start < one.span[1]), None)
        return replace(finding, path=finding.path or (self.paths.get(on.text, "") if on else ""))


def write_report(request: ReportRequest, bureau: Bureau, default: Writer = "offline") -> ReportWritten:
    """Write, prove and keep a report; raises PrerequisitesNotMet where the questions are required and open."""
    writer = writer_for(request.options, request.draft, default)
    application = the_application(request.application, bureau)
    open_ = _open_questions(application, bureau)
    if request.options.prerequisites == "require" and open_:
        raise PrerequisitesNotMet(f"vpr_generate needs gap_questions first; next: {open_}")
    if writer == "host" and request.draft is None:
        return _brief(application, bureau)
    sheet = _sheet(request, application, bureau)
    ceiling = request.options.max_tokens or CEILING
    if not sheet.accepted.passed:
        return fitted(_told(sheet, application, None, writer, open_), max(ceiling, 2000), _CUT)
    files = {"value/report.md": sheet.text.encode(), "value/report.json": as_json(sheet.report, sheet.placed)}
    apart = tuple(one.text for one in sheet.report.differentiators)
    product = Product("report", sheet.text, sheet.placed, sheet.accepted, files, apart)
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(_told(sheet, application, kept, writer, open_), ceiling, _CUT)


def _open_questions(application: Application, bureau: Bureau) -> str:
    """The call that would close what is open of the gap step; empty where nothing is."""
    questions = questions_of(bureau, application.id)
    if not questions:
        unmet = any(not one.held or one.status == "declared" for one in application.musts)
        return f"gap_questions with application_id {application.id}" if unmet else ""
    still = [one for one in with_status(questions, application.answers) if one.status == "PENDING"]
    critical = [one.question_id for one in still if one.priority == "CRITICAL"]
    return f"gap_answers for {', '.join(critical)}" if critical else ""


def _brief(application: Application, bureau: Bureau) -> ReportWritten:
    brief, uri = brief_of(application, "vpr_generate", DRAFT_SCHEMA, RULES, bureau)
    answer = ReportWritten(
        status="brief",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary="Write the draft from the evidence and send it as draft.",
        brief=brief,
        next=("vpr_generate with draft",),
    )
    return replace(answer, uris=replace(answer.uris, brief=uri))


def _sheet(request: ReportRequest, application: Application, bureau: Bureau) -> _Sheet:
    report = VPRGenerator(application).generate()
    paths: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    if request.draft is not None:
        drafted = from_draft(request.draft, report)
        report, paths, missing = drafted.report, drafted.paths, drafted.missing
    posting = application.posting
    text, placed = rendered(page(report, posting.company_name, posting.role_title))
    accepted = through_the_gates(text, "report", application, bureau, measured(report, missing))
    return _Sheet(report, text, placed, accepted, paths)


def _told(
    sheet: _Sheet, application: Application, kept: Produced | None, writer: Writer, open_: str
) -> ReportWritten:
    report, passed = sheet.report, kept is not None
    quality = sheet.accepted.judged.quality
    word = fit_word(fit(application.assessments))
    answer = ReportWritten(
        status="accepted" if passed else "rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=_summary(application, word, passed=passed),
        writer_used=writer,
        findings=told(sheet.findings),
        findings_total=len(sheet.findings),
        warnings=tuple(_warnings(sheet, application, kept, open_)),
        word_count=sum(section_words(report).values()),
        verdict=VerdictTold(word, report.company_job_fit_score),
        matrix=tuple(RowTold(row.requirement, row.alignment_score) for row in report.evidence_matrix),
        differentiators=tuple(
            DifferentiatorTold(" ".join(one.text.split()[:_TOLD]), one.source) for one in report.differentiators
        ),
        gaps=tuple(GapStrategyTold(one.gap, plain(one.mitigation_approach[:2])) for one in report.gap_strategies),
        meta_evaluation=_few(report.meta_evaluation),
        quality={str(score.name): score.score for score in quality.scores} if quality else {},
        next=("cv_tailor, then cover_letter",) if passed else ("mend what is CRITICAL and send the draft again",),
    )
    if kept is None:
        return answer
    return replace(
        answer,
        artefact_id=kept.artefact_id,
        vpr_id=kept.artefact_id,
        version=kept.version,
        files=kept.files,
        uris=kept.uris,
    )


def _few(rated: MetaEvaluation | None) -> MetaEvaluation | None:
    """The evaluation with as many of its improvements as an answer has room for."""
    return replace(rated, improvements=rated.improvements[:2]) if rated else None


def _summary(application: Application, word: str, *, passed: bool) -> str:
    if not passed:
        return "The draft does not pass; nothing was kept. Each CRITICAL finding says what would be right."
    posting = application.posting
    return f"Value report for {posting.role_title} at {posting.company_name}: fit {word.lower()}."


def _warnings(sheet: _Sheet, application: Application, kept: Produced | None, open_: str) -> Iterator[Warned]:
    if kept is not None:
        yield from kept.warnings
    if open_:
        yield Warned("GAP_STEP_SKIPPED", "open questions would help this report", open_)
    if not application.research:
        yield Warned("NO_RESEARCH", "nothing is kept of the company: no section on culture", "company_research")
    facts = sum(fact.tier == "VERIFIABLE" for fact in application.bank.facts)
    words = section_words(sheet.report)
    short = [name for name, (least, _) in LIMITS.items() if 0 < words[name] < least]
    if facts < THIN or short:
        yield Warned("THIN_EVIDENCE", f"short sections: {', '.join(short) or 'none'}", "gap_questions")
    if application.posting.flags:
        yield FLAGGED
    if application.posting.language != application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {application.bank.language}, the posting is not")
