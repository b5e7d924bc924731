"""cover_letter."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, NotRequired

from mcp.server.mcpserver import Context
from pydantic import Field, with_config

from careervp_mcp.career.letters import LetterRequest, LetterWritten, Tone
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
class LetterOptions(WritingArguments):
    """How, and who writes."""

    tone: NotRequired[Tone]
    word_count_target: NotRequired[Annotated[Whole, Field(ge=200, le=500)]]
    emphasis: NotRequired[Annotated[list[Annotated[Prose, Field(max_length=100)]], Field(max_length=10)]]
    availability: NotRequired[
        Annotated[Prose, Field(max_length=120, description="The person's own words: from 1 March")]
    ]
    pdf: NotRequired[Annotated[bool, Field(description="Also cover_letter.tex and .pdf, in the resume's design")]]


_OWN = ("tone", "word_count_target", "availability", "pdf")


async def cover_letter(
    ctx: Context[Desk],
    application: ApplicationArgument,
    *,
    draft: dict[str, Any] | None = None,
    options: LetterOptions | None = None,
) -> LetterWritten:
    """Write a cover letter of three paragraphs for a posting, and keep it once every sentence is proved.

    Offline it says the CV's own deeds in the first person, against what the posting asks. With options.writer host
    you get a brief with evidence, rules and the draft's schema; write {hook, proof, close}, lists of sentences, and
    send it as draft: it is accepted, or rejected with each sentence that the CV does not bear out. Availability only
    as the person gave it. Writes cover/letter.md and letter.json of the application.
    Next: show it to the person; fvs_validate proves what they change.
    """
    chosen: dict[str, Any] = dict(options or {})
    own = {name: chosen.pop(name) for name in _OWN if name in chosen}
    emphasis = tuple(chosen.pop("emphasis", ()))
    request = LetterRequest(application_ref(application), draft, emphasis=emphasis, options=writing(chosen), **own)
    return await run_story(ctx, partial(_story, request, ctx.request_context.lifespan_context))


def _story(request: LetterRequest, desk: Desk, **watched: Any) -> LetterWritten:
    from careervp_mcp.career.lettering import write_letter  # the craft loads when it is first asked

    return write_letter(request, replace(desk.bureau, **watched))
