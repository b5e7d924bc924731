"""cv_tailor: a CV for one posting, in its own words or a host's, proved before it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from careervp_mcp.career.accepting import through_the_gates
from careervp_mcp.career.applications import the_application
from careervp_mcp.career.ats import AtsReport
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.composed import rendered
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.exhibits import Exhibit
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
from careervp_mcp.career.screening import estimate
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
from careervp_mcp.career.tailoringlogic import CVTailoringLogic
from careervp_mcp.career.tailoringpage import as_json, page, plain
from careervp_mcp.career.tailoringplan import Plan
from careervp_mcp.career.tailoringscore import keyword_matches, minimum_of, parts_of, score_of
from careervp_mcp.career.tailoringtex import template_of, tex_source
from careervp_mcp.career.telling import Warned
from careervp_mcp.career.writing import Draft

MOST_EMPHASIS = 5
_PAGE = 500
"""Words of a page."""
_CUT = ("changes", "findings", "relevance")


GENRE = Genre("cv_tailor", "cv_tailoring", DRAFT_SCHEMA, RULES)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A tailored CV on the page, judged."""

    made: TailoredCV
    proof: Proof
    ats: AtsReport
    parts: ScoreParts


def tailor_cv(request: TailorRequest, bureau: Bureau) -> CvTailored:
    """Tailor, prove, score, keep and write; a draft that does not pass is told why and nothing is kept.

    Raises InvalidInput for more than five emphases, and what an application's reference raises.
    """
    if len(request.emphasis) > MOST_EMPHASIS:
        raise TooManyEmphases(f"emphasis may name at most {MOST_EMPHASIS} areas; got {len(request.emphasis)}")
    brief = wants_brief(request.options, request.draft, bureau)
    application = the_application(request.application, bureau)
    if brief:
        return brief_told(CvTailored, GENRE, application, bureau)
    plan = Plan(application, request)
    done = written(
        request.options, request.draft, GENRE, application, bureau, lambda draft: _best(draft, plan, bureau)
    )
    sheet, ceiling = done.sheet, request.options.max_tokens or CEILING
    if not sheet.proof.passed:
        return fitted(signed(_told(sheet, plan, passed=False), done, None), max(ceiling, 2000), _CUT)
    proof = sheet.proof
    product = Product("cv", proof.text, proof.placed, proof.accepted, dict(_files(sheet, plan, bureau)))
    kept = produce(product, application, bureau, force=request.options.force)
    return fitted(signed(_told(sheet, plan, passed=True), done, kept), ceiling, _CUT)


class TooManyEmphases(InvalidInput):
    """More areas to stress than a CV can stress."""

    code = "VALIDATION_TOO_MANY_EMPHASIS_AREAS"


def _best(draft: Draft | None, plan: Plan, bureau: Bureau) -> _Sheet:
    """The CV of a draft, or by rules: with its core list of skills, or where that does not pass without."""
    plan = replace(plan, request=replace(plan.request, draft=draft))
    sheet = _sheet(plan, bureau)
    if draft is None and not sheet.proof.passed:
        return _sheet(replace(plan, core=False), bureau)
    return sheet


def _sheet(plan: Plan, bureau: Bureau) -> _Sheet:
    drafted = from_draft(plan.request.draft, plan) if plan.request.draft is not None else None
    made = drafted.made if drafted else CVTailoringLogic(plan).tailored()
    text, placed = rendered(page(made, plan.application.person))
    accepted = through_the_gates(text, "cv", plan.application, bureau, drafted.findings if drafted else ())
    ats = estimate(Exhibit(text), plan.application.posting, plan.application.person, plan.application.bank)
    skills = ", ".join(made.skills[:2])
    listed = {one.text: "/skills" for one in placed if skills and one.text.startswith(skills)}
    paths = listed | dict(drafted.paths) if drafted else {}
    return _Sheet(made, proved(text, placed, accepted, paths, plan.application), ats, parts_of(made, text, plan, ats))


def _files(sheet: _Sheet, plan: Plan, bureau: Bureau) -> Iterator[tuple[str, bytes]]:
    person = plan.application.person
    yield "cv/cv.md", sheet.proof.text.encode()
    yield "cv/cv.txt", plain(page(sheet.made, person)).encode()
    yield "cv/cv.json", as_json(sheet.made, sheet.proof.placed, plan.application.bank.language)
    if _wants_tex(plan):
        yield "resume/resume.tex", tex_source(sheet.made, person, template_of(bureau)).encode()


def _wants_tex(plan: Plan) -> bool:
    """Whether a LaTeX source is made: asked for, or the posting came with a tracker; the template sets no Hebrew."""
    ref = plan.request.application.posting
    tracker = bool(ref and ref.path and ref.path.endswith(".md"))
    return (plan.request.resume_tex or tracker) and plan.application.bank.language == "en"


def _told(sheet: _Sheet, plan: Plan, *, passed: bool) -> CvTailored:
    application, posting = plan.application, plan.application.posting
    score, minimum = score_of(sheet.parts), minimum_of(plan.request.scenario)
    words = len(sheet.proof.text.split())
    roles = sheet.made.work_experience
    mean = sum(role.relevance_score for role in roles) / len(roles) if roles else 0.0
    return replace(
        opened(CvTailored, application),
        summary=f"CV for {posting.role_title} at {posting.company_name}: {score} of 10 as {plan.scenario}.",
        warnings=tuple(_warnings(plan, score, minimum, passed=passed)),
        ats_score=score if passed else None,
        parts=replace(sheet.parts, coverage=round(sheet.parts.coverage, 2)) if passed else None,
        scenario=plan.scenario,
        minimum=minimum,
        meets_minimum=passed and score >= minimum,
        keyword_matches=keyword_matches(sheet.proof.text, plan),
        ats_compatibility=AtsTold(sheet.ats.score, sheet.ats.level),
        relevance=tuple(RoleTold(role.id, role.relevance_score, role.action) for role in roles),
        average_relevance=round(mean, 2),
        changes=sheet.made.changes_made,
        word_count=words,
        pages_estimate=round(words / _PAGE, 1),
        next=("ats_check of the finished PDF", "career_tailor typesets a resume.tex"),
    )


def _warnings(plan: Plan, score: float, minimum: float, *, passed: bool) -> Iterator[Warned]:
    if passed and score < minimum:
        yield Warned("LOW_SCORE", f"{score} is under the minimum of {minimum}: see parts")
    yield from usual_warnings(plan.application)
