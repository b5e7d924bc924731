"""initialize_shortlist_trackers."""

from functools import partial
from typing import Annotated

from mcp.server.mcpserver import Context
from pydantic import BeforeValidator, Field

from careervp_mcp.career.shortlisting import ShortlistReport, ShortlistRequest, initialize_trackers
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import Path, whole
from careervp_mcp.tools.running import run_story


async def initialize_shortlist_trackers(
    ctx: Context[Desk],
    *,
    limit: Annotated[int, Field(ge=1, le=200), BeforeValidator(whole)] = 50,
    trackers_dir: Path = "",
    force: bool = False,
    dry_run: bool = False,
    db_path: Path = "",
) -> ShortlistReport:
    """Give jobs on the shortlist their tracker notes and empty workspaces, newest captured first, at most `limit`.

    A job that has a note, or whose address stands in a note's reference_link, is skipped. `force` brings an existing
    note's own fields and its Job Description up to the row again, with status Reviewed; the user's notes and fields
    stay. `dry_run` tells what would be done and writes nothing. Call it after bulk_update_job_status has put jobs on
    the shortlist; pass the trackers to career_tailor next.
    """
    desk = ctx.request_context.lifespan_context
    request = ShortlistRequest(
        limit=limit,
        trackers_dir=trackers_dir or None,
        force=force,
        dry_run=dry_run,
        db_path=db_path or None,
    )
    return await run_story(ctx, partial(initialize_trackers, request, desk.office))
