"""Drafts of questions: a host's own, held to the rules that ours keep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careervp_mcp.career.applications import Application
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.gapquestions import asks_a_number, is_yes_or_no
from careervp_mcp.career.gaps import GapQuestion, gap_score, hash_of, priority_of
from careervp_mcp.career.relevance import Assessment
from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.words import folded

DRAFT_SCHEMA: Mapping[str, object] = {
    "type": "array",
    "maxItems": 10,
    "items": {
        "type": "object",
        "required": ["question", "requirement"],
        "additionalProperties": False,
        "properties": {
            "question": {"type": "string", "maxLength": 600},
            "requirement": {"type": "string", "description": "the posting's own words, quoted exactly"},
            "impact": {"enum": ["HIGH", "MEDIUM", "LOW"]},
            "probability": {"enum": ["HIGH", "MEDIUM", "LOW"]},
            "gap_score": {"type": "number", "description": "computed again"},
            "destination": {"enum": ["CV_IMPACT", "INTERVIEW_MVP_ONLY"]},
        },
    },
}
RULES = (
    "Ask only about must-haves that are declared, adjacent or missing; one question a requirement.",
    "Quote the requirement exactly as it stands in requirements.",
    "No question that yes or no would answer; no skill that neither CV nor posting names.",
    "CV_IMPACT questions ask for a number: how many, how much, what percentage, how long.",
    "INTERVIEW_MVP_ONLY questions, on attitudes and ways of working, ask for a situation and its outcome.",
)
_FIELDS = {"question", "requirement", "impact", "probability", "gap_score", "destination"}
_LEVELS = {"declared": "HIGH", "adjacent": "MEDIUM", "missing": "LOW", "demonstrated": "HIGH"}


@dataclass(frozen=True, slots=True)
class _Drafted:
    """One question of a draft, at its place."""

    path: str
    question: str
    requirement: str
    impact: str
    probability: str
    destination: str


def from_draft(
    draft: Sequence[Mapping[str, object]], application: Application
) -> tuple[tuple[GapQuestion, ...], tuple[Finding, ...]]:
    """The questions of a draft, scores made anew, and the rules they break; raises InvalidInput for another form."""
    drafted = [_checked(place, held) for place, held in enumerate(draft)]
    known = {one.requirement.text.rstrip(" ."): one for one in application.musts}
    findings = [finding for one in drafted for finding in _judged(one, known, application)]
    questions = [_question(one, known) for one in drafted]
    return tuple(sorted(questions, key=lambda question: -question.gap_score)), tuple(findings)


def _checked(place: int, held: Mapping[str, object]) -> _Drafted:
    where = f"draft[{place}]"
    unknown = sorted(held.keys() - _FIELDS)
    if unknown:
        raise InvalidInput(f"{where} has no field {unknown[0]}; its fields are {', '.join(sorted(_FIELDS))}")
    texts = {name: held.get(name, "") for name in _FIELDS - {"gap_score"}}
    if any(not isinstance(value, str) for value in texts.values()) or not (
        texts["question"] and texts["requirement"]
    ):
        raise InvalidInput(f"{where} needs question and requirement as texts")
    told = {name: str(value) for name, value in texts.items()}
    return _Drafted(f"/{place}", **told)


def _judged(one: _Drafted, known: Mapping[str, Assessment], application: Application) -> Iterator[Finding]:
    language = application.bank.language
    if one.requirement.rstrip(" .") not in known:
        yield _finding(one, "quotation_changed", one.requirement, "quote a must-have of the posting word for word")
    elif known[one.requirement.rstrip(" .")].status == "demonstrated":
        yield _finding(one, "already_shown", one.requirement, "the CV shows it; ask about another must-have")
    if is_yes_or_no(one.question, language):
        yield _finding(one, "yes_or_no", one.question, "ask how many, how much, how long, or for a situation")
    if one.destination != "INTERVIEW_MVP_ONLY" and not asks_a_number(one.question, language):
        yield _finding(
            one, "no_number_asked", one.question, "ask for a number, or make it INTERVIEW_MVP_ONLY", soft=True
        )
    text = folded(f"{application.bank.text}\n{application.posting.description}")
    for term in find_terms(one.question, language):
        if term.kind == "skill" and folded(term.text) not in text and folded(term.canonical) not in text:
            yield _finding(one, "skill_presupposed", term.text, f"neither CV nor posting names {term.text}")


def _finding(one: _Drafted, rule: str, text: str, hint: str, *, soft: bool = False) -> Finding:
    return Finding(rule, "WARNING" if soft else "CRITICAL", (0, len(text)), text[:120], hint, path=one.path)


def _question(one: _Drafted, known: Mapping[str, Assessment]) -> GapQuestion:
    found = known.get(one.requirement.rstrip(" ."))
    impact = one.impact or "HIGH"
    probability = one.probability or _LEVELS[found.status if found else "missing"]
    try:
        score = gap_score(impact, probability)
    except ValueError as error:
        raise InvalidInput(f"draft{one.path}: {error}") from None
    return GapQuestion(
        question_id=f"gq_{hash_of(one.requirement)}",
        question=one.question,
        requirement=one.requirement,
        impact=impact,  # type: ignore[arg-type]  # gap_score refused any other
        probability=probability,  # type: ignore[arg-type]
        gap_score=score,
        destination="INTERVIEW_MVP_ONLY" if one.destination == "INTERVIEW_MVP_ONLY" else "CV_IMPACT",
        priority=priority_of(score),
        question_hash=hash_of(one.requirement),
    )
