"""The tools: each a signature, a docstring and one call. `TOOLS` lists them with what they may touch."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from mcp.types import ToolAnnotations


@dataclass(frozen=True, slots=True)
class Registered:
    """A tool's name, its title, what it may write, and what a client is told of its effects."""

    name: str
    title: str
    writes: str
    annotations: ToolAnnotations
    of_the_craft: bool = False
    """Whether it keeps the contract of the craft's tools: a code of its own for an absent field."""

    @property
    def function(self) -> Callable[..., Any]:
        """What it does, in a module of its name that is imported when this is first asked."""
        found: Callable[..., Any] = getattr(import_module(f"careervp_mcp.tools.{self.name}"), self.name)
        return found


TOOLS: tuple[Registered, ...] = (
    Registered(
        "add_jobs",
        "Add job postings",
        "jobs rows",
        ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "bulk_read_new_jobs",
        "Read jobs a page at a time",
        "nothing",
        ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "bulk_update_job_status",
        "Decide on jobs in a batch",
        "jobs.status, jobs.notes",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "initialize_shortlist_trackers",
        "Make trackers for the shortlist",
        "new tracker files (with `force` their own fields and Job Description), empty workspace folders",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "career_tailor",
        "Tailor resumes in a batch",
        "the workspace's `resume/` files and empty `cover/`, `cv/` folders",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "finalize_resume_batch",
        "Record finished resumes",
        "jobs audit columns and the outbox, one line of the tracker",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "update_tracker_status",
        "Move a tracker to its next status",
        "one line of the tracker",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
    Registered(
        "cv_import",
        "Read a CV into evidence",
        "records of the craft's database, the original among its files",
        ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "gap_questions",
        "Ask what a CV does not show",
        "records of the craft's database, `gaps/questions.md` of the application",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "gap_answers",
        "Keep a person's answers as evidence",
        "records of the craft's database, `gaps/answers.md` of the application",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "vpr_generate",
        "Write the value report",
        "records of the craft's database, `value/report.md` and `.json` of the application",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "cv_tailor",
        "Tailor a CV to a posting",
        "records of the craft's database, `cv/` of the application and, asked for, its `resume/resume.tex`",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "cover_letter",
        "Write a cover letter",
        "records of the craft's database, `cover/letter.md` and `.json` of the application",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "interview_prep",
        "Prepare an interview",
        "records of the craft's database, `interview/prep.md` and `.json` of the application",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "company_research",
        "Keep or read what is known of a company",
        "records of the craft's database",
        ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "knowledge",
        "List and read what is kept",
        "nothing",
        ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "knowledge_erase",
        "Erase what is kept",
        "removes records of the craft's database, originals among its files and documents that it wrote",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "ats_check",
        "Estimate how software reads a CV",
        "nothing",
        ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
    Registered(
        "fvs_validate",
        "Prove a document against the CV",
        "a report among the craft's records, for a day",
        ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
        of_the_craft=True,
    ),
)
