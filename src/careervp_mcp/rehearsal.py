"""The whole pipeline through one real client: postings in, committed resumes out, a board to read."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from careervp_mcp.applying import Applied, apply
from careervp_mcp.career.statuses import JOB_STATUSES

UNSUITABLE = ("Dental Practice Manager", "Director of Product Design")
"""Of the sample postings those that their candidate turns down."""
CAPTURED = "2026-03-16"
"""The day on which the samples were found."""

Report = Mapping[str, Any]


class Heard(Protocol):
    """Is told of a tool's progress."""

    async def __call__(self, progress: float, total: float | None = None, message: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What each tool answered, and the rows of the jobs database afterwards."""

    added: Report
    triaged: Report
    noted: Report
    applied: Applied
    tailored: Report
    finalized: Report
    board: tuple[Mapping[str, Any], ...]


async def rehearse(root: Path, heard: Heard) -> Rehearsed:
    """Add the root's postings, decide, make trackers, apply to the new one, tailor every tracker, finalize."""
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "careervp_mcp.cli", "serve"],
        env={**os.environ, "CAREERVP_ROOT": str(root)},
    )
    async with Client(server) as client:

        async def call(tool: str, **arguments: Any) -> Report:
            result = await client.call_tool(tool, arguments, progress_callback=heard)
            return result.structured_content or {}

        added = await call("add_jobs", postings=_postings(root))
        found = await call("bulk_read_new_jobs")
        triaged = await call("bulk_update_job_status", updates=_decided(found))
        noted = await call("initialize_shortlist_trackers")
        applied = await apply(call, _new(noted), f"cv_{root.name}")
        tailored = await call("career_tailor", items=_trackers(root))
        finalized = await call("finalize_resume_batch", items=tailored.get("successful_items", []))
        pages = [await call("bulk_read_new_jobs", status=status) for status in JOB_STATUSES]
    board = tuple(job for page in pages for job in page.get("jobs", ()))
    return Rehearsed(added, triaged, noted, applied, tailored, finalized, board)


def _postings(root: Path) -> list[dict[str, str]]:
    paths = sorted(path.relative_to(root).as_posix() for path in root.glob("postings/*"))
    return [{"path": path, "job_id": Path(path).stem, "captured_at": CAPTURED} for path in paths]


def _decided(found: Report) -> list[dict[str, Any]]:
    """What the candidate makes of each new posting."""
    return [
        {"id": job["id"], "status": "reject" if job["title"] in UNSUITABLE else "shortlist"}
        for job in found.get("jobs", ())
    ]


def _new(noted: Report) -> str:
    """The tracker that was just made."""
    made = [one["tracker_path"] for one in noted.get("results", ()) if one["action"] == "created"]
    return str(made[0]) if made else ""


def _trackers(root: Path) -> list[dict[str, str]]:
    return [{"tracker_path": path.relative_to(root).as_posix()} for path in sorted(root.glob("trackers/*.md"))]
