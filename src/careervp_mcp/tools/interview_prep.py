"""interview_prep."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config

from careervp_mcp.career.interviews import InterviewRequest, InterviewWritten
from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import (
    EXACT,
    ApplicationArgument,
    Prose,
    Whole,
    WritingArguments,
    application_ref,
    writing,
)
from careervp_mcp.tools.running import run_story


@with_config(EXACT)
class InterviewOptions(WritingArguments):
    """Which questions, and who writes."""

    max_questions: NotRequired[Annotated[Whole, Field(ge=1, le=10)]]
    question_types: NotRequired[
        Annotated[
            list[Literal["Behavioral", "Technical", "Situational", "Gap-Focused"]], Field(min_length=1, max_length=4)
        ]
    ]
    salary_text: NotRequired[Annotated[Prose, Field(max_length=120, description="The person's own words")]]


async def interview_prep(
    ctx: Context[Desk],
    application: ApplicationArgument,
    *,
    draft: dict[str, Any] | None = None,
    options: InterviewOptions | None = None,
) -> InterviewWritten:
    """Prepare a person for an interview: likely questions, answers in four parts, and what else they take along.

    Offline it tells the CV's own deeds as situation, task, action and result, 150-300 words each. With options.writer
    host you get a brief with the draft's schema, and send your own questions and answers as draft. Gap-focused
    questions need gap_answers first. Writes interview/prep.md and prep.json of the application.
    Next: say the answers aloud with the person; holes tells what only they can add.
    """
    chosen: dict[str, Any] = dict(options or {})
    own: dict[str, Any] = {name: chosen.pop(name) for name in ("max_questions", "salary_text") if name in chosen}
    if "question_types" in chosen:
        own["question_types"] = tuple(chosen.pop("question_types"))
    request = InterviewRequest(application_ref(application), draft, options=writing(chosen), **own)
    return await run_story(ctx, partial(_story, request, ctx.request_context.lifespan_context))


def _story(request: InterviewRequest, desk: Desk, **watched: Any) -> InterviewWritten:
    from careervp_mcp.career.interviewing import prepare  # the craft loads when it is first asked

    return prepare(request, replace(desk.bureau, **watched))
