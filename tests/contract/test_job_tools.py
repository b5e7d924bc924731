"""The job tools as a client meets them: requests held to their schema, answers that fit theirs."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from mcp import Client
from rooms import fingerprint, quick_desk
from snapshots import recorded

from careervp_mcp.server import build_server

ADD, READ, UPDATE = "add_jobs", "bulk_read_new_jobs", "bulk_update_job_status"
TEXT = "Title: Night Nurse\nCompany: Lark\n\nNurse at night."
ONE, MOVE = {"text": TEXT}, {"id": 1, "status": "shortlist"}
STATUSES = "'new', 'shortlist', 'reviewed', 'reject', 'resume_written' or 'applied'"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (ADD, {}, "postings is required"),
    (ADD, {"postings": []}, "postings must hold at least 1; got 0"),
    (ADD, {"postings": [ONE] * 101}, "postings must hold at most 100; got 101"),
    (ADD, {"postings": [TEXT]}, "postings[0] must be an object; got text"),
    (
        ADD,
        {"postings": [ONE | {"salary": 1}]},
        "postings[0].salary is not a known field; known here: text, path, json",
    ),
    (ADD, {"postings": [{"text": 7}]}, "postings[0].text must be text; got 7"),
    (ADD, {"postings": [{"text": None}]}, "postings[0].text must be text; got null"),
    (ADD, {"postings": [{"path": " "}]}, "postings[0].path must not be blank"),
    (ADD, {"postings": [{"json": "{}"}]}, "postings[0].json must be an object; got text"),
    (ADD, {"postings": [{"json": [{}]}]}, "postings[0].json must be an object; got a list"),
    (ADD, {"postings": [ONE], "status": "new"}, "status is not a known field; known here: postings, db_path"),
    (ADD, {"postings": [ONE], "db_path": "../jobs.db"}, "db_path lies outside the root: jobs.db"),
    (ADD, {"postings": [ONE], "db_path": "/somewhere/secret.db"}, "db_path lies outside the root: secret.db"),
    (READ, {"limit": 0}, "limit must be at least 1; got 0"),
    (READ, {"limit": 1001}, "limit must be at most 1000; got 1001"),
    (READ, {"limit": "50"}, "limit must be a whole number; got text"),
    (READ, {"limit": True}, "limit must be a whole number; got true"),
    (READ, {"limit": 1.5}, "limit must be a whole number; got 1.5"),
    (READ, {"cursor": "mine"}, "cursor is damaged"),
    (READ, {"cursor": "a" * 8001}, "cursor must have at most 8000 characters; got 8001"),
    (READ, {"cursor": 7}, "cursor must be text; got 7"),
    (READ, {"status": "New"}, f"status must be one of {STATUSES}"),
    (READ, {"fields": "all"}, "fields must be one of 'summary' or 'full'"),
    (READ, {"offset": 3}, "offset is not a known field; known here: limit, cursor, status, fields, db_path"),
    (READ, {"db_path": "../jobs.db"}, "db_path lies outside the root"),
    (UPDATE, {}, "updates is required"),
    (UPDATE, {"updates": [MOVE] * 101}, "updates must hold at most 100; got 101"),
    (UPDATE, {"updates": [MOVE, MOVE]}, "updates name the id 1 more than once"),
    (UPDATE, {"updates": [{"id": 1}]}, "updates[0].status is required"),
    (UPDATE, {"updates": [{"status": "reject"}]}, "updates[0].id is required"),
    (UPDATE, {"updates": [MOVE | {"id": 0}]}, "updates[0].id must be at least 1; got 0"),
    (UPDATE, {"updates": [MOVE | {"id": 2**63}]}, "updates[0].id must be below 2**63"),
    (UPDATE, {"updates": [MOVE | {"id": "1"}]}, "updates[0].id must be a whole number; got text"),
    (UPDATE, {"updates": [MOVE | {"status": "done"}]}, f"updates[0].status must be one of {STATUSES}"),
    (UPDATE, {"updates": [MOVE | {"notes": "a" * 20_001}]}, "updates[0].notes must have at most 20000 characters"),
    (UPDATE, {"updates": [MOVE | {"notes": 7}]}, "updates[0].notes must be text; got 7"),
    (UPDATE, {"updates": [MOVE | {"notes": "a\0"}]}, "updates[0].notes must not hold a NUL character"),
    (
        UPDATE,
        {"updates": [MOVE | {"force": True}]},
        "updates[0].force is not a known field; known here: id, status, notes",
    ),
    (UPDATE, {"updates": [MOVE], "dry_run": True}, "dry_run is not a known field; known here: updates, db_path"),
    (UPDATE, {"updates": [MOVE], "db_path": "../jobs.db"}, "db_path lies outside the root"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


async def called(root: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    """A call's answer, which must fit the tool's published schema."""
    async with Client(build_server(quick_desk(root))) as client:
        result = await client.call_tool(tool, arguments)
    body: dict[str, Any] = result.structured_content or {}
    Draft202012Validator(recorded()[tool]["outputSchema"]).validate(body)
    assert result.is_error == isinstance(body.get("error"), dict)
    return body


@pytest.mark.parametrize(
    ("tool", "asked", "told"), REFUSED, ids=[f"{tool}: {told[:60]}" for tool, _, told in REFUSED]
)
async def test_a_request_of_another_form_is_refused_before_anything_is_touched(
    root: Path, tool: str, asked: dict[str, Any], told: str
) -> None:
    body = await called(root, tool, **asked)

    assert body["error"]["code"] == "VALIDATION_ERROR"
    assert body["error"]["message"].startswith(told)
    assert fingerprint(root.parent) == {"root": "/"}


@pytest.mark.parametrize(("tool", "asked"), [(READ, {}), (READ, {"fields": "full"}), (UPDATE, {"updates": [MOVE]})])
async def test_a_database_that_is_not_there_is_told_and_not_made(
    root: Path, tool: str, asked: dict[str, Any]
) -> None:
    body = await called(root, tool, **asked)

    assert (body["error"]["code"], body["error"]["retryable"]) == ("DB_NOT_FOUND", False)
    assert fingerprint(root.parent) == {"root": "/"}


async def test_a_batch_of_every_outcome_fits_the_output_schema(root: Path) -> None:
    postings = [
        ONE,
        ONE,
        {"json": {"title": "Day Nurse", "company": "Lark", "description": "By day."}},
        {"text": "?"},
    ]

    body = await called(root, ADD, postings=postings)

    assert (body["inserted_count"], body["duplicate_count"], body["failed_count"]) == (2, 1, 1)
    assert body["results"] == [
        {"index": 0, "action": "inserted", "id": 1, "title": "Night Nurse", "company": "Lark", "success": True},
        {"index": 1, "action": "duplicate", "id": 1, "title": "Night Nurse", "company": "Lark", "success": True},
        {"index": 2, "action": "inserted", "id": 2, "title": "Day Nurse", "company": "Lark", "success": True},
        {
            "index": 3,
            "action": "failed",
            "success": False,
            "error_code": "VALIDATION_ERROR",
            "error": "title and company are missing: pass title and company beside the posting, "
            "or begin its text with lines `Title:` and `Company:`",
        },
    ]


async def test_jobs_go_from_postings_over_pages_to_decisions(root: Path) -> None:
    await called(root, ADD, postings=[{"text": f"{TEXT} Ward {ward}."} for ward in range(3)])
    first = await called(root, READ, limit=2)
    second = await called(root, READ, limit=2, cursor=first["next_cursor"], fields="full")
    refused = await called(root, UPDATE, updates=[MOVE, {"id": 2, "status": "applied"}])
    made = await called(root, UPDATE, updates=[MOVE | {"notes": "near home"}, {"id": 2.0, "status": "reject"}])

    shortlist = await called(root, READ, status="shortlist", fields="full")

    assert [job["id"] for job in first["jobs"] + second["jobs"]] == [3, 2, 1]
    assert (first["has_more"], second["has_more"], "next_cursor" in second) == (True, False, False)
    assert (refused["updated_count"], refused["failed_count"]) == (0, 2)
    assert made == {
        "updated_count": 2,
        "failed_count": 0,
        "results": [
            {"id": 1, "success": True, "status": "shortlist"},
            {"id": 2, "success": True, "status": "reject"},
        ],
    }
    assert [(job["id"], job["notes"]) for job in shortlist["jobs"]] == [(1, "near home")]


async def test_no_updates_are_a_success(root: Path) -> None:
    assert await called(root, UPDATE, updates=[]) == {"updated_count": 0, "failed_count": 0, "results": []}
