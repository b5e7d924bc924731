"""Answers as they come in, and asking the person whether they are theirs."""

from typing import Annotated, Literal, NotRequired

from mcp.server.mcpserver import Context, Elicit
from pydantic import BaseModel, Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.desk import Desk
from careervp_mcp.tools.arguments import EXACT, Prose
from careervp_mcp.tools.running import can_ask

_SHOWN = 300
"""Characters of an answer that the person is shown."""


@with_config(EXACT)
class Answer(TypedDict):
    """One answer."""

    question_id: str
    answer: NotRequired[Annotated[Prose, Field(description="The person's own words, 50-2,000 characters")]]
    declined: NotRequired[Annotated[bool, Field(description="They do not have it; counts as answered")]]
    confirmed: NotRequired[Annotated[bool, Field(description="The person said so; without it a draft")]]
    destination: NotRequired[Literal["CV_IMPACT", "INTERVIEW_MVP_ONLY"]]
    entry: NotRequired[Annotated[str, Field(description="The role it belongs to, such as r1")]]


class Confirmation(BaseModel):
    """What the person says of answers that come without their word."""

    confirmed: bool = Field(default=False, description="I said so, and it is right")


Answers = Annotated[list[Answer], Field(min_length=1, max_length=10)]


async def confirmation(ctx: Context[Desk], answers: Answers) -> Confirmation | Elicit[Confirmation]:
    """Ask the person, where the client can, for answers of which the call does not say whether they are theirs."""
    open_ = [answer.get("answer", "") for answer in answers if is_open(answer)]
    if not open_ or not can_ask(ctx):
        return Confirmation()
    told = "\n".join(f"- “{text[:_SHOWN]}”" for text in open_)
    return Elicit(f"Did you say this, and is it right? It becomes evidence for every document:\n{told}", Confirmation)


def is_open(answer: Answer) -> bool:
    """Whether a call does not say whose answer it is."""
    return "confirmed" not in answer and not answer.get("declined", False)
