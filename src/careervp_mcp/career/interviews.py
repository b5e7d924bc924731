"""The interview sheet: what is asked and answered, and its parts; nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.writing import Draft, WritingOptions, Written

CEILING = 1500
"""Tokens of an answer, unless a call asks for more or less."""
QuestionType = Literal["Behavioral", "Technical", "Situational", "Gap-Focused"]
TYPES: tuple[QuestionType, ...] = ("Gap-Focused", "Technical", "Behavioral", "Situational")
AIMED: Mapping[QuestionType, int] = {"Gap-Focused": 2, "Technical": 3, "Behavioral": 3, "Situational": 2}
MOST_OF_A_TYPE = 4
LEAST_WORDS, THIN_WORDS, MOST_WORDS = 150, 90, 300
"""Words of an answer: the usual least, the least where evidence is thin, and the most."""
STAR = ("situation", "task", "action", "result")


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """For which application, and how."""

    application: ApplicationRef
    draft: Draft | None = None
    max_questions: int = 10
    question_types: tuple[QuestionType, ...] = TYPES
    salary_text: str = ""
    """The user's own words."""
    options: WritingOptions = field(default_factory=WritingOptions)


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """A question that is likely to come."""

    question_id: str
    type: QuestionType
    question: str
    tier: Literal[1, 2] = 1
    priority: int = 1
    """1 is first."""
    requirement: str = ""
    follow_up_questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InterviewAnswer:
    """An answer in its four parts."""

    question_id: str
    star_elements: Mapping[str, tuple[Sentence, ...]]
    holes: tuple[str, ...] = ()
    """What the person should add; the answer itself has no gap."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The answer in order."""
        return tuple(sentence for name in STAR for sentence in self.star_elements[name])

    @property
    def facts(self) -> tuple[str, ...]:
        """What it rests on."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences for fact in sentence.facts))

    @property
    def word_count(self) -> int:
        """How long it is."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything for one interview."""

    questions: tuple[InterviewQuestion, ...]
    answers: tuple[InterviewAnswer, ...]
    pitch: tuple[Sentence, ...]
    proof: tuple[Sentence, ...]
    ask: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]
    company: tuple[Sentence, ...]
    salary: tuple[Sentence, ...]
    checklist: tuple[Sentence, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """A question as told."""

    id: str
    type: QuestionType
    tier: int
    priority: int
    question: str
    answer_words: int
    facts: int


@dataclass(frozen=True, slots=True)
class HoleTold:
    """What a person should add to an answer."""

    id: str
    add: str


@dataclass(frozen=True, slots=True)
class CheckTold:
    """The checks of a tier 2 answer."""

    id: str
    facts: str
    bridge: str
    impact: str
    contractions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewWritten(Written):
    """The sheet as told; the document is one resource away."""

    total_questions: int | None = None
    questions_by_type: Mapping[str, int] = field(default_factory=dict)
    questions: tuple[QuestionTold, ...] = ()
    holes: tuple[HoleTold, ...] = ()
    checks: tuple[CheckTold, ...] = ()
    guide: tuple[str, ...] = ()
