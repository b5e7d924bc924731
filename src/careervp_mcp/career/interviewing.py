"""interview_prep: likely questions with proved answers, and what else a person takes along."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.accepting import through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.asking import refuse_script
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import rendered
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
from careervp_mcp.career.producing import Product, produce
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
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.telling import Warned

_CUT = ("findings", "checks", "holes", "questions")
_CONTRACTION = re.compile(r"\b\w+['’](?:s|m|d|ll|re|ve|t)\b", re.IGNORECASE)


GENRE = Genre("interview_prep", "interview_prep", DRAFT_SCHEMA, RULES)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sheet on the page, judged."""

    sheet: Sheet
    proof: Proof


def prepare(request: InterviewRequest, bureau: Bureau) -> InterviewWritten:
    """Write, prove and keep a sheet; a draft that does not pass is told why and nothing is kept."""
    refuse_script(request.salary_text, "options.salary_text")
    brief = wants_brief(request.options, request.draft, bureau)
    application = the_application(request.application, bureau)
    if brief:
        return brief_told(InterviewWritten, GENRE, application, bureau)
    done = written(
        request.options, request.draft, GENRE, application, bureau,
        lambda draft: _judged(replace(request, draft=draft), application, bureau),
    )  # fmt: skip
    judged, ceiling = done.sheet, request.options.max_tokens or CEILING
    if not judged.proof.passed:
        return fitted(signed(_told(judged, application), done, None), max(ceiling, 2000), _CUT)
    files = {
        "interview/prep.md": judged.proof.text.encode(),
        "interview/prep.json": as_json(judged.sheet, judged.proof.placed),
    }
    product = Product("interview", judged.proof.text, judged.proof.placed, judged.proof.accepted, files)
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(signed(_told(judged, application), done, kept), ceiling, _CUT)


def _judged(request: InterviewRequest, application: Application, bureau: Bureau) -> _Judged:
    sheet = InterviewPrepGenerator(application, request).generate()
    paths: Mapping[str, str] = {}
    if request.draft is not None:
        drafted = from_draft(request.draft, sheet)
        sheet, paths = drafted.sheet, drafted.paths
    text, placed = rendered(page(sheet, application.posting.company_name))
    options = (request.salary_text,) if request.salary_text else ()
    accepted = through_the_gates(text, "interview", application, bureau, measured(sheet), options)
    return _Judged(sheet, proved(text, placed, accepted, paths, application))


def _told(judged: _Judged, application: Application) -> InterviewWritten:
    sheet, posting = judged.sheet, application.posting
    pairs = list(zip(sheet.questions, sheet.answers, strict=True))
    return replace(
        opened(InterviewWritten, application),
        summary=f"{len(pairs)} questions with answers for {posting.role_title} at {posting.company_name}.",
        warnings=tuple(_warnings(judged, application)),
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
        next=("say the answers aloud; fvs_validate proves what you change",),
    )


def _check(said: InterviewAnswer, judged: _Judged) -> CheckTold:
    """2A the facts, 2B whether what is asked and what is shown meet, 2C how it sounds."""
    text = " ".join(sentence.text for sentence in said.sentences)
    blocked = any(finding.blocks and finding.text and finding.text in text for finding in judged.proof.findings)
    figures = Statement(text, language=judged.sheet.language).quantities
    return CheckTold(
        said.question_id,
        "fail" if blocked else "pass",
        "CLEAR" if len(said.facts) > 1 else "WEAK" if said.facts else "MISSING",
        "STRONG" if figures else "WEAK",
        len(_CONTRACTION.findall(text)),
    )


def _warnings(judged: _Judged, application: Application) -> Iterator[Warned]:
    if any(answer.word_count < LEAST_WORDS for answer in judged.sheet.answers):
        yield Warned("THIN_EVIDENCE", f"some answers are under {LEAST_WORDS} words; holes says what to add")
    if not application.answers:
        yield Warned("GAP_STEP_SKIPPED", "without gap answers no question is gap-focused", "gap_questions")
    yield from usual_warnings(application)
