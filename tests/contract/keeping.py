"""Records on disk for tests, and what other processes do with them: a plain module, so that those can import it."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from careervp_mcp.career.records import Record
from careervp_mcp.store.records import SqliteRecords

SECRET = b"Marigold Thistlewood, marigold@example.com"


def now() -> datetime:
    """The instant at which these tests stand."""
    return datetime(2026, 3, 1, tzinfo=UTC)


def kept(path: Path, *, busy_seconds: float = 5) -> SqliteRecords:
    """The records of a file."""
    return SqliteRecords(path, now, busy_seconds=busy_seconds)


def record(key: str, payload: bytes = b"{}") -> Record:
    """A CV of the default owner."""
    return Record("local", "cv", key, payload)


def put(path: Path, *records: Record) -> None:
    """Keep these in one transaction."""
    with kept(path).transaction() as ledger:
        for one in records:
            ledger.put(one)


def die_amid(path: Path) -> None:
    """Write and erase much, and be killed before the end."""
    with kept(path).transaction() as ledger:
        for number in range(200):
            ledger.put(record(f"new_{number}", SECRET * 200))
        ledger.erase("local", "cv", "old")
        os.kill(os.getpid(), signal.SIGKILL)


def put_many(path: Path, name: str) -> None:
    """Twenty transactions of one record each."""
    for number in range(20):
        put(path, record(f"{name}_{number:02}"))
