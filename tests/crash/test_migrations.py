"""A jobs database is old or new, and opens, at whatever statement of its making or migration a process died.

TORTURE kills at every statement, else at every third.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ledger import STAMP, Ledger, posting
from torture import TORTURE

from careervp_mcp.store.migrations import MIGRATIONS


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger.laid(tmp_path)
    made.path.parent.mkdir(parents=True)
    return made


def migrated(ledger: Ledger) -> list[str]:
    return list(ledger.store.migrated(ledger.path))


def killed_at(at: int, work: Callable[[], object]) -> bool:
    """Whether a copy of this process died, as `kill -9` does, before its statement of that number in any file."""
    connect = sqlite3.connect
    left = iter(range(at))

    def die(_statement: str) -> None:
        if next(left, None) is None:
            os._exit(137)

    def traced(address: str, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(address, **options)
        connection.set_trace_callback(die)
        return connection

    pid = os.fork()
    if pid == 0:
        setattr(sqlite3, "connect", traced)  # noqa: B010 - by name, since its type is a family of functions
        with suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 137


def copies(ledger: Ledger, folder: Path) -> Iterator[tuple[int, Ledger]]:
    """The same file again and again, each in a root of its own."""
    for number in range(0, 1000, 1 if TORTURE else 3):
        copy = Ledger.laid(folder / str(number))
        shutil.copytree(ledger.path.parent, copy.path.parent)
        yield number, copy


def test_killed_at_any_statement_of_a_migration_a_file_opens_and_the_next_one_finishes(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.older()
    before = [ledger.row(number) for number in range(1, 5)]
    killed = 0
    for number, copy in copies(ledger, tmp_path / "copies"):
        if not killed_at(number, partial(migrated, copy)):
            break
        killed += 1
        assert [copy.row(number) for number in range(1, 5)] == before
        assert copy.sql("PRAGMA integrity_check") == [("ok",)]
        migrated(copy)
        assert migrated(copy) == [f"up to date: version {len(MIGRATIONS)}"]
        assert copy.sql("SELECT lower(sql) FROM sqlite_master ORDER BY name") == final(ledger, tmp_path / "final")

    print(f"killed at {killed} statements of a migration")  # noqa: T201 - shown with -s
    assert killed > 15


def final(ledger: Ledger, folder: Path) -> list[tuple[object, ...]]:
    """What a migration that nothing disturbs makes."""
    calm = Ledger.laid(folder)
    if not calm.path.exists():
        shutil.copytree(ledger.path.parent, calm.path.parent)
        migrated(calm)
    return calm.sql("SELECT lower(sql) FROM sqlite_master ORDER BY name")


def test_killed_at_any_statement_while_a_file_is_made_the_next_one_makes_it(ledger: Ledger, tmp_path: Path) -> None:
    killed = 0
    for number, copy in copies(ledger, tmp_path / "copies"):
        if not killed_at(number, partial(copy.add, posting())):
            break
        killed += 1
        assert copy.add(posting()) == [1]
        assert copy.row(1).created_at == STAMP
        assert migrated(copy) == [f"up to date: version {len(MIGRATIONS)}"]

    assert killed > 8


def test_killed_while_notes_are_added_the_next_one_adds_them(ledger: Ledger, tmp_path: Path) -> None:
    ledger.older()
    killed = 0
    for number, copy in copies(ledger, tmp_path / "copies"):
        if not killed_at(number, copy.add):
            break
        killed += 1
        assert copy.row(1).title == "Nurse 1"
        copy.add()
        with copy.store.opened(copy.path) as jobs:
            assert "notes" in jobs.columns()

    assert killed > 2
