"""company_research."""

from typing import Annotated, Literal, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.researched import Researched, ResearchRequest
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, Name, Prose


@with_config(EXACT)
class ResearchOptions(TypedDict):
    """Where a text is from."""

    source: NotRequired[Literal["website_text", "search_results", "posting_text"]]
    source_urls: NotRequired[Annotated[list[Annotated[Prose, Field(max_length=2000)]], Field(max_length=10)]]


async def company_research(
    ctx: Context[Desk],
    company: Name,
    *,
    text: Prose | None = None,
    options: ResearchOptions | None = None,
) -> Researched:
    """Keep what you found out about a company, or read what is kept; nothing is fetched.

    With text (20-50,000 characters; 200 words at least from a website or a search) and options.source it saves,
    without text it reads. Only the text's own sentences are used, for what letters and reports say of the company;
    lines in it that speak to a model are left out and told. Kept for 30 days. No job boards.
    Next: cover_letter.
    """
    chosen = options or {}
    request = ResearchRequest(company, text, chosen.get("source"), tuple(chosen.get("source_urls", ())))
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: ResearchRequest, desk: Desk) -> Researched:
    from careervp_mcp.career.researching import research  # the craft loads when it is first asked

    return research(request, desk.bureau)
