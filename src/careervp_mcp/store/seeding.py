"""Rows for a new jobs database that notes speak of already: each with the number its note gives it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.jobs import Job
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.store.connection import connected, refusing, writing
from careervp_mcp.store.migrations import make
from careervp_mcp.store.schema import COLUMNS


def rows_of(notes: Sequence[bytes]) -> list[Job]:
    """A row on the shortlist for each note that has a number; a note that can't be read has none."""
    rows = []
    for content in notes:
        with suppress(CareerError):
            note = Tracker.parse(content)
            if note.job_db_id is not None:
                rows.append(_row(note.job_db_id, note))
    return rows


def seed(path: Path, rows: Sequence[Job]) -> None:
    """Make the database at `path`, which is not there yet, with these rows."""
    names = [name for name in COLUMNS if name != "attempt_count"]
    path.parent.mkdir(parents=True, exist_ok=True)
    with connected(path, busy_seconds=5, make=True) as connection, refusing():
        make(connection)
        with writing(connection):
            connection.executemany(
                f"INSERT INTO jobs ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                [[getattr(row, name) or None if name != "status" else row.status for name in names] for row in rows],
            )


def _row(number: int, note: Tracker) -> Job:
    return Job(
        id=number,
        status="shortlist",
        title=note.position,
        company=note.company,
        description=note.job_description,
        url=note.reference_link,
        job_id=note.job_id,
        captured_at=note.application_date,
        created_at=note.application_date,
        source="tracker",
    )
