"""update_tracker_status: a note moves to its next status, in one line and only where it may go.

The jobs database is not asked and not told: bulk_update_job_status and finalize_resume_batch keep that side.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from careervp_mcp.career.errors import FileMissing, InvalidInput
from careervp_mcp.career.finished import refuse_unfinished
from careervp_mcp.career.notes import refuse_uneditable, rewrite, status_of, with_status
from careervp_mcp.career.office import Office
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.statuses import NOTE_MOVES, NoteStatus, note_status
from careervp_mcp.career.tracker import LONGEST, Tracker
from careervp_mcp.career.workspace import workspace_for

_FINISHED: NoteStatus = "Resume Written"
_ALWAYS: tuple[NoteStatus, ...] = ("Rejected", "Ghosted")

Action = Literal["updated", "noop", "blocked", "would_update"]


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """One note and where it should go."""

    tracker_path: str
    target_status: NoteStatus
    dry_run: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class NoteUpdate:
    """What became of a note; `guardrail_check_passed` is told when a finished resume was demanded."""

    tracker_path: str
    previous_status: str
    target_status: NoteStatus
    action: Action
    success: bool
    dry_run: bool
    guardrail_check_passed: bool | None = None
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


def update_status(request: UpdateRequest, office: Office) -> NoteUpdate:
    """update_tracker_status: the note at its new status, or why not.

    Raises FileMissing or InvalidInput for a note that can't be read or has no status line that can be changed.
    """
    path = office.root.resolve(request.tracker_path, what="tracker_path")
    if request.dry_run:
        return _judged(read_file(path, what="tracker", limit=LONGEST), path, request, office)
    read_file(path, what="tracker", limit=LONGEST)  # what is not there is not held
    outcome: list[NoteUpdate] = []

    def edit(content: bytes) -> bytes:
        outcome.append(_judged(content, path, request, office))
        return with_status(content, request.target_status) if outcome[-1].action == "updated" else content

    with office.disk.locked(path):
        rewrite(path, edit, office)
    return outcome[-1]


def _judged(content: bytes, path: Path, request: UpdateRequest, office: Office) -> NoteUpdate:
    """What is to become of the note as it stands."""
    previous, target = status_of(content), request.target_status
    update = NoteUpdate(office.root.show(path), previous, target, "blocked", success=False, dry_run=request.dry_run)
    standing = note_status(previous)
    if standing == target:
        return replace(update, action="noop", success=True)
    allowed = _allowed(previous)
    if target not in allowed and not request.force:
        return replace(update, error=_refusal(previous, target, allowed))
    if target not in allowed:
        update = replace(update, warnings=[f"moved from {previous or 'no status'} to {target} by force"])
    if target == _FINISHED:
        update = _guarded(update, content, office)
    if update.error is None:
        refuse_uneditable(content, target)
        update = replace(update, action="would_update" if request.dry_run else "updated", success=True)
    return update


def _allowed(previous: str) -> tuple[NoteStatus, ...]:
    """Where a note may go from what it says; a user's own word leads nowhere but out."""
    standing = note_status(previous)
    if standing is not None:
        return NOTE_MOVES[standing]
    return _ALWAYS if previous else ("Reviewed", *_ALWAYS)


def _refusal(previous: str, target: NoteStatus, allowed: tuple[NoteStatus, ...]) -> str:
    *others, last = allowed
    ways = f"{', '.join(others)} or {last}" if others else last
    return (
        f"{target} does not follow {previous[:60] or 'an empty status'}; the next may be {ways}: "
        "take one of these, or set force"
    )


def _guarded(update: NoteUpdate, content: bytes, office: Office) -> NoteUpdate:
    """The update with what the check of the finished resume says; force does not lift it."""
    try:
        told = refuse_unfinished(_resume_pdf(Tracker.parse(content), office), office)
    except (InvalidInput, FileMissing) as refused:
        return replace(update, guardrail_check_passed=False, error=refused.message)
    return replace(update, guardrail_check_passed=True, warnings=[*update.warnings, *told])


def _resume_pdf(tracker: Tracker, office: Office) -> Path:
    """Where the note says its PDF is, else where career_tailor puts it."""
    if tracker.resume_path:
        return office.root.resolve(tracker.resume_path, what="tracker field resume_path")
    return workspace_for(tracker, tracker.job_db_id, office.applications(), office.root).resume_pdf
