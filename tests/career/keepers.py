"""Records and files in memory, which keep every promise of their ports but the one to outlive the process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from careervp_mcp.career.records import Ledger, Record
from careervp_mcp.store.artefacts import refuse_bad_key

Name = tuple[str, str, str]


class MemoryRecords:
    """The Records port over a dictionary; one transaction at a time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: dict[Name, Record] = {}
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Ledger]:
        with self._lock:
            now = self._clock()
            living = {name: one for name, one in self._kept.items() if one.expires is None or one.expires > now}
            ledger = _MemoryLedger(living, now)
            yield ledger
            self._kept = ledger.kept


class _MemoryLedger:
    def __init__(self, kept: dict[Name, Record], now: datetime) -> None:
        self.kept = kept
        self._now = now

    def put(self, record: Record) -> None:
        self.kept[record.owner, record.kind, record.key] = record

    def find(self, owner: str, kind: str, key: str | None = None) -> tuple[Record, ...]:
        found = (self.kept[name] for name in sorted(self.kept) if _fits(name, owner, kind, key))
        return tuple(one for one in found if one.expires is None or one.expires > self._now)

    def erase(self, owner: str, kind: str | None = None, key: str | None = None) -> int:
        gone = [name for name in self.kept if _fits(name, owner, kind, key)]
        for name in gone:
            del self.kept[name]
        return len(gone)


def _fits(name: Name, *wanted: str | None) -> bool:
    return all(want in {None, part} for part, want in zip(name, wanted, strict=True))


class MemoryFiles:
    """The Files port over a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, content: bytes | None) -> None:
        refuse_bad_key(key)
        if content is None:
            self.kept.pop(key, None)
        else:
            self.kept[key] = content

    def get(self, key: str) -> bytes | None:
        refuse_bad_key(key)
        return self.kept.get(key)
