"""add_jobs: postings become rows of the jobs database, each once; nothing is fetched and nothing else written."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.errors import CareerError, InvalidInput, Unforeseen, understood
from careervp_mcp.career.jobs import Added, Posting
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import never
from careervp_mcp.career.postings import sound_posting
from careervp_mcp.career.sources import Source, read_source
from careervp_mcp.career.tailoring import Progress

log = logging.getLogger(__name__)

MOST_POSTINGS = 100
"""In one call, however many files they stand in."""


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """The sources of a call, and the database when it is not the default one."""

    sources: tuple[Source, ...]
    db_path: str | None = None


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of one posting; `index` is the place, from 0, of the entry it came from."""

    index: int
    action: Literal["inserted", "duplicate", "failed"]
    success: bool
    id: int | None = None
    """Its row; for a duplicate the row that has it already."""
    title: str | None = None
    company: str | None = None
    error_code: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CaptureReport:
    """What became of a call's postings, in the order of its entries; a JSON file with a list gives one for each."""

    inserted_count: int
    duplicate_count: int
    failed_count: int
    results: list[Captured]


def add_postings(
    request: CaptureRequest,
    office: Office,
    *,
    progress: Progress = lambda _done, _total, _message: None,
    cancelled: Callable[[], bool] = never,
) -> CaptureReport:
    """add_jobs: read every posting, then store the sound ones in one transaction.

    Raises InvalidInput for a database outside the root, DatabaseFailed when nothing could be stored.
    """
    database = office.database(request.db_path)
    read: list[tuple[int, Posting | Captured]] = []
    for index, source in enumerate(request.sources):
        found = list(_postings(index, source, office, MOST_POSTINGS - len(read), stopped=cancelled()))
        read += [(index, part) for part in found]
        progress(index + 1, len(request.sources), _told(index, found))
    sound = [part for _, part in read if isinstance(part, Posting)]
    added: Iterator[Added] = iter(())
    if sound and not cancelled():
        with office.jobs.opened_or_made(database) as jobs:
            added = iter(jobs.add(sound, office.clock()))
    return _report([_stored(index, part, added) for index, part in read])


def _postings(
    index: int, source: Source, office: Office, room: int, *, stopped: bool
) -> Iterator[Posting | Captured]:
    """An entry's postings, each sound or told why not."""
    if stopped:
        yield _stopped(index)
        return
    try:
        found = read_source(source, office)
    except Exception as error:  # noqa: BLE001 - a batch goes on
        yield _failed(index, error)
        return
    if len(found) > room:
        told = f"this entry holds {len(found)} postings, more than the {MOST_POSTINGS} of one call: split it"
        yield _failed(index, InvalidInput(told))
        return
    for part in found:
        yield _sound(index, part)


def _sound(index: int, found: Posting | InvalidInput) -> Posting | Captured:
    if isinstance(found, InvalidInput):
        return _failed(index, found)
    try:
        return sound_posting(found)
    except InvalidInput as error:
        return _failed(index, error)


def _stored(index: int, part: Posting | Captured, added: Iterator[Added]) -> Captured:
    if isinstance(part, Captured):
        return part
    done = next(added, None)
    if done is None:
        return _stopped(index)
    return Captured(index, done.action, success=True, id=done.id, title=part.title, company=part.company)


def _stopped(index: int) -> Captured:
    return _failed(index, Unforeseen("not stored: the call was cancelled; add it again"))


def _failed(index: int, error: Exception) -> Captured:
    failure = understood(error)
    if not isinstance(error, CareerError):
        log.error("posting %d failed", index, exc_info=error)
    return Captured(index, "failed", success=False, error_code=failure.code, error=failure.message)


def _told(index: int, found: list[Posting | Captured]) -> str:
    sound = [part for part in found if isinstance(part, Posting)]
    if len(found) == len(sound) == 1:
        return f"postings[{index}]: {sound[0].title}, {sound[0].company}"
    return f"postings[{index}]: {len(sound)} read, {len(found) - len(sound)} refused"


def _report(results: list[Captured]) -> CaptureReport:
    counts = {
        action: sum(result.action == action for result in results) for action in ("inserted", "duplicate", "failed")
    }
    return CaptureReport(counts["inserted"], counts["duplicate"], counts["failed"], results)
