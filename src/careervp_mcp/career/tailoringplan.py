"""The plan of a tailored CV: what is shown, in which order, by how it answers the posting; no word is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from careervp_mcp.career.applications import Application
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.cv.models import WorkExperience
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.keywords import Keyword
from careervp_mcp.career.relevance import (
    band,
    experience_share,
    held_names,
    keyword_share,
    relevance,
    skill_share,
    title_likeness,
)
from careervp_mcp.career.sayings import says
from careervp_mcp.career.showing import shown_by
from careervp_mcp.career.tailored import Change, Scenario, Section, TailoredCV, TailoredRole, TailorRequest

MOST_BULLETS, LEAST_BULLETS = 5, 3
_SHORT = 2
"""Roles that are shown with bullets on one page."""
_CHANGED = 15
_SKILLS_FIRST = frozenset({"career_changer"})
_EDUCATION_FIRST = frozenset({"recent_graduate"})
_ORDER: tuple[Section, ...] = (
    "summary",
    "experience",
    "skills",
    "education",
    "certifications",
    "languages",
    "others",
)
_JUNIOR_MONTHS = 18
"""Months of work under which education stands first."""
_NAMED, _LEADING = 2, 4
"""Held must-haves that a summary names, and how many it may list."""
_SUMMARY = 3
"""Sentences of a summary."""


@dataclass(frozen=True)
class Plan:
    """What a CV shows of one application."""

    application: Application
    request: TailorRequest
    core: bool = True
    """Whether a summary that names too little of what is asked is joined by a line of skills."""

    @cached_property
    def keywords(self) -> tuple[Keyword, ...]:
        """The posting's keywords that the person holds."""
        held = held_names(self.forms, self.application.bank.facts, self.application.bank.language)
        return tuple(keyword for keyword in self.application.asked.keywords if keyword.name in held)

    @property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """Every keyword of the posting with its forms."""
        return {keyword.name: keyword.forms for keyword in self.application.asked.keywords}

    @property
    def scenario(self) -> Scenario:
        """The scenario asked for, or the one that the CV and the posting make."""
        return self.request.scenario if self.request.scenario != "auto" else scenario_of(self.application)

    def tailored(self) -> TailoredCV:
        """The CV's own words, ordered and chosen for the posting."""
        roles = tuple(self._roles())
        made = TailoredCV(
            self.application.cv_id,
            self.application.id,
            tuple(self._summary()) if self.request.include_summary else (),
            roles,
            self._skills(),
            section_order(self.scenario),
        )
        return replace(made, changes_made=tuple(changes_of(made, self.application))[:_CHANGED])

    def aligned(self, text: str) -> tuple[str, ...]:
        """The held keywords that a text names."""
        shown = shown_by([text], self.application.bank.language)
        return tuple(keyword.name for keyword in self.keywords if any(says(shown, form) for form in keyword.forms))

    def relevance_of(self, text: str, role: WorkExperience) -> float:
        """How relevant a bullet or a role's text is, 0 to 1."""
        asked = self.application.asked
        wanted = [keyword.name for keyword in self.keywords]
        required = [term for one in asked.must_haves if one.kind == "skill" for term in one.terms[:1]]
        shown = shown_by([text], self.application.bank.language)
        near = experience_share(title_likeness(role.role, asked.title), 1.0, 1.0, same_industry=False)
        skills = [term for term in required if says(shown, term)]
        return relevance(keyword_share(self.aligned(text), wanted), skill_share(skills, required), near)

    def _roles(self) -> Iterator[TailoredRole]:
        texts = [self._text(role) for role in self.application.person.experience]
        scores = [
            self.relevance_of(text, role)
            for text, role in zip(texts, self.application.person.experience, strict=True)
        ]
        best = max(scores, default=0.0)
        for number, (role, score) in enumerate(zip(self.application.person.experience, scores, strict=True), 1):
            relative = score / best if best else 1.0
            yield self._role(f"r{number}", role, score, shrunk=self._shrinks(number, relative))

    def _shrinks(self, number: int, relative: float) -> bool:
        """Whether an older role gives way: where a page is all there is, or it has nothing to do with the job."""
        if self.request.preserve_length or number == 1:
            return False
        return self.request.target_length == "one_page" and (number > _SHORT or relative < 1 / 2)

    def _role(self, name: str, role: WorkExperience, score: float, *, shrunk: bool) -> TailoredRole:
        facts = [fact for fact in self.application.bank.of("action", entry=name) if fact.source == "cv"]
        ranked = sorted(facts, key=lambda fact: -self._worth(fact, role))
        most = len(ranked) if self._all(len(ranked)) else MOST_BULLETS
        chosen = [] if shrunk else ranked[:most]
        return TailoredRole(
            id=name,
            role=role.role,
            company=role.company,
            dates=role.dates,
            location=role.location,
            original_bullets=tuple(fact.text for fact in facts),
            bullets=tuple(Sentence(fact.text, (fact.id,)) for fact in chosen),
            relevance_score=round(score, 2),
            keyword_alignments=self.aligned(" ".join(fact.text for fact in chosen)),
            action="shrink" if shrunk else band(max(score, 0.4)),
        )

    def _all(self, count: int) -> bool:
        long = self.request.target_length == "detailed"
        return self.request.preserve_length or long or count <= MOST_BULLETS

    def _worth(self, fact: Fact, role: WorkExperience) -> float:
        """A bullet's place: its relevance, a figure, and what the caller wants stressed."""
        figures = any(other.id.startswith(f"{fact.id}.m") for other in self.application.bank.facts)
        stressed = sum(shown_by([fact.text]).shows(word) for word in self.request.emphasis)
        return self.relevance_of(fact.text, role) + 0.15 * figures + 0.2 * stressed

    def _text(self, role: WorkExperience) -> str:
        return " ".join((role.role, role.description, *role.achievements, *role.technologies))

    def _summary(self) -> Iterator[Sentence]:
        """The CV's own summary, the sentences that answer the posting first kept."""
        facts = self.application.bank.of("summary")
        ranked = sorted(facts, key=lambda fact: -len(self.aligned(fact.text)))[:_SUMMARY]
        kept = [fact for fact in facts if fact in ranked]
        yield from (Sentence(fact.text, (fact.id,)) for fact in kept)
        lead = [name for name, _ in self.leading_skills()]
        if self.core and len(set(self.aligned(" ".join(fact.text for fact in kept))) & set(lead)) < min(
            _NAMED, len(lead)
        ):
            held = self.application.bank.of("skill")
            facts_ = tuple(fact.id for fact in held if set(self.aligned(fact.text)) & set(lead))
            yield Sentence(self._core(lead), facts_)

    def leading_skills(self) -> list[tuple[str, str]]:
        """The first held keywords that must-haves ask and the CV lists, each with the CV's own name for it."""
        must = [keyword.name for keyword in self.keywords if keyword.modality == "must"]
        listed = {word: skill.name for skill in self.application.person.skills for word in self.aligned(skill.name)}
        return [(name, listed[name]) for name in must if name in listed][:_LEADING]

    def _core(self, names: list[str]) -> str:
        own = dict(self.leading_skills())
        told = ", ".join(own[name] for name in names)
        return f"תחומי ליבה: {told}." if self.application.bank.language == "he" else f"Core skills: {told}."

    def _skills(self) -> tuple[str, ...]:
        """The CV's skills, those that the posting asks first, in the posting's order."""
        names = list(dict.fromkeys(skill.name for skill in self.application.person.skills))
        order = {keyword.name: place for place, keyword in enumerate(self.keywords)}
        return tuple(
            sorted(names, key=lambda name: min((order[word] for word in self.aligned(name)), default=len(order)))
        )


def scenario_of(application: Application) -> Scenario:
    """The scenario that a CV and a posting make, the plainest where nothing speaks for another."""
    months = next((fact.value for fact in application.bank.of("total_months")), None)
    roles = application.person.experience
    alike = max((title_likeness(role.role, application.asked.title) for role in roles), default=0.0)
    if (isinstance(months, int) and months < _JUNIOR_MONTHS) or not roles:
        return "recent_graduate"
    return "matching_experience" if alike >= 0.5 else "career_changer"  # noqa: PLR2004 - half of a title is shared


def section_order(scenario: Scenario) -> tuple[Section, ...]:
    """The order in which a scenario shows the sections."""
    first: tuple[Section, ...] = ()
    if scenario in _SKILLS_FIRST:
        first = ("summary", "skills")
    elif scenario in _EDUCATION_FIRST:
        first = ("summary", "education", "skills")
    return (*first, *(section for section in _ORDER if section not in first))


def changes_of(made: TailoredCV, application: Application) -> Iterator[Change]:
    """What differs from the CV as it came."""
    for role in made.work_experience:
        kept = [sentence.text for sentence in role.bullets]
        if role.original_bullets and not kept:
            yield Change("experience", "shrunk", f"{role.company}: one line")
        elif len(kept) < len(role.original_bullets):
            left = len(role.original_bullets) - len(kept)
            yield Change("experience", "left_out", f"{role.company}: {left} bullets that answer the posting least")
        rephrased = [text for text in kept if text not in role.original_bullets]
        if rephrased:
            yield Change("experience", "rephrased", f"{role.company}: {len(rephrased)} bullets")
        elif kept and kept != [text for text in role.original_bullets if text in kept]:
            yield Change("experience", "reordered", f"{role.company}: what the posting asks first")
    names = [skill.name for skill in application.person.skills]
    if list(made.skills) != names:
        yield Change("skills", "reordered", "what the posting asks first")


def words_of(sentences: Sequence[Sentence]) -> int:
    """How many words there are."""
    return sum(len(sentence.text.split()) for sentence in sentences)
