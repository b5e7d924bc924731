"""career_tailor."""

from functools import partial
from typing import Annotated, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.tailoring import TailorItem, TailorReport, TailorRequest, tailor_batch
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, DatabaseId, Path
from careervp_mcp.tools.running import run_story


@with_config(EXACT)
class Item(TypedDict):
    """One application: its tracker, and its row in the jobs database when the tracker does not say it."""

    tracker_path: Path
    job_db_id: NotRequired[DatabaseId]


async def career_tailor(
    ctx: Context[Desk],
    items: Annotated[list[Item], Field(min_length=1, max_length=100)],
    *,
    force: bool = False,
    full_resume_path: Path = "",
    resume_template_path: Path = "",
    applications_dir: Path = "",
    pdflatex_cmd: Path = "",
) -> TailorReport:
    """Turn tracker notes into application workspaces: ai_context.md and a compiled resume.pdf for each.

    For every item: reads the tracker, makes the workspace, creates resume.tex from the template when it is
    missing (`force` overwrites it and keeps a .bak), writes ai_context.md, and compiles resume.pdf in a sandbox.
    An item fails alone. A fresh resume.tex has placeholders, so its first run fails with their list: fill
    resume.tex by the rules in ai_context.md, only from the full resume, then call again with that tracker.
    Pass `successful_items` unchanged to finalize_resume_batch. Statuses are never touched here.
    """
    desk = ctx.request_context.lifespan_context
    request = TailorRequest(
        items=tuple(TailorItem(**item) for item in items),
        force=force,
        full_resume_path=full_resume_path or None,
        resume_template_path=resume_template_path or None,
        applications_dir=applications_dir or None,
        pdflatex_cmd=pdflatex_cmd or None,
    )
    return await run_story(ctx, partial(tailor_batch, request, desk.studio))
