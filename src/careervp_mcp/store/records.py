"""The craft's records in one SQLite file; what is erased or replaced leaves no trace in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.career.records import Ledger, Record
from careervp_mcp.store.connection import CRAFT, connected, journal_mode, make_folder, reading, refusing, writing

MARK = 0x43565243
"""`application_id` of the craft's files."""
FORM = 1
"""`user_version`: raised whenever the table below changes."""
_TABLE = """
CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    expires TEXT,
    payload BLOB NOT NULL,
    UNIQUE (owner, kind, key)
) STRICT
"""
_INDEX = "CREATE INDEX records_by_expiry ON records (expires) WHERE expires IS NOT NULL"
_COLUMNS = "owner, kind, key, payload, expires"


class SqliteRecords:
    """The Records port on a local file system; the file is made when first needed, for its user alone."""

    def __init__(self, path: Path, clock: Callable[[], datetime], *, busy_seconds: float = 5) -> None:
        self._path = path
        self._clock = clock
        self._busy_seconds = busy_seconds

    @contextmanager
    def transaction(self) -> Iterator[Ledger]:
        make_folder(self._path, CRAFT)
        with connected(self._path, busy_seconds=self._busy_seconds, make=True, subject=CRAFT) as connection:
            with refusing(CRAFT):
                _is_ours(connection, self._path)  # before anything of another program's file is changed
                connection.execute("PRAGMA secure_delete = ON")
                ledger = _OpenLedger(connection, _stamp(self._clock()))
            with refusing(CRAFT), writing(connection):
                _make(connection, self._path)
                yield ledger
                ledger.drop_expired()
            if ledger.erased:
                _empty_log(connection)


class _OpenLedger:
    """The Ledger of one transaction, at one instant."""

    def __init__(self, connection: sqlite3.Connection, now: str) -> None:
        self._connection = connection
        self._now = now
        self.erased = 0

    def put(self, record: Record) -> None:
        expires = _stamp(record.expires) if record.expires else None
        self._connection.execute(
            f"INSERT INTO records ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (owner, kind, key) DO UPDATE SET payload = excluded.payload, expires = excluded.expires",
            (record.owner, record.kind, record.key, record.payload, expires),
        )

    def find(self, owner: str, kind: str, key: str | None = None) -> tuple[Record, ...]:
        where, values = _named(owner, kind, key)
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM records WHERE {where} AND (expires IS NULL OR expires > ?) ORDER BY key",
            (*values, self._now),
        )
        return tuple(_record(row) for row in rows)

    def erase(self, owner: str, kind: str | None = None, key: str | None = None) -> int:
        self.drop_expired()
        where, values = _named(owner, kind, key)
        gone = self._connection.execute(f"DELETE FROM records WHERE {where}", values).rowcount
        self.erased += gone
        return gone

    def drop_expired(self) -> None:
        self.erased += self._connection.execute("DELETE FROM records WHERE expires <= ?", (self._now,)).rowcount


def _make(connection: sqlite3.Connection, path: Path) -> None:
    """The table, where another process has not made it meanwhile."""
    if _is_ours(connection, path):
        return
    for statement in (_TABLE, _INDEX, f"PRAGMA application_id = {MARK}", f"PRAGMA user_version = {FORM}"):
        connection.execute(statement)
    with suppress(OSError):  # it holds a person's history; a file system without modes keeps it all the same
        path.chmod(0o600)


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the table is there; raises DatabaseFailed for another program's file, or a newer one of ours."""
    mark, form, tables = _told_at_once(connection)
    if mark == MARK and form > FORM:
        raise DatabaseFailed("the craft's database was made by a newer version of careervp-mcp; update it")
    if tables and mark != MARK:
        raise DatabaseFailed(f"{path.name} is another program's database; name another place in CAREERVP_DB")
    return bool(tables)


def _told_at_once(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Mark, form and number of tables at one instant: another process may be making the file just now."""
    with nullcontext() if connection.in_transaction else reading(connection, CRAFT):
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (form,) = connection.execute("PRAGMA user_version").fetchone()
    return mark, form, tables


def _empty_log(connection: sqlite3.Connection) -> None:
    """Take what was erased out of the write-ahead log too, unless a reader still needs it."""
    if journal_mode() == "wal":
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _named(owner: str, kind: str | None, key: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition and its values that name an owner's records."""
    given = [(name, value) for name, value in (("owner", owner), ("kind", kind), ("key", key)) if value is not None]
    return " AND ".join(f"{name} = ?" for name, _ in given), tuple(value for _, value in given)


def _record(row: tuple[str, str, str, bytes, str | None]) -> Record:
    owner, kind, key, payload, expires = row
    return Record(owner, kind, key, payload, datetime.fromisoformat(expires) if expires else None)


def _stamp(instant: datetime) -> str:
    """An instant that sorts as text."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
