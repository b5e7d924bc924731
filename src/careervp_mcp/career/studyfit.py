"""Studies against a demand: whether a degree is high enough, and in the field that is asked."""

import re
from collections.abc import Sequence

from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.showing import shown_by
from careervp_mcp.career.stems import stems
from careervp_mcp.career.terms import degree_level, find_terms
from careervp_mcp.career.wordpatterns import pattern_groups

_OF_ANY_FIELD = re.compile(
    r"\b(?:degree|bachelor\w*|master\w*|graduate|university|college|level|first|relevant|related|field|subject|or|in|of|an?|the"
    r"|equivalent|science|arts|תואר|ראשון|שני|אקדמי|רלוונטי)\b[’']?s?|\b[BMP]\.?(?:Sc|Eng|Ed|A|S|Ed|hil|hD)\.?(?!\w)",
    re.IGNORECASE,
)


def asks_degree(name: str, language: str = "en") -> bool:
    """Whether a name asks for a course of study rather than for a licence."""
    return degree_level(name) is not None or bool(
        pattern_groups(language, "requirements", "kinds")["education"].search(name)
    )


def degrees_that_meet(demand: str, facts: Sequence[Fact], language: str = "en") -> tuple[Fact, ...]:
    """The degrees that are as high as a demand asks, in its field where it names one."""
    asked = degree_level(demand) or degree_level("Bachelor of Science") or 0
    return tuple(
        fact
        for fact in facts
        if fact.kind == "degree"
        and (degree_level(fact.text) or 0) >= asked
        and _in_field(demand, fact, facts, language)
    )


def _in_field(demand: str, degree: Fact, facts: Sequence[Fact], language: str) -> bool:
    field = _field_of(demand, language)
    study = [fact.text for fact in facts if fact.entry == degree.entry and fact.kind in {"degree", "field"}]
    told = shown_by([" ".join(study)], language)
    return not field or any(field <= sentence for sentence in told.sentences)


def _field_of(demand: str, language: str) -> frozenset[str]:
    """The stems of the subject that a demand names."""
    for mention in reversed(find_terms(demand, language, context="list")):
        if mention.kind == "degree":
            demand = demand[: mention.span[0]] + " " + demand[mention.span[1] :]
    return stems(_OF_ANY_FIELD.sub(" ", demand))
