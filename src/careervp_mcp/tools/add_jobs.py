"""add_jobs."""

from functools import partial
from typing import Annotated, Any, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.capturing import CaptureReport, CaptureRequest, add_postings
from careervp_mcp.career.sources import Source
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, Path
from careervp_mcp.tools.running import run_story


@with_config(EXACT)
class PostingEntry(TypedDict):
    """One posting, from exactly one of text, path and json; the other fields win over what it says itself."""

    text: NotRequired[str]
    path: NotRequired[Path]
    json: NotRequired[dict[str, Any]]
    title: NotRequired[str]
    company: NotRequired[str]
    url: NotRequired[str]
    location: NotRequired[str]
    source: NotRequired[str]
    job_id: NotRequired[str]
    captured_at: NotRequired[str]


async def add_jobs(
    ctx: Context[Desk],
    postings: Annotated[list[PostingEntry], Field(min_length=1, max_length=100)],
    *,
    db_path: Path = "",
) -> CaptureReport:
    """Store job postings as new jobs, each once: from pasted text, a file in the root, or JSON.

    `path` reads .txt, .md, .html, .pdf, .docx or .json (also JSON Resume's job schema, or a list of up to 100).
    Title and company are taken from `Title:` and `Company:` lines, a page's JobPosting data or its only heading;
    pass them when the posting does not say them. Nothing is fetched: `url` is only kept, and with it, or with
    company, title and text, a posting that is there already is told as `duplicate`. A posting fails alone.
    `captured_at` is a date or a UTC time, by default now. Next: bulk_read_new_jobs.
    """
    desk = ctx.request_context.lifespan_context
    request = CaptureRequest(tuple(Source(**posting) for posting in postings), db_path or None)
    return await run_story(ctx, partial(add_postings, request, desk.office))
