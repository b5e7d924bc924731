"""gap_answers."""

from typing import Annotated, Literal, NotRequired

import anyio.to_thread
from mcp.server.mcpserver import Context
from pydantic import Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapAnswersStored
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, Prose


@with_config(EXACT)
class Answer(TypedDict):
    """One answer."""

    question_id: str
    answer: NotRequired[Annotated[Prose, Field(description="The person's own words, 50-2,000 characters")]]
    declined: NotRequired[Annotated[bool, Field(description="They do not have it; counts as answered")]]
    confirmed: NotRequired[Annotated[bool, Field(description="The person said so; without it a draft")]]
    destination: NotRequired[Literal["CV_IMPACT", "INTERVIEW_MVP_ONLY"]]
    entry: NotRequired[Annotated[str, Field(description="The role it belongs to, such as r1")]]


async def gap_answers(
    ctx: Context[Desk],
    application_id: str,
    answers: Annotated[list[Answer], Field(min_length=1, max_length=10)],
) -> GapAnswersStored:
    """Keep what a person answered to gap_questions; confirmed answers become evidence for every later document.

    Pass the person's own words, never yours, and confirmed only where they said so. Without an answer say declined:
    an honest gap opens the way as well. An answer that contradicts the CV is rejected with the reason; one bad
    answer does not spoil the others.
    Next: write from the evidence, then fvs_validate; missing_critical names what is still open.
    """
    request = AnswersRequest(application_id, tuple(AnswerGiven(**answer) for answer in answers))
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: AnswersRequest, desk: Desk) -> GapAnswersStored:
    from careervp_mcp.career.gapanswering import store_answers  # the craft loads when it is first asked

    return store_answers(request, desk.bureau)
