"""What one tool answers is what the next one takes, for one application and for a hundred."""

from pathlib import Path
from typing import Any

import pytest
from inbox import pdf
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from mcp import Client
from rooms import PAGE, QuickPress, fingerprint, quick_desk
from snapshots import recorded

from careervp_mcp.server import build_server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("data/templates", "templates"):
        (tmp_path / "root" / folder).mkdir(parents=True)
    (tmp_path / "root/data/templates/full_resume.md").write_text("# Ada Quill\n\nNurse since 2011.\n")
    (tmp_path / "root/templates/resume.tex").write_text(PAGE % "Ada Quill")
    return tmp_path / "root"


class Caller:
    """A client whose every answer must fit the tool's published schema and be no error."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def __call__(self, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await self._client.call_tool(tool, arguments)
        body: dict[str, Any] = result.structured_content or {}
        assert not result.is_error, body
        Draft202012Validator(recorded()[tool]["outputSchema"]).validate(body)
        return body


@pytest.mark.parametrize("count", [1, 100])
async def test_successful_items_are_finalized_as_they_were_handed_over(root: Path, count: int) -> None:
    postings = [
        {"text": f"Nurse ward {number}.", "title": "Nurse", "company": f"House {number}"} for number in range(count)
    ]
    async with Client(build_server(quick_desk(root, QuickPress(pdf("Ada Quill"))))) as client:
        call = Caller(client)
        added = await call("add_jobs", postings=postings)
        moves = [{"id": result["id"], "status": "shortlist"} for result in added["results"]]
        await call("bulk_update_job_status", updates=moves)
        made = await call("initialize_shortlist_trackers", limit=count)
        items = [{"tracker_path": result["tracker_path"]} for result in made["results"]]
        tailored = await call("career_tailor", items=items)
        handed = tailored["successful_items"]
        told = await call("finalize_resume_batch", items=handed, dry_run=True)
        done = await call("finalize_resume_batch", items=handed)
        before = fingerprint(root)
        again = await call("finalize_resume_batch", items=handed)
        written = await call("bulk_read_new_jobs", status="resume_written", limit=count)

    assert (tailored["success_count"], done["finalized_count"], written["count"]) == (count, count, count)
    outcomes = [{result["action"] for result in report["results"]} for report in (told, done, again)]
    assert outcomes == [{"would_finalize"}, {"finalized"}, {"already_finalized"}]
    assert [{key: result[key] for key in handed[0]} for result in done["results"]] == handed
    assert all(b"\nstatus: Resume Written\n" in (root / item["tracker_path"]).read_bytes() for item in handed)
    assert fingerprint(root) == before
