"""Postings made sound: cleaned, within the limits, or refused with what would be right."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobs import Posting

LONGEST_TEXT = 200_000
"""Characters of one posting's text."""
LONGEST_PAYLOAD = 1_000_000
"""Characters of one posting as JSON."""
LONGEST = {"title": 300, "company": 300, "location": 300, "source": 300, "job_id": 100, "url": 2048}
"""Characters of the fields that stand on one line."""

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff"  # invisible marks, turned writing
    "\U000e0000-\U000e007f]"  # tags: text that only a machine reads
)
_HALF = re.compile("[\ud800-\udfff]")
_WEB = re.compile(
    r"https?://(?:[^\s/?#@\\:\[\]<>\"]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE
)
_BEGINS_WITH_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def sound_posting(found: Posting) -> Posting:
    """The posting as it may be stored; raises InvalidInput that names the field to mend."""
    posting = replace(
        found,
        title=_line(found.title, "title"),
        company=_line(found.company, "company"),
        location=_line(found.location, "location"),
        source=_line(found.source, "source"),
        job_id=_line(found.job_id, "job_id"),
        url=_web(_line(found.url, "url")),
        captured_at=_moment(found.captured_at.strip()),
        description=_text(found.description),
    )
    _refuse_missing(posting)
    _refuse_broken(found.payload_json, "the JSON")
    if len(found.payload_json) > LONGEST_PAYLOAD:
        raise InvalidInput(
            f"the posting's JSON has more than {LONGEST_PAYLOAD} characters; keep what describes the job"
        )
    return posting


def clean(text: str) -> str:
    """The text without characters that nobody sees, its line ends as LF."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def _line(text: str, what: str) -> str:
    _refuse_broken(text, what)
    line = " ".join(clean(text).split())
    if len(line) > LONGEST[what]:
        raise InvalidInput(f"{what} has {len(line)} characters; at most {LONGEST[what]}")
    return line


def _text(text: str) -> str:
    _refuse_broken(text, "the text")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            f"the posting's text has {len(text)} characters; at most {LONGEST_TEXT}: keep only the posting"
        )
    return "\n".join(line.rstrip() for line in clean(text).split("\n")).strip("\n")


def _refuse_broken(text: str, what: str) -> None:
    if "\0" in text:
        raise InvalidInput(f"{what} holds a NUL character: it is not text; save it as UTF-8 text")
    if _HALF.search(text):
        raise InvalidInput(f"{what} is not well-formed Unicode; save it as UTF-8 text")


def _refuse_missing(posting: Posting) -> None:
    missing = [name for name in ("title", "company") if not getattr(posting, name)]
    if missing:
        names, verb = " and ".join(missing), "is" if len(missing) == 1 else "are"
        labels = " and ".join(f"`{name.capitalize()}:`" for name in missing)
        raise InvalidInput(
            f"{names} {verb} missing: pass {names} beside the posting, or begin its text with lines {labels}"
        )
    if not posting.description.strip():
        raise InvalidInput("the posting has no text that describes the job; add the description")


def _web(url: str) -> str:
    if url and not _WEB.fullmatch(url):
        raise InvalidInput("url must be one whole http:// or https:// address, without a user name in it")
    return url


def _moment(text: str) -> str:
    """A date as it is, a time in UTC."""
    if not text:
        return ""
    try:
        if not _BEGINS_WITH_A_DATE.match(text):
            raise ValueError  # noqa: TRY301 - one refusal for every other form
        if len(text) == len("2026-02-07"):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput("captured_at must be a date like 2026-02-07 or a time like 2026-02-07T23:59:00Z") from None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
