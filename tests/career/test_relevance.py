from datetime import date

import pytest
from references import NORA
from vacancies import NORTHGATE

from careervp_mcp.career import relevance
from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.keywords import Keyword
from careervp_mcp.career.relevance import Assessment, assess
from careervp_mcp.career.requirements import read_posting, requirements_of

BANK = build_bank(read_text(NORA, user_id="local"), date(2026, 1, 1))


def assessed(posting: str, facts: tuple[Fact, ...] = BANK.facts) -> tuple[Assessment, ...]:
    asked = requirements_of(read_posting(posting))
    return assess((*asked.must_haves, *asked.nice_to_haves), facts, asked.language)


def did(text: str, *qualifiers: str) -> tuple[Fact, ...]:
    return (Fact("r1.b1", "action", "VERIFIABLE", text, (0, 0), "r1", qualifiers=qualifiers),)


def named(text: str, kind: str = "skill") -> tuple[Fact, ...]:
    return (Fact("s.one", kind, "VERIFIABLE", text, (0, 0)),)


def test_the_reference_person_has_the_statuses_of_the_craft() -> None:
    found = assessed(NORTHGATE)

    assert [one.status for one in found] == [
        *["demonstrated", "declared", "demonstrated", "missing", "demonstrated", "demonstrated"],
        *["missing", "missing"],
    ]
    assert round(relevance.fit(found), 2) == 0.83
    assert relevance.fit_word(relevance.fit(found)) == "Moderate"
    assert round(relevance.coverage(found), 2) == 0.71


def test_a_status_names_the_facts_it_stands_on() -> None:
    found = assessed(NORTHGATE)

    assert "r1.b1" in found[0].facts
    assert found[1].facts == ("s.sql",)
    assert found[5].facts == ("d.years",)


@pytest.mark.parametrize(
    ("asked", "facts", "status", "strength"),
    [
        ("wound care", did("Cared for wounds on two wards."), "demonstrated", "MODERATE"),
        ("Excel", named("MS Excel"), "declared", "DEVELOPING"),
        ("Azure", named("AWS"), "adjacent", "DEVELOPING"),
        ("Cerner", did("Charted in Epic."), "adjacent", "DEVELOPING"),
        ("Cerner", did("Baked bread."), "missing", "NO_EVIDENCE"),
        ("Spark", did("No Spark in this role.", "negated"), "missing", "NO_EVIDENCE"),
        ("Swift", did("Learning Swift.", "learning"), "missing", "NO_EVIDENCE"),
        ("bread and fish", did("Baked bread."), "adjacent", "DEVELOPING"),
        ("ACCA or CIMA", named("CIMA", "certification"), "declared", "DEVELOPING"),
        ("at least 3 years in a bakery", did("Ran a bakery."), "adjacent", "DEVELOPING"),
        ("A degree in nursing", named("Bachelor of Science in Nursing", "degree"), "declared", "DEVELOPING"),
        ("A master's degree in nursing", named("Bachelor of Science in Nursing", "degree"), "missing", "NO_EVIDENCE"),
        ("A degree in physics", named("Bachelor of Science in Nursing", "degree"), "missing", "NO_EVIDENCE"),
    ],
)
def test_a_demand_is_as_strong_as_the_facts_that_meet_it(
    asked: str, facts: tuple[Fact, ...], status: str, strength: str
) -> None:
    (found,) = assessed(f"Clerk\n\nRequired\n- {asked}\n", facts)

    assert (found.status, found.strength) == (status, strength)


def test_a_fact_with_a_figure_is_strong() -> None:
    metric = Fact("r1.b1.m1", "metric", "VERIFIABLE", "12 wards", (0, 0), "r1")

    (found,) = assessed("Nurse\n\nRequired\n- wound care\n", (*did("Led wound care on 12 wards."), metric))

    assert found.strength == "STRONG"


def test_a_posting_that_repeats_a_skill_fifty_times_does_not_make_it_held() -> None:
    found = assessed(NORTHGATE + "\nKubernetes" * 50)

    assert {one.status for one in found if one.requirement.terms == ("Kubernetes",)} == {"missing"}


def test_keywords_are_held_if_the_facts_name_one_of_their_forms() -> None:
    keywords = [Keyword("Airflow", ("Airflow",), "must"), Keyword("Kafka or Postgres", ("Kafka", "Postgres"), "must")]
    forms = {keyword.name: keyword.forms for keyword in [*keywords, Keyword("dbt", ("dbt",), "nice")]}

    assert relevance.held_names(forms, BANK.facts) == {"Airflow", "Kafka or Postgres"}


def test_relevance_weighs_keywords_skills_and_experience() -> None:
    experience = relevance.experience_share(0.85, 4, 5, same_industry=False)

    assert round(experience, 2) == 0.73
    assert round(relevance.relevance(0.60, 0.80, experience), 2) == 0.70


def test_a_title_that_is_too_unlike_counts_as_none() -> None:
    assert relevance.experience_share(0.59, 0, 0, same_industry=True) == 0.6
    assert relevance.title_likeness("Senior Data Engineer", "senior data  engineer") == 1.0
    assert relevance.title_likeness("Head Chef", "") == 0.0


@pytest.mark.parametrize(
    ("held", "required", "share"),
    [
        ((), (), 0.5),
        (("K8s",), ("Kubernetes",), 1.0),
        (("Phototherapy",), ("Phototherapies",), 1.0),
        (("Rust",), ("Ruby",), 0.0),
        (("ISO 9001",), ("ISO 9004",), 0.0),
        (("Excel",), ("Excel", "Xero"), 0.5),
    ],
)
def test_a_skill_matches_by_name_alias_or_likeness(
    held: tuple[str, ...], required: tuple[str, ...], share: float
) -> None:
    assert relevance.skill_share(held, required) == share


def test_a_keyword_counts_once_and_no_keywords_count_as_nothing() -> None:
    assert relevance.keyword_share(["SQL", "SQL"], ["SQL", "dbt", "SQL"]) == 0.5
    assert relevance.keyword_share(["SQL"], []) == 0.0


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.0, "HIGH"), (0.39, "HIGH"), (0.40, "MEDIUM"), (0.69, "MEDIUM"), (0.70, "LOW"), (1.0, "LOW")],
)
def test_a_gap_is_as_grave_as_what_is_not_met(share: float, word: str) -> None:
    assert relevance.severity(share) == word


@pytest.mark.parametrize(("fit", "word"), [(0.9, "Strong"), (0.89, "Moderate"), (0.70, "Moderate"), (0.69, "Weak")])
def test_a_fit_has_a_word(fit: float, word: str) -> None:
    assert relevance.fit_word(fit) == word


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (0.80, "top"),
        (0.79, "include"),
        (0.60, "include"),
        (0.59, "fewer_words"),
        (0.39, "shrink"),
        (0.19, "leave_out"),
    ],
)
def test_what_is_less_relevant_gets_less_room(value: float, name: str) -> None:
    assert relevance.band(value) == name


def test_nothing_asked_is_no_fit_and_no_coverage() -> None:
    assert (relevance.fit(()), relevance.coverage(())) == (0.0, 0.0)
