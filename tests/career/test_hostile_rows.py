"""Rows of any kind of value: read, decided on and finalized, or refused in words."""

from typing import Any

import pytest
from hostilenotes import NOTE, note
from hostilerows import ANY_TYPE, AUDIT, GIVEN, OUTBOX, ROW, VALUES
from hostileworld import finalize, shortlist
from ledger import Ledger
from pipelinebench import Pipeline
from torture import TORTURE

from careervp_mcp.career.jobs import Move
from careervp_mcp.career.statuses import JOB_STATUSES
from careervp_mcp.career.triage import ReadRequest, UpdateRequest, read_jobs, update_statuses

KINDS = [
    (column, value)
    for at, column in enumerate((*GIVEN, *AUDIT, "notes", "payload_json"))
    for number, value in enumerate(VALUES)
    if TORTURE or column in {"captured_at", "status"} or (at + number) % 6 == 0
]


@pytest.mark.parametrize(("column", "value"), KINDS)
def test_a_row_of_any_kind_is_read_decided_on_and_finalized_or_refused_in_words(
    world: Pipeline, column: str, value: str
) -> None:
    ledger = Ledger.laid(world.folder)
    ledger.path.unlink()
    ledger.sql(ANY_TYPE)
    ledger.sql(OUTBOX)
    ledger.sql(ROW)
    ledger.sql(f"UPDATE jobs SET {column} = {VALUES[value]}")  # noqa: S608 - an expression of ours
    (world.root / NOTE).write_bytes(note())
    before = world.state()

    pages = [read(world, status, full=full) for status in JOB_STATUSES for full in (False, True)]
    foreseen, made = shortlist(world, dry_run=True), shortlist(world)
    predicted, done = finalize(world, dry_run=True), finalize(world)
    decided = world.told(
        "bulk_update_job_status", lambda: update_statuses(UpdateRequest((Move(1, "shortlist", "x"),)), world.office)
    )

    known = column != "status"
    assert sum(page["count"] for page in pages) == (2 if known else 0)
    assert foreseen == made
    assert (predicted["action"], done["action"]) == (
        ("would_finalize", "finalized") if known else ("would_fail", "failed")
    )
    assert predicted.get("error") == done.get("error")
    assert decided["failed_count"] == 1
    after = world.state()
    assert len(after.rows) == 1
    assert before.rows.keys() == after.rows.keys()
    assert all(repr(before.rows[1][name]) == repr(after.rows[1][name]) for name in GIVEN)


def read(world: Pipeline, status: Any, *, full: bool) -> dict[str, Any]:
    return world.told("bulk_read_new_jobs", lambda: read_jobs(ReadRequest(status=status, full=full), world.office))
