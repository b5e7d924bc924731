"""cv_tailor: a CV for one posting, in its own words or a host's, proved before it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from careervp_mcp.career.accepting import Accepted, through_the_gates
from careervp_mcp.career.applications import Application, the_application
from careervp_mcp.career.ats import AtsReport
from careervp_mcp.career.briefs import brief_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import Placed, rendered
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.exhibits import Exhibit
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.producing import Produced, Product, produce
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.screening import FLAGGED, estimate
from careervp_mcp.career.tailored import (
    CEILING,
    AtsTold,
    CvTailored,
    RoleTold,
    ScoreParts,
    TailoredCV,
    TailorRequest,
)
from careervp_mcp.career.tailoringdrafts import DRAFT_SCHEMA, RULES, from_draft
from careervp_mcp.career.tailoringpage import as_json, page, plain
from careervp_mcp.career.tailoringplan import Plan
from careervp_mcp.career.tailoringscore import keyword_matches, minimum_of, parts_of, score_of
from careervp_mcp.career.tailoringtex import fits, tex_source
from careervp_mcp.career.telling import Warned, told
from careervp_mcp.career.writing import Writer, writer_for

MOST_EMPHASIS = 5
_PAGE = 500
"""Words of a page."""
_CUT = ("changes", "findings", "relevance")
_MOST_TEMPLATE = 1 << 20
"""Bytes of a template."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A tailored CV on the page, judged."""

    made: TailoredCV
    text: str
    placed: tuple[Placed, ...]
    accepted: Accepted
    ats: AtsReport
    parts: ScoreParts
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The gates' findings, each with the place in the draft that it is on."""
        return tuple(self._pointed(finding) for finding in self.accepted.findings)

    def _pointed(self, finding: Finding) -> Finding:
        start = finding.span[0]
        on = next((one for one in self.placed if one.span[0] <= start < one.span[1]), None)
        path = self.paths.get(on.text, "") if on else ""
        listed = "/skills" if on and self.paths and on.text.startswith(", ".join(self.made.skills[:2])) else ""
        return replace(finding, path=finding.path or path or listed)


def tailor_cv(request: TailorRequest, bureau: Bureau, default: Writer = "offline") -> CvTailored:
    """Tailor, prove, score, keep and write; a draft that does not pass is told why and nothing is kept.

    Raises InvalidInput for more than five emphases, and what an application's reference raises.
    """
    if len(request.emphasis) > MOST_EMPHASIS:
        raise TooManyEmphases(f"emphasis may name at most {MOST_EMPHASIS} areas; got {len(request.emphasis)}")
    writer = writer_for(request.options, request.draft, default)
    application = the_application(request.application, bureau)
    plan = Plan(application, request)
    ceiling = request.options.max_tokens or CEILING
    if writer == "host" and request.draft is None:
        return _brief(application, bureau)
    sheet = _sheet(plan, bureau)
    if request.draft is None and not sheet.accepted.passed:
        sheet = _sheet(replace(plan, core=False), bureau)
    if not sheet.accepted.passed:
        return fitted(_told(sheet, plan, None, writer), max(ceiling, 2000), _CUT)
    product = Product("cv", sheet.text, sheet.placed, sheet.accepted, dict(_files(sheet, plan, bureau)))
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(_told(sheet, plan, kept, writer), ceiling, _CUT)


class TooManyEmphases(InvalidInput):
    """More areas to stress than a CV can stress."""

    code = "VALIDATION_TOO_MANY_EMPHASIS_AREAS"


def _brief(application: Application, bureau: Bureau) -> CvTailored:
    brief, uri = brief_of(application, "cv_tailor", DRAFT_SCHEMA, RULES, bureau)
    answer = CvTailored(
        status="brief",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary="Write the draft from the evidence and send it as draft.",
        brief=brief,
        next=("cv_tailor with draft",),
    )
    return replace(answer, uris=replace(answer.uris, brief=uri))


def _sheet(plan: Plan, bureau: Bureau) -> _Sheet:
    drafted = from_draft(plan.request.draft, plan) if plan.request.draft is not None else None
    made = drafted.made if drafted else plan.tailored()
    text, placed = rendered(page(made, plan.application.person))
    accepted = through_the_gates(text, "cv", plan.application, bureau, drafted.findings if drafted else ())
    ats = estimate(Exhibit(text), plan.application.posting, plan.application.person, plan.application.bank)
    return _Sheet(
        made, text, placed, accepted, ats, parts_of(made, text, plan, ats), drafted.paths if drafted else {}
    )


def _files(sheet: _Sheet, plan: Plan, bureau: Bureau) -> Iterator[tuple[str, bytes]]:
    person = plan.application.person
    yield "cv/cv.md", sheet.text.encode()
    yield "cv/cv.txt", plain(page(sheet.made, person)).encode()
    yield "cv/cv.json", as_json(sheet.made, sheet.placed, plan.application.bank.language)
    if _wants_tex(plan):
        yield "resume/resume.tex", tex_source(sheet.made, person, template_of(bureau)).encode()


def _wants_tex(plan: Plan) -> bool:
    """Whether a LaTeX source is made: asked for, or the posting came with a tracker; the template sets no Hebrew."""
    ref = plan.request.application.posting
    tracker = bool(ref and ref.path and ref.path.endswith(".md"))
    return (plan.request.resume_tex or tracker) and plan.application.bank.language == "en"


def template_of(bureau: Bureau) -> str:
    """The user's own template where a CV can be filled into it, else the packaged one."""
    own = bureau.root.resolve("templates/resume.tex", what="template")
    if own.is_file():
        text = read_file(own, what="template", limit=_MOST_TEMPLATE).decode("utf-8", "replace")
        if fits(text):
            return text
    return bureau.template


def _told(sheet: _Sheet, plan: Plan, kept: Produced | None, writer: Writer) -> CvTailored:
    application = plan.application
    score, minimum = score_of(sheet.parts), minimum_of(plan.request.scenario)
    passed = kept is not None
    words = len(sheet.text.split())
    roles = sheet.made.work_experience
    mean = sum(role.relevance_score for role in roles) / len(roles) if roles else 0.0
    answer = CvTailored(
        status="accepted" if passed else "rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=_summary(plan, score if passed else None),
        writer_used=writer,
        findings=told(sheet.findings),
        findings_total=len(sheet.findings),
        warnings=tuple(_warnings(plan, kept, score, minimum)),
        ats_score=score if passed else None,
        parts=replace(sheet.parts, coverage=round(sheet.parts.coverage, 2)) if passed else None,
        scenario=plan.scenario,
        minimum=minimum,
        meets_minimum=score >= minimum if passed else False,
        keyword_matches=keyword_matches(sheet.text, plan),
        ats_compatibility=AtsTold(sheet.ats.score, sheet.ats.level),
        relevance=tuple(RoleTold(role.id, role.relevance_score, role.action) for role in roles),
        average_relevance=round(mean, 2),
        changes=sheet.made.changes_made,
        word_count=words,
        pages_estimate=round(words / _PAGE, 1),
        next=_next(passed=passed),
    )
    if kept is None:
        return answer
    return replace(answer, artefact_id=kept.artefact_id, version=kept.version, files=kept.files, uris=kept.uris)


def _summary(plan: Plan, score: float | None) -> str:
    posting = plan.application.posting
    if score is None:
        return "The draft does not pass; nothing was kept. Each CRITICAL finding says what would be right."
    return f"CV for {posting.role_title} at {posting.company_name}: {score} of 10 as {plan.scenario}."


def _warnings(plan: Plan, kept: Produced | None, score: float, minimum: float) -> Iterator[Warned]:
    if kept is not None:
        yield from kept.warnings
        if score < minimum:
            yield Warned("LOW_SCORE", f"{score} is under the minimum of {minimum}: see parts")
    if plan.application.posting.flags:
        yield FLAGGED
    if plan.application.posting.language != plan.application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {plan.application.bank.language}, the posting is not")


def _next(*, passed: bool) -> tuple[str, ...]:
    if passed:
        return ("ats_check of the finished PDF", "career_tailor typesets a resume.tex")
    return ("mend what is CRITICAL by its expected value and send the draft again",)
