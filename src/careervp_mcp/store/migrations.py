"""From any jobs database of before to today's: numbered steps, each one transaction, after a backup.

A step that was released is never changed; another is appended. `PRAGMA user_version` tells how many were taken,
and only of a file that bears our mark: other programs count there too.
"""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.store.connection import connected, refusing, writing
from careervp_mcp.store.schema import COLUMNS, INDICES, OUTBOX, columns, has_outbox, indices, jobs_table, tables

log = logging.getLogger(__name__)

MARK = 0x43565053
"""`application_id` of the files whose `user_version` is ours."""

Step = Callable[[sqlite3.Connection], Iterator[str]]
"""Does its part inside a transaction and says each thing done."""


def complete_jobs(connection: sqlite3.Connection) -> Iterator[str]:
    """The table `jobs` with every column; rows that are there keep what they hold."""
    if "jobs" not in tables(connection):
        connection.execute(jobs_table())
        yield "made      table jobs"
        return
    present = columns(connection)
    for name, kind in COLUMNS.items():
        if name not in present:
            connection.execute(f"ALTER TABLE jobs ADD COLUMN {name} {kind}")
            yield f"added     column {name}"


def make_outbox(connection: sqlite3.Connection) -> Iterator[str]:
    """The table of what is still to be told to notes."""
    if "outbox" not in tables(connection):
        connection.execute(OUTBOX)
        yield "made      table outbox"


def make_indices(connection: sqlite3.Connection) -> Iterator[str]:
    """What makes a page and a look for duplicates take the same time at any size."""
    for name in INDICES.keys() - indices(connection):
        definition = INDICES[name]
        if name == "jobs_by_url" and (doubled := _doubled_urls(connection)):
            definition = definition.removeprefix("UNIQUE ")
            yield f"note      {doubled} URLs stand in several rows; they stay, and only new rows are kept apart"
        connection.execute(f"CREATE {definition}")
        yield f"made      index {name}"


MIGRATIONS: tuple[Step, ...] = (complete_jobs, make_outbox, make_indices)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations this file has had; raises DatabaseFailed when they are more than we know."""
    (counted,) = connection.execute("PRAGMA user_version").fetchone()
    if counted > len(MIGRATIONS):
        raise DatabaseFailed(
            "the jobs database was made by a newer version of careervp-mcp; update it, then try again"
        )
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    return int(counted) if mark == MARK else 0


def make(connection: sqlite3.Connection) -> None:
    """Today's tables in an empty file, all or none; nothing in one that another process filled meanwhile."""
    with refusing():
        if tables(connection):
            return
        with writing(connection):
            if tables(connection):
                return
            for number, step in enumerate(MIGRATIONS, start=1):
                list(_taken(step, number, connection))


def migrate(path: Path, state: Path, *, busy_seconds: float) -> Iterator[str]:
    """Take every step that is missing, and say what was done; nothing is written to a file that has them all."""
    with connected(path, busy_seconds=busy_seconds) as connection, refusing():
        done = version(connection)
        columns(connection)  # a file of something else is refused before it is touched
        has_outbox(connection)
        if done < len(MIGRATIONS):
            yield f"backed up {back_up(connection, path, state).name} in the folder backups of CAREERVP_STATE_DIR"
        for number, step in enumerate(MIGRATIONS, start=1):
            if number > done:
                with writing(connection):
                    told = list(_taken(step, number, connection)) if version(connection) < number else []
                yield from told
        yield f"ready: version {version(connection)}" if done < len(MIGRATIONS) else f"up to date: version {done}"


def add_notes(connection: sqlite3.Connection, path: Path, state: Path) -> None:
    """The column `notes`, once a backup is safe; any other column is added by `migrate` alone."""
    back_up(connection, path, state)
    with writing(connection):
        if "notes" not in columns(connection):
            connection.execute(f"ALTER TABLE jobs ADD COLUMN notes {COLUMNS['notes']}")


def back_up(connection: sqlite3.Connection, path: Path, state: Path) -> Path:
    """A whole copy in the state folder, on the disk before it has its name; every backup is kept."""
    key = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
    target = state / "backups" / f"{path.stem}-{key}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.db"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(connection, target.with_suffix(f".{os.getpid()}.tmp"), target)
    except OSError as error:
        log.warning("no backup: %s", error)
        raise DatabaseFailed(
            "nothing was changed, since no backup can be written; let this user write CAREERVP_STATE_DIR, with room"
        ) from None
    return target


def _copy(connection: sqlite3.Connection, growing: Path, target: Path) -> None:
    handle = os.open(growing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)  # a person's applications are their own
    try:
        with closing(sqlite3.connect(growing)) as copy:
            connection.backup(copy)
        os.fsync(handle)
        growing.rename(target)
    finally:
        os.close(handle)
        growing.unlink(missing_ok=True)
    _sync(target.parent)


def _taken(step: Step, number: int, connection: sqlite3.Connection) -> Iterator[str]:
    """One step and its number, in the caller's transaction."""
    yield from step(connection)
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute(f"PRAGMA user_version = {number}")


def _doubled_urls(connection: sqlite3.Connection) -> int:
    doubled = "SELECT url FROM jobs WHERE url <> '' GROUP BY url HAVING count(*) > 1"
    (count,) = connection.execute(f"SELECT count(*) FROM ({doubled})").fetchone()
    return int(count)


def _sync(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
