"""Changing a note that is its user's: one value of the frontmatter, and every other byte as it was."""

from collections.abc import Callable
from pathlib import Path

from careervp_mcp.career.errors import Unforeseen
from careervp_mcp.career.office import Office
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.statuses import NoteStatus, is_behind, note_status
from careervp_mcp.career.tracker import LONGEST, decoded

_ATTEMPTS = 2
"""How often a note is read and written while another program changes it."""


def move_note(path: Path, judge: Callable[[str], NoteStatus | None], office: Office) -> None:
    """Give the note the status that `judge` decides on from the one it has; None leaves it alone.

    The caller holds the note. Raises InvalidInput for a note whose status can't be changed in its line, and
    Unforeseen, retryable, when another program keeps changing it.
    """

    def edit(content: bytes) -> bytes:
        target = judge(status_of(content))
        return content if target is None else with_status(content, target)

    rewrite(path, edit, office)


def advance_note(path: Path, target: NoteStatus, office: Office) -> None:
    """The note at `target`, or where it stands when that is further on."""
    move_note(path, lambda status: target if is_behind(note_status(status), target) else None, office)


def rewrite(path: Path, edit: Callable[[bytes], bytes], office: Office) -> None:
    """Put the edited note in the place of the one that was read; an edit that changes nothing writes nothing."""
    for _ in range(_ATTEMPTS):
        old = read_file(path, what="tracker", limit=LONGEST)
        new = edit(old)
        if new == old or office.disk.swap(path, old, new):
            return
    raise Unforeseen("another program keeps changing this note; close it there and run this again", retryable=True)


def status_of(content: bytes) -> str:
    """The status a note tells; empty when it tells none."""
    value = fields_of(content).get("status")
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def fields_of(content: bytes) -> dict[str, object]:
    """What a note's frontmatter says, of whatever kind; raises InvalidInput when it can't be read."""
    from careervp_mcp.career.frontmatter import split_note

    return split_note(decoded(content))[0]


def refuse_uneditable(content: bytes, target: str) -> None:
    """Raise the InvalidInput that writing this status would raise."""
    with_status(content, target)


def with_status(content: bytes, status: str) -> bytes:
    """The note with another status: only the value in its `status:` line differs, quotes stay as they are.

    Raises InvalidInput unless the status stands once, at the top level, plain or quoted, on one line.
    """
    from careervp_mcp.career.fields import with_value

    return with_value(content, "status", status)
