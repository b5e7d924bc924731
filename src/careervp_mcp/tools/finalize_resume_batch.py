"""finalize_resume_batch."""

from functools import partial
from typing import Annotated, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.finalizing import FinalizeItem, FinalizeReport, FinalizeRequest, finalize_batch
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, DatabaseId, Path
from careervp_mcp.tools.running import run_story


@with_config(EXACT)
class Item(TypedDict):
    """One finished application: its row, its tracker, and its PDF when the tracker does not say where."""

    id: DatabaseId
    tracker_path: Path
    resume_pdf_path: NotRequired[Path]


RunId = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9._:-]*$")]


async def finalize_resume_batch(
    ctx: Context[Desk],
    items: Annotated[list[Item], Field(max_length=100)],
    *,
    run_id: RunId = "",
    db_path: Path = "",
    dry_run: bool = False,
) -> FinalizeReport:
    """Record finished resumes: the job's row becomes `resume_written`, its tracker `Resume Written`, or neither.

    Takes career_tailor's `successful_items` unchanged. Checks that resume.pdf is sound, made from the resume.tex
    beside it, and has no placeholder. An item fails alone; its row then stands at `reviewed` with the reason.
    Repeating is safe: `already_finalized` changes nothing. `dry_run` predicts the outcome and writes nothing.
    When an application is sent, call bulk_update_job_status and update_tracker_status.
    """
    desk = ctx.request_context.lifespan_context
    request = FinalizeRequest(
        items=tuple(FinalizeItem(**item) for item in items),
        run_id=run_id or None,
        db_path=db_path or None,
        dry_run=dry_run,
    )
    return await run_story(ctx, partial(finalize_batch, request, desk.office))
