"""bulk_update_job_status."""

from typing import Annotated, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import AfterValidator, Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.jobs import Move
from careervp_mcp.career.statuses import JobStatus
from careervp_mcp.career.triage import UpdateReport, UpdateRequest, update_statuses
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, DatabaseId, Path, prose

Notes = Annotated[str, Field(max_length=20_000), AfterValidator(prose)]


@with_config(EXACT)
class Update(TypedDict):
    """A decision on one job; notes replace the job's notes, and are kept when left out."""

    id: DatabaseId
    status: JobStatus
    notes: NotRequired[Notes]


async def bulk_update_job_status(
    ctx: Context[Desk],
    updates: Annotated[list[Update], Field(max_length=100)],
    *,
    db_path: Path = "",
) -> UpdateReport:
    """Decide on jobs: move each to a new status, all of them or none, with one timestamp.

    new → shortlist, reviewed or reject; shortlist → reviewed; reviewed → shortlist; resume_written → applied.
    `resume_written` is set by finalize_resume_batch alone. The status a job has already is a success. When one
    update is refused, none is applied, and the results say which: mend or leave it out, then call again.
    Trackers are not touched (update_tracker_status). Next: initialize_shortlist_trackers for the shortlist.
    """
    desk = ctx.request_context.lifespan_context
    request = UpdateRequest(tuple(Move(**update) for update in updates), db_path or None)
    return await anyio.to_thread.run_sync(update_statuses, request, desk.office)
