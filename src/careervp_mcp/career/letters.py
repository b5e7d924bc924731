"""What a letter is asked for and answers, and the letter itself; nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from careervp_mcp.career.asking import ApplicationRef
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.writing import Draft, WritingOptions, Written

CEILING = 1500
"""Tokens of an answer, the letter included, unless a call asks for more or less."""
Tone = Literal["professional", "conversational", "technical", "enthusiastic"]
LEAST_TARGET, MOST_TARGET = 260, 400
MOST_WORDS = 400
HOOK, CLOSE = (80, 100), (60, 80)
"""Words of the first and the last paragraph."""


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """For which application, and how."""

    application: ApplicationRef
    draft: Draft | None = None
    tone: Tone = "professional"
    word_count_target: int = 300
    emphasis: tuple[str, ...] = ()
    availability: str = ""
    """The user's own words, such as "from 1 March"."""
    pdf: bool = False
    """Also LaTeX in the resume's design, and the PDF of it; in English only."""
    options: WritingOptions = field(default_factory=WritingOptions)

    @property
    def target(self) -> int:
        """The words aimed at, kept within what a letter may have."""
        return min(max(self.word_count_target, LEAST_TARGET), MOST_TARGET)

    @property
    def proof(self) -> tuple[int, int]:
        """Words of the middle paragraph."""
        return self.target - 180, self.target - 160


@dataclass(frozen=True, slots=True)
class Letter:
    """Three paragraphs between a greeting and a name."""

    salutation: str
    hook: tuple[Sentence, ...]
    proof: tuple[Sentence, ...]
    close: tuple[Sentence, ...]
    sign_off: str
    name: str
    matched: tuple[str, ...] = ()
    """The demands that the proof answers."""


@dataclass(frozen=True, slots=True)
class HookTold:
    """The first paragraph."""

    word_count: int
    includes_company_reference: bool
    includes_uvp: bool


@dataclass(frozen=True, slots=True)
class ProofTold:
    """The middle paragraph."""

    word_count: int
    requirements_matched: tuple[str, ...]
    claims_verified: int


@dataclass(frozen=True, slots=True)
class CloseTold:
    """The last paragraph."""

    word_count: int
    includes_cta: bool


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The three paragraphs."""

    hook: HookTold
    proof_points: ProofTold
    close: CloseTold


@dataclass(frozen=True, slots=True)
class LetterScores:
    """How good a letter is for this post, 0 to 1, and the five scores of its writing, 0 to 10."""

    personalization: float
    relevance: float
    tone: float
    overall: float
    verdict: str
    quality: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWritten(Written):
    """The letter as told."""

    text: str | None = None
    word_count: int | None = None
    paragraphs: Paragraphs | None = None
    scores: LetterScores | None = None
    key_points_used: tuple[str, ...] = ()
