"""Jobs kept in a SQLite file."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.career.jobs import (
    LONGEST_DATE,
    Added,
    Commit,
    Intent,
    Job,
    Jobs,
    Move,
    MoveRefused,
    Place,
    Posting,
    Refusal,
)
from careervp_mcp.career.statuses import FINALIZABLE, JOB_MOVES, JobStatus
from careervp_mcp.store.connection import connected, make_folder, reading, refusing, writing
from careervp_mcp.store.migrations import add_notes, make, migrate, version
from careervp_mcp.store.postings import Shelf
from careervp_mcp.store.schema import CAPTURED, COLUMNS, columns, has_outbox

SUMMARY = ("id", "status", "job_id", "title", "company", "location", "source", "url", "captured_at", "created_at")
"""The columns of a page that is not full."""


class SqliteJobs:
    """Opens jobs databases on a local file system; backups go to the state folder."""

    def __init__(self, state: Path, *, busy_seconds: float = 5) -> None:
        self._state = state
        self._busy_seconds = busy_seconds

    @contextmanager
    def opened(self, path: Path, *, with_notes: bool = False) -> Iterator[Jobs]:
        with connected(path, busy_seconds=self._busy_seconds) as connection:
            yield self._ready(connection, path, with_notes=with_notes)

    @contextmanager
    def opened_or_made(self, path: Path) -> Iterator[Jobs]:
        make_folder(path)
        with connected(path, busy_seconds=self._busy_seconds, make=True) as connection:
            make(connection)
            yield self._ready(connection, path, with_notes=True)

    def migrated(self, path: Path) -> Iterator[str]:
        """Bring an older database to today's form, after a backup, and say each thing done."""
        return migrate(path, self._state, busy_seconds=self._busy_seconds)

    def _ready(self, connection: sqlite3.Connection, path: Path, *, with_notes: bool) -> Jobs:
        with refusing():
            version(connection)
            if with_notes and "notes" not in columns(connection):
                add_notes(connection, path, self._state)
            return _OpenJobs(connection)


class _OpenJobs:
    """The Jobs port over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns = columns(connection)

    def columns(self) -> frozenset[str]:
        return frozenset(self._columns)

    def has_outbox(self) -> bool:
        with refusing():
            return has_outbox(self._connection)

    def get(self, job: int) -> Job | None:
        with refusing():
            return self._get(job)

    def page(self, status: JobStatus, limit: int, after: Place | None, *, full: bool) -> list[Job]:
        self._refuse_lacking("status")
        captured = CAPTURED if "captured_at" in self._columns else "''"
        wanted = self._present(COLUMNS if full else SUMMARY)
        sorted_by = {"captured_at": captured}  # told as it is sorted by: the next place is found by it
        head = f"SELECT {', '.join(sorted_by.get(name, name) for name in wanted)} FROM jobs WHERE status = ?"
        tail = f"ORDER BY {captured} DESC, id DESC LIMIT ?"
        if after is None:
            return self._rows(wanted, (f"{head} {tail}", (status,)), limit)
        with reading(self._connection):
            key = self._key(captured, after)
            # Two, since SQLite finds its place in an index by one bound alone, and a day may hold half of the rows.
            same_time = (
                f"{head} AND {captured} = CAST(? AS TEXT) AND id < ? ORDER BY id DESC LIMIT ?",
                (status, key, after.id),
            )
            earlier = f"{head} AND {captured} < CAST(? AS TEXT) {tail}", (status, key)
            found = self._rows(wanted, same_time, limit)
            return found + (self._rows(wanted, earlier, limit - len(found)) if len(found) < limit else [])

    def add(self, postings: Sequence[Posting], now: datetime) -> list[Added]:
        with refusing(), writing(self._connection):
            shelf = Shelf(self._connection, self._columns)
            return [shelf.put(posting, _stamp(now)) for posting in postings]

    def move(self, moves: Sequence[Move], now: datetime) -> None:
        self._refuse_lacking("status", *(["notes"] if any(move.notes is not None for move in moves) else []))
        with refusing(), writing(self._connection):
            refusals = [refusal for move in moves if (refusal := self._unfit(move))]
            if refusals:
                raise MoveRefused(refusals)
            for move in moves:
                self._move(move, _stamp(now))

    def urls(self, urls: Sequence[str]) -> dict[str, int]:
        if "url" not in self._columns:
            return {}
        with refusing():
            rows = self._connection.execute(
                "SELECT url, min(id) FROM jobs "
                "WHERE url <> '' AND url IN (SELECT value FROM json_each(?)) GROUP BY url",
                (json.dumps(urls),),
            )
            return dict(rows.fetchall())

    def commit(self, commit: Commit, now: datetime) -> Intent | None:
        with refusing(), writing(self._connection):
            if self._get(commit.id) != commit.expected:
                return None
            self._connection.execute(
                "UPDATE jobs SET status = 'resume_written', resume_pdf_path = ?, resume_written_at = ?, run_id = ?, "
                "attempt_count = coalesce(attempt_count, 0) + 1, last_error = NULL, updated_at = ? WHERE id = ?",
                (commit.resume_pdf_path, _stamp(now), commit.run_id, _stamp(now), commit.id),
            )
            return self._intend(commit, now, counted=True)

    def remind(self, commit: Commit, now: datetime) -> Intent | None:
        with refusing(), writing(self._connection):
            if self._get(commit.id) != commit.expected:
                return None
            standing = (intent for intent in self._pending() if _same_note(intent, commit))
            return next(standing, None) or self._intend(commit, now, counted=False)

    def refuse(self, job: int, reason: str, run_id: str, now: datetime, *, intent: int | None = None) -> None:
        with refusing(), writing(self._connection):
            counted = any(pending.id == intent and pending.counted for pending in self._pending())
            self._connection.execute(
                "UPDATE jobs SET status = 'reviewed', last_error = ?, run_id = ?, updated_at = ?, "
                "attempt_count = coalesce(attempt_count, 0) + ? "
                "WHERE id = ? AND status IN (SELECT value FROM json_each(?))",
                (reason, run_id, _stamp(now), int(not counted), job, json.dumps(FINALIZABLE)),
            )
            self._connection.execute("DELETE FROM outbox WHERE id = ?", (intent,))

    def pending(self) -> list[Intent]:
        with refusing():
            return self._pending()

    def settle(self, intent: int) -> None:
        with refusing(), writing(self._connection):
            self._connection.execute("DELETE FROM outbox WHERE id = ?", (intent,))

    def _present(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self._columns]

    def _refuse_lacking(self, *names: str) -> None:
        lacking = [name for name in names if name not in self._columns]
        if lacking:
            raise DatabaseFailed(
                f"the jobs database lacks the columns {', '.join(lacking)}; run `careervp-mcp migrate`"
            )

    def _key(self, captured: str, place: Place) -> str | bytes:
        """What a place is sorted by: its row's own bytes, for what is no UTF-8 is not told as it stands there."""
        statement = f"SELECT CAST({captured} AS BLOB) FROM jobs WHERE id = ?"
        row = self._connection.execute(statement, (place.id,)).fetchone()
        key: bytes = row[0] if row else b""
        return key if _text(key)[:LONGEST_DATE] == place.captured_at[:LONGEST_DATE] else place.captured_at

    def _rows(self, wanted: Sequence[str], query: tuple[str, tuple[str | bytes | int, ...]], limit: int) -> list[Job]:
        statement, values = query
        with refusing():
            return [_job(wanted, row) for row in self._connection.execute(statement, (*values, limit))]

    def _get(self, job: int) -> Job | None:
        wanted = self._present(COLUMNS)
        row = self._connection.execute(f"SELECT {', '.join(wanted)} FROM jobs WHERE id = ?", (job,)).fetchone()
        return _job(wanted, row) if row else None

    def _unfit(self, move: Move) -> Refusal | None:
        """Why a row may not make its move; the status it has already is no move."""
        row = self._connection.execute("SELECT status FROM jobs WHERE id = ?", (move.id,)).fetchone()
        if row is None:
            return Refusal(move.id, f"there is no row {move.id}; take the id from bulk_read_new_jobs")
        status = _text(row[0])
        allowed = next((ways for known, ways in JOB_MOVES.items() if known == status), ())
        if move.status == status or move.status in allowed:
            return None
        ways = f"from there it may go to {', '.join(allowed)}" if allowed else "from there it goes nowhere"
        return Refusal(move.id, f"row {move.id} has the status {status[:60]!r} and can't go to {move.status}; {ways}")

    def _move(self, move: Move, stamp: str) -> None:
        """The new status and notes, with the time; a row that has them already stays as it is."""
        values = {"status": move.status} | ({} if move.notes is None else {"notes": move.notes})
        changed = " OR ".join(f"{name} IS NOT ?" for name in values)
        stamped = values | ({"updated_at": stamp} if "updated_at" in self._columns else {})
        self._connection.execute(
            f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in stamped)} WHERE id = ? AND ({changed})",
            (*stamped.values(), move.id, *values.values()),
        )

    def _pending(self) -> list[Intent]:
        rows = self._connection.execute(
            "SELECT id, job_id, tracker_path, run_id, resume_pdf_path, counted FROM outbox ORDER BY id"
        )
        return [
            Intent(number, job, tracker, run, pdf, counted=bool(counted))
            for number, job, tracker, run, pdf, counted in rows
        ]

    def _intend(self, commit: Commit, now: datetime, *, counted: bool) -> Intent:
        """A new intent, in the place of an older one for the same note."""
        self._connection.execute(
            "DELETE FROM outbox WHERE job_id = ? AND tracker_path = ?", (commit.id, commit.tracker_path)
        )
        values = (commit.id, commit.tracker_path, commit.run_id, commit.resume_pdf_path)
        number = self._connection.execute(
            "INSERT INTO outbox (job_id, tracker_path, run_id, resume_pdf_path, counted, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (*values, counted, _stamp(now)),
        ).lastrowid
        return Intent(int(number or 0), *values, counted=counted)


def _job(names: Sequence[str], row: Sequence[Any]) -> Job:
    """A row of any table as a Job: what is absent or of another kind becomes text."""
    numbers = ("id", "attempt_count")
    kept: dict[str, Any] = {"status": ""}
    for name, value in zip(names, row, strict=True):
        kept[name] = (value if isinstance(value, int) else 0) if name in numbers else _text(value)
    return Job(**kept)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _same_note(intent: Intent, commit: Commit) -> bool:
    return (intent.job_id, intent.tracker_path) == (commit.id, commit.tracker_path)
