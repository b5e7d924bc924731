"""Drafts of interview sheets: a host's questions and answers, held to the limits that ours keep."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.interviews import (
    MOST_OF_A_TYPE,
    MOST_WORDS,
    STAR,
    TYPES,
    InterviewAnswer,
    InterviewQuestion,
    QuestionType,
    Sheet,
)
from careervp_mcp.career.tailoringdrafts import SENTENCE, sentences_of

_PART = {"type": "array", "items": SENTENCE}
DRAFT_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "required": ["questions"],
    "additionalProperties": False,
    "properties": {
        "questions": {
            "type": "array",
            "maxItems": 10,
            "items": {
                "type": "object",
                "required": ["type", "question", *STAR],
                "properties": {
                    "type": {"enum": list(TYPES)},
                    "question": {"type": "string", "description": "at most 30 words"},
                    "requirement": {"type": "string"},
                    **dict.fromkeys(STAR, _PART),
                },
            },
        }
    },
}
RULES = (
    "At most 10 questions, at most 4 of a type; gap-focused ones only on gaps that were answered or declined.",
    "An answer has situation, task, action and result, 150-300 words, first person, as it would be said.",
    "Every sentence about the person rests on facts of evidence; name their ids. Invent nothing.",
    "A rounding must be true: almost 70% for 68.3%, never almost 75%.",
    "What the evidence lacks stays out; say plainly what is known.",
    "A gap is said as a gap: I have not used X yet; a plan starts with I would.",
)
_QUESTION_WORDS = 30
_TYPES: Mapping[str, QuestionType] = {kind: kind for kind in TYPES}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft read: the sheet it makes, and where each of its sentences stood."""

    sheet: Sheet
    paths: Mapping[str, str]


def from_draft(draft: Mapping[str, object], base: Sheet) -> Drafted:
    """The sheet of a draft, what stands beside the questions being ours; raises InvalidInput for another form."""
    told = draft.get("questions")
    if draft.keys() != {"questions"} or not isinstance(told, list) or not told:
        raise InvalidInput("draft must be {questions: [...]}, with at least one question")
    paths: dict[str, str] = {}
    made = [_read(one, f"/questions/{place}", place, paths) for place, one in enumerate(told)]
    return Drafted(
        replace(base, questions=tuple(one for one, _ in made), answers=tuple(one for _, one in made)), paths
    )


def measured(sheet: Sheet) -> Iterator[Finding]:
    """Answers without a part or over their limit, and too many questions of a type."""
    for place, (question, answer) in enumerate(zip(sheet.questions, sheet.answers, strict=True)):
        path = f"/questions/{place}"
        for name in STAR:
            if not answer.star_elements[name]:
                yield Finding("section_missing", "CRITICAL", (0, 0), name, f"the answer lacks its {name}", path=path)
        if answer.word_count > MOST_WORDS:
            hint = f"an answer has at most {MOST_WORDS} words, this one {answer.word_count}"
            yield Finding("too_long", "CRITICAL", (0, 0), question.question[:120], hint, str(MOST_WORDS), path=path)
        if len(question.question.split()) > _QUESTION_WORDS:
            hint = f"a question has at most {_QUESTION_WORDS} words"
            yield Finding("too_long", "CRITICAL", (0, 0), question.question[:120], hint, path=path)
    for kind in TYPES:
        if sum(question.type == kind for question in sheet.questions) > MOST_OF_A_TYPE:
            hint = f"at most {MOST_OF_A_TYPE} questions of a type"
            yield Finding("too_many", "CRITICAL", (0, 0), kind, hint, path="/questions")


def _read(told: object, path: str, place: int, paths: dict[str, str]) -> tuple[InterviewQuestion, InterviewAnswer]:
    if not isinstance(told, Mapping) or not isinstance(told.get("question"), str):
        raise InvalidInput(f"draft{path} must be {{type, question, {', '.join(STAR)}}}")
    kind = _TYPES.get(str(told.get("type")))
    if kind is None:
        raise InvalidInput(f"draft{path}.type must be one of {', '.join(TYPES)}; got {str(told.get('type'))[:40]}")
    name = f"iq_{hashlib.sha256(str(told['question']).encode()).hexdigest()[:8]}"
    question = InterviewQuestion(
        name,
        kind,
        str(told["question"]),
        2 if kind == "Technical" else 1,
        place + 1,
        str(told.get("requirement", "")),
    )
    parts = {part: sentences_of(told.get(part, []), f"{path}/{part}", paths) for part in STAR}
    return question, InterviewAnswer(name, parts)
