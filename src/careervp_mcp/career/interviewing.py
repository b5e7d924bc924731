"""interview_prep: likely questions with proved answers, and what else a person takes along."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from careervp_mcp.career.accepting import Accepted, through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.asking import refuse_script
from careervp_mcp.career.briefs import brief_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import Placed, rendered
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.interviewdrafts import DRAFT_SCHEMA, RULES, from_draft, measured
from careervp_mcp.career.interviewpage import PARTS, as_json, headings, page
from careervp_mcp.career.interviews import (
    CEILING,
    LEAST_WORDS,
    CheckTold,
    HoleTold,
    InterviewAnswer,
    InterviewRequest,
    InterviewWritten,
    QuestionTold,
    Sheet,
)
from careervp_mcp.career.interviewwriting import InterviewPrepGenerator
from careervp_mcp.career.producing import Produced, Product, produce
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.telling import Warned, told
from careervp_mcp.career.writing import Writer, writer_for

_CUT = ("findings", "checks", "holes", "questions")
_CONTRACTION = re.compile(r"\b\w+['’](?:s|m|d|ll|re|ve|t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sheet on the page, judged."""

    sheet: Sheet
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


def prepare(request: InterviewRequest, bureau: Bureau, default: Writer = "offline") -> InterviewWritten:
    """Write, prove and keep a sheet; a draft that does not pass is told why and nothing is kept."""
    refuse_script(request.salary_text, "options.salary_text")
    writer = writer_for(request.options, request.draft, default)
    application = the_application(request.application, bureau)
    if writer == "host" and request.draft is None:
        return _brief(application, bureau)
    judged = _judged(request, application, bureau)
    ceiling = request.options.max_tokens or CEILING
    if not judged.accepted.passed:
        return fitted(_told(judged, application, None, writer), max(ceiling, 2000), _CUT)
    files = {"interview/prep.md": judged.text.encode(), "interview/prep.json": as_json(judged.sheet, judged.placed)}
    product = Product("interview", judged.text, judged.placed, judged.accepted, files)
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(_told(judged, application, kept, writer), ceiling, _CUT)


def _brief(application: Application, bureau: Bureau) -> InterviewWritten:
    brief, uri = brief_of(application, "interview_prep", DRAFT_SCHEMA, RULES, bureau)
    answer = InterviewWritten(
        status="brief",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary="Write the draft from the evidence and send it as draft.",
        brief=brief,
        next=("interview_prep with draft",),
    )
    return replace(answer, uris=replace(answer.uris, brief=uri))


def _judged(request: InterviewRequest, application: Application, bureau: Bureau) -> _Judged:
    sheet = InterviewPrepGenerator(application, request).generate()
    paths: Mapping[str, str] = {}
    if request.draft is not None:
        drafted = from_draft(request.draft, sheet)
        sheet, paths = drafted.sheet, drafted.paths
    text, placed = rendered(page(sheet, application.posting.company_name))
    options = (request.salary_text,) if request.salary_text else ()
    accepted = through_the_gates(text, "interview", application, bureau, measured(sheet), options)
    return _Judged(sheet, text, placed, accepted, paths)


def _told(judged: _Judged, application: Application, kept: Produced | None, writer: Writer) -> InterviewWritten:
    sheet, passed = judged.sheet, kept is not None
    pairs = list(zip(sheet.questions, sheet.answers, strict=True))
    answer = InterviewWritten(
        status="accepted" if passed else "rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=_summary(sheet, application, passed=passed),
        writer_used=writer,
        findings=told(judged.findings),
        findings_total=len(judged.findings),
        warnings=tuple(_warnings(judged, application, kept)),
        total_questions=len(pairs),
        questions_by_type=dict(Counter(question.type for question in sheet.questions)),
        questions=tuple(
            QuestionTold(
                one.question_id, one.type, one.tier, one.priority, one.question, said.word_count, len(said.facts)
            )
            for one, said in pairs
        ),
        holes=tuple(HoleTold(said.question_id, add) for said in sheet.answers for add in said.holes),
        checks=tuple(_check(said, judged) for one, said in pairs if one.tier == 2),  # noqa: PLR2004 - the tier
        guide=tuple(headings(sheet.language)[part] for part in PARTS if part != "questions"),
        next=("say the answers aloud; fvs_validate proves what you change",)
        if passed
        else ("mend what is CRITICAL and send the draft again",),
    )
    if kept is None:
        return answer
    return replace(answer, artefact_id=kept.artefact_id, version=kept.version, files=kept.files, uris=kept.uris)


def _check(said: InterviewAnswer, judged: _Judged) -> CheckTold:
    """2A the facts, 2B whether what is asked and what is shown meet, 2C how it sounds."""
    text = " ".join(sentence.text for sentence in said.sentences)
    blocked = any(finding.blocks and finding.text and finding.text in text for finding in judged.findings)
    figures = Statement(text, language=judged.sheet.language).quantities
    return CheckTold(
        said.question_id,
        "fail" if blocked else "pass",
        "CLEAR" if len(said.facts) > 1 else "WEAK" if said.facts else "MISSING",
        "STRONG" if figures else "WEAK",
        len(_CONTRACTION.findall(text)),
    )


def _summary(sheet: Sheet, application: Application, *, passed: bool) -> str:
    if not passed:
        return "The draft does not pass; nothing was kept. Each CRITICAL finding says what would be right."
    posting = application.posting
    return f"{len(sheet.questions)} questions with answers for {posting.role_title} at {posting.company_name}."


def _warnings(judged: _Judged, application: Application, kept: Produced | None) -> Iterator[Warned]:
    if kept is not None:
        yield from kept.warnings
    if any(answer.word_count < LEAST_WORDS for answer in judged.sheet.answers):
        yield Warned("THIN_EVIDENCE", f"some answers are under {LEAST_WORDS} words; holes says what to add")
    if not application.answers:
        yield Warned("GAP_STEP_SKIPPED", "without gap answers no question is gap-focused", "gap_questions")
    if application.posting.flags:
        yield FLAGGED
    if application.posting.language != application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {application.bank.language}, the posting is not")
