"""fvs_validate."""

from typing import Annotated, Any, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.validated import Channel, Check, Kind, Validated, ValidateRequest
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, MaxTokens, Path, Posting, Prose, posting_ref


@with_config(EXACT)
class Target(TypedDict):
    """What is judged: exactly one of them."""

    artefact_id: NotRequired[str]
    application_id: NotRequired[Annotated[str, Field(description="All accepted documents, also against each other")]]
    path: NotRequired[Annotated[Path, Field(description=".md, .txt, .tex, .pdf, .docx")]]
    text: NotRequired[Prose]


@with_config(EXACT)
class ValidateOptions(TypedDict):
    """How to judge it."""

    kind: NotRequired[Kind]
    channel: NotRequired[Channel]
    checks: NotRequired[Annotated[list[Check], Field(min_length=1, max_length=6)]]
    posting: NotRequired[Posting]
    max_tokens: NotRequired[MaxTokens]


async def fvs_validate(
    ctx: Context[Desk],
    target: Target,
    *,
    cv_id: str = "",
    options: ValidateOptions | None = None,
) -> Validated:
    """Prove that a text about a person says only what their CV says, and judge how it is written.

    Call it on every CV, letter or answer before it is used, also on one that a person edited. `cv_id` comes from
    cv_import and is needed for path and text. Say which kind the text is, and give the posting: a company's own
    facts are judged by it. Each finding has the words, what would be right and a hint; CRITICAL ones block.
    Nothing but a report is kept, for a day.
    Next: put the expected value in place of each CRITICAL finding's text, then call again.
    """
    chosen: dict[str, Any] = dict(options or {})
    if "posting" in chosen:
        chosen["posting"] = posting_ref(chosen["posting"])
    if "checks" in chosen:
        chosen["checks"] = tuple(chosen["checks"])
    request = ValidateRequest(**target, cv_id=cv_id, **chosen)
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: ValidateRequest, desk: Desk) -> Validated:
    from careervp_mcp.career.validating import validate  # the craft loads when it is first asked

    return validate(request, desk.bureau)
