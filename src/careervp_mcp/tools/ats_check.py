"""ats_check."""

from typing import NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import with_config
from typing_extensions import TypedDict

from careervp_mcp.career.screened import Screened, ScreeningRequest
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, Path, Posting, Prose, posting_ref


@with_config(EXACT)
class Screenable(TypedDict):
    """The finished CV: exactly one of them."""

    path: NotRequired[Path]
    text: NotRequired[Prose]
    artefact_id: NotRequired[str]


async def ats_check(
    ctx: Context[Desk],
    target: Screenable,
    *,
    posting: Posting | None = None,
    cv_id: str = "",
) -> Screened:
    """Estimate how well applicant-tracking software reads a finished CV and finds a posting's words in it.

    Reads .pdf, .docx, .md, .txt, .tex or text of 100-60,000 characters. Scores layout, headings and characters, with
    a posting keywords too. With cv_id missing keywords are split: show those the person holds, never add the others;
    a keyword that is named but not held lowers the score. Nothing is written.
    Next: mend the issues; fvs_validate proves the text against the CV.
    """
    request = ScreeningRequest(**target, posting=posting_ref(posting), cv_id=cv_id)
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: ScreeningRequest, desk: Desk) -> Screened:
    from careervp_mcp.career.screening import screen  # the craft loads when it is first asked

    return screen(request, desk.bureau)
