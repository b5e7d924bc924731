"""The tools as they are called on a finished application with something hostile beside it or in its place."""

from typing import Any

from hostilenotes import NOTE
from pipelinebench import Pipeline

from careervp_mcp.career.finalizing import FinalizeItem, FinalizeRequest, finalize_batch
from careervp_mcp.career.noting import UpdateRequest as NoteRequest
from careervp_mcp.career.noting import update_status
from careervp_mcp.career.shortlisting import ShortlistRequest, initialize_trackers

OWN = "trackers/2026-01-01-lark_hospital-lh-1.md"
SLUG = "lark_hospital-1"


def finalize_body(
    world: Pipeline, tracker: str = NOTE, pdf: str | None = None, *, dry_run: bool = False
) -> dict[str, Any]:
    request = FinalizeRequest((FinalizeItem(1, tracker, pdf),), run_id="run", dry_run=dry_run)
    return world.told("finalize_resume_batch", lambda: finalize_batch(request, world.office))


def finalize(
    world: Pipeline, tracker: str = NOTE, pdf: str | None = None, *, dry_run: bool = False
) -> dict[str, Any]:
    result: dict[str, Any] = finalize_body(world, tracker, pdf, dry_run=dry_run)["results"][0]
    return result


def update(world: Pipeline, tracker: str = NOTE) -> dict[str, Any]:
    request = NoteRequest(tracker, "Rejected", force=True)
    return world.told("update_tracker_status", lambda: update_status(request, world.office))


def shortlist(
    world: Pipeline, *, force: bool = True, dry_run: bool = False, folder: str | None = None
) -> dict[str, Any]:
    request = ShortlistRequest(200, folder, force=force, dry_run=dry_run)
    return world.told("initialize_shortlist_trackers", lambda: initialize_trackers(request, world.office))
