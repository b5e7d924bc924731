"""Files in the place of the jobs database that are none, or another program's: used as they are or refused."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hostilenotes import NOTE, note
from hostilerows import ANY_TYPE, OUTBOX, ROW, VALUES
from hostileworld import finalize_body, shortlist
from ledger import Ledger
from notebench import Drawer
from pipelinebench import Pipeline

from careervp_mcp.career.jobs import Move
from careervp_mcp.career.triage import ReadRequest, UpdateRequest, read_jobs, update_statuses

WORKS = ""
UNREADY = f"{ANY_TYPE};{ROW};"
"""Without an outbox."""


def ready(*more: str) -> str:
    """A database with all that finalize needs, and more."""
    return ";".join((ANY_TYPE, OUTBOX, ROW, *more))


DATABASES: dict[str, tuple[str, str]] = {
    "no table": ("CREATE TABLE x (id)", "no table jobs"),
    "no table at all": ("PRAGMA user_version = 1", "no table jobs"),
    "an empty name": ('CREATE TABLE "" (id)', "no table jobs"),
    "a view": ("CREATE TABLE x (id, status); CREATE VIEW jobs AS SELECT * FROM x", "id INTEGER PRIMARY KEY"),
    "numbers as text": ("CREATE TABLE jobs (id TEXT PRIMARY KEY, status)", "id INTEGER PRIMARY KEY"),
    "numbers of no key": ("CREATE TABLE jobs (id INTEGER, status)", "id INTEGER PRIMARY KEY"),
    "a key of two": ("CREATE TABLE jobs (id INTEGER, n, status, PRIMARY KEY (id, n))", "id INTEGER PRIMARY KEY"),
    "another key": ("CREATE TABLE jobs (id, n INTEGER PRIMARY KEY, status)", "id INTEGER PRIMARY KEY"),
    "a later version": (ready("PRAGMA user_version = 9999"), "newer"),
    "no status": ("CREATE TABLE jobs (id INTEGER PRIMARY KEY, title TEXT)", "lacks the columns status"),
    "no audit": ("CREATE TABLE jobs (id INTEGER PRIMARY KEY, status TEXT)", "lacks the columns updated_at"),
    "no outbox": (UNREADY, "lacks the table outbox"),
    "an outbox of others": (UNREADY + "CREATE TABLE outbox (mail)", "outbox of another program"),
    "a rule": (
        ready("CREATE TRIGGER t BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'secret'); END"),
        "rules of its own",
    ),
    "a unique path": (
        ready(
            "INSERT INTO jobs (resume_pdf_path) VALUES ('data/applications/amazon-7/resume/resume.pdf')",
            "CREATE UNIQUE INDEX u ON jobs (resume_pdf_path)",
        ),
        "rules of its own",
    ),
    "large letters": (ready().replace("TABLE jobs", "TABLE JOBS").replace("status,", "STATUS,", 1), WORKS),
    "further columns": (ready("ALTER TABLE jobs ADD COLUMN mine DEFAULT 'x'"), WORKS),
    "a made column": (ready("ALTER TABLE jobs ADD COLUMN made AS (title || company)"), WORKS),
    "further tables": (ready("CREATE TABLE x (id REFERENCES jobs)", "INSERT INTO x VALUES (1)"), WORKS),
    "a logbook": (
        ready("CREATE TABLE x (n)", "CREATE TRIGGER t AFTER UPDATE ON jobs BEGIN INSERT INTO x VALUES (1); END"),
        WORKS,
    ),
}
FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "no table jobs"),
    "text": (lambda _: b"these are no jobs\n" * 100, "no SQLite file"),
    "a PDF": (lambda _: b"%PDF-1.7\n" + bytes(5000), "no SQLite file"),
    "a head alone": (lambda whole: whole[:100], "jobs database"),
    "cut off": (lambda whole: whole[: len(whole) // 2], "jobs database"),
    "overwritten": (lambda whole: whole[:4096] + b"\xff" * (len(whole) - 4096), "damaged"),
    "overwritten at the head": (lambda whole: whole[:16] + b"\xff" * 84 + whole[100:], "jobs database"),
}


@pytest.fixture
def world(tmp_path: Path) -> Pipeline:
    drawer = Drawer.laid(tmp_path.resolve())
    drawer.finish()
    drawer.put(NOTE, note())
    drawer.ledger.path.parent.mkdir(parents=True)
    return Pipeline.laid(tmp_path.resolve())


def answers(world: Pipeline) -> list[dict[str, Any]]:
    """What every tool that needs the database tells: reading, the shortlist, finalize and a decision."""
    office = world.office
    move = UpdateRequest((Move(1, "shortlist", "x"),))
    return [
        world.told("bulk_read_new_jobs", lambda: read_jobs(ReadRequest(status="shortlist", full=True), office)),
        shortlist(world, dry_run=True),
        finalize_body(world, dry_run=True),
        finalize_body(world),
        world.told("bulk_update_job_status", lambda: update_statuses(move, office)),
    ]


def errors(bodies: list[dict[str, Any]]) -> str:
    """All that was refused, of whole calls and of items."""
    told = [body["error"]["message"] for body in bodies if "error" in body]
    return " ".join(told + [result.get("error", "") for body in bodies for result in body.get("results", [])])


@pytest.mark.parametrize("name", DATABASES)
def test_another_programs_database_is_used_as_it_is_or_refused_in_words(world: Pipeline, name: str) -> None:
    script, told = DATABASES[name]
    path = Ledger.laid(world.folder).path
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)

    refused = errors(answers(world))

    assert told in refused
    assert "secret" not in refused
    finalized = b"status: Resume Written" in (world.root / NOTE).read_bytes()
    assert finalized == (told == WORKS)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(world: Pipeline, name: str) -> None:
    change, told = FILES[name]
    ledger = Ledger.laid(world.folder)
    ledger.filled(3, "shortlist")
    ledger.path.write_bytes(change(ledger.path.read_bytes()))
    before = ledger.path.read_bytes()

    bodies = answers(world)

    assert all("error" in body or body["failed_count"] == 1 for body in bodies)
    assert told in errors(bodies)
    assert ledger.path.read_bytes() == before
    assert (world.root / NOTE).read_bytes() == note()


@pytest.mark.parametrize("full", [False, True])
def test_pages_give_every_row_once_whatever_stands_for_its_date(world: Pipeline, *, full: bool) -> None:
    ledger = Ledger.laid(world.folder)
    ledger.sql(ANY_TYPE)
    for value in [*VALUES.values(), *VALUES.values(), "x'ff'", "x'fe'", "CAST(x'fe' AS TEXT)", "1e20", "0.1", "-0.0"]:
        ledger.sql(f"INSERT INTO jobs (status, captured_at) VALUES ('new', {value})")  # noqa: S608 - expressions of ours
    seen, cursor, more = list[int](), None, True

    while more:
        story = partial(read_jobs, ReadRequest(2, cursor, full=full), world.office)
        body = world.told("bulk_read_new_jobs", story)
        seen += [job["id"] for job in body["jobs"]]
        cursor, more = body.get("next_cursor"), body["has_more"] and len(seen) < 100

    assert sorted(seen) == list(range(1, 2 * len(VALUES) + 7))
