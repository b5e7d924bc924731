"""update_tracker_status."""

from functools import partial

import anyio.to_thread
from mcp.server.mcpserver import Context

from careervp_mcp.career.noting import NoteUpdate, UpdateRequest, update_status
from careervp_mcp.career.statuses import NoteStatus
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import Path


async def update_tracker_status(
    ctx: Context[Desk],
    tracker_path: Path,
    target_status: NoteStatus,
    *,
    dry_run: bool = False,
    force: bool = False,
) -> NoteUpdate:
    """Move one tracker note to its next status; only its `status:` line changes.

    The order is Reviewed, Resume Written, Applied, Interview, Offer; Rejected and Ghosted follow any. A jump or a
    move back is `blocked`, which is a normal result, unless `force` is set. Resume Written demands a sound
    resume.pdf made from its resume.tex without placeholders, also with `force`. `dry_run` tells and writes nothing.
    The jobs database is not touched: call bulk_update_job_status for the row, such as after sending an application.
    """
    desk = ctx.request_context.lifespan_context
    request = UpdateRequest(tracker_path, target_status, dry_run=dry_run, force=force)
    return await anyio.to_thread.run_sync(partial(update_status, request, desk.office))
