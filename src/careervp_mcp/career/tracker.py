"""The tracker note: a user's markdown file about one application, read and never guessed."""

import datetime as dt
import re
from dataclasses import dataclass

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.markdown import section
from careervp_mcp.career.memory import remembered

LONGEST = 8 * 1024 * 1024
"""Bytes of a whole note."""
JOB_DESCRIPTION = "Job Description"
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Tracker:
    """What the tools read of a note; text that is absent is empty."""

    company: str
    position: str
    job_description: str
    job_db_id: int | None = None
    status: str = ""
    resume_path: str = ""
    cover_letter_path: str = ""
    job_id: str = ""
    reference_link: str = ""
    application_date: str = ""
    next_action: str = ""

    @classmethod
    def parse(cls, content: bytes) -> "Tracker":
        """The tracker a note holds; raises InvalidInput that names the field or the section to mend."""
        return _parsed(content)


@remembered
def _parsed(content: bytes) -> Tracker:
    from careervp_mcp.career.frontmatter import split_note

    fields, body = split_note(decoded(content))
    return Tracker(
        company=_required(fields, "company"),
        position=_required(fields, "position"),
        job_description=_job_description(body),
        job_db_id=_database_id(fields.get("job_db_id")),
        resume_path=linked_path(fields.get("resume_path"), "resume_path"),
        cover_letter_path=linked_path(fields.get("cover_letter_path"), "cover_letter_path"),
        status=_text(fields.get("status"), "status"),
        job_id=_text(fields.get("job_id"), "job_id"),
        reference_link=_text(fields.get("reference_link"), "reference_link"),
        application_date=_text(fields.get("application_date"), "application_date"),
        next_action=_text(fields.get("next_action"), "next_action"),
    )


def decoded(content: bytes) -> str:
    """The note's text: UTF-8 with or without BOM, at most 8 MiB, no NUL."""
    if len(content) > LONGEST:
        raise InvalidInput(f"tracker is longer than {LONGEST // 2**20} MiB; a tracker is a note, not an archive")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"tracker is not UTF-8 (byte {error.start}); save the note as UTF-8") from None
    if "\0" in text:
        raise InvalidInput("tracker holds a NUL character; save the note as plain UTF-8 text")
    return text


def linked_path(value: object, field: str) -> str:
    """The path in a field: plain, `[[path]]`, `[[path|alias]]`, or either in quotes; empty when absent."""
    while isinstance(value, list) and len(value) == 1:  # an unquoted [[path]] is a YAML list in a list
        value = value[0]
    if isinstance(value, list | dict) and value:
        raise InvalidInput(f"tracker field {field} must be one path; write '[[path]]' in quotes")
    text = _text(value, field).strip("\"'").strip()
    link = re.fullmatch(r"\[\[(?P<path>[^\]]*)\]\]", text)
    return (link["path"] if link else text).split("|", 1)[0].strip()


def _required(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InvalidInput(f"tracker field {name} is required; write `{name}: …` in the frontmatter")
    if not isinstance(value, str):
        raise InvalidInput(f"tracker field {name} must be text; put the value in quotes")
    return _text(value, name)


def _job_description(body: str) -> str:
    found = section(body, JOB_DESCRIPTION)
    if found is None:
        raise InvalidInput(f"tracker has no `## {JOB_DESCRIPTION}` section; add it and paste the posting below it")
    if not found.strip():
        raise InvalidInput(f"tracker section `## {JOB_DESCRIPTION}` is empty; paste the posting below the heading")
    return found


def _database_id(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**63:
        raise InvalidInput("tracker field job_db_id must be a positive whole number, such as `job_db_id: 3629`")
    return value


def _text(value: object, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and value:
        raise InvalidInput(f"tracker field {name} must be text; put the value in quotes")
    if isinstance(value, list | dict):
        return ", ".join(filter(None, (_text(part, name) for part in value)))
    text = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
    if _HALF.search(text):
        raise InvalidInput(f"tracker field {name} holds half a character (an escape such as \\ud800); write it out")
    return text
