"""gap_answers: what people say of their gaps is kept verbatim, and becomes evidence once they confirm it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from careervp_mcp.career.answers import answered, answers_of, facts_of, put_answer, with_answers
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.errors import InvalidInput, TextTooLong, TextTooShort, Unknown
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.facts import Context, verify
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.folders import put_file
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, AnswerTold, FactTold, GapAnswersStored
from careervp_mcp.career.gapasking import questions_of, with_status
from careervp_mcp.career.gaps import AnswerStrength, GapQuestion, GapResponse
from careervp_mcp.career.impacts import impact_statements
from careervp_mcp.career.keptcvs import the_cv
from careervp_mcp.career.quantities import quantities
from careervp_mcp.career.telling import told
from careervp_mcp.career.untrusted import clean
from careervp_mcp.career.wordlists import word_groups

LEAST, MOST = 50, 2000
"""Characters of an answer."""
_LONG = 100
"""Words from which an answer is never called generic."""
_CUT = ("impact_statements", "optional_open")
_CONTRADICTIONS = frozenset(
    {
        "number_inflated",
        "percent_inflated",
        "money_inflated",
        "team_size_changed",
        "duration_changed",
        "unit_changed",
        "currency_changed",
        "period_changed",
        "direction_flipped",
        "date_stretched",
        "years_inflated",
        "title_inflated",
        "seniority_added",
        "limiter_dropped",
    }
)
"""Rules by which an answer says something else than the CV, not merely more."""
_OF_TIME = frozenset({"duration_changed", "years_inflated"})
_TO_ADD = frozenset({"employer_invented", "degree_inflated", "credential_invented", "institution_swapped"})
"""Rules by which an answer names what only the CV may say."""


@dataclass(frozen=True, slots=True)
class _Taken:
    told: AnswerTold
    kept: GapResponse | None = None


def store_answers(request: AnswersRequest, bureau: Bureau) -> GapAnswersStored:
    """Judge and keep each answer by itself; raises Unknown for an application or question that nobody knows."""
    application = the_application(ApplicationRef(application_id=request.application_id), bureau)
    source = the_cv(bureau, application.cv_id).bank(bureau.owner)
    questions = questions_of(bureau, application.id)
    known = {question.question_id: question for question in questions}
    _refuse_unknown(request, known.keys() | set())
    taken = [
        _taken(given, known[given.question_id], replace(application, bank=source), bureau)
        for given in request.answers
    ]
    kept = [one.kept for one in taken if one.kept]
    with bureau.records.transaction() as ledger:
        for response in kept:
            put_answer(ledger, bureau, response)
        mine = [one for one in answers_of(ledger, bureau) if one.cv_id == application.cv_id]
        own = [one for one in mine if one.application_id == application.id]
        page = _page(own).encode()
        put = put_file(ledger, bureau, application.id, application.slug, "gaps/answers.md", page)
    bank = with_answers(source, answered(mine))
    still = [one for one in with_status(questions, own) if one.status == "PENDING"]
    answer = GapAnswersStored(
        application_id=application.id,
        results=tuple(one.told for one in taken),
        impact_statements=tuple(one.text for one in impact_statements(answered(own), bank.language)),
        missing_critical=_open(still, "CRITICAL"),
        missing_important=_open(still, "IMPORTANT"),
        optional_open=_open(still, "OPTIONAL"),
        bank_hash=bank.bank_hash,
        files=() if put.kept_hand_edit else (put.path,),
        next=_next(still),
    )
    return fitted(answer, request.max_tokens, _CUT)


def _refuse_unknown(request: AnswersRequest, known: set[str]) -> None:
    if not request.answers:
        raise InvalidInput("answers needs 1 to 10 answers; got none")
    unknown = [given.question_id for given in request.answers if given.question_id not in known]
    if unknown:
        raise Unknown(f"no question has the id {unknown[0][:80]}; gap_questions of this application gives the ids")


def _taken(given: AnswerGiven, question: GapQuestion, application: Application, bureau: Bureau) -> _Taken:
    earlier = next((one for one in application.answers if one.question_id == given.question_id), None)
    response = _response(given, question, application, bureau, earlier)
    if given.declined:
        return _Taken(AnswerTold(given.question_id, "declined", "NO_EVIDENCE"), response)
    try:
        _refuse_length(given.answer)
    except (TextTooShort, TextTooLong) as refusal:
        finding = Finding("answer_length", "CRITICAL", (0, 0), given.answer[:120], refusal.message)
        return _Taken(AnswerTold(given.question_id, "rejected", None, (), told([finding])))
    findings = tuple(_judged(response, application))
    if any(finding.blocks for finding in findings):
        return _Taken(AnswerTold(given.question_id, "rejected", None, (), told(findings)))
    facts = tuple(facts_of(response, 0, application.bank.language)) if given.confirmed else ()
    status = "stored" if given.confirmed else "draft"
    told_ = AnswerTold(
        given.question_id, status, response.evidence_type, tuple(_fact(fact) for fact in facts), told(findings)
    )
    return _Taken(told_, response)


def _response(
    given: AnswerGiven, question: GapQuestion, application: Application, bureau: Bureau, earlier: GapResponse | None
) -> GapResponse:
    language = application.bank.language
    figures = tuple(fact.text for fact in facts_of(_bare(given), 0, language) if fact.kind in {"metric", "team_size"})
    return GapResponse(
        question_id=given.question_id,
        question=question.question,
        answer=given.answer,
        application_id=application.id,
        cv_id=application.cv_id,
        user_email=bureau.owner,
        response_id=f"rsp_{hashlib.sha256(f'{application.id} {given.question_id}'.encode()).hexdigest()[:12]}",
        destination=given.destination or question.destination,
        entry=given.entry,
        confirmed=given.confirmed,
        declined=given.declined,
        evidence_type="NO_EVIDENCE" if given.declined else strength(given.answer, figures, language),
        quantifiable_data=figures,
        created_at=bureau.clock().isoformat(),
        requirement=question.requirement,
        question_hash=question.question_hash,
        earlier=(*earlier.earlier, earlier.answer) if earlier and earlier.answer != given.answer else (),
    )


def _bare(given: AnswerGiven) -> GapResponse:
    return GapResponse(given.question_id, "", given.answer, entry=given.entry)


def strength(answer: str, figures: Sequence[str], language: str) -> AnswerStrength:
    """STRONG with an example and a figure, MODERATE with an example, else DEVELOPING."""
    example = has_instance(answer, language)
    return "STRONG" if example and figures else "MODERATE" if example else "DEVELOPING"


def has_instance(answer: str, language: str) -> bool:
    """Whether an answer names a concrete case: a place in capitals, a time, an "for example"."""
    plain = f" {answer.lower()}"
    named = re.search(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+", answer) is not None
    return named or any(f" {words}" in plain for words in word_groups(language, "gaps", "generic")["instances"])


def _judged(response: GapResponse, application: Application) -> Iterator[Finding]:
    """What keeps an answer out of the evidence, and what a person should know of it."""
    if _generic(response, application.bank.language):
        yield Finding(
            "generic_answer", "CRITICAL", (0, len(response.answer)), response.answer[:120],
            "name one case: where, what you did, how much, what came of it",
        )  # fmt: skip
        return
    bank = application.bank
    if response.entry and response.entry not in bank.entries:
        yield Finding(
            "unknown_entry",
            "CRITICAL",
            (0, 0),
            response.entry,
            f"the CV's entries are {', '.join(bank.entries[:12])}",
        )
        return
    for flag in clean(response.answer).flags:
        yield Finding("answer_flagged", "WARNING", flag.span, flag.excerpt, "it speaks to a model; nothing obeys it")
    for finding in verify(response.answer, bank, Context("interview", language=bank.language)).findings:
        if _within(finding):
            continue
        if finding.rule in _CONTRADICTIONS and (response.entry or finding.rule == "years_inflated"):
            yield replace(finding, rule="answer_contradicts_cv", severity="CRITICAL")
        elif finding.rule in _TO_ADD:
            yield replace(
                finding, rule="add_to_cv", severity="WARNING", hint="add it to the CV and import that again"
            )


def _within(finding: Finding) -> bool:
    """Whether an answer only tells of a shorter time than the CV's: two of four years with one tool."""
    told, known = (quantities(text) for text in (finding.text, finding.expected))
    shorter = bool(told and known) and told[0].kind == known[0].kind == "time" and told[0].high <= known[0].low
    return finding.rule in _OF_TIME and shorter


def _generic(response: GapResponse, language: str) -> bool:
    plain = response.answer.strip().lower()
    opening = any(plain.startswith(words) for words in _openings(language))
    short = len(plain.split()) < _LONG
    return opening and short and not response.quantifiable_data and not has_instance(response.answer, language)


def _openings(language: str) -> tuple[str, ...]:
    return word_groups(language, "gaps", "generic")["openings"]


def _refuse_length(answer: str) -> None:
    size = len(answer.strip())
    if size < LEAST:
        raise TextTooShort(f"an answer needs at least {LEAST} characters, got {size}; or say declined")
    if size > MOST:
        raise TextTooLong(f"an answer may have at most {MOST:,} characters, got {size:,}")


def _fact(fact: Fact) -> FactTold:
    return FactTold(fact.id, fact.kind, fact.text)


def _open(questions: Sequence[GapQuestion], priority: str) -> tuple[str, ...]:
    return tuple(one.question_id for one in questions if one.priority == priority)


def _next(still: Sequence[GapQuestion]) -> tuple[str, ...]:
    critical = [one for one in still if one.priority == "CRITICAL"]
    if critical:
        return (f"gap_answers for {critical[0].question_id}, or declined true",)
    return ("write from the evidence, then fvs_validate",)


def _page(answers: Sequence[GapResponse]) -> str:
    """The answers as Markdown."""
    parts = []
    for answer in answers:
        state = "declined" if answer.declined else "confirmed" if answer.confirmed else "not confirmed"
        body = answer.answer if answer.answer.strip() else "–"
        parts.append(f"## {answer.question}\n\n{body}\n\n{state} · `{answer.question_id}`\n")
    return "# Answers\n\n" + "\n".join(parts)
