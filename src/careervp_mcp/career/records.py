"""Records and files: what the craft keeps, each addressed by its owner, and what it asks of whoever keeps it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One thing kept for one owner."""

    owner: str
    kind: str
    """`cv`, `bank`, `posting`, `report` …"""
    key: str
    payload: bytes
    """JSON, in UTF-8."""
    expires: datetime | None = None
    """The instant from which nobody finds it any more, in aware UTC; None keeps it."""


class Ledger(Protocol):
    """The records of one transaction; an expired record is not there."""

    def put(self, record: Record) -> None:
        """Keep a record in the place of the one of the same owner, kind and key."""

    def find(self, owner: str, kind: str, key: str | None = None) -> tuple[Record, ...]:
        """The owner's records of a kind in the order of their keys; None finds every key."""

    def erase(self, owner: str, kind: str | None = None, key: str | None = None) -> int:
        """Remove without a trace what these name, None meaning all; how many there were."""


class Records(Protocol):
    """Keeps records."""

    def transaction(self) -> AbstractContextManager[Ledger]:
        """A ledger of which everything is kept or, when its block raises, nothing.

        Raises DatabaseFailed, retryable when another process holds the store for too long.
        """


class Files(Protocol):
    """Keeps whole files below keys such as `cvs/local/cv_1f.pdf`."""

    def put(self, key: str, content: bytes | None) -> None:
        """Keep the content in one step, old or new, never between; None removes. Raises InvalidInput for no key."""

    def get(self, key: str) -> bytes | None:
        """The content; None where nothing is kept. Raises InvalidInput for no key."""
