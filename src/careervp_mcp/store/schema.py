"""What stands in a jobs database, and what an older one has of it."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from careervp_mcp.career.errors import DatabaseFailed

COLUMNS: Mapping[str, str] = {
    "id": "INTEGER PRIMARY KEY AUTOINCREMENT",  # a row's number is never given again: notes hold it
    "status": "TEXT NOT NULL DEFAULT 'new'",
    "job_id": "TEXT",
    "title": "TEXT NOT NULL DEFAULT ''",
    "company": "TEXT NOT NULL DEFAULT ''",
    "location": "TEXT",
    "source": "TEXT",
    "url": "TEXT",
    "captured_at": "TEXT",
    "created_at": "TEXT",
    "updated_at": "TEXT",
    "resume_pdf_path": "TEXT",
    "resume_written_at": "TEXT",
    "run_id": "TEXT",
    "attempt_count": "INTEGER NOT NULL DEFAULT 0",
    "last_error": "TEXT",
    "notes": "TEXT",
    "description": "TEXT NOT NULL DEFAULT ''",  # long texts last: a page of summaries never walks over them
    "payload_json": "TEXT",
}
"""The table `jobs`, column by column."""

OUTBOX = """
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id INTEGER NOT NULL,
    tracker_path TEXT NOT NULL,
    run_id TEXT NOT NULL,
    resume_pdf_path TEXT NOT NULL,
    counted INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (job_id, tracker_path)
) STRICT
"""

_OUTBOX_COLUMNS = {"id", "job_id", "tracker_path", "run_id", "resume_pdf_path", "counted", "created_at"}

CAPTURED = "CAST(coalesce(captured_at, '') AS TEXT)"
"""What rows are read by, newest first: nothing, an empty text and another program's number have a place in it too."""

INDICES: Mapping[str, str] = {
    "jobs_by_capture": f"INDEX jobs_by_capture ON jobs (status, {CAPTURED} DESC, id DESC)",
    "jobs_by_url": "UNIQUE INDEX jobs_by_url ON jobs (url) WHERE url <> ''",
    "jobs_by_content": "INDEX jobs_by_content ON jobs (company, title, length(description))",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the file has it."""

    name: str
    needed: bool
    """A row must bring a value for it: it takes no NULL and has no default."""


def jobs_table() -> str:
    """The statement that makes `jobs` as it is today."""
    return f"CREATE TABLE jobs ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())}) STRICT"


def tables(connection: sqlite3.Connection) -> frozenset[str]:
    """The names of the tables, in small letters, SQLite's own left out."""
    rows = connection.execute(
        "SELECT lower(name) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    return frozenset(name for (name,) in rows)


def has_outbox(connection: sqlite3.Connection) -> bool:
    """Whether there is an outbox of ours; raises DatabaseFailed for another program's table of that name."""
    found = {name.lower() for _, name, *_ in connection.execute("PRAGMA table_info(outbox)")}
    if found and not found >= _OUTBOX_COLUMNS:
        raise DatabaseFailed("the database has a table outbox of another program; rename it, then migrate")
    return bool(found)


def columns(connection: sqlite3.Connection) -> dict[str, Column]:
    """The columns of `jobs` by name, in small letters; raises DatabaseFailed for rows that SQLite doesn't number."""
    found: dict[str, Column] = {}
    keys: list[tuple[str, str]] = []
    for _, name, kind, not_null, default, key in connection.execute("PRAGMA table_info(jobs)"):
        found[name.lower()] = Column(name.lower(), needed=bool(not_null) and default is None and not key)
        if key:
            keys.append((name.lower(), kind.upper()))
    if not found:
        raise DatabaseFailed("the database has no table jobs; name a jobs database in db_path")
    if keys != [("id", "INTEGER")]:
        raise DatabaseFailed("the table jobs must number its rows itself: id INTEGER PRIMARY KEY")
    return found


def indices(connection: sqlite3.Connection) -> frozenset[str]:
    """The names of the indices on `jobs`."""
    return frozenset(name for _, name, *_ in connection.execute("PRAGMA index_list(jobs)"))
