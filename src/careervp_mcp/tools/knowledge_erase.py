"""knowledge_erase."""

from typing import Annotated

import anyio.to_thread
from mcp.server.mcpserver import Context, Elicit, ElicitationResult, Resolve
from pydantic import BaseModel, Field

from careervp_mcp.career.erased import Erased, EraseRequest, Scope
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import Name
from careervp_mcp.tools.running import can_ask


class Consent(BaseModel):
    """What the person says."""

    erase: bool = Field(default=False, description="Erase it for good")


async def _consent(
    ctx: Context[Desk],
    scope: Scope,
    id: Name | None = None,  # noqa: A002 - the tool's own argument
    confirm: str | None = None,
) -> Consent | Elicit[Consent]:
    """Ask the person, where the client can and no token was given."""
    if confirm is not None or not can_ask(ctx):
        return Consent()
    request = EraseRequest(scope, id)
    would = await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)
    records = sum(would.counts.values())
    of = f" of {id}" if id else ""
    return Elicit(
        f"Erase for good what is kept in the scope {scope}{of}: {records} records and {would.files_total} files?",
        Consent,
    )


async def knowledge_erase(
    ctx: Context[Desk],
    scope: Scope,
    *,
    id: Name | None = None,  # noqa: A002 - what clients call it
    confirm: Annotated[str | None, Field(max_length=64)] = None,
    agreed: Annotated[ElicitationResult[Consent], Resolve(_consent)],
) -> Erased:
    """Erase for good what is kept: of an application, a CV with its applications, answers, research, or all.

    id is the application_id (application, answers), the cv_id (cv) or the company (research). Without confirm
    nothing goes: the answer says what would, with a token for ten minutes; where the client can ask the person, it
    asks instead. Files that a person edited stay and are named in kept_files.
    Next: ask the person, then the same call with confirm.
    """
    said = agreed.action == "accept" and agreed.data.erase
    request = EraseRequest(scope, id, confirm, said)
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: EraseRequest, desk: Desk) -> Erased:
    from careervp_mcp.career.erasing import erase  # the craft loads when it is first asked

    return erase(request, desk.bureau)
