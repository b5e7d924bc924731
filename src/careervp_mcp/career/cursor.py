"""The cursor of a page: where the next one begins, in a form that callers hand back unread."""

import base64
import json

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobs import LONGEST_DATE, Place
from careervp_mcp.career.statuses import JobStatus

LONGEST = 8000
"""Characters of a cursor."""
_VERSION = 1
_LARGEST_ID = 2**63 - 1


def cursor_of(status: JobStatus, place: Place) -> str:
    """The cursor that goes on after a place."""
    content = json.dumps([_VERSION, status, place.captured_at[:LONGEST_DATE], place.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def place_of(cursor: str, status: JobStatus) -> Place:
    """The place a cursor names; raises InvalidInput for one that is damaged or belongs to another status."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        version, made_for, captured_at, number = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        ours = version == _VERSION and _is_text(captured_at) and _is_id(number)
    except (ValueError, TypeError, RecursionError):
        raise _refusal("cursor is damaged") from None
    if len(cursor) > LONGEST or not ours:
        raise _refusal("cursor is not one of this server's")
    if made_for != status:
        raise _refusal("cursor belongs to another status")
    return Place(captured_at, number)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LARGEST_ID


def _refusal(what: str) -> InvalidInput:
    return InvalidInput(f"{what}; pass next_cursor unchanged, with the same status, or leave it out to begin again")
