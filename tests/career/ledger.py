"""A jobs database in a test's own folder: filled, looked into, and made to look like an older one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from careervp_mcp.career.jobs import Job, Jobs, Posting
from careervp_mcp.store.sqlite import SqliteJobs

NOW = datetime(2026, 2, 7, 23, 59, tzinfo=UTC)
STAMP = "2026-02-07T23:59:00Z"
OLDER = """
CREATE TABLE jobs (id INTEGER PRIMARY KEY, title TEXT, company TEXT, description TEXT, url TEXT, location TEXT,
source TEXT, status TEXT, captured_at TEXT)
"""
"""Another program's table, without notes, audit columns, outbox and indices."""


@dataclass(frozen=True)
class Ledger:
    """A root's jobs database and the store that keeps it."""

    path: Path
    state: Path

    @classmethod
    def laid(cls, folder: Path) -> "Ledger":
        """The default database of the root `folder/root`, not there yet; the state folder is `folder/state`."""
        return cls(folder / "root" / "data" / "capture" / "jobs.db", folder / "state")

    @property
    def store(self) -> SqliteJobs:
        """Waits a tenth of a second for a locked file."""
        return SqliteJobs(self.state, busy_seconds=0.1)

    @contextmanager
    def opened(self) -> Iterator[Jobs]:
        """The database, made when it is not there."""
        with self.store.opened_or_made(self.path) as jobs:
            yield jobs

    def add(self, *postings: Posting) -> list[int]:
        """The ids of these postings' rows."""
        with self.opened() as jobs:
            return [added.id for added in jobs.add(postings, NOW)]

    def filled(self, count: int, status: str = "new") -> list[int]:
        """The ids of so many rows of one status, the later the newer."""
        ids = self.add(*(posting(number) for number in range(1, count + 1)))
        self.sql("UPDATE jobs SET status = ?", status)
        return ids

    def row(self, number: int) -> Job:
        with self.store.opened(self.path) as jobs:
            row = jobs.get(number)
        assert row is not None
        return row

    def sql(self, statement: str, *values: str | float | bytes | None) -> list[tuple[object, ...]]:
        """What any program may do to the file, committed."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def older(self) -> "Ledger":
        """The same, as another program made it, with one row of each of some statuses."""
        self.sql(OLDER)
        for number, status in enumerate(("new", "shortlist", "reviewed", "archived by hand"), start=1):
            self.sql(
                "INSERT INTO jobs (title, company, description, url, status, captured_at) VALUES (?, ?, ?, ?, ?, ?)",
                *(f"Nurse {number}", "Lark Hospital", "Nurse patients.", f"https://jobs.example/{number}"),
                *(status, f"2026-01-{number:02}"),
            )
        return self


def posting(number: int = 1, **changed: str) -> Posting:
    """An invented posting, another for every number, captured on another minute."""
    made = Posting(
        title=f"Nurse {number}",
        company="Lark Hospital",
        description=f"Nurse the patients of ward {number}.",
        url=f"https://jobs.example/{number}",
        location="Leeds",
        source="jobs.example",
        job_id=f"LH-{number}",
        captured_at=f"2026-01-{1 + number // 1440 % 28:02}T{number // 60 % 24:02}:{number % 60:02}:00Z",
    )
    return replace(made, **changed)
