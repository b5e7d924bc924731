"""vpr_generate."""

from dataclasses import replace
from functools import partial
from typing import Any

from mcp.server.mcpserver import Context

from careervp_mcp.career.valuereport import ReportRequest, ReportWritten
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import ApplicationArgument, WritingArguments, application_ref, writing
from careervp_mcp.tools.running import run_story


async def vpr_generate(
    ctx: Context[Desk],
    application: ApplicationArgument,
    *,
    draft: dict[str, Any] | None = None,
    options: WritingArguments | None = None,
) -> ReportWritten:
    """Write the value report of an application: what each requirement meets in the history, and what is missing.

    Offline it quotes the CV against the posting: summary, evidence matrix, differentiators, gap strategies, talking
    points. With options.writer host you get a brief with the draft's schema, and send your own sections as draft.
    With options.prerequisites require, open CRITICAL gap questions are refused with the call that asks them.
    Writes value/report.md and report.json of the application.
    Next: cv_tailor, then cover_letter.
    """
    chosen: dict[str, Any] = dict(options or {})
    request = ReportRequest(application_ref(application), draft, writing(chosen))
    return await run_story(ctx, partial(_story, request, ctx.request_context.lifespan_context))


def _story(request: ReportRequest, desk: Desk, **watched: Any) -> ReportWritten:
    from careervp_mcp.career.valuing import write_report  # the craft loads when it is first asked

    return write_report(request, replace(desk.bureau, **watched))
