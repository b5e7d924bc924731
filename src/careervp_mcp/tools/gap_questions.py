"""gap_questions."""

from typing import Annotated, Any, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import Field, with_config

from careervp_mcp.career.gapasked import GapQuestionsWritten, GapRequest
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, ApplicationArgument, AskingArguments, Whole, application_ref, writing


@with_config(EXACT)
class GapOptions(AskingArguments):
    """How many, and who writes."""

    max_questions: NotRequired[Annotated[Whole, Field(ge=1, le=10)]]


async def gap_questions(
    ctx: Context[Desk],
    application: ApplicationArgument,
    *,
    draft: Annotated[list[dict[str, Any]], Field(max_length=10)] | None = None,
    options: GapOptions | None = None,
) -> GapQuestionsWritten:
    """Ask the person for the evidence that would help an application most, at most ten questions.

    Call it after cv_import with its cv_id and the posting. Each question quotes a must-have that the CV does not
    show. Put the questions to the person in their own words, and pass on what they say with gap_answers: never
    answer for them. With options.writer host you get a brief, and send your own questions as draft.
    Next: gap_answers, also to decline a CRITICAL question.
    """
    chosen: dict[str, Any] = dict(options or {})
    most = chosen.pop("max_questions", 10)
    request = GapRequest(application_ref(application), draft, most, writing(chosen))
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: GapRequest, desk: Desk) -> GapQuestionsWritten:
    from careervp_mcp.career.gapasking import ask  # the craft loads when it is first asked

    return ask(request, desk.bureau)
