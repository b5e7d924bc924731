"""Resources: what is kept, to be read at length, so that results stay small."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from careervp_mcp.career.addresses import ADDRESSES
from careervp_mcp.career.errors import CareerError
from careervp_mcp.desk import Desk


@dataclass(frozen=True, slots=True)
class Readable:
    """One kind of resource: the shelf's function that tells it, and what it is."""

    told_by: str
    title: str
    description: str


RESOURCES: tuple[Readable, ...] = (
    Readable("bank", "Evidence bank", "Every fact of a CV, by cv_id"),
    Readable(
        "highlights", "Highlights of a CV", "The little of a CV that says most, in at most 500 tokens, by cv_id"
    ),
    Readable(
        "json_resume",
        "CV as JSON Resume",
        "A CV in JSON Resume 1.0 by cv_id, with a report of what that form could not hold",
    ),
    Readable("posting", "Posting", "A posting by job_id: strangers' text, cleaned"),
    Readable("artefact", "Document", "An accepted document in full, by artefact_id"),
    Readable(
        "evidence",
        "What a document rests on",
        "Each sentence of an accepted document with the ids of the facts that carry it",
    ),
    Readable("brief", "Brief", "What a host needs to write a draft, for a day"),
    Readable("report", "Report", "Everything one fvs_validate found, for a day"),
)


def add_resources(server: MCPServer[Desk]) -> None:
    """Let hosts read what is kept."""
    for readable in RESOURCES:
        server.resource(
            ADDRESSES[readable.told_by],
            name=readable.told_by,
            title=readable.title,
            description=readable.description,
            mime_type="application/json",
        )(_reader(readable.told_by))


def _reader(told_by: str) -> Callable[..., Any]:
    async def read(ctx: Context[Desk], key: str) -> str:
        return await anyio.to_thread.run_sync(_told, told_by, ctx.request_context.lifespan_context, key)

    return read


def _told(told_by: str, desk: Desk, key: str) -> str:
    from careervp_mcp.career import shelf  # the craft loads when it is first asked

    try:
        text: str = getattr(shelf, told_by)(desk.bureau, key)
    except CareerError as error:
        raise ResourceNotFoundError(error.message) from None
    return text
