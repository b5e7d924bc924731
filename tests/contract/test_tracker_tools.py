"""The tracker tools as a client meets them: requests held to their schema, answers that fit theirs."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from ledger import Ledger, posting
from mcp import Client
from rooms import fingerprint, quick_desk
from snapshots import recorded

from careervp_mcp.server import build_server

UPDATE, INITIALIZE = "update_tracker_status", "initialize_shortlist_trackers"
NOTE = "trackers/2026-01-01-lark_hospital-lh-1.md"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (UPDATE, {"target_status": "Applied"}, "tracker_path is required"),
    (UPDATE, {"tracker_path": NOTE}, "target_status is required"),
    (UPDATE, {"tracker_path": NOTE, "target_status": "applied"}, "target_status must be"),
    (UPDATE, {"tracker_path": NOTE, "target_status": "Applied", "id": 1}, "id is not a known field"),
    (UPDATE, {"tracker_path": NOTE, "target_status": "Applied", "force": 1}, "force must be true or false; got 1"),
    (UPDATE, {"tracker_path": "../../x/secret.md", "target_status": "Applied"}, "tracker_path lies outside the root"),
    (INITIALIZE, {"limit": 0}, "limit must be at least 1; got 0"),
    (INITIALIZE, {"limit": 201}, "limit must be at most 200; got 201"),
    (INITIALIZE, {"limit": "5"}, "limit must be a whole number; got text"),
    (INITIALIZE, {"trackers_dir": " "}, "trackers_dir must not be blank"),
    (INITIALIZE, {"trackers_dir": "/somewhere/secret"}, "trackers_dir lies outside the root: secret"),
    (INITIALIZE, {"db_path": "../jobs.db"}, "db_path lies outside the root"),
    (INITIALIZE, {"status": "new"}, "status is not a known field"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root whose jobs database has two jobs on the shortlist."""
    ledger = Ledger.laid(tmp_path)
    ledger.add(posting(1), posting(2, description=""))
    ledger.sql("UPDATE jobs SET status = 'shortlist'")
    return tmp_path / "root"


async def called(root: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    """A call's answer, which must fit the tool's published schema."""
    async with Client(build_server(quick_desk(root))) as client:
        result = await client.call_tool(tool, arguments)
    body: dict[str, Any] = result.structured_content or {}
    Draft202012Validator(recorded()[tool]["outputSchema"]).validate(body)
    assert result.is_error == isinstance(body.get("error"), dict)
    return body


@pytest.mark.parametrize(("tool", "asked", "told"), REFUSED, ids=[told for _, _, told in REFUSED])
async def test_a_request_of_another_form_is_refused_before_anything_is_touched(
    root: Path, tool: str, asked: dict[str, Any], told: str
) -> None:
    before = fingerprint(root)

    body = await called(root, tool, **asked)

    assert (body["error"]["code"], body["error"]["retryable"]) == ("VALIDATION_ERROR", False)
    assert body["error"]["message"].startswith(told)
    assert "secret/" not in body["error"]["message"]
    assert fingerprint(root) == before


async def test_the_shortlist_becomes_notes_and_a_job_that_can_not_be_one_says_why(root: Path) -> None:
    report = await called(root, INITIALIZE, limit=2.0)

    assert (report["created_count"], report["skipped_count"], report["failed_count"]) == (1, 0, 1)
    assert report["results"] == [
        {
            "id": 2,
            "job_id": "LH-2",
            "tracker_path": "trackers/2026-01-01-lark_hospital-lh-2.md",
            "action": "failed",
            "success": False,
            "error": "row 2 has no description; a tracker needs them: add the whole posting by add_jobs",
        },
        {"id": 1, "job_id": "LH-1", "tracker_path": NOTE, "action": "created", "success": True},
    ]


async def test_a_note_moves_is_blocked_and_stays_all_as_normal_results(root: Path) -> None:
    await called(root, INITIALIZE)

    actions = []
    for target in ("Applied", "Resume Written", "Rejected", "Rejected"):
        body = await called(root, UPDATE, tracker_path=NOTE, target_status=target)
        actions.append((body["action"], body["success"], body.get("guardrail_check_passed")))

    assert actions == [
        ("blocked", False, None),
        ("blocked", False, False),
        ("updated", True, None),
        ("noop", True, None),
    ]


async def test_a_missing_note_and_a_missing_database_have_codes_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()

    note = await called(tmp_path / "root", UPDATE, tracker_path="trackers/none.md", target_status="Applied")
    database = await called(tmp_path / "root", INITIALIZE)

    assert note["error"]["code"] == "FILE_NOT_FOUND"
    assert database["error"]["code"] == "DB_NOT_FOUND"
    assert fingerprint(tmp_path / "root") == {}
