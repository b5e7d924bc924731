"""bulk_read_new_jobs and bulk_update_job_status: look at the jobs that came in, and decide."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from careervp_mcp.career.cursor import cursor_of, place_of
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobs import Job, Jobs, Move, MoveRefused, Place, Refusal
from careervp_mcp.career.office import Office
from careervp_mcp.career.postings import clean
from careervp_mcp.career.statuses import JOB_MOVES, JobStatus

MOST_CHARACTERS = 1_000_000
"""Of the descriptions, notes and payloads of one full page; a page that would hold more ends earlier."""
_AT_ONCE = 20
"""Full rows that are read in one go."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A page to read; without a cursor the first one."""

    limit: int = 50
    cursor: str | None = None
    status: JobStatus = "new"
    full: bool = False
    db_path: str | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job; from `description` on only when the page is full, and only what its row has."""

    id: int
    job_id: str
    title: str
    company: str
    location: str
    url: str
    source: str
    status: str
    captured_at: str
    description: str | None = None
    notes: str | None = None
    payload_json: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    resume_pdf_path: str | None = None
    resume_written_at: str | None = None
    run_id: str | None = None
    attempt_count: int | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of jobs, the newest first; `next_cursor` stands there when there are more."""

    jobs: list[JobRow]
    count: int
    has_more: bool
    next_cursor: str | None = None


def read_jobs(request: ReadRequest, office: Office) -> JobPage:
    """bulk_read_new_jobs: one page of the jobs of a status; nothing is written.

    Raises InvalidInput for a cursor that does not fit, DatabaseMissing, DatabaseFailed.
    """
    database = office.database(request.db_path)
    after = place_of(request.cursor, request.status) if request.cursor else None
    with office.jobs.opened(database) as jobs:
        found = _full(jobs, request, after) if request.full else _summary(jobs, request, after)
    page, has_more = found
    last = Place(page[-1].captured_at, page[-1].id) if page else None
    return JobPage(
        jobs=[_row(job, office, full=request.full) for job in page],
        count=len(page),
        has_more=has_more,
        next_cursor=cursor_of(request.status, last) if has_more and last else None,
    )


def _summary(jobs: Jobs, request: ReadRequest, after: Place | None) -> tuple[list[Job], bool]:
    found = jobs.page(request.status, request.limit + 1, after, full=False)
    return found[: request.limit], len(found) > request.limit


def _full(jobs: Jobs, request: ReadRequest, after: Place | None) -> tuple[list[Job], bool]:
    """At most the limit, and at least one, within what a page may hold."""
    page: list[Job] = []
    room = MOST_CHARACTERS
    while found := jobs.page(request.status, _AT_ONCE, after, full=True):
        for job in found:
            room -= len(job.description) + len(job.notes) + len(job.payload_json)
            if page and (room < 0 or len(page) == request.limit):
                return page, True
            page.append(job)
        after = Place(found[-1].captured_at, found[-1].id)
    return page, False


def _row(job: Job, office: Office, *, full: bool) -> JobRow:
    summary = JobRow(
        id=job.id,
        job_id=job.job_id,
        title=job.title,
        company=job.company,
        location=job.location,
        url=job.url,
        source=job.source,
        status=job.status,
        captured_at=job.captured_at,
    )
    if not full:
        return summary
    return replace(
        summary,
        description=job.description,
        notes=job.notes or None,
        payload_json=job.payload_json or None,
        created_at=job.created_at or None,
        updated_at=job.updated_at or None,
        resume_pdf_path=office.root.echo(job.resume_pdf_path) if job.resume_pdf_path else None,
        resume_written_at=job.resume_written_at or None,
        run_id=job.run_id or None,
        attempt_count=job.attempt_count,
        last_error=job.last_error or None,
    )


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """Decisions on jobs: all are made, or none."""

    updates: tuple[Move, ...]
    db_path: str | None = None


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one decision; `status` is the row's afterwards."""

    id: int
    success: bool
    status: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What became of the decisions, in their order; either all succeeded or none."""

    updated_count: int
    failed_count: int
    results: list[Updated]


def update_statuses(request: UpdateRequest, office: Office) -> UpdateReport:
    """bulk_update_job_status: move every row, or none when one of the moves is not allowed.

    Raises InvalidInput for an id that stands twice, DatabaseMissing, DatabaseFailed.
    """
    _refuse_doubles(request.updates)
    database = office.database(request.db_path)
    if not request.updates:
        return UpdateReport(0, 0, [])
    with office.jobs.opened(database) as jobs:
        refusals = _refusals(jobs, request.updates)
    if refusals:
        return _refused(request.updates, refusals)
    try:
        with office.jobs.opened(database, with_notes=True) as jobs:
            jobs.move([_tidied(move) for move in request.updates], office.clock())
    except MoveRefused as refused:  # a row was moved by somebody else meanwhile
        return _refused(request.updates, refused.refusals)
    return UpdateReport(
        len(request.updates), 0, [Updated(move.id, success=True, status=move.status) for move in request.updates]
    )


def _refuse_doubles(updates: Sequence[Move]) -> None:
    doubles = [str(number) for number, count in Counter(move.id for move in updates).items() if count > 1]
    if doubles:
        raise InvalidInput(f"updates name the id {', '.join(doubles[:5])} more than once; give each job one status")


def _refusals(jobs: Jobs, updates: Sequence[Move]) -> list[Refusal]:
    return [Refusal(move.id, reason) for move in updates if (reason := _reason(jobs.get(move.id), move))]


def _reason(row: Job | None, move: Move) -> str:
    """Why a move may not be made; empty when it may, and for a status that the row has already."""
    if move.status == "resume_written":
        return "resume_written is set by finalize_resume_batch, which checks the resume first; call that"
    if row is None:
        return f"there is no job {move.id}; take the id from bulk_read_new_jobs"
    allowed = [way for known, ways in JOB_MOVES.items() if known == row.status for way in ways]
    if move.status == row.status or move.status in allowed:
        return ""
    asked = " or ".join(way for way in allowed if way != "resume_written")
    right = f"from there it may go to {asked}" if asked else "from there it goes nowhere"
    return f"job {move.id} stands at {row.status[:60] or 'no status'} and can't go to {move.status}; {right}"


def _tidied(move: Move) -> Move:
    return move if move.notes is None else replace(move, notes=clean(move.notes))


def _refused(updates: Sequence[Move], refusals: Sequence[Refusal]) -> UpdateReport:
    reasons = {refusal.id: refusal.reason for refusal in refusals}
    others = f"not applied, because of {', '.join(str(number) for number in list(reasons)[:5])}: all updates or none"
    results = [Updated(move.id, success=False, error=reasons.get(move.id, others)) for move in updates]
    return UpdateReport(0, len(updates), results)
