"""Making the questions: one for each must-have that a CV does not show, the most helpful first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.gaps import (
    RECURRING,
    GapKind,
    GapQuestion,
    GapResponse,
    Level,
    Topic,
    gap_score,
    hash_of,
    priority_of,
    theme_of,
)
from careervp_mcp.career.relevance import Assessment, assess
from careervp_mcp.career.requirements import JobRequirements, Requirement
from careervp_mcp.career.wordlists import table, word_groups, word_set

MOST = 10
_PROBABILITY: Mapping[str, Level] = {"declared": "HIGH", "adjacent": "MEDIUM", "missing": "LOW"}
_KINDS: Mapping[str, GapKind] = {"declared": "QUANTIFY", "adjacent": "EXAMPLE", "missing": "FILL_GAP"}
_TOPICS: Mapping[str, Topic] = {"years": "experience_depth", "trait": "transferable_skills"}
_HEADING = 5
"""Words of a line that may be a heading without a colon."""
_SHORT_NAME = 3
"""Words of a name that a question can carry."""
_NEAR_WORDS = 14
"""Words of a fact that a question repeats."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A demand that is not asked about, and why."""

    theme: str
    reason: str


@dataclass(frozen=True)
class GapQuestionsGenerator:
    """Questions on what a CV does not show of a posting."""

    bank: EvidenceBank | None = None
    responses: Sequence[GapResponse] = ()
    """Everything the owner answered before, in any application."""
    language: str = "en"
    most: int = MOST
    posting: str = ""
    """The posting's text, by whose headings a must-have is called required; empty takes each for required."""
    skipped: list[Skipped] = field(default_factory=list)

    def generate_questions(self, job_requirements: JobRequirements) -> list[GapQuestion]:
        """At most ten, by score, then impact, then place in the posting; fewer where fewer gaps exist."""
        facts = self.bank.facts if self.bank else ()
        demands = assess(job_requirements.must_haves, facts, self.language)
        title = theme_of(job_requirements.title)
        asked = [
            self._question(one, self._impact(one.requirement, title))
            for one in demands
            if not _settled(one) and not self._passed_over(one.requirement)
        ]
        best = sorted({question.question_id: question for question in asked}.values(), key=_rank)
        return best[: self.most]

    def identify_recurring_themes(self, gap_responses: Sequence[GapResponse]) -> list[str]:
        """The themes that were answered three times or more, in the order in which they became so."""
        where: dict[str, set[str]] = {}
        for response in gap_responses:
            if not response.declined:
                where.setdefault(theme_of(response.requirement or response.question), set()).add(
                    response.application_id or response.question_id
                )
        return [theme for theme, applications in where.items() if len(applications) >= RECURRING]

    def _impact(self, requirement: Requirement, title: str) -> Level:
        """HIGH where the posting calls it required or the title names it, else MEDIUM; LOW for a responsibility."""
        if requirement.modality == "responsibility":
            return "LOW"
        named = any(theme_of(term) and theme_of(term) in title for term in requirement.terms)
        told = f"{_heading(self.posting, requirement.span[0])} {requirement.text}".lower() if self.posting else ""
        words = word_set(self.language, "gaps", "required")
        return "HIGH" if named or not told or any(word in told for word in words) else "MEDIUM"

    def _passed_over(self, requirement: Requirement) -> bool:
        theme = theme_of(requirement.text)
        if theme in self.identify_recurring_themes(self.responses):
            self.skipped.append(Skipped(requirement.text, f"answered {RECURRING} times or more"))
            return True
        if any(response.question_hash == hash_of(requirement.text) for response in self.responses):
            self.skipped.append(Skipped(requirement.text, "answered already"))
            return True
        return False

    def _question(self, one: Assessment, impact: Level) -> GapQuestion:
        requirement = one.requirement
        probability = _PROBABILITY[one.status]
        score = gap_score(impact, probability)
        trait = requirement.kind == "trait"
        told = "trait" if trait else one.status
        return GapQuestion(
            question_id=f"gq_{hash_of(requirement.text)}",
            question=self._wording(one),
            requirement=requirement.text,
            impact=impact,
            probability=probability,
            gap_score=score,
            destination="INTERVIEW_MVP_ONLY" if trait else "CV_IMPACT",
            priority=priority_of(score),
            topic=_TOPICS.get(requirement.kind, "technical_skills"),
            kind="CLARIFY" if requirement.kind == "years" else _KINDS[one.status],
            strategic_intent=self._told("intent", told),
            evidence_gap=self._told("gap", told),
            question_hash=hash_of(requirement.text),
        )

    def _wording(self, one: Assessment) -> str:
        requirement = one.requirement
        frame = "trait" if requirement.kind == "trait" else "years" if _only_years(requirement) else one.status
        near = next((fact for fact in map(self._fact, one.facts) if fact is not None), None)
        if frame == "adjacent" and near is None:
            frame = "missing"
        return self._told("questions", frame).format(
            quote=_plain(requirement.text),
            what=_named(requirement, self.language),
            near=_short(near.text) if near else "",
            years=self._years(),
        )

    def _fact(self, name: str) -> Fact | None:
        return self.bank.by_id.get(name) if self.bank else None

    def _years(self) -> str:
        months = next((fact.text for fact in self.bank.of("total_years")), "0") if self.bank else "0"
        return months if not months.isdigit() else f"{months} {'שנים' if self.language == 'he' else 'years'}"

    def _told(self, part: str, name: str) -> str:
        frames = table(self.language, "gaps")[part]
        return str(frames[name]) if isinstance(frames, Mapping) else ""


def is_yes_or_no(question: str, language: str) -> bool:
    """Whether a question can be answered by one word."""
    plain = question.strip().lower()
    last = re.split(r"(?<=[.!?])\s+", plain)[-1]
    return any(last.startswith(opening) for opening in word_set(language, "gaps", "yes_no"))


def asks_a_number(question: str, language: str) -> bool:
    """Whether a question asks for a figure."""
    return any(words in question.lower() for words in word_set(language, "gaps", "numbers"))


def _settled(one: Assessment) -> bool:
    """Whether there is nothing to ask: it is shown, or a licence, degree or language that is named."""
    return one.status == "demonstrated" or (
        one.status == "declared" and one.requirement.kind in {"credential", "education", "language"}
    )


def _only_years(requirement: Requirement) -> bool:
    return requirement.kind == "years"


def _heading(text: str, place: int) -> str:
    """The heading that a place of a posting stands under; empty where it stands under none."""
    for line in reversed(text[:place].splitlines()[:-1] if "\n" in text[:place] else []):
        plain = line.strip()
        if plain.endswith(":") or (plain and len(plain.split()) <= _HEADING and plain[:1] not in "-*•"):
            return plain
    return ""


def _rank(question: GapQuestion) -> tuple[float, int]:
    return -question.gap_score, ("HIGH", "MEDIUM", "LOW").index(question.impact)


def _plain(text: str) -> str:
    """A quotation on one line, without its stop."""
    return " ".join(text.split()).rstrip(" .;")


def _named(requirement: Requirement, language: str) -> str:
    """What is asked by its short names; where it has none, that."""
    short = [term for term in requirement.terms if len(term.split()) <= _SHORT_NAME and len(term) > 1]
    return " / ".join(short[:2]) or str(word_groups(language, "gaps", "generic")["that"][0])


def _short(text: str) -> str:
    words = text.split()
    cut = " …" if len(words) > _NEAR_WORDS else ""
    return " ".join(words[:_NEAR_WORDS]).rstrip(" .,;") + cut


def identified(assessments: Sequence[Assessment]) -> Iterator[Assessment]:
    """The must-haves that a CV does not show."""
    return (one for one in assessments if one.requirement.modality == "must" and not _settled(one))
