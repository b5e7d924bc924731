"""gap_answers."""

from dataclasses import replace
from typing import Annotated

import anyio.to_thread
from mcp.server.mcpserver import Context, ElicitationResult, Resolve

from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapAnswersStored
from careervp_mcp.desk import Desk
from careervp_mcp.tools.confirming import Answers, Confirmation, confirmation, is_open


async def gap_answers(
    ctx: Context[Desk],
    application_id: str,
    answers: Answers,
    *,
    agreed: Annotated[ElicitationResult[Confirmation], Resolve(confirmation)],
) -> GapAnswersStored:
    """Keep what a person answered to gap_questions; confirmed answers become evidence for every later document.

    Pass the person's own words, never yours, and confirmed only where they said so; left out, the client asks them
    where it can. Without an answer say declined: an honest gap opens the way as well. An answer that contradicts the
    CV is rejected with the reason; one bad answer does not spoil the others.
    Next: write from the evidence, then fvs_validate; missing_critical names what is still open.
    """
    said = agreed.action == "accept" and agreed.data.confirmed
    given = (AnswerGiven(**answer) for answer in answers)
    own = (
        replace(one, confirmed=True) if said and is_open(answer) else one
        for one, answer in zip(given, answers, strict=True)
    )
    request = AnswersRequest(application_id, tuple(own))
    return await anyio.to_thread.run_sync(_story, request, ctx.request_context.lifespan_context)


def _story(request: AnswersRequest, desk: Desk) -> GapAnswersStored:
    from careervp_mcp.career.gapanswering import store_answers  # the craft loads when it is first asked

    return store_answers(request, desk.bureau)
