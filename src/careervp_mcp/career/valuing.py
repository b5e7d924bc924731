"""vpr_generate: the value report of one application, in our words or a host's, proved before it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.accepting import through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import rendered
from careervp_mcp.career.errors import PrerequisitesNotMet
from careervp_mcp.career.gapasking import questions_of, with_status
from careervp_mcp.career.producing import Product, produce
from careervp_mcp.career.relevance import fit, fit_word
from careervp_mcp.career.rounds import (
    Genre,
    Proof,
    brief_told,
    opened,
    proved,
    signed,
    usual_warnings,
    wants_brief,
    written,
)
from careervp_mcp.career.telling import Warned
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

_CUT = ("findings", "differentiators", "matrix", "gaps")
_TOLD = 25
"""Words of a differentiator as told."""


GENRE = Genre("vpr_generate", "vpr_generation", DRAFT_SCHEMA, RULES)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A report on the page, judged."""

    report: VPRData
    proof: Proof


def write_report(request: ReportRequest, bureau: Bureau) -> ReportWritten:
    """Write, prove and keep a report; raises PrerequisitesNotMet where the questions are required and open."""
    brief = wants_brief(request.options, request.draft, bureau)
    application = the_application(request.application, bureau)
    open_ = _open_questions(application, bureau)
    if request.options.prerequisites == "require" and open_:
        raise PrerequisitesNotMet(f"vpr_generate needs gap_questions first; next: {open_}")
    if brief:
        return brief_told(ReportWritten, GENRE, application, bureau)
    done = written(
        request.options, request.draft, GENRE, application, bureau,
        lambda draft: _sheet(replace(request, draft=draft), application, bureau),
    )  # fmt: skip
    sheet, ceiling = done.sheet, request.options.max_tokens or CEILING
    told = replace(_told(sheet, application), warnings=tuple(_warnings(sheet, application, open_)))
    if not sheet.proof.passed:
        return fitted(signed(told, done, None), max(ceiling, 2000), _CUT)
    files = {
        "value/report.md": sheet.proof.text.encode(),
        "value/report.json": as_json(sheet.report, sheet.proof.placed),
    }
    apart = tuple(one.text for one in sheet.report.differentiators)
    product = Product("report", sheet.proof.text, sheet.proof.placed, sheet.proof.accepted, files, apart)
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(replace(signed(told, done, kept), vpr_id=kept.artefact_id), ceiling, _CUT)


def _open_questions(application: Application, bureau: Bureau) -> str:
    """The call that would close what is open of the gap step; empty where nothing is."""
    questions = questions_of(bureau, application.id)
    if not questions:
        unmet = any(not one.held or one.status == "declared" for one in application.musts)
        return f"gap_questions with application_id {application.id}" if unmet else ""
    still = [one for one in with_status(questions, application.answers) if one.status == "PENDING"]
    critical = [one.question_id for one in still if one.priority == "CRITICAL"]
    return f"gap_answers for {', '.join(critical)}" if critical else ""


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
    return _Sheet(report, proved(text, placed, accepted, paths, application))


def _told(sheet: _Sheet, application: Application) -> ReportWritten:
    report, posting = sheet.report, application.posting
    quality = sheet.proof.accepted.judged.quality
    word = fit_word(fit(application.assessments))
    return replace(
        opened(ReportWritten, application),
        summary=f"Value report for {posting.role_title} at {posting.company_name}: fit {word.lower()}.",
        word_count=sum(section_words(report).values()),
        verdict=VerdictTold(word, report.company_job_fit_score),
        matrix=tuple(RowTold(row.requirement, row.alignment_score) for row in report.evidence_matrix),
        differentiators=tuple(
            DifferentiatorTold(" ".join(one.text.split()[:_TOLD]), one.source) for one in report.differentiators
        ),
        gaps=tuple(GapStrategyTold(one.gap, plain(one.mitigation_approach[:2])) for one in report.gap_strategies),
        meta_evaluation=_few(report.meta_evaluation),
        quality={str(score.name): score.score for score in quality.scores} if quality else {},
        next=("cv_tailor, then cover_letter",),
    )


def _few(rated: MetaEvaluation | None) -> MetaEvaluation | None:
    """The evaluation with as many of its improvements as an answer has room for."""
    return replace(rated, improvements=rated.improvements[:2]) if rated else None


def _warnings(sheet: _Sheet, application: Application, open_: str) -> Iterator[Warned]:
    if open_:
        yield Warned("GAP_STEP_SKIPPED", "open questions would help this report", open_)
    if not application.research:
        yield Warned("NO_RESEARCH", "nothing is kept of the company: no section on culture", "company_research")
    facts = sum(fact.tier == "VERIFIABLE" for fact in application.bank.facts)
    words = section_words(sheet.report)
    short = [name for name, (least, _) in LIMITS.items() if 0 < words[name] < least]
    if facts < THIN or short:
        yield Warned("THIN_EVIDENCE", f"short sections: {', '.join(short) or 'none'}", "gap_questions")
    yield from usual_warnings(application)
