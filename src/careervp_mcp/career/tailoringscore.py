"""The gate score of a tailored CV, 0 to 10: what it shows of what is asked, and how it is put together."""

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from careervp_mcp.career.applications import Application
from careervp_mcp.career.ats import AtsReport
from careervp_mcp.career.atsparts import CHARACTERS, FORMATTING, HEADERS
from careervp_mcp.career.relevance import Assessment
from careervp_mcp.career.sayings import says
from careervp_mcp.career.showing import Shown, shown_by
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.tailored import GENERAL, MINIMUMS, KeywordMatches, ScoreParts, TailoredCV
from careervp_mcp.career.tailoringplan import Plan, section_order

WEIGHTS = {"coverage": 0.40, "structure": 0.20, "formatting": 0.15, "evidence": 0.15, "bridge": 0.10}
_MODALITY = {"must": 2.0, "nice": 1.0}
_ADJACENT = 0.6
_MISMATCH, _CAP = 0.40, 6.5
"""Coverage under which a score is capped, so that a mismatched job stays below every gate."""
_TOP = 3
_OUTCOME = re.compile(r"\b(?:by|so that|which|leading to|until|within|in time)\b", re.IGNORECASE)


def parts_of(made: TailoredCV, text: str, plan: Plan, ats: AtsReport) -> ScoreParts:
    """The parts of the score."""
    shown = shown_by([text], plan.application.bank.language)
    told = [sentence.text for role in made.work_experience for sentence in role.bullets]
    return ScoreParts(
        coverage=_coverage(plan.application, shown, made),
        structure=round(fmean(_structure(made, plan, ats)), 2),
        formatting=round((ats.parts.formatting + ats.parts.characters) / (FORMATTING + CHARACTERS), 2),
        evidence=round(_evidence(told, plan.application.bank.language), 2),
        bridge=_bridge(plan.application, made),
    )


def score_of(parts: ScoreParts) -> float:
    """The weighted mean of the parts that apply, of 10; capped where the job does not match."""
    values: dict[str, float | None] = {name: getattr(parts, name) for name in WEIGHTS}
    apply = {name: value for name, value in values.items() if value is not None}
    score = 10 * sum(WEIGHTS[name] * value for name, value in apply.items()) / sum(WEIGHTS[name] for name in apply)
    return round(min(score, _CAP) if parts.coverage < _MISMATCH else score, 1)


def minimum_of(scenario: str) -> float:
    """The score that a scenario's CV must reach."""
    return MINIMUMS.get(scenario, GENERAL)


def keyword_matches(text: str, plan: Plan) -> KeywordMatches:
    """The posting's keywords: shown, near something held, and missing."""
    language = plan.application.bank.language
    shown = shown_by([text], language)
    held = {keyword.name for keyword in plan.keywords}
    matched = tuple(keyword.name for keyword in plan.keywords if any(says(shown, form) for form in keyword.forms))
    near = {
        keyword.name
        for keyword in plan.application.asked.keywords
        for one in plan.application.assessments
        if one.status == "adjacent" and set(one.requirement.terms) & set(keyword.forms) and keyword.name not in held
    }
    rest = (keyword.name for keyword in plan.application.asked.keywords if keyword.name not in {*matched, *near})
    return KeywordMatches(matched, tuple(sorted(near)), tuple(rest))


def _coverage(application: Application, shown: Shown, made: TailoredCV) -> float:
    asked = [one for one in application.assessments if one.requirement.modality in _MODALITY]
    total = sum(_MODALITY[one.requirement.modality] for one in asked)
    earned = sum(_MODALITY[one.requirement.modality] * _worth(one, shown, made) for one in asked)
    return earned / total if total else 1.0


def _worth(one: Assessment, shown: Shown, made: TailoredCV) -> float:
    """1 where it is held and shown, 0.6 where what stands near it is shown."""
    if one.held:
        named = not one.requirement.terms or any(says(shown, term) for term in one.requirement.terms)
        return 1.0 if named or _shows(made, one.facts) else 0.0
    return _ADJACENT if one.status == "adjacent" and _shows(made, one.facts) else 0.0


def _shows(made: TailoredCV, facts: Sequence[str]) -> bool:
    """Whether the CV shows one of these facts; what is no bullet is always shown."""
    told = {fact for role in made.work_experience for sentence in role.bullets for fact in sentence.facts}
    return any(fact in told or ".b" not in fact for fact in facts)


def _structure(made: TailoredCV, plan: Plan, ats: AtsReport) -> Iterator[float]:
    yield ats.parts.headers / HEADERS
    yield float(made.section_order[:3] == section_order(plan.scenario)[:3])
    lead = [own for _, own in plan.leading_skills()]
    yield float(list(made.skills[: len(lead)]) == lead or set(made.skills[: len(lead)]) == set(lead))
    yield fmean([_best_first(role.bullets, plan) for role in made.work_experience] or [1.0])
    yield _summary_answers(made, plan)


def _best_first(bullets: Sequence[object], plan: Plan) -> float:
    """1 where a role's first bullet answers the posting at least as well as any other."""
    counted = [len(plan.aligned(getattr(bullet, "text", ""))) for bullet in bullets]
    return float(not counted or counted[0] == max(counted))


def _summary_answers(made: TailoredCV, plan: Plan) -> float:
    """The share of the first held must-haves that the summary names."""
    lead = [name for name, _ in plan.leading_skills()][:_TOP]
    named = set(plan.aligned(" ".join(sentence.text for sentence in made.professional_summary)))
    return len(named & set(lead)) / len(lead) if lead else 1.0


def _evidence(bullets: Sequence[str], language: str) -> float:
    """The share of bullets with a figure or an outcome."""
    told = [bool(Statement(text, language=language).quantities or _OUTCOME.search(text)) for text in bullets]
    return sum(told) / len(told) if told else 1.0


def _bridge(application: Application, made: TailoredCV) -> float | None:
    """The share of unmet must-haves beside which the CV shows what stands near; None where none is unmet."""
    unmet = [one for one in application.musts if not one.held]
    if not unmet:
        return None
    declined = {answer.requirement for answer in application.answers if answer.declined}
    told = [one.requirement.text in declined or (one.facts and _shows(made, one.facts)) for one in unmet]
    return round(sum(bool(one) for one in told) / len(unmet), 2)
