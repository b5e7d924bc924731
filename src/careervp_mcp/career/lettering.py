"""cover_letter: a letter of three paragraphs, from evidence or a host's draft, proved before it is kept."""

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
from careervp_mcp.career.letterwriting import CoverLetterGenerator
from careervp_mcp.career.producing import Produced, Product, produce
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.telling import Warned, told
from careervp_mcp.career.writing import Writer, writer_for

_CUT = ("key_points_used", "findings")
_INSUFFICIENT = 0.50
_THIN = 10
"""Facts under which a letter has little to say."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A letter on the page, judged."""

    letter: Letter
    text: str
    placed: tuple[Placed, ...]
    accepted: Accepted
    scores: LetterScores
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The gates' findings, each with the place in the draft that it is on."""
        return tuple(self._pointed(finding) for finding in self.accepted.findings)

    def _pointed(self, finding: Finding) -> Finding:
        start = finding.span[0]
        on = next((one for one in self.placed if one.span[0] <= start < one.span[1]), None)
        return replace(finding, path=finding.path or (self.paths.get(on.text, "") if on else ""))


def write_letter(request: LetterRequest, bureau: Bureau, default: Writer = "offline") -> LetterWritten:
    """Write, prove, score and keep a letter; a draft that does not pass is told why and nothing is kept."""
    for name, text in (("availability", request.availability), *(("emphasis", word) for word in request.emphasis)):
        refuse_script(text, f"options.{name}")
    writer = writer_for(request.options, request.draft, default)
    application = the_application(request.application, bureau)
    if writer == "host" and request.draft is None:
        return _brief(application, bureau)
    sheet = _sheet(request, application, bureau)
    ceiling = request.options.max_tokens or CEILING
    if not sheet.accepted.passed:
        return fitted(_told(sheet, request, application, None, writer), max(ceiling, 2000), _CUT)
    files = {
        "cover/letter.md": sheet.text.encode(),
        "cover/letter.json": as_json(sheet.letter, sheet.placed, application.bank.language),
    }
    product = Product("letter", sheet.text, sheet.placed, sheet.accepted, files)
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(_told(sheet, request, application, kept, writer), ceiling, _CUT)


def _brief(application: Application, bureau: Bureau) -> LetterWritten:
    brief, uri = brief_of(application, "cover_letter", DRAFT_SCHEMA, RULES, bureau)
    answer = LetterWritten(
        status="brief",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary="Write the draft from the evidence and send it as draft.",
        brief=brief,
        next=("cover_letter with draft",),
    )
    return replace(answer, uris=replace(answer.uris, brief=uri))


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
    return _Sheet(letter, text, placed, accepted, scores, paths)


def _too_weak(scores: LetterScores) -> Finding:
    hint = "name the company's own detail, figures, and what the posting asks"
    return Finding("generation_quality_insufficient", "CRITICAL", (0, 0), str(scores.overall), hint, "0.5")


def _told(
    sheet: _Sheet, request: LetterRequest, application: Application, kept: Produced | None, writer: Writer
) -> LetterWritten:
    letter, passed = sheet.letter, kept is not None
    facts = [fact for part in (letter.hook, letter.proof) for sentence in part for fact in sentence.facts]
    answer = LetterWritten(
        status="accepted" if passed else "rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=_summary(sheet, application, passed=passed),
        writer_used=writer,
        findings=told(sheet.findings),
        findings_total=len(sheet.findings),
        warnings=tuple(_warnings(sheet, request, application, kept)),
        text=sheet.text if passed else None,
        word_count=sum(words_in(part) for part in (letter.hook, letter.proof, letter.close)),
        paragraphs=_paragraphs(sheet, application),
        scores=sheet.scores if passed else None,
        key_points_used=tuple(dict.fromkeys(facts)),
        next=("read it aloud before it is sent; fvs_validate proves what you change",)
        if passed
        else ("mend what is CRITICAL by its expected value and send the draft again",),
    )
    if kept is None:
        return answer
    return replace(answer, artefact_id=kept.artefact_id, version=kept.version, files=kept.files, uris=kept.uris)


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


def _summary(sheet: _Sheet, application: Application, *, passed: bool) -> str:
    if not passed:
        return "The draft does not pass; nothing was kept. Each CRITICAL finding says what would be right."
    posting = application.posting
    scores = f"{sheet.scores.verdict}, {sheet.scores.overall}"
    return f"Letter to {posting.company_name} for {posting.role_title}: {scores}."


def _warnings(
    sheet: _Sheet, request: LetterRequest, application: Application, kept: Produced | None
) -> Iterator[Warned]:
    if kept is not None:
        yield from kept.warnings
        if sheet.scores.overall < LOW:
            yield Warned("LOW_SCORE", f"{sheet.scores.overall} of 1: {sheet.scores.verdict}")
    if request.word_count_target != request.target:
        yield Warned("TARGET_CLAMPED", f"word_count_target {request.word_count_target} became {request.target}")
    if len(application.bank.of("action")) < _THIN or words_in(sheet.letter.proof) < request.proof[0]:
        yield Warned("THIN_EVIDENCE", "few deeds in the CV answer this posting", "gap_questions")
    if application.posting.flags:
        yield FLAGGED
    if application.posting.language != application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {application.bank.language}, the posting is not")
