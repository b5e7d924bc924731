"""SqliteJobs over files of every kind: older, foreign, damaged, locked, half written, and brought to today's form."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from ledger import NOW, OLDER, Ledger, posting

from careervp_mcp.career.errors import CareerError, DatabaseFailed, DatabaseMissing
from careervp_mcp.career.jobs import AUDIT_COLUMNS, Jobs, Move, Place
from careervp_mcp.store.connection import journal_mode
from careervp_mcp.store.migrations import MIGRATIONS
from careervp_mcp.store.schema import COLUMNS, INDICES


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger.laid(tmp_path)
    made.path.parent.mkdir(parents=True)
    return made


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def migrated(ledger: Ledger) -> list[str]:
    return list(ledger.store.migrated(ledger.path))


def backups(ledger: Ledger) -> list[Path]:
    return sorted((ledger.state / "backups").glob("*"))


def read_all(jobs: Jobs) -> None:
    """Every method that only reads."""
    jobs.columns(), jobs.get(1), jobs.urls(["https://jobs.example/1"])
    jobs.page("new", 5, Place("2026-01-02", 3), full=True)
    if jobs.has_outbox():
        jobs.pending()


def nothing(_path: Path) -> None:
    """No file at all."""


def a_folder(path: Path) -> None:
    path.mkdir()


def a_dangling_link(path: Path) -> None:
    path.symlink_to(path.with_name("gone.db"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def an_empty_file(path: Path) -> None:
    path.touch()


def another_format(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"not a database " * 500)


def a_damaged_file(path: Path) -> None:
    ledger = Ledger(path, path.with_name("state"))
    ledger.filled(200)
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 6000 + content[6100:])


def a_file_cut_short(path: Path) -> None:
    ledger = Ledger(path, path.with_name("state"))
    ledger.filled(200)
    path.write_bytes(path.read_bytes()[:5000])


def made_by(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        for statement in statements:
            Ledger(path, path.with_name("state")).sql(statement)

    return make


def a_newer_version(path: Path) -> None:
    Ledger(path, path.with_name("state")).filled(1)
    made_by("PRAGMA user_version = 99")(path)


UNFIT: tuple[tuple[Callable[[Path], None], type[CareerError], str], ...] = (
    (nothing, DatabaseMissing, "not there: jobs.db; add_jobs makes it"),
    (a_dangling_link, DatabaseMissing, "not there: jobs.db"),
    (a_folder, DatabaseFailed, "must be a file"),
    (a_pipe, DatabaseFailed, "must be a file"),
    (an_empty_file, DatabaseFailed, "no table jobs"),
    (another_format, DatabaseFailed, "no SQLite file; name the right one"),
    (a_damaged_file, DatabaseFailed, "damaged; put a backup"),
    (a_file_cut_short, DatabaseFailed, "damaged; put a backup"),
    (a_newer_version, DatabaseFailed, "newer version of careervp-mcp; update it"),
    (made_by("CREATE TABLE other (id INTEGER PRIMARY KEY)"), DatabaseFailed, "no table jobs"),
    (made_by("CREATE TABLE jobs (title TEXT)"), DatabaseFailed, "id INTEGER PRIMARY KEY"),
    (made_by("CREATE TABLE jobs (id TEXT PRIMARY KEY, status TEXT)"), DatabaseFailed, "id INTEGER PRIMARY KEY"),
    (made_by("CREATE TABLE jobs (id INT PRIMARY KEY, status TEXT)"), DatabaseFailed, "id INTEGER PRIMARY KEY"),
)


@pytest.mark.parametrize(("make", "failure", "words"), UNFIT)
def test_a_file_that_is_no_jobs_database_is_refused_with_what_would_be_right_and_left_as_it_is(
    ledger: Ledger, make: Callable[[Path], None], failure: type[CareerError], words: str
) -> None:
    make(ledger.path)
    before = bytes_below(ledger.path.parents[2])

    with pytest.raises(failure) as refused, ledger.store.opened(ledger.path) as jobs:
        read_all(jobs)

    assert words in refused.value.message
    assert str(ledger.path.parent) not in refused.value.message
    assert not refused.value.retryable
    assert bytes_below(ledger.path.parents[2]) == before


@pytest.mark.parametrize(
    ("make", "failure", "words"), [case for case in UNFIT if case[0] not in {nothing, an_empty_file}]
)
def test_making_and_migrating_refuse_it_too(
    ledger: Ledger, make: Callable[[Path], None], failure: type[CareerError], words: str
) -> None:
    make(ledger.path)
    before = bytes_below(ledger.path.parents[2])

    with pytest.raises(failure, match=words), ledger.opened() as jobs:
        jobs.add([posting()], NOW)
    with pytest.raises(failure, match=words):
        migrated(ledger)

    assert bytes_below(ledger.path.parents[2]) == before


def test_an_empty_file_is_made_a_jobs_database(ledger: Ledger) -> None:
    """A process that is killed while it makes one leaves such a file."""
    ledger.path.touch()

    assert ledger.add(posting()) == [1]


def test_a_file_in_the_place_of_its_folder_is_told(ledger: Ledger) -> None:
    (ledger.path.parent / "file").touch()
    inside = replace(ledger, path=ledger.path.parent / "file" / "jobs.db")

    with pytest.raises(DatabaseFailed, match="a file stands where the folder"):
        inside.add(posting())


def test_a_name_that_an_address_would_read_otherwise_is_a_plain_name(ledger: Ledger) -> None:
    odd = replace(ledger, path=ledger.path.with_name("jobs?mode=memory#100%25 é.db"))

    odd.add(posting())

    assert [path.name for path in ledger.path.parent.iterdir()] == [odd.path.name]


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("make", [Ledger.older, lambda ledger: ledger.filled(3)], ids=["older", "today's"])
def test_reading_writes_nothing(ledger: Ledger, make: Callable[[Ledger], object], mode: str) -> None:
    make(ledger)
    ledger.sql(f"PRAGMA journal_mode = {mode}")
    before = bytes_below(ledger.path.parents[2])

    with ledger.store.opened(ledger.path) as jobs:
        read_all(jobs)

    assert bytes_below(ledger.path.parents[2]) == before


def test_a_half_made_change_of_a_killed_writer_is_undone_by_the_next_reader(ledger: Ledger) -> None:
    ledger.filled(100)
    killed = replace(ledger, path=ledger.path.with_name("killed.db"))
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")  # what does not fit is written before it is committed
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE jobs SET title = 'half made', description = hex(randomblob(2000))")
        shutil.copy(ledger.path, killed.path)
        shutil.copy(f"{ledger.path}-journal", f"{killed.path}-journal")
        writer.execute("ROLLBACK")

    with killed.store.opened(killed.path) as jobs:
        titles = [job.title for job in jobs.page("new", 200, None, full=False)]

    assert sorted(titles) == sorted(f"Nurse {number}" for number in range(1, 101))


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_database_may_be_tried_again(ledger: Ledger, lock: str) -> None:
    ledger.filled(1)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute(lock)

        with pytest.raises(DatabaseFailed, match="locked by another program") as failed, ledger.opened() as jobs:
            jobs.move([Move(1, "reject")], NOW)

    assert failed.value.retryable
    assert ledger.row(1).status == "new"


def test_a_reader_does_not_wait_for_a_writer_that_has_not_committed(ledger: Ledger) -> None:
    ledger.filled(1)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM jobs")

        assert ledger.row(1).title == "Nurse 1"


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "delete"), ((3, 51, 2), "delete"), ((3, 51, 3), "wal"), ((3, 52, 0), "wal"), ((4, 0, 0), "wal")],
)
def test_a_write_ahead_log_is_used_only_where_it_is_sound(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_the_first_write_brings_a_file_to_the_sound_kind_of_journal(ledger: Ledger) -> None:
    ledger.filled(1)
    ledger.sql(f"PRAGMA journal_mode = {'delete' if journal_mode() == 'wal' else 'wal'}")

    ledger.add(posting(2))

    assert ledger.sql("PRAGMA journal_mode") == [(journal_mode(),)]


def test_a_write_goes_on_while_another_program_holds_the_other_kind_of_journal(ledger: Ledger) -> None:
    ledger.filled(1)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("SELECT * FROM jobs").fetchall()

        assert ledger.add(posting(2)) == [2]


def test_an_older_table_is_read_as_far_as_it_goes(ledger: Ledger) -> None:
    ledger.older()

    row = ledger.row(4)

    assert (row.status, row.title, row.notes, row.attempt_count) == ("archived by hand", "Nurse 4", "", 0)
    with ledger.store.opened(ledger.path) as jobs:
        assert not jobs.columns() & (set(AUDIT_COLUMNS) - {"status"})
        assert not jobs.has_outbox()


def test_columns_of_another_kind_are_read_as_text(ledger: Ledger) -> None:
    ledger.sql("CREATE TABLE jobs (ID INTEGER PRIMARY KEY, Status, TITLE, captured_at, attempt_count)")
    ledger.sql("INSERT INTO jobs VALUES (1, ?, ?, ?, ?)", "new", b"caf\xe9", 1770508740, None)

    row = ledger.row(1)

    assert (row.title, row.captured_at, row.attempt_count) == ("caf\ufffd", "1770508740", 0)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_undated_rows_come_last_and_are_never_lost(ledger: Ledger, limit: int) -> None:
    ledger.sql(OLDER)
    dates = (None, "2026-01-02", "", 1770508740, None, "2026-01-03", "", None)
    for date in dates:
        ledger.sql("INSERT INTO jobs (status, captured_at) VALUES ('new', ?)", date)

    found: list[int] = []
    with ledger.store.opened(ledger.path) as jobs:
        after = None
        while page := jobs.page("new", limit, after, full=False):
            found += [job.id for job in page]
            after = Place(page[-1].captured_at, page[-1].id)

    assert found == [6, 2, 4, 8, 7, 5, 3, 1]


def test_an_older_table_takes_postings_as_far_as_it_has_room_for_all_they_say(ledger: Ledger) -> None:
    ledger.older()

    ids = ledger.add(posting(9, job_id=""))

    assert ledger.row(ids[0]).title == "Nurse 9"
    with pytest.raises(DatabaseFailed, match="lacks the columns job_id; run `careervp-mcp migrate`"):
        ledger.add(posting(10))


def test_a_table_that_takes_no_null_is_given_an_empty_text(ledger: Ledger) -> None:
    columns = "title TEXT NOT NULL, url TEXT NOT NULL, status TEXT NOT NULL, location TEXT NOT NULL DEFAULT 'Leeds'"
    ledger.sql(f"CREATE TABLE jobs (id INTEGER PRIMARY KEY, {columns}, notes TEXT)")

    (number,) = ledger.add(
        replace(posting(), url="", location="", company="", description="", source="", job_id="", captured_at="")
    )

    assert (ledger.row(number).url, ledger.row(number).location) == ("", "Leeds")


def test_a_rule_of_the_table_itself_is_told_without_its_statement(ledger: Ledger) -> None:
    ledger.sql(OLDER.replace("status TEXT", "status TEXT CHECK (status <> 'reject')"))
    ledger.sql("INSERT INTO jobs (status) VALUES ('new')")

    with pytest.raises(DatabaseFailed) as failed, ledger.opened() as jobs:
        jobs.move([Move(1, "reject")], NOW)

    assert (
        failed.value.message == "the table jobs has rules of its own that refuse this; see the server's log for which"
    )


def test_a_page_goes_straight_to_its_place_and_reads_nothing_else(ledger: Ledger) -> None:
    ledger.filled(3)
    with ledger.store.opened(ledger.path) as jobs:
        plans = explained(jobs, lambda: jobs.page("new", 5, Place("2026-01-02", 3), full=False))

    assert plans == [
        "SEARCH jobs USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH jobs USING INDEX jobs_by_capture (status=? AND <expr>=? AND id<?)",
        "SEARCH jobs USING INDEX jobs_by_capture (status=? AND <expr><?)",
    ]


def test_a_look_for_duplicates_goes_by_the_indices(ledger: Ledger) -> None:
    ledger.filled(3)
    with ledger.opened() as jobs:
        plans = explained(jobs, lambda: jobs.add([posting(9)], NOW))

    assert plans == [
        "SEARCH jobs USING COVERING INDEX jobs_by_url (url=?)",
        "SEARCH jobs USING INDEX jobs_by_content (company=? AND title=? AND <expr>=?)",
    ]


def explained(jobs: Jobs, act: Callable[[], object]) -> list[str]:
    """How SQLite finds the rows of every statement that `act` asks of the table jobs."""
    connection: sqlite3.Connection = jobs._connection  # type: ignore[attr-defined]  # noqa: SLF001 - only it can explain
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    act()
    connection.set_trace_callback(None)
    plans = (connection.execute(f"EXPLAIN QUERY PLAN {text}") for text in asked if "FROM jobs" in text)
    return [str(step[3]) for plan in plans for step in plan]


def test_only_who_writes_notes_adds_the_column_and_a_backup_is_kept_first(ledger: Ledger) -> None:
    ledger.older()
    before = ledger.path.read_bytes()

    for _ in range(2):
        with ledger.store.opened(ledger.path, with_notes=True) as jobs:
            jobs.move([Move(1, "shortlist", "call them")], NOW)

    assert ledger.row(1).notes == "call them"
    assert [replace(ledger, path=path).row(1).status for path in backups(ledger)] == ["new"]
    assert len(before) == backups(ledger)[0].stat().st_size
    with ledger.store.opened(ledger.path) as jobs:
        assert jobs.columns() & set(AUDIT_COLUMNS) == {"status"}


def test_notes_for_a_table_without_the_column_are_refused(ledger: Ledger) -> None:
    ledger.older()

    with (
        pytest.raises(DatabaseFailed, match="lacks the columns notes"),
        ledger.store.opened(ledger.path) as jobs,
    ):
        jobs.move([Move(1, "shortlist", "call them")], NOW)


def test_migrating_an_older_file_gives_it_all_that_is_missing_and_changes_no_row(ledger: Ledger) -> None:
    ledger.older()
    before = [ledger.row(number) for number in range(1, 5)]

    told = migrated(ledger)

    with ledger.store.opened(ledger.path) as jobs:
        assert jobs.columns() == COLUMNS.keys()
        assert jobs.has_outbox()
    assert [ledger.row(number) for number in range(1, 5)] == before
    assert told[0].startswith("backed up jobs-")
    assert {"added     column last_error", "made      table outbox", f"ready: version {len(MIGRATIONS)}"} <= set(told)
    assert {f"made      index {name}" for name in INDICES} <= set(told)
    assert [replace(ledger, path=path).row(4) for path in backups(ledger)] == [before[3]]
    assert ledger.add(posting(77))


def test_migrating_again_says_so_and_writes_nothing(ledger: Ledger) -> None:
    ledger.older()
    migrated(ledger)
    before = bytes_below(ledger.path.parents[3])

    told = migrated(ledger)

    assert told == [f"up to date: version {len(MIGRATIONS)}"]
    assert bytes_below(ledger.path.parents[3]) == before


def test_a_file_made_today_needs_no_migration(ledger: Ledger) -> None:
    ledger.filled(1)

    assert migrated(ledger) == [f"up to date: version {len(MIGRATIONS)}"]
    assert backups(ledger) == []


def test_a_number_that_another_program_keeps_does_not_pass_for_ours(ledger: Ledger) -> None:
    ledger.older().sql(f"PRAGMA user_version = {len(MIGRATIONS)}")

    migrated(ledger)

    with ledger.store.opened(ledger.path) as jobs:
        assert jobs.has_outbox()


def test_urls_that_stand_twice_already_stay_and_are_told(ledger: Ledger) -> None:
    ledger.older().sql("UPDATE jobs SET url = 'https://jobs.example/1' WHERE id < 4")

    told = migrated(ledger)

    assert any("1 URLs stand in several rows" in line for line in told)
    assert ledger.add(posting(1), posting(5)) == [1, 5]


def test_a_migrated_file_keeps_urls_apart(ledger: Ledger) -> None:
    ledger.older()
    migrated(ledger)

    with pytest.raises(sqlite3.IntegrityError):
        ledger.sql("INSERT INTO jobs (url) VALUES ('https://jobs.example/1')")


def test_a_backup_that_can_not_be_written_keeps_the_file_as_it_is(ledger: Ledger) -> None:
    ledger.older()
    before = ledger.path.read_bytes()
    ledger.state.touch()

    with pytest.raises(DatabaseFailed, match="CAREERVP_STATE_DIR"):
        migrated(ledger)

    assert ledger.path.read_bytes() == before
