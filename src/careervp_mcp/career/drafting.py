"""A new tracker note, drawn from a job's row, and an old one brought up to its row again."""

import re

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.jobs import Job
from careervp_mcp.career.markdown import demoted, with_section
from careervp_mcp.career.notes import fields_of
from careervp_mcp.career.slug import LONGEST, application_slug, slug_part
from careervp_mcp.career.tracker import JOB_DESCRIPTION, Tracker, decoded, linked_path

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")

_ORDER = (
    "job_db_id",
    "job_id",
    "company",
    "position",
    "status",
    "application_date",
    "reference_link",
    "resume_path",
    "cover_letter_path",
    "next_action",
    "salary",
    "website",
)
"""The fields of a new note, as they stand in it."""


def workspace_slug(job: Job) -> str:
    """The folder of the job's application."""
    return application_slug(job.company, str(job.id))


def note_name(job: Job, *, with_row: bool = False) -> str:
    """`<captured date>-<company>-<job id>.md`, with the row's id behind it where that name is another job's."""
    number = _number(job)
    name = f"{slug_part(job.company)}-{number}"
    if len(name) > LONGEST:
        name = application_slug(job.company, number)
    return f"{captured_date(job) or 'undated'}-{name}{f'-{job.id}' if with_row else ''}.md"


def captured_date(job: Job) -> str:
    """The day the job was captured, or stored where that is not known; empty when neither is."""
    for moment in (job.captured_at, job.created_at):
        if found := _DATE.match(moment):
            return found[0]
    return ""


def draft(job: Job, resume_pdf: str) -> bytes:
    """The note of a job whose PDF will stand at `resume_pdf`, root-relative.

    Raises InvalidInput for a row from which no tracker can be made.
    """
    _refuse_incomplete(job)
    fields = "".join(f"{name}:{f' {value}' if value else ''}\n" for name, value in _fields(job, resume_pdf))
    note = f"---\n{fields}---\n\n## {JOB_DESCRIPTION}\n\n{demoted(job.description)}\n\n## Notes\n".encode()
    _refuse_unlike(note, job)
    return note


def refreshed(content: bytes, job: Job, resume_pdf: str) -> bytes:
    """An old note of the job with its fields and its description as the row has them; all else is the user's.

    A field for which the row has nothing keeps what the note says.
    """
    from careervp_mcp.career.fields import with_field

    _refuse_incomplete(job)
    for name, value in _values(job).items():
        content = with_field(content, name, value)
    if linked_path(fields_of(content).get("resume_path"), "resume_path") != resume_pdf:
        content = with_field(content, "resume_path", f"[[{resume_pdf}]]")
    content = _described(content, job)
    _refuse_unlike(content, job)
    return content


def _fields(job: Job, resume_pdf: str) -> list[tuple[str, str]]:
    """Each field of a new note with its value as YAML, in the order in which they stand."""
    from careervp_mcp.career.fields import quoted

    values = {name: quoted(value) for name, value in _values(job).items()}
    values |= {"job_db_id": str(job.id), "application_date": captured_date(job), "resume_path": f"'[[{resume_pdf}]]'"}
    return [(name, values.get(name, "")) for name in _ORDER]


def _values(job: Job) -> dict[str, str]:
    """What the row says of the fields, where it says something."""
    said = {
        "job_db_id": str(job.id),
        "job_id": job.job_id.strip(),
        "company": job.company.strip(),
        "position": job.title.strip(),
        "status": "Reviewed",
        "application_date": captured_date(job),
        "reference_link": job.url.strip(),
    }
    return {name: value for name, value in said.items() if value}


def _number(job: Job) -> str:
    """The advertiser's number as part of a file's name, its hyphens kept; else the row's."""
    parts = [slug_part(part) for part in job.job_id.split("-") if part.strip()]
    return "-".join(parts) or str(job.id)


def _described(content: bytes, job: Job) -> bytes:
    from careervp_mcp.career.fields import block_of

    text = decoded(content)
    *_, below = block_of(text)
    edited = with_section(text[below:], JOB_DESCRIPTION, demoted(job.description))
    if edited is None:
        raise InvalidInput(
            f"tracker has no `## {JOB_DESCRIPTION}` section whose end can be told; add the heading, close every fence"
        )
    return content[: len(content) - len(text[below:].encode())] + edited.encode()


def _refuse_incomplete(job: Job) -> None:
    needed = {"company": job.company, "title": job.title, "description": job.description}
    if missing := [name for name, text in needed.items() if not text.strip()]:
        raise InvalidInput(
            f"row {job.id} has no {' and no '.join(missing)}; a tracker needs them: add the whole posting by add_jobs"
        )


def _refuse_unlike(note: bytes, job: Job) -> None:
    """Read the note as the other tools will: it must tell what the row does."""
    tracker = Tracker.parse(note)
    told = (tracker.company, tracker.position, tracker.job_db_id, tracker.job_description)
    if told != (job.company.strip(), job.title.strip(), job.id, demoted(job.description)):
        raise InvalidInput(f"row {job.id} holds text that no note can hold; add the posting anew as plain text")
