"""Impact statements: one line from each confirmed answer, with its own figures and no other."""

from collections.abc import Sequence

from careervp_mcp.career.gaps import GapResponse, ImpactStatement
from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.statements import Statement

_LONGEST = 40
"""Words of a line; a longer sentence is left out."""


def impact_statements(responses: Sequence[GapResponse], language: str = "en") -> list[ImpactStatement]:
    """A line for each answer that may shape a CV: the sentence with most figures, else a short one, else none."""
    found = [_statement(response, language) for response in responses if _may_shape(response)]
    return [one for one in found if one is not None]


def _may_shape(response: GapResponse) -> bool:
    return response.destination == "CV_IMPACT" and not response.declined and bool(response.answer.strip())


def _statement(response: GapResponse, language: str) -> ImpactStatement | None:
    told = [sentence.text.strip() for sentence in sentences(response.answer)]
    fit = [text for text in told if len(text.split()) <= _LONGEST]
    if not fit:
        return None
    best = max(fit, key=lambda text: len(Statement(text, language=language).quantities))
    return ImpactStatement(best if best.endswith((".", "!", "?")) else f"{best}.", (response.question_id,))
