"""Asking: what all of the craft's calls hold to, whatever they ask for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from careervp_mcp.career.errors import FieldMissing, InvalidInput

_SCRIPT = re.compile(r"<script|javascript:|\bon(?:error|load|click|mouseover)\s{0,9}=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PostingRef:
    """Where a posting is, and what the caller knows of it."""

    text: str | None = None
    path: str | None = None
    job_id: str | None = None
    job_db_id: int | None = None
    company: str = ""
    title: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationRef:
    """An application by its id, or by the CV and the posting that make it."""

    application_id: str | None = None
    cv_id: str | None = None
    posting: PostingRef | None = None


def the_one(what: str, given: Mapping[str, object]) -> str:
    """The name of the one value given; raises InvalidInput for none and for several."""
    names = [name for name, value in given.items() if value is not None]
    if len(names) == 1:
        return names[0]
    right = f"{what} needs exactly one of {', '.join(given)}"
    if not names:
        raise InvalidInput(f"{right}; got none")
    raise InvalidInput(f"{right}; got {' and '.join(names)}")


def required(name: str, value: str | None, why: str) -> str:
    """The value; raises FieldMissing that says why it is needed."""
    if not value:
        raise FieldMissing(f"{name} is required {why}")
    return value


def refuse_script(text: str, what: str) -> None:
    """Raise InvalidInput for text that a browser would run."""
    found = _SCRIPT.search(text)
    if found:
        raise InvalidInput(f"{what} holds script at character {found.start()}; pass plain text without it")
