"""Where a job and its note may go: two tables, and nothing that moves outside them."""

from collections.abc import Mapping
from typing import Literal, get_args

JobStatus = Literal["new", "shortlist", "reviewed", "reject", "resume_written", "applied"]
NoteStatus = Literal["Reviewed", "Resume Written", "Applied", "Interview", "Offer", "Rejected", "Ghosted"]

JOB_STATUSES: tuple[JobStatus, ...] = get_args(JobStatus)
NOTE_STATUSES: tuple[NoteStatus, ...] = get_args(NoteStatus)

JOB_MOVES: Mapping[JobStatus, tuple[JobStatus, ...]] = {
    "new": ("shortlist", "reviewed", "reject"),
    "shortlist": ("resume_written", "reviewed"),
    "reviewed": ("shortlist",),
    "resume_written": ("applied",),
    "applied": (),
    "reject": (),
}
"""The moves a person or an agent may ask for; `resume_written` is finalize's alone."""

FINALIZABLE: tuple[JobStatus, ...] = ("shortlist", "reviewed", "resume_written")
"""From these a finished resume is committed; after a failure the row stands at `reviewed`."""

NOTE_ORDER: tuple[NoteStatus, ...] = ("Reviewed", "Resume Written", "Applied", "Interview", "Offer")
NOTE_MOVES: Mapping[NoteStatus, tuple[NoteStatus, ...]] = {
    "Reviewed": ("Resume Written", "Rejected", "Ghosted"),
    "Resume Written": ("Applied", "Rejected", "Ghosted"),
    "Applied": ("Interview", "Rejected", "Ghosted"),
    "Interview": ("Offer", "Rejected", "Ghosted"),
    "Offer": ("Rejected", "Ghosted"),
    "Rejected": ("Ghosted",),
    "Ghosted": ("Rejected",),
}


def note_status(text: str) -> NoteStatus | None:
    """The status a note's text names, letter case and spaces apart; None for a word of the user's own."""
    wanted = " ".join(text.split()).casefold()
    return next((status for status in NOTE_STATUSES if status.casefold() == wanted), None)


def is_behind(note: NoteStatus | None, target: NoteStatus) -> bool:
    """Whether a note must still be moved forward to reach `target`; a later note is never moved back."""
    if note is None or note not in NOTE_ORDER:
        return note is None
    return NOTE_ORDER.index(note) < NOTE_ORDER.index(target)
