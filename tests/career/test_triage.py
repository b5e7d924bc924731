"""Reading jobs a page at a time, and deciding on them: all of a batch, or nothing."""

import base64
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from ledger import Ledger, posting
from notebench import Drawer
from workbench import everything

from careervp_mcp.career.cursor import cursor_of, place_of
from careervp_mcp.career.errors import DatabaseFailed, DatabaseMissing, InvalidInput
from careervp_mcp.career.jobs import Move, Place
from careervp_mcp.career.statuses import JOB_MOVES, JOB_STATUSES, JobStatus
from careervp_mcp.career.triage import (
    JobPage,
    ReadRequest,
    UpdateReport,
    UpdateRequest,
    read_jobs,
    update_statuses,
)

ALLOWED = {(here, there) for here, ways in JOB_MOVES.items() for there in ways if there != "resume_written"}
ALLOWED |= {(status, status) for status in JOB_STATUSES if status != "resume_written"}


def read(drawer: Drawer, request: ReadRequest) -> JobPage:
    return read_jobs(request, drawer.office)


def ids_of(drawer: Drawer, request: ReadRequest) -> list[int]:
    """The ids of every page from the request's on."""
    page = read(drawer, request)
    ids = [job.id for job in page.jobs]
    return ids + (ids_of(drawer, replace(request, cursor=page.next_cursor)) if page.has_more else [])


def update(drawer: Drawer, *moves: Move) -> UpdateReport:
    return update_statuses(UpdateRequest(moves), drawer.office)


def told(report: UpdateReport) -> list[tuple[int, bool, str]]:
    return [(result.id, result.success, result.error or result.status or "") for result in report.results]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 1000])
@pytest.mark.parametrize("full", [False, True])
def test_the_pages_hold_every_job_once_the_newest_first(drawer: Drawer, limit: int, *, full: bool) -> None:
    ids = drawer.ledger.filled(7)
    drawer.ledger.sql("UPDATE jobs SET captured_at = NULL WHERE id IN (2, 5)")
    drawer.ledger.sql("UPDATE jobs SET captured_at = '2026-01-09' WHERE id IN (1, 6)")

    found = ids_of(drawer, ReadRequest(limit=limit, full=full))

    assert found == [6, 1, 7, 4, 3, 5, 2]
    assert sorted(found) == ids


def test_a_page_says_whether_there_is_more(drawer: Drawer) -> None:
    drawer.ledger.filled(3)

    first = read(drawer, ReadRequest(limit=2))
    last = read(drawer, ReadRequest(limit=2, cursor=first.next_cursor))

    assert (first.count, first.has_more, bool(first.next_cursor)) == (2, True, True)
    assert (last.count, last.has_more, last.next_cursor) == (1, False, None)


def test_rows_that_come_meanwhile_are_neither_skipped_nor_told_twice(drawer: Drawer) -> None:
    drawer.ledger.filled(4)
    first = read(drawer, ReadRequest(limit=2))
    drawer.ledger.add(posting(900), posting(0, url="", captured_at="2025-01-01"))

    rest = ids_of(drawer, ReadRequest(limit=2, cursor=first.next_cursor))

    assert [job.id for job in first.jobs] == [4, 3]
    assert rest == [2, 1, 6]


@pytest.mark.parametrize("status", JOB_STATUSES)
def test_only_the_jobs_of_the_status_asked_for_are_told(drawer: Drawer, status: JobStatus) -> None:
    drawer.ledger.filled(len(JOB_STATUSES))
    for number, each in enumerate(JOB_STATUSES, start=1):
        drawer.ledger.sql("UPDATE jobs SET status = ? WHERE id = ?", each, number)

    page = read(drawer, ReadRequest(status=status))

    assert [(job.id, job.status) for job in page.jobs] == [(JOB_STATUSES.index(status) + 1, status)]


def test_a_summary_leaves_out_what_only_a_full_page_tells(drawer: Drawer) -> None:
    drawer.ledger.add(posting(1, payload_json='{"a":1}'))

    (summary,) = read(drawer, ReadRequest()).jobs
    (full,) = read(drawer, ReadRequest(full=True)).jobs

    assert (summary.title, summary.description, summary.attempt_count) == ("Nurse 1", None, None)
    assert (full.description, full.payload_json) == ("Nurse the patients of ward 1.", '{"a":1}')
    assert (full.notes, full.last_error, full.attempt_count) == (None, None, 0)


def test_a_full_page_ends_before_it_grows_too_long(drawer: Drawer) -> None:
    drawer.ledger.add(*(posting(number, description=f"{number}" + "a" * 199_000) for number in range(1, 13)))

    first = read(drawer, ReadRequest(limit=1000, full=True))

    assert (first.count, first.has_more) == (5, True)
    assert ids_of(drawer, ReadRequest(limit=1000, full=True)) == list(range(12, 0, -1))


def test_a_row_that_alone_is_too_long_still_gets_a_page(drawer: Drawer) -> None:
    drawer.ledger.add(posting(1), posting(2, description="a" * 1_500_000), posting(3))

    assert ids_of(drawer, ReadRequest(full=True)) == [3, 2, 1]


def test_no_path_outside_the_root_is_told_whole(drawer: Drawer) -> None:
    drawer.ledger.filled(1)
    drawer.ledger.sql("UPDATE jobs SET resume_pdf_path = '/home/somebody/secret/resume.pdf'")

    (job,) = read(drawer, ReadRequest(full=True)).jobs

    assert job.resume_pdf_path == "resume.pdf"


def test_an_older_database_is_read_as_far_as_it_goes(drawer: Drawer) -> None:
    drawer.ledger.older()

    (job,) = read(drawer, ReadRequest(full=True)).jobs

    assert (job.title, job.company, job.job_id, job.notes) == ("Nurse 1", "Lark Hospital", "", None)


@pytest.mark.parametrize("full", [False, True])
def test_reading_writes_nothing(drawer: Drawer, *, full: bool) -> None:
    drawer.ledger.older()
    before = everything(drawer.root)

    read(drawer, ReadRequest(full=full))

    assert everything(drawer.root) == before


def test_a_database_that_is_not_there_is_not_made(drawer: Drawer) -> None:
    with pytest.raises(DatabaseMissing):
        read(drawer, ReadRequest())
    with pytest.raises(DatabaseMissing):
        update(drawer, Move(1, "shortlist"))

    assert everything(drawer.root) == {}


@pytest.mark.parametrize(
    "place", [Place("", 1), Place("2026-02-07", 2**63 - 1), Place("2026-02-07T23:59:00Z", 7), Place("älter \n?", 3)]
)
def test_a_cursor_brings_back_its_place(place: Place) -> None:
    assert place_of(cursor_of("new", place), "new") == place


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("cursor", "why"),
    [
        ("x", "damaged"),
        ("!!!!", "damaged"),
        ("ä", "damaged"),
        (" ", "damaged"),
        ("AAAA", "damaged"),
        ("W" * 8001, "damaged"),
        (cursor_of("new", Place("2026", 1))[:-3], "damaged"),
        (written({"id": 1}), "damaged"),
        (written([1, "new", "2026"]), "damaged"),
        (written([1, "new", "2026", 1, 1]), "damaged"),
        (written(7), "damaged"),
        (written([2, "new", "2026", 1]), "not one of this server's"),
        (written([1, "new", 2026, 1]), "not one of this server's"),
        (written([1, "new", "2026", "1"]), "not one of this server's"),
        (written([1, "new", "2026", True]), "not one of this server's"),
        (written([1, "new", "2026", 0]), "not one of this server's"),
        (written([1, "new", "2026", 2**63]), "not one of this server's"),
        (written([1, "new", "\ud800", 1]), "not one of this server's"),
        (written([1, "new", "a" * 8000, 1]), "not one of this server's"),
        (cursor_of("shortlist", Place("2026", 1)), "belongs to another status"),
        (written([1, ["new"], "2026", 1]), "belongs to another status"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_cursor_that_is_not_ours_is_refused(drawer: Drawer, cursor: str, why: str) -> None:
    drawer.ledger.filled(1)

    with pytest.raises(InvalidInput, match=why):
        read(drawer, ReadRequest(cursor=cursor))


@pytest.mark.parametrize("here", JOB_STATUSES)
@pytest.mark.parametrize("there", JOB_STATUSES)
def test_a_job_moves_where_the_table_lets_it_and_nowhere_else(
    drawer: Drawer, here: JobStatus, there: JobStatus
) -> None:
    drawer.ledger.filled(1, here)
    before = drawer.ledger.row(1)

    report = update(drawer, Move(1, there))

    right = (here, there) in ALLOWED
    assert (report.updated_count, report.failed_count, report.results[0].success) == (right, not right, right)
    assert drawer.ledger.row(1).status == (there if right else here)
    assert right or drawer.ledger.row(1) == before


def test_one_refused_update_keeps_the_others_from_being_made_and_says_so(drawer: Drawer) -> None:
    drawer.ledger.filled(3)
    before = everything(drawer.root)

    report = update(drawer, Move(1, "shortlist"), Move(2, "applied"), Move(9, "reject"), Move(3, "reject"))

    assert (report.updated_count, report.failed_count) == (0, 4)
    assert told(report) == [
        (1, False, "not applied, because of 2, 9: all updates or none"),
        (
            2,
            False,
            "job 2 stands at new and can't go to applied; from there it may go to shortlist or reviewed or reject",
        ),
        (9, False, "there is no job 9; take the id from bulk_read_new_jobs"),
        (3, False, "not applied, because of 2, 9: all updates or none"),
    ]
    assert everything(drawer.root) == before


@pytest.mark.parametrize("here", JOB_STATUSES)
def test_resume_written_is_left_to_finalize(drawer: Drawer, here: JobStatus) -> None:
    drawer.ledger.filled(1, here)

    (result,) = update(drawer, Move(1, "resume_written")).results

    assert "finalize_resume_batch" in (result.error or "")
    assert drawer.ledger.row(1).status == here


def test_a_batch_is_made_at_one_time_with_its_notes(drawer: Drawer) -> None:
    drawer.ledger.filled(3)
    drawer.ledger.sql("UPDATE jobs SET updated_at = '2026-01-01T00:00:00Z', notes = 'call them'")

    report = update(drawer, Move(1, "shortlist", "near\x07 home"), Move(2, "reject"), Move(3, "reviewed", ""))

    rows = [drawer.ledger.row(number) for number in (1, 2, 3)]
    assert told(report) == [(1, True, "shortlist"), (2, True, "reject"), (3, True, "reviewed")]
    assert {row.updated_at for row in rows} == {"2026-02-07T23:59:00Z"}
    assert [row.notes for row in rows] == ["near home", "call them", ""]


def test_the_status_a_job_has_already_is_a_success_that_changes_nothing(drawer: Drawer) -> None:
    drawer.ledger.filled(2, "shortlist")
    before = drawer.ledger.row(1)

    report = update(drawer, Move(1, "shortlist"), Move(2, "shortlist", "later"))

    assert report.updated_count == 2
    assert drawer.ledger.row(1) == before
    assert drawer.ledger.row(2).notes == "later"


def test_no_updates_are_a_success_even_without_a_database(drawer: Drawer) -> None:
    assert update(drawer) == UpdateReport(0, 0, [])


def test_a_job_named_twice_refuses_the_call(drawer: Drawer) -> None:
    drawer.ledger.filled(2)

    with pytest.raises(InvalidInput, match="the id 1, 2 more than once"):
        update(drawer, Move(1, "reject"), Move(2, "reject"), Move(1, "reject"), Move(2, "shortlist"))

    assert drawer.ledger.row(1).status == "new"


def test_an_older_database_gets_its_notes_when_a_decision_is_made_and_not_before(drawer: Drawer) -> None:
    drawer.ledger.older()

    refused = update(drawer, Move(4, "reject"))
    columns = set(columns_of(drawer.ledger))
    made = update(drawer, Move(1, "shortlist", "near home"))

    assert (refused.failed_count, "notes" in columns) == (1, False)
    assert (made.updated_count, drawer.ledger.row(1).notes) == (1, "near home")
    assert set(columns_of(drawer.ledger)) == columns | {"notes"}


def columns_of(ledger: Ledger) -> list[str]:
    return [str(column[1]) for column in ledger.sql("PRAGMA table_info(jobs)")]


@pytest.mark.parametrize("status", ["", "archived by hand", "NEW", "новый\n"])
def test_a_status_of_another_programs_is_never_moved(drawer: Drawer, status: str) -> None:
    drawer.ledger.older().sql("UPDATE jobs SET status = ? WHERE id = 1", status)

    (result,) = update(drawer, Move(1, "shortlist")).results

    assert "can't go to shortlist; from there it goes nowhere" in (result.error or "")


def test_a_locked_database_can_be_tried_again(drawer: Drawer) -> None:
    drawer.ledger.filled(1)

    with closing(sqlite3.connect(drawer.ledger.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseFailed) as failed:
            update(drawer, Move(1, "shortlist"))

    assert failed.value.retryable
    assert drawer.ledger.row(1).status == "new"
