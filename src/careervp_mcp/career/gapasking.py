"""gap_questions: the questions whose answers would help an application most."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from careervp_mcp.career.answers import answers_of
from careervp_mcp.career.applications import Application, applications_of, keep_application, the_application
from careervp_mcp.career.briefs import brief_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.folders import put_file
from careervp_mcp.career.gapasked import (
    ASKING_CEILING,
    FitTold,
    GapQuestionsWritten,
    GapRequest,
    GapTold,
    Progress,
    QuestionTold,
    SkippedTold,
    Totals,
)
from careervp_mcp.career.gapdrafts import DRAFT_SCHEMA, RULES, from_draft
from careervp_mcp.career.gapquestions import GapQuestionsGenerator, Skipped
from careervp_mcp.career.gaps import GapQuestion, GapResponse, hash_of
from careervp_mcp.career.gapwork import GapAnalysisResult, GapProcessor
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.telling import Warned, told, worst
from careervp_mcp.career.wordlists import table
from careervp_mcp.career.writing import writer_for

KIND = "gap_questions"
_STRENGTHS = 5
_CUT = ("skipped_themes", "identified_gaps", "questions")


@dataclass(frozen=True, slots=True)
class _Asked:
    questions: tuple[GapQuestion, ...]
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()


def ask(request: GapRequest, bureau: Bureau) -> GapQuestionsWritten:
    """Ask, keep the questions and write them beside the application; a draft that breaks a rule is told why."""
    application = the_application(request.application, bureau)
    writer = writer_for(request.options, request.draft, bureau.writer)
    ceiling = request.options.max_tokens or ASKING_CEILING
    with bureau.records.transaction() as ledger:
        earlier = answers_of(ledger, bureau)
    offline = _offline(application, earlier, request.max_questions)
    if writer == "host" and request.draft is None:
        answer = _answer(application, offline, earlier, bureau)
        brief, uri = brief_of(application, "gap_questions", DRAFT_SCHEMA, RULES, bureau)
        asked = replace(answer, status="brief", questions=(), totals=None, brief=brief, summary="", writer_used=None)
        return replace(asked, uris=replace(asked.uris, brief=uri))
    asked_ = from_draft_or(offline, request, application)
    if asked_.findings and any(finding.blocks for finding in asked_.findings):
        return fitted(_rejected(application, asked_), ceiling, ("findings",))
    files, warnings = _keep(application, asked_.questions, bureau, force=request.options.force)
    answer = _answer(application, asked_, earlier, bureau)
    done = replace(answer, writer_used=writer, files=files, warnings=(*answer.warnings, *warnings))
    return fitted(done, ceiling, _CUT)


def from_draft_or(offline: _Asked, request: GapRequest, application: Application) -> _Asked:
    """The host's questions, judged, or our own where there is no draft."""
    if request.draft is None:
        return offline
    questions, findings = from_draft(request.draft, application)
    return _Asked(questions[: request.max_questions], offline.skipped, findings)


def questions_of(bureau: Bureau, application_id: str) -> tuple[GapQuestion, ...]:
    """The questions that were last asked for an application; none where nothing was asked."""
    payload = bureau.kept(KIND, application_id)
    return tuple(GapQuestion(**held) for held in json.loads(payload)) if payload else ()


def with_status(questions: Sequence[GapQuestion], answers: Sequence[GapResponse]) -> tuple[GapQuestion, ...]:
    """The questions as their answers leave them."""
    known = {answer.question_id: answer for answer in answers}
    return tuple(_with_status(question, known.get(question.question_id)) for question in questions)


def _with_status(question: GapQuestion, answer: GapResponse | None) -> GapQuestion:
    if answer is None or not (answer.confirmed or answer.declined):
        return question
    return replace(question, status="DECLINED" if answer.declined else "ANSWERED")


def _offline(application: Application, earlier: Sequence[GapResponse], most: int) -> _Asked:
    generator = GapQuestionsGenerator(
        application.bank, earlier, application.bank.language, most, application.posting.description
    )
    questions = tuple(generator.generate_questions(application.asked))
    return _Asked(questions, tuple(generator.skipped))


def _keep(
    application: Application, questions: tuple[GapQuestion, ...], bureau: Bureau, *, force: bool
) -> tuple[tuple[str, ...], tuple[Warned, ...]]:
    payload = json.dumps([asdict(question) for question in questions], ensure_ascii=False).encode()
    with bureau.records.transaction() as ledger:
        keep_application(ledger, bureau, application)
        bureau.keep(ledger, KIND, application.id, payload)
        page = _page(application, questions).encode()
        put = put_file(ledger, bureau, application.id, application.slug, "gaps/questions.md", page, force=force)
    if put.kept_hand_edit:
        told_ = "was edited by hand and left alone; the new questions are kept and told here"
        return (), (Warned("HAND_EDITED", f"{put.path} {told_}", "options.force true replaces it"),)
    return (put.path,), ()


def _page(application: Application, questions: Sequence[GapQuestion]) -> str:
    """The questions as Markdown, with room for the answers."""
    head = f"# {application.posting.company_name} – {application.posting.role_title}\n"
    parts = [
        f"## {number}. {question.question}\n\n> {question.requirement}\n\n"
        f"{question.priority} · {question.destination} · `{question.question_id}`\n\n\n"
        for number, question in enumerate(questions, 1)
    ]
    return head + "\n" + "".join(parts)


def _answer(
    application: Application, asked: _Asked, earlier: Sequence[GapResponse], bureau: Bureau
) -> GapQuestionsWritten:
    questions = asked.questions
    payload = json.dumps([question.question for question in questions], ensure_ascii=False)
    analysis = GapProcessor(application.bank.language).weighed(application.assessments)
    return GapQuestionsWritten(
        status="accepted",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=_summary(application, questions),
        artefact_id=f"gap_{hashlib.sha256(f'{application.id}{payload}'.encode()).hexdigest()[:12]}",
        version=1,
        questions=tuple(_told(question) for question in questions),
        skipped_themes=tuple(SkippedTold(one.theme, one.reason) for one in asked.skipped),
        identified_gaps=tuple(
            GapTold(one.requirement, one.status, one.severity) for one in analysis.missing_qualifications
        ),
        fit=_fit(analysis, application, earlier, bureau),
        totals=_totals(questions),
        warnings=tuple(_warnings(application)),
        findings=told(worst(asked.findings)),
        findings_total=len(asked.findings),
        next=(
            f"gap_answers with application_id {application.id}"
            if questions
            else "write from the evidence, then fvs_validate",
        ),
    )


def _rejected(application: Application, asked: _Asked) -> GapQuestionsWritten:
    return GapQuestionsWritten(
        status="rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary="The draft breaks a rule; nothing was kept.",
        findings=told(worst(asked.findings)),
        findings_total=len(asked.findings),
        next=("mend what is CRITICAL and send the draft again",),
    )


def _summary(application: Application, questions: Sequence[GapQuestion]) -> str:
    posting = application.posting
    critical = sum(question.priority == "CRITICAL" for question in questions)
    counted = f"{len(questions)} question{'' if len(questions) == 1 else 's'}, {critical} of them critical"
    return f"{counted}, for {posting.role_title} at {posting.company_name}."


def _told(question: GapQuestion) -> QuestionTold:
    return QuestionTold(
        question.question_id,
        question.question,
        question.requirement,
        question.destination,
        question.priority,
        question.kind,
        question.gap_score,
    )


def _fit(
    analysis: GapAnalysisResult, application: Application, earlier: Sequence[GapResponse], bureau: Bureau
) -> FitTold:
    word = analysis.overall_fit
    advice = table(application.bank.language, "gaps")["advice"]
    return FitTold(
        word,
        analysis.value,
        analysis.strengths[:_STRENGTHS],
        str(advice[word]) if isinstance(advice, Mapping) else "",
        _progress(application, earlier, bureau),
    )


def _progress(application: Application, earlier: Sequence[GapResponse], bureau: Bureau) -> Progress:
    """Demands asked of this owner before: those that are shown now, and those that are still gaps."""
    before = {answer.question_hash for answer in earlier if answer.application_id != application.id}
    with bureau.records.transaction() as ledger:
        before |= set(_asked_elsewhere(ledger, application, bureau))
    now = {hash_of(one.requirement.text): one.status for one in application.musts}
    seen = [status for name, status in now.items() if name in before]
    shown = sum(status == "demonstrated" for status in seen)
    return Progress(shown, len(seen) - shown)


def _asked_elsewhere(ledger: Ledger, application: Application, bureau: Bureau) -> Iterator[str]:
    for other in applications_of(ledger, bureau):
        if other.id != application.id:
            for record in ledger.find(bureau.owner, KIND, other.id):
                yield from (held["question_hash"] for held in json.loads(record.payload))


def _totals(questions: Sequence[GapQuestion]) -> Totals:
    impact = sum(question.destination == "CV_IMPACT" for question in questions)
    critical = sum(question.priority == "CRITICAL" for question in questions)
    return Totals(len(questions), impact, len(questions) - impact, critical)


def _warnings(application: Application) -> Iterator[Warned]:
    if application.posting.flags:
        yield FLAGGED
    if application.posting.language != application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {application.bank.language}, the posting is not")
