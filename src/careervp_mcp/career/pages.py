"""Pages of a long text: each as full as a ceiling allows, none ending inside a sentence."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from itertools import takewhile

from careervp_mcp.career.errors import InvalidInput

_BREAK = re.compile(r"\n|\\n|[.!?][\"”’)]?\s|[\]}\"],\s?")
"""Where a page may end: a line, also one written as JSON writes it, a sentence, or a part of JSON."""


def page_of(text: str, start: int, fits: Callable[[str], bool]) -> int:
    """The end of the page that begins at `start`: the furthest break with which it fits."""
    if fits(text[start:]):
        return len(text)
    breaks = [found.end() for found in _BREAK.finditer(text, start)]
    within = list(takewhile(lambda end: fits(text[start:end]), breaks))
    if within:
        return within[-1]
    least, most = start + 1, len(text)
    while least < most:  # one sentence that is longer than a page
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(text[start:middle]) else (least, middle - 1)
    return least


def cursor_at(about: str, place: str | int) -> str:
    """What a caller hands back to go on after a place; `about` says in what."""
    content = json.dumps([_mark(about), place], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def place_in(about: str, cursor: str) -> str | int:
    """The place a cursor names; raises InvalidInput for one that is damaged or of something else."""
    try:
        mark, place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError):
        raise InvalidInput("cursor is damaged; pass next_cursor unchanged, or leave it out to begin again") from None
    if mark != _mark(about) or not isinstance(place, str | int):
        raise InvalidInput("cursor belongs to something else, or that has changed; leave it out to begin again")
    return place


def _mark(about: str) -> str:
    return hashlib.sha256(about.encode()).hexdigest()[:16]
