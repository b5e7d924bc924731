"""knowledge."""

from typing import Annotated, Literal, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.known import Action, Knowledge, KnowledgeRequest, Listed
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, MaxTokens, Prose, Whole


@with_config(EXACT)
class KnowledgeOptions(TypedDict):
    """Which of them, and how much at once."""

    application_id: NotRequired[str]
    uri: NotRequired[Annotated[Prose, Field(max_length=300, description="For read: careervp://…")]]
    cursor: NotRequired[Annotated[str, Field(max_length=2000, description="The next_cursor of the page before")]]
    limit: NotRequired[Annotated[Whole, Field(ge=1, le=50)]]
    max_tokens: NotRequired[MaxTokens]


async def knowledge(
    ctx: Context[Desk],
    action: Literal["list", "read", "summary"],
    *,
    kind: Listed | None = None,
    options: KnowledgeOptions | None = None,
) -> Knowledge:
    """List, read or sum up what is kept of the person; nothing is changed.

    list needs kind and gives ids, titles and addresses; read needs options.uri, such as careervp://artefacts/let_…,
    and gives its text in pages that end with a sentence; summary counts, and names recurring themes of the last
    seven days, what five reports or more say sets the person apart, the last five applications, and costs.
    Next: options.cursor with next_cursor, while there is one.
    """
    chosen: Action = action
    request = KnowledgeRequest(chosen, kind, **(options or {}))
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: KnowledgeRequest, desk: Desk) -> Knowledge:
    from careervp_mcp.career.knowing import know  # the craft loads when it is first asked

    return know(request, desk.bureau)
