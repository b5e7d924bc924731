"""cv_tailor."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config

from careervp_mcp.career.tailored import CvTailored, Scenario, TailorRequest, TargetLength
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, ApplicationArgument, Prose, WritingArguments, application_ref, writing
from careervp_mcp.tools.running import run_story


@with_config(EXACT)
class TailorOptions(WritingArguments):
    """How, and who writes."""

    scenario: NotRequired[Scenario]
    target_length: NotRequired[TargetLength]
    emphasis: NotRequired[Annotated[list[Annotated[Prose, Field(max_length=100)]], Field(description="At most 5")]]
    include_summary: NotRequired[bool]
    preserve_length: NotRequired[bool]
    resume_tex: NotRequired[Annotated[bool, Field(description="Also resume/resume.tex, for career_tailor")]]


_OWN = ("scenario", "target_length", "include_summary", "preserve_length", "resume_tex")


async def cv_tailor(
    ctx: Context[Desk],
    application: ApplicationArgument,
    *,
    draft: dict[str, Any] | None = None,
    options: TailorOptions | None = None,
) -> CvTailored:
    """Tailor a CV to a posting without changing its facts, score it, and keep it once it is proved.

    Offline it chooses and orders the CV's own sentences. With options.writer host you get a brief with the evidence
    and the draft's schema; write the draft {summary, roles: [{role: "r1", bullets}], skills} and send it: it is
    accepted, or rejected with each sentence that the CV does not bear out. A keyword is shown only where it is held.
    Writes cv/cv.md, cv.txt and cv.json of the application, with resume_tex also resume/resume.tex.
    Next: career_tailor typesets it; ats_check reads the PDF.
    """
    chosen: dict[str, Any] = dict(options or {})
    own = {name: chosen.pop(name) for name in _OWN if name in chosen}
    emphasis = tuple(chosen.pop("emphasis", ()))
    request = TailorRequest(application_ref(application), draft, emphasis=emphasis, options=writing(chosen), **own)
    return await run_story(ctx, partial(_story, request, ctx.request_context.lifespan_context))


def _story(request: TailorRequest, desk: Desk, **watched: Any) -> CvTailored:
    from careervp_mcp.career.cvtailoring import tailor_cv  # the craft loads when it is first asked

    return tailor_cv(request, replace(desk.bureau, **watched))
