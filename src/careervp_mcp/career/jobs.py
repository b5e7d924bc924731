"""Jobs: what a posting becomes in the database, and the promise of whoever keeps it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from careervp_mcp.career.statuses import JobStatus

AUDIT_COLUMNS = (
    "status",
    "updated_at",
    "resume_pdf_path",
    "resume_written_at",
    "run_id",
    "attempt_count",
    "last_error",
)
"""What finalize needs of the table `jobs`; an older database gets them from `careervp-mcp migrate` only."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A job as it was advertised; text that is absent is empty."""

    title: str
    company: str
    description: str
    url: str = ""
    location: str = ""
    source: str = ""
    job_id: str = ""
    """The advertiser's own number or name for it."""
    captured_at: str = ""
    """ISO 8601, a date or a UTC time; empty: the time it is stored."""
    payload_json: str = ""
    """The posting as it came, where it came as JSON."""


@dataclass(frozen=True, slots=True)
class Job:
    """One row; columns that an older database lacks are empty, `status` is told as it stands there."""

    id: int
    status: str
    title: str = ""
    company: str = ""
    description: str = ""
    url: str = ""
    location: str = ""
    source: str = ""
    job_id: str = ""
    captured_at: str = ""
    payload_json: str = ""
    created_at: str = ""
    updated_at: str = ""
    notes: str = ""
    resume_pdf_path: str = ""
    resume_written_at: str = ""
    run_id: str = ""
    attempt_count: int = 0
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one posting: a new row, or the row that has it already."""

    id: int
    action: Literal["inserted", "duplicate"]


LONGEST_DATE = 100
"""Characters of `captured_at` by which a place is known; what another program wrote there may be longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the order of reading: newest `captured_at` first, then the higher id; undated rows last."""

    captured_at: str
    """Of a text longer than any date its first `LONGEST_DATE` characters do."""
    id: int


@dataclass(frozen=True, slots=True)
class Move:
    """A row's next status, and notes to keep with it; None leaves the notes as they are."""

    id: int
    status: JobStatus
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A finished resume to record: the row and the intent to bring the note to `Resume Written`."""

    id: int
    expected: Job
    """The row as it was judged; a row that changed since is not touched."""
    resume_pdf_path: str
    tracker_path: str
    run_id: str


@dataclass(frozen=True, slots=True)
class Intent:
    """A note that must still be brought to agree with its row."""

    id: int
    job_id: int
    tracker_path: str
    run_id: str
    resume_pdf_path: str
    counted: bool
    """Its attempt was counted when it was committed; a reminder's was not."""


class Jobs(Protocol):
    """One open jobs database; every method is one transaction of its own.

    Raises DatabaseFailed for anything the database refuses, retryable when it was only locked.
    """

    def columns(self) -> frozenset[str]:
        """The columns of the table `jobs`."""

    def has_outbox(self) -> bool:
        """Whether intents can be kept; an older database has no table for them."""

    def get(self, job: int) -> Job | None:
        """One row, or None."""

    def page(self, status: JobStatus, limit: int, after: Place | None, *, full: bool) -> list[Job]:
        """At most `limit` rows of a status after a place, in the order of reading, in constant time a page.

        Description, notes, payload and audit columns are read only when `full`.
        """

    def add(self, postings: Sequence[Posting], now: datetime) -> list[Added]:
        """Store each as `new`, unless its URL, or company, title and description, stand there already."""

    def move(self, moves: Sequence[Move], now: datetime) -> None:
        """Make all moves, or none when a row is gone or stands at a status from which its move is not allowed.

        A row that stands at its move's status already keeps it, and only takes the notes.
        Raises MoveRefused with the ids and reasons.
        """

    def urls(self, urls: Sequence[str]) -> dict[str, int]:
        """Of these URLs, those that stand in a row, with its id."""

    def commit(self, commit: Commit, now: datetime) -> Intent | None:
        """Row to `resume_written` with its audit columns, and the intent, in one transaction.

        None, and nothing written, when the row is no longer as expected.
        """

    def refuse(self, job: int, reason: str, run_id: str, now: datetime, *, intent: int | None = None) -> None:
        """Row to `reviewed`, with the reason as `last_error` and one attempt more, if finalize may act on it.

        An intent is dropped in the same transaction, whatever the row's status; an attempt that its commit counted
        is not counted twice.
        """

    def remind(self, commit: Commit, now: datetime) -> Intent | None:
        """Only the intent, for a row that is written already and whose note lags."""

    def pending(self) -> list[Intent]:
        """The intents not yet carried out, oldest first."""

    def settle(self, intent: int) -> None:
        """Drop an intent whose note agrees."""


class JobStore(Protocol):
    """Where jobs databases are opened."""

    def opened(self, path: Path, *, with_notes: bool = False) -> AbstractContextManager[Jobs]:
        """An existing database; raises DatabaseMissing, DatabaseFailed.

        Opening writes nothing, but that `with_notes` gives an older table the column, after a backup in the state
        folder.
        """

    def opened_or_made(self, path: Path) -> AbstractContextManager[Jobs]:
        """The same as `with_notes`, made with today's tables when it is not there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row could not be moved."""

    id: int
    reason: str


class MoveRefused(Exception):
    """A set of moves of which none was made."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(refusal.reason for refusal in refusals))
        self.refusals = tuple(refusals)
