"""Bureaus for tests: the desk's own, and the same one over records and files in memory."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from keepers import MemoryFiles, MemoryRecords

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings
from careervp_mcp.store.records import SqliteRecords

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clock() -> datetime:
    """The instant at which tests stand."""
    return NOW


def on_disk(folder: Path) -> Bureau:
    """The real bureau of an empty root, without a grammar engine."""
    (folder / "root").mkdir(exist_ok=True)
    desk = Desk(Settings(root=folder / "root", state_dir=folder / "state"))
    found, database = desk.bureau, folder / "root" / "data" / "craft.db"
    office = dataclasses.replace(found.office, clock=clock)
    return dataclasses.replace(found, proofreader=None, office=office, records=SqliteRecords(database, clock))


def in_memory(folder: Path) -> Bureau:
    """The same over records and files that only live as long as the test."""
    return dataclasses.replace(on_disk(folder), records=MemoryRecords(clock), files=MemoryFiles())


BUREAUS: Mapping[str, Callable[[Path], Bureau]] = {"disk": on_disk, "memory": in_memory}
"""Every behaviour of the craft's tools holds at each."""
