"""finalize_resume_batch: a finished resume is recorded in its row and in its note, or in neither.

It compiles nothing, changes no content, makes no tracker and touches no other row.
"""

import logging
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from careervp_mcp.career.errors import CareerError, DatabaseFailed, InvalidInput, Unforeseen, understood
from careervp_mcp.career.finished import refuse_unfinished
from careervp_mcp.career.jobs import AUDIT_COLUMNS, Commit, Intent, Job, Jobs
from careervp_mcp.career.notes import refuse_uneditable
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import never
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.reconciling import LONGEST_REASON, carry_out, reconcile
from careervp_mcp.career.statuses import FINALIZABLE, is_behind, note_status
from careervp_mcp.career.tailoring import Progress
from careervp_mcp.career.tracker import LONGEST, Tracker

log = logging.getLogger(__name__)

_MOMENT = 0.05
"""Seconds."""
_ATTEMPTS = 2
"""How often an item is judged while another process changes its row."""

Action = Literal["finalized", "already_finalized", "failed", "would_finalize", "would_fail"]


@dataclass(frozen=True, slots=True)
class FinalizeItem:
    """One finished application; without a path of its own the tracker's `resume_path` tells where the PDF is."""

    id: int
    tracker_path: str
    resume_pdf_path: str | None = None


@dataclass(frozen=True, slots=True)
class FinalizeRequest:
    """A batch of finished applications."""

    items: tuple[FinalizeItem, ...]
    run_id: str | None = None
    db_path: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Finalized:
    """What became of one item; paths are root-relative."""

    id: int
    tracker_path: str
    resume_pdf_path: str | None
    action: Action
    success: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class FinalizeReport:
    """What became of a batch, in the order of its items; `finalized_count` counts every success."""

    run_id: str
    finalized_count: int
    failed_count: int
    dry_run: bool
    warnings: list[str]
    results: list[Finalized]


def finalize_batch(
    request: FinalizeRequest,
    office: Office,
    *,
    progress: Progress = lambda _done, _total, _message: None,
    cancelled: Callable[[], bool] = never,
) -> FinalizeReport:
    """finalize_resume_batch: record each finished resume in its row, then bring its note to agree.

    Raises InvalidInput for doubled ids, DatabaseMissing, and DatabaseFailed for a database that can't hold it.
    """
    _refuse_doubles(request.items)
    run_id = request.run_id or f"finalize_{office.clock():%Y%m%d}_{secrets.token_hex(4)}"
    if not request.items:
        return _report(run_id, [], [], dry_run=request.dry_run)
    path = office.database(request.db_path)
    _refuse_unwritable(path)
    results: list[Finalized] = []
    warnings: list[str] = []
    with office.jobs.opened(path) as jobs:
        refuse_unready(jobs)
        desk = _Desk(office, jobs, run_id, request.dry_run, warnings)
        if not request.dry_run:
            reconcile(jobs, office, but=[(item.id, office.root.echo(item.tracker_path)) for item in request.items])
        for item in request.items:
            results.append(desk.stopped(item) if cancelled() else desk.finalize(item))
            progress(len(results), len(request.items), f"{results[-1].tracker_path}: {results[-1].action}")
        if not request.dry_run:
            reconcile(jobs, office)  # a death after the note was written left an intent that no item needed
    return _report(run_id, results, warnings, dry_run=request.dry_run)


def _refuse_unwritable(database: Path) -> None:
    """Raise DatabaseFailed for a database that is there and that this user may not write."""
    if database.is_file() and not (os.access(database, os.W_OK) and os.access(database.parent, os.W_OK)):
        raise DatabaseFailed("the jobs database can't be written; let this user write it and its folder")


def refuse_unready(jobs: Jobs) -> None:
    """Raise DatabaseFailed, with the cure, when the database has no room for what finalize records."""
    missing = [name for name in AUDIT_COLUMNS if name not in jobs.columns()]
    if missing:
        raise DatabaseFailed(f"the jobs database lacks the columns {', '.join(missing)}; run `careervp-mcp migrate`")
    if not jobs.has_outbox():
        raise DatabaseFailed("the jobs database lacks the table outbox; run `careervp-mcp migrate`")


@dataclass(frozen=True, slots=True)
class _Finished:
    """An item that passed every check, as it stood then."""

    row: Job
    tracker: Path
    pdf: str
    """Root-relative."""
    behind: bool
    """The note must still be moved."""

    @property
    def recorded(self) -> bool:
        """Whether the row tells of this PDF already."""
        return self.row.status == "resume_written" and self.row.resume_pdf_path == self.pdf


@dataclass(frozen=True, slots=True)
class _Desk:
    """One batch at work."""

    office: Office
    jobs: Jobs
    run_id: str
    dry_run: bool
    warnings: list[str]
    notes: dict[Path, int] = field(default_factory=dict)
    """Which row of this batch has a note already."""

    def finalize(self, item: FinalizeItem) -> Finalized:
        """One item, whose failure is its own."""
        result = self._begun(item)
        try:
            tracker = self.office.root.resolve(item.tracker_path, what="tracker_path")
            self._claim(tracker, item)
            row = self._row(item)
            with nullcontext() if self.dry_run else self.office.disk.locked(tracker):
                return self._attempted(item, row, tracker, result)
        except Exception as error:  # noqa: BLE001 - a batch goes on
            return self._failed(result, error)

    def stopped(self, item: FinalizeItem) -> Finalized:
        """An item that a cancelled batch did not come to."""
        return self._failed(
            self._begun(item), Unforeseen("not started: the batch was cancelled; run this item again")
        )

    def _begun(self, item: FinalizeItem) -> Finalized:
        """The result of an item that nothing is known of yet."""
        echo = self.office.root.echo
        pdf = echo(item.resume_pdf_path) if item.resume_pdf_path else None
        return Finalized(item.id, echo(item.tracker_path), pdf, "failed", success=False)

    def _claim(self, tracker: Path, item: FinalizeItem) -> None:
        """Refuse a note that another item of this batch has: it belongs to one row."""
        first = self.notes.setdefault(tracker.resolve(), item.id)
        if first != item.id:
            raise InvalidInput(f"this tracker is already used by id {first} in this batch; a note belongs to one row")

    def _row(self, item: FinalizeItem) -> Job:
        """The row, before anything of this attempt is written."""
        row = self.jobs.get(item.id)
        if row is None:
            raise InvalidInput(f"the jobs database has no row {item.id}; take the id from bulk_read_new_jobs")
        if row.status not in FINALIZABLE:
            allowed = ", ".join(FINALIZABLE)
            raise InvalidInput(f"row {item.id} has the status {row.status}; a resume is finalized from {allowed}")
        return row

    def _attempted(self, item: FinalizeItem, row: Job, tracker: Path, result: Finalized) -> Finalized:
        """From here on a failure is told in the row too."""
        try:
            for _ in range(_ATTEMPTS):
                finished = self._checked(item, row, tracker)
                result = replace(result, resume_pdf_path=finished.pdf)
                if self.dry_run or (finished.recorded and not finished.behind):
                    return self._unchanged(finished, result)
                intent = self._recorded(finished, result.tracker_path)
                if intent is not None:
                    return self._carried_out(intent, result)
                row = self._row(item)
        except Exception as error:
            if not self.dry_run:
                self.jobs.refuse(item.id, _reason(error), self.run_id, self.office.clock())
            raise
        raise Unforeseen(f"row {item.id} is being changed by another process; run this item again", retryable=True)

    def _checked(self, item: FinalizeItem, row: Job, tracker: Path) -> _Finished:
        content, note = _settled(tracker)
        pdf = self._pdf(item, note)
        standing = note_status(note.status)
        behind = is_behind(standing, "Resume Written")
        for warning in (*self._oddities(item, note, pdf), *refuse_unfinished(pdf, self.office)):
            self.warnings.append(f"Item {self.office.root.show(tracker)}: {warning}")
        if behind:
            refuse_uneditable(content, "Resume Written")
            if not os.access(tracker.parent, os.W_OK):
                raise InvalidInput("the folder of this tracker can't be written; let this user write it")
        return _Finished(row, tracker, self.office.root.show(pdf), behind)

    def _oddities(self, item: FinalizeItem, note: Tracker, pdf: Path) -> Iterator[str]:
        """What a person should look at, though nothing forbids it."""
        if note.job_db_id not in {None, item.id}:
            yield f"id {item.id} of the request is used, the tracker says {note.job_db_id}"
        if note.resume_path and self.office.root.resolve(note.resume_path, what="tracker field resume_path") != pdf:
            yield "the tracker's resume_path names another PDF than the one that is recorded"
        standing = note_status(note.status)
        if standing is None and note.status:
            yield f"its status {note.status[:60]!r} is none that is known here; it is replaced"
        elif standing in {"Rejected", "Ghosted"}:
            yield f"the tracker says {standing}, and stays so"

    def _pdf(self, item: FinalizeItem, note: Tracker) -> Path:
        named = item.resume_pdf_path or note.resume_path
        if not named:
            raise InvalidInput("neither the item nor the tracker says where the PDF is; pass resume_pdf_path")
        return self.office.root.resolve(named, what="resume_pdf_path")

    def _unchanged(self, finished: _Finished, result: Finalized) -> Finalized:
        done = finished.recorded and not finished.behind
        return replace(result, action="already_finalized" if done else "would_finalize", success=True)

    def _recorded(self, finished: _Finished, tracker: str) -> Intent | None:
        """The intent, committed together with the row; None when the row is not what was judged."""
        commit = Commit(finished.row.id, finished.row, finished.pdf, tracker, self.run_id)
        write = self.jobs.remind if finished.recorded else self.jobs.commit
        return write(commit, self.office.clock())

    def _carried_out(self, intent: Intent, result: Finalized) -> Finalized:
        """The note brought to agree, or the row taken back."""
        failure = carry_out(intent, self.jobs, self.office)
        if failure is not None:
            return self._failed(result, failure)
        return replace(result, action="finalized", success=True)

    def _failed(self, result: Finalized, error: Exception) -> Finalized:
        if not isinstance(error, CareerError):
            log.error("item failed: %s", result.tracker_path, exc_info=error)
        action: Action = "would_fail" if self.dry_run else "failed"
        return replace(result, action=action, success=False, error=_reason(error))


def _settled(tracker: Path) -> tuple[bytes, Tracker]:
    """A note's bytes and what they say; one that can't be read is given a moment, for its user may be saving it."""
    content = read_file(tracker, what="tracker", limit=LONGEST)
    try:
        return content, Tracker.parse(content)
    except InvalidInput:
        time.sleep(_MOMENT)
        again = read_file(tracker, what="tracker", limit=LONGEST)
        return again, Tracker.parse(again)


def _reason(error: Exception) -> str:
    return understood(error).message[:LONGEST_REASON]


def _refuse_doubles(items: Sequence[FinalizeItem]) -> None:
    doubled = sorted(id_ for id_, times in Counter(item.id for item in items).items() if times > 1)
    if doubled:
        raise InvalidInput(f"items name the same id more than once: {', '.join(map(str, doubled))}")


def _report(run_id: str, results: list[Finalized], warnings: list[str], *, dry_run: bool) -> FinalizeReport:
    succeeded = sum(result.success for result in results)
    return FinalizeReport(
        run_id, succeeded, len(results) - succeeded, dry_run, list(dict.fromkeys(warnings)), results
    )
