"""`ai_context.md`: all that a writer needs for one application, the same bytes for the same inputs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.markdown import fence_for, one_line
from careervp_mcp.career.memory import LONGEST, MOST
from careervp_mcp.career.placeholders import Placeholder
from careervp_mcp.career.tracker import Tracker

if TYPE_CHECKING:
    from jinja2 import Template

_SINGLE_LINE = ("company", "position", "status", "job_id", "reference_link", "application_date", "next_action")


@dataclass(frozen=True, slots=True)
class Context:
    """What `templates/ai_context.md.j2` may speak of; all paths are root-relative."""

    tracker: Tracker
    tracker_path: str
    job_db_id: int | None
    application_slug: str
    resume_tex_path: str
    full_resume: str
    full_resume_path: str
    placeholders: tuple[Placeholder, ...]
    max_pages: int


def render_context(template: str, context: Context) -> str:
    """The note for the writer; raises InvalidInput with the line when a user's template is at fault."""
    short = len(context.full_resume) + len(context.tracker.job_description) <= LONGEST
    return (_remembered if short else _rendered)(template, context)


def _rendered(template: str, context: Context) -> str:
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return _compiled(template).render(_values(context))
    except TemplateSyntaxError as error:
        raise InvalidInput(f"ai_context.md.j2 line {error.lineno}: {error.message}") from None
    except TemplateError as error:
        raise InvalidInput(f"ai_context.md.j2: {error.message}") from None
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise InvalidInput("ai_context.md.j2 fails while it is filled; compare it with the packaged one") from None


_remembered = lru_cache(maxsize=MOST)(_rendered)
"""A batch that comes again asks for the same notes."""


@lru_cache(maxsize=4)
def _compiled(template: str) -> "Template":
    """A template ready to render: a batch compiles it once."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(template)


def _values(context: Context) -> dict[str, object]:
    tracker = {name: one_line(getattr(context.tracker, name)) for name in _SINGLE_LINE}
    tracker["job_description"] = context.tracker.job_description
    return {
        "tracker": tracker,
        "tracker_path": context.tracker_path,
        "job_db_id": context.job_db_id,
        "application_slug": context.application_slug,
        "resume_tex_path": context.resume_tex_path,
        "full_resume": context.full_resume,
        "full_resume_path": context.full_resume_path,
        "placeholders": context.placeholders,
        "fence": fence_for(context.tracker.job_description),
        "resume_fence": fence_for(context.full_resume),
        "max_pages": context.max_pages,
    }
