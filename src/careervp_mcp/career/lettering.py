"""cover_letter: a letter of three paragraphs, from evidence or a host's draft, proved before it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.accepting import through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.asking import refuse_script
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import rendered
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.letterdrafts import DRAFT_SCHEMA, RULES, from_draft, measured
from careervp_mcp.career.letterpage import as_json, page, words_in
from careervp_mcp.career.letters import (
    CEILING,
    CloseTold,
    HookTold,
    Letter,
    LetterRequest,
    LetterScores,
    LetterWritten,
    Paragraphs,
    ProofTold,
)
from careervp_mcp.career.letterscore import LOW, has_call, names_company, scores_of
from careervp_mcp.career.lettertex import PDF, SOURCE, letter_source, typeset_letter
from careervp_mcp.career.letterwriting import CoverLetterGenerator
from careervp_mcp.career.producing import Produced, Product, produce
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
from careervp_mcp.career.tailoringtex import template_of
from careervp_mcp.career.telling import Warned

_CUT = ("key_points_used", "findings")
_INSUFFICIENT = 0.50
_THIN = 10
"""Facts under which a letter has little to say."""


GENRE = Genre("cover_letter", "cover_letter", DRAFT_SCHEMA, RULES)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A letter on the page, judged."""

    letter: Letter
    proof: Proof
    scores: LetterScores


def write_letter(request: LetterRequest, bureau: Bureau) -> LetterWritten:
    """Write, prove, score and keep a letter; a draft that does not pass is told why and nothing is kept."""
    for name, text in (("availability", request.availability), *(("emphasis", word) for word in request.emphasis)):
        refuse_script(text, f"options.{name}")
    brief = wants_brief(request.options, request.draft, bureau)
    application = the_application(request.application, bureau)
    if brief:
        return brief_told(LetterWritten, GENRE, application, bureau)
    done = written(
        request.options, request.draft, GENRE, application, bureau,
        lambda draft: _sheet(replace(request, draft=draft), application, bureau),
    )  # fmt: skip
    sheet, ceiling = done.sheet, request.options.max_tokens or CEILING
    if not sheet.proof.passed:
        return fitted(signed(_told(sheet, request, application, None), done, None), max(ceiling, 2000), _CUT)
    files = {
        "cover/letter.md": sheet.proof.text.encode(),
        "cover/letter.json": as_json(sheet.letter, sheet.proof.placed, application.bank.language),
    }
    set_, warned = _typeset(sheet.letter, application, bureau) if request.pdf else ({}, ())
    files |= set_
    product = Product("letter", sheet.proof.text, sheet.proof.placed, sheet.proof.accepted, files)
    kept = produce(product, application, bureau, force=request.options.force)
    answer = _told(sheet, request, application, kept)
    answer = replace(answer, warnings=(*warned, *answer.warnings))
    return fitted(signed(answer, done, kept), ceiling, _CUT)


def _typeset(letter: Letter, application: Application, bureau: Bureau) -> tuple[dict[str, bytes], tuple[Warned, ...]]:
    """The letter's source and its PDF, as far as they can be made."""
    if application.bank.language != "en":
        return {}, (Warned("LANGUAGE", "the template sets no Hebrew; the letter is in cover/letter.md"),)
    company = application.posting.company_name
    source = letter_source(letter, application.person, company, template_of(bureau))
    pdf, warned = typeset_letter(source, letter, bureau)
    return {SOURCE: source.encode(), **({PDF: pdf} if pdf is not None else {})}, warned


def _sheet(request: LetterRequest, application: Application, bureau: Bureau) -> _Sheet:
    letter = CoverLetterGenerator(application, request).generate()
    paths: Mapping[str, str] = {}
    if request.draft is not None:
        drafted = from_draft(request.draft, letter)
        letter, paths = drafted.letter, drafted.paths
    text, placed = rendered(page(letter))
    posting = application.posting
    structure = list(measured(letter, posting.company_name, posting.role_title))
    options = (request.availability,) if request.availability else ()
    accepted = through_the_gates(text, "letter", application, bureau, structure, options)
    scores = scores_of(letter, text, application, accepted.judged.quality)
    if request.draft is not None and scores.overall < _INSUFFICIENT:
        accepted = replace(accepted, findings=(_too_weak(scores), *accepted.findings))
    return _Sheet(letter, proved(text, placed, accepted, paths, application), scores)


def _too_weak(scores: LetterScores) -> Finding:
    hint = "name the company's own detail, figures, and what the posting asks"
    return Finding("generation_quality_insufficient", "CRITICAL", (0, 0), str(scores.overall), hint, "0.5")


def _told(sheet: _Sheet, request: LetterRequest, application: Application, kept: Produced | None) -> LetterWritten:
    letter, passed = sheet.letter, kept is not None
    facts = [fact for part in (letter.hook, letter.proof) for sentence in part for fact in sentence.facts]
    posting = application.posting
    scores = f"{sheet.scores.verdict}, {sheet.scores.overall}"
    return replace(
        opened(LetterWritten, application),
        summary=f"Letter to {posting.company_name} for {posting.role_title}: {scores}.",
        warnings=tuple(_warnings(sheet, request, application, kept)),
        text=sheet.proof.text if passed else None,
        word_count=sum(words_in(part) for part in (letter.hook, letter.proof, letter.close)),
        paragraphs=_paragraphs(sheet, application),
        scores=sheet.scores if passed else None,
        key_points_used=tuple(dict.fromkeys(facts)),
        next=("read it aloud before it is sent; fvs_validate proves what you change",),
    )


def _paragraphs(sheet: _Sheet, application: Application) -> Paragraphs:
    hook = " ".join(sentence.text for sentence in sheet.letter.hook)
    close = " ".join(sentence.text for sentence in sheet.letter.close)
    verified = sum(bool(sentence.facts) for sentence in sheet.letter.proof)
    return Paragraphs(
        HookTold(
            words_in(sheet.letter.hook),
            names_company(hook, application),
            any(sentence.facts for sentence in sheet.letter.hook),
        ),
        ProofTold(words_in(sheet.letter.proof), sheet.letter.matched, verified),
        CloseTold(words_in(sheet.letter.close), has_call(close)),
    )


def _warnings(
    sheet: _Sheet, request: LetterRequest, application: Application, kept: Produced | None
) -> Iterator[Warned]:
    if kept is not None and sheet.scores.overall < LOW:
        yield Warned("LOW_SCORE", f"{sheet.scores.overall} of 1: {sheet.scores.verdict}")
    if request.word_count_target != request.target:
        yield Warned("TARGET_CLAMPED", f"word_count_target {request.word_count_target} became {request.target}")
    if len(application.bank.of("action")) < _THIN or words_in(sheet.letter.proof) < request.proof[0]:
        yield Warned("THIN_EVIDENCE", "few deeds in the CV answer this posting", "gap_questions")
    yield from usual_warnings(application)
