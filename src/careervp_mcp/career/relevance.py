"""Relevance: how a person's facts meet a posting's demands, and how near a role stands to a job."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.qualifying import NO_SUPPORT
from careervp_mcp.career.requirements import Requirement
from careervp_mcp.career.sayings import says
from careervp_mcp.career.showing import Shown, keys_of, shown_by
from careervp_mcp.career.studyfit import asks_degree, degrees_that_meet
from careervp_mcp.career.terms import canonical
from careervp_mcp.career.wordlists import word_groups
from careervp_mcp.career.words import folded

Status = Literal["demonstrated", "declared", "adjacent", "missing"]
Coverage = Literal["EXPLICIT", "IMPLIED", "MISSING"]
Strength = Literal["STRONG", "MODERATE", "DEVELOPING", "NO_EVIDENCE"]
Severity = Literal["HIGH", "MEDIUM", "LOW"]
Fit = Literal["Strong", "Moderate", "Weak"]
Band = Literal["top", "include", "fewer_words", "shrink", "leave_out"]

COVERAGE: Mapping[Status, Coverage] = {
    "demonstrated": "EXPLICIT",
    "declared": "IMPLIED",
    "adjacent": "IMPLIED",
    "missing": "MISSING",
}
WORTH: Mapping[Status, float] = {"demonstrated": 1.0, "declared": 1.0, "adjacent": 0.5, "missing": 0.0}
SHOWING = frozenset({"action", "title", "domain", "scope", "client", "product"})
"""Kinds of role facts that show what they name."""
DECLARING = frozenset(
    {
        "skill",
        "certification",
        "licence",
        "degree",
        "field",
        "language",
        "summary",
        "headline",
        "membership",
        "clearance",
    }
    | {"free_title", "award", "publication", "honour"}
)
"""Kinds that name without showing."""
_METRICS = frozenset({"metric", "team_size", "budget"})
_ADJACENT_COVERS = 0.6
"""What an adjacent demand is worth in coverage, where it is stated as adjacent."""


_STRONG, _MODERATE = 0.90, 0.70
"""Where the words for a fit begin."""
_GRAVE, _SLIGHT = 0.40, 0.70
"""The shares met below which a gap is HIGH, and from which it is LOW."""
_ALIKE, _LETTERS = 0.80, 5
"""From what likeness two skills are one, and of how many letters their names must be."""
_SAME_TRADE = 0.60
"""From what likeness two titles have something in common."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One demand against a person's facts."""

    requirement: Requirement
    status: Status
    facts: tuple[str, ...]
    """The ids of the facts that show, declare or stand near it."""
    share: float
    """The share of what it asks that is met."""
    strength: Strength

    @property
    def held(self) -> bool:
        """Whether the person has it, shown or named."""
        return self.status in {"demonstrated", "declared"}

    @property
    def coverage(self) -> Coverage:
        """The word for it."""
        return COVERAGE[self.status]


@dataclass(frozen=True, slots=True)
class _Told:
    """A person's facts, and what each of them names."""

    facts: tuple[Fact, ...]
    shown: tuple[Shown, ...]
    years: float
    all: tuple[Fact, ...]

    def naming(self, name: str) -> tuple[Fact, ...]:
        return tuple(fact for fact, shown in zip(self.facts, self.shown, strict=True) if says(shown, name))


def assess(
    requirements: Sequence[Requirement], facts: Sequence[Fact], language: str = "en"
) -> tuple[Assessment, ...]:
    """Each demand's status; nothing but the facts raises it."""
    told = _told(facts, language)
    figures = {fact.entry + fact.id.rpartition(".m")[0] for fact in facts if fact.kind in _METRICS}
    return tuple(_assess(requirement, told, figures, language) for requirement in requirements)


def held_names(forms: Mapping[str, tuple[str, ...]], facts: Sequence[Fact], language: str = "en") -> frozenset[str]:
    """Of keywords by name, each with its forms, those that the facts name."""
    told = _told(facts, language)
    return frozenset(name for name, group in forms.items() if any(told.naming(form) for form in group))


def _told(facts: Sequence[Fact], language: str) -> _Told:
    usable = tuple(
        fact for fact in facts if fact.kind in SHOWING | DECLARING and not NO_SUPPORT & set(fact.qualifiers)
    )
    shown = tuple(shown_by([fact.text], language, listed=fact.kind == "skill") for fact in usable)
    years = next((fact.value for fact in facts if fact.kind == "total_years"), None)
    return _Told(usable, shown, float(years) if isinstance(years, int | float) else 0.0, tuple(facts))


def _assess(requirement: Requirement, told: _Told, figures: set[str], language: str) -> Assessment:
    met: list[tuple[Fact, ...]] = []
    for ask in requirement.asks:
        found = [fact for name in ask for fact in told.naming(name)]
        if requirement.kind in {"education", "credential"}:
            found += [
                fact
                for name in ask
                if asks_degree(name, language)
                for fact in degrees_that_meet(name, told.all, language)
            ]
        met.append(tuple(dict.fromkeys(found)))
    enough_years = not requirement.years or told.years >= requirement.years
    share = _share([bool(found) for found in met], enough_years=enough_years, years=requirement.years)
    facts = tuple(dict.fromkeys(fact for found in met for fact in found))
    status = _status(met, share)
    if status == "missing":
        facts = _near(requirement, told)
        status = "adjacent" if facts else "missing"
    ids = tuple(fact.id for fact in facts)
    if requirement.years and enough_years and status != "adjacent":
        ids = (*ids, "d.years")
    return Assessment(requirement, status, ids, share, _strength(status, facts, figures))


def _share(met: list[bool], *, enough_years: bool, years: int | None) -> float:
    parts = [*met, *([enough_years] if years else [])]
    return sum(parts) / len(parts) if parts else 0.0


def _status(met: list[tuple[Fact, ...]], share: float) -> Status:
    """Held only when all of it is; part of it stands near."""
    if share < 1:
        return "adjacent" if share else "missing"
    shown = all(any(fact.kind in SHOWING for fact in found) for found in met)
    return "demonstrated" if shown else "declared"


def _near(requirement: Requirement, told: _Told) -> tuple[Fact, ...]:
    """The facts that name a neighbour of something asked."""
    neighbours = dict.fromkeys(name for term in requirement.terms for name in neighbours_of(term))
    return tuple(dict.fromkeys(fact for name in neighbours for fact in told.naming(name)))


def neighbours_of(name: str) -> tuple[str, ...]:
    """The names that stand near a name, as `transferable.toml` lists them."""
    own = set(keys_of(name))
    groups = _near_groups()
    return tuple(other for keys, group in groups if own & keys for other in group if not own & set(keys_of(other)))


@cache
def _near_groups() -> tuple[tuple[frozenset[frozenset[str]], tuple[str, ...]], ...]:
    groups = word_groups("", "transferable", "near").values()
    return tuple((frozenset(keys for name in group for keys in keys_of(name)), group) for group in groups)


def _strength(status: Status, facts: Iterable[Fact], figures: set[str]) -> Strength:
    if status == "missing":
        return "NO_EVIDENCE"
    if status != "demonstrated":
        return "DEVELOPING"
    return "STRONG" if any(fact.entry + fact.id in figures for fact in facts) else "MODERATE"


def fit(assessments: Sequence[Assessment]) -> float:
    """The mean worth of the must-haves; 0 where there are none."""
    worth = [WORTH[one.status] for one in assessments if one.requirement.modality == "must"]
    return sum(worth) / len(worth) if worth else 0.0


def fit_word(value: float) -> Fit:
    """Strong from 0.90, Moderate from 0.70, else Weak."""
    return "Strong" if value >= _STRONG else "Moderate" if value >= _MODERATE else "Weak"


def coverage(assessments: Sequence[Assessment]) -> float:
    """The share of the demands that is covered, must-haves twice."""
    weights = {"must": 2.0, "nice": 1.0, "responsibility": 0.0}
    total = sum(weights[one.requirement.modality] for one in assessments)
    worth = {"demonstrated": 1.0, "declared": 1.0, "adjacent": _ADJACENT_COVERS, "missing": 0.0}
    covered = sum(weights[one.requirement.modality] * worth[one.status] for one in assessments)
    return covered / total if total else 0.0


def severity(share: float) -> Severity:
    """How grave a gap is by the share that is met: HIGH under 0.40, MEDIUM to 0.69, LOW from 0.70."""
    return "HIGH" if share < _GRAVE else "MEDIUM" if share < _SLIGHT else "LOW"


def relevance(keyword: float, skill: float, experience: float) -> float:
    """How relevant a section or role is to a job, 0 to 1."""
    return 0.40 * keyword + 0.35 * skill + 0.25 * experience


def keyword_share(present: Iterable[str], wanted: Sequence[str]) -> float:
    """Job keywords present, each counted once, of all; 0 if there are none."""
    known = set(present)
    return sum(name in known for name in dict.fromkeys(wanted)) / len(dict.fromkeys(wanted)) if wanted else 0.0


def skill_share(held: Sequence[str], required: Sequence[str]) -> float:
    """Required skills matched by name, alias or likeness, of all; 0.5 if none are required."""
    if not required:
        return 0.5
    return sum(any(_like(one, other) for other in held) for one in required) / len(required)


def _like(one: str, other: str) -> bool:
    first, second = canonical(one), canonical(other)
    if first == second:
        return True
    plain = min(len(first), len(second)) >= _LETTERS and not any(letter.isdigit() for letter in first + second)
    return plain and SequenceMatcher(None, first, second).ratio() >= _ALIKE


def experience_share(title: float, years: float, required_years: float, *, same_industry: bool) -> float:
    """How near the experience stands: by the titles' likeness, the industry and the years."""
    likeness = title if title >= _SAME_TRADE else 0.0
    long_enough = min(years / required_years, 1.0) if required_years else 1.0
    return 0.40 * likeness + 0.30 * (1.0 if same_industry else 0.5) + 0.30 * long_enough


def title_likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1."""
    first, second = " ".join(folded(one).split()), " ".join(folded(other).split())
    return SequenceMatcher(None, first, second).ratio() if first and second else 0.0


def band(value: float) -> Band:
    """What becomes of a part by its relevance; a role that would be left out shrinks to one line."""
    limits: tuple[tuple[float, Band], ...] = (
        (0.80, "top"),
        (0.60, "include"),
        (0.40, "fewer_words"),
        (0.20, "shrink"),
    )
    return next((name for limit, name in limits if value >= limit), "leave_out")
