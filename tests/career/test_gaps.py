"""Gap questions and answers: only what is missing is asked, and only what a person confirmed is evidence."""

from itertools import product
from pathlib import Path

import pytest
from bureaus import BUREAUS
from references import NORA, NORTHGATE

from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.errors import InvalidInput, Unknown
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import (
    AnswerGiven,
    AnswersRequest,
    GapAnswersStored,
    GapQuestionsWritten,
    GapRequest,
)
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.gapquestions import GapQuestionsGenerator
from careervp_mcp.career.gaps import GapResponse, gap_score
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.requirements import read_posting, requirements_of
from careervp_mcp.career.writing import Draft, WritingOptions

CV = "cv_nora"
SQL = "At Fernhill I wrote SQL every day: 60 reports for 9 analysts, the slowest went from 40 s to 6 s."
SCORES = {
    ("HIGH", "HIGH"): 1.0, ("HIGH", "MEDIUM"): 0.88, ("HIGH", "LOW"): 0.79,
    ("MEDIUM", "HIGH"): 0.72, ("MEDIUM", "MEDIUM"): 0.6, ("MEDIUM", "LOW"): 0.51,
    ("LOW", "HIGH"): 0.51, ("LOW", "MEDIUM"): 0.39, ("LOW", "LOW"): 0.3,
}  # fmt: skip


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def asked(bureau: Bureau, posting: str = NORTHGATE, draft: list[Draft] | None = None) -> GapQuestionsWritten:
    ref = ApplicationRef(cv_id=CV, posting=PostingRef(text=posting))
    return ask(GapRequest(ref, draft), bureau)


def answer(bureau: Bureau, application: str, *given: AnswerGiven) -> GapAnswersStored:
    return store_answers(AnswersRequest(application, given), bureau)


@pytest.mark.parametrize(("impact", "probability"), list(product(("HIGH", "MEDIUM", "LOW"), repeat=2)))
def test_a_score_is_seven_parts_impact_and_three_parts_probability(impact: str, probability: str) -> None:
    assert gap_score(impact, probability) == SCORES[impact, probability]


@pytest.mark.parametrize("levels", [("URGENT", "LOW"), ("LOW", "")])
def test_a_level_that_is_none_is_refused_by_name(levels: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="must be HIGH, MEDIUM or LOW"):
        gap_score(*levels)


def test_only_what_the_cv_does_not_show_is_asked_the_likeliest_first(bureau: Bureau) -> None:
    told = asked(bureau)

    assert [(one.requirement, one.gap_score, one.priority) for one in told.questions] == [
        ("SQL", 1.0, "CRITICAL"),
        ("Kubernetes", 0.79, "CRITICAL"),
    ]
    assert told.fit is not None
    assert (told.fit.overall, told.fit.value) == ("Moderate", 0.83)
    assert all(one.requirement in NORTHGATE for one in told.questions)


def test_a_cv_that_shows_every_must_have_is_asked_nothing(bureau: Bureau) -> None:
    shown = "Fernhill seeks a data engineer for payments.\n\nRequired:\n- Python\n- Airflow\n"

    told = asked(bureau, f"Company: Fernhill Two\nTitle: Data Engineer\n\n{shown}")

    assert (told.status, told.questions, told.identified_gaps) == ("accepted", (), ())


def test_asking_twice_gives_the_same_questions_under_the_same_ids(bureau: Bureau) -> None:
    assert asked(bureau) == asked(bureau)


def test_a_confirmed_answer_adds_its_skill_and_its_three_figures(bureau: Bureau) -> None:
    told = asked(bureau)

    done = answer(bureau, told.application_id, AnswerGiven(told.questions[0].id, SQL, confirmed=True, entry="r1"))

    (result,) = done.results
    assert (result.status, result.strength) == ("stored", "STRONG")
    assert [fact.kind for fact in result.facts].count("metric") == 3
    assert [fact.text for fact in result.facts if fact.kind == "skill"] == ["SQL"]
    assert done.missing_critical == (told.questions[1].id,)


def test_an_answer_that_nobody_confirmed_adds_nothing(bureau: Bureau) -> None:
    told = asked(bureau)
    declined = AnswerGiven(told.questions[1].id, declined=True)
    before = answer(bureau, told.application_id, declined).bank_hash

    done = answer(bureau, told.application_id, AnswerGiven(told.questions[0].id, SQL, entry="r1"))

    assert (done.results[0].status, done.bank_hash) == ("draft", before)
    assert done.missing_critical == (told.questions[0].id,)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I led a team of 9 engineers at Fernhill and wrote SQL with them every week.", "answer_contradicts_cv"),
        ("Yes, I have done this and I am comfortable with it in general.", "generic_answer"),
        ("SQL, daily.", "answer_length"),
    ],
)
def test_an_answer_that_is_no_evidence_is_rejected_and_spoils_no_other(bureau: Bureau, text: str, rule: str) -> None:
    told = asked(bureau)
    first, second = told.questions

    done = answer(
        bureau, told.application_id,
        AnswerGiven(first.id, text, confirmed=True, entry="r1"), AnswerGiven(second.id, declined=True),
    )  # fmt: skip

    assert [result.status for result in done.results] == ["rejected", "declined"]
    assert [finding.rule for finding in done.results[0].findings] == [rule]
    assert done.missing_critical == (first.id,)


def test_an_impact_statement_has_the_answers_figures_and_no_other(bureau: Bureau) -> None:
    told = asked(bureau)

    done = answer(bureau, told.application_id, AnswerGiven(told.questions[0].id, SQL, confirmed=True, entry="r1"))

    assert done.impact_statements == (SQL,)


def test_an_answer_is_not_asked_for_again_and_three_of_them_make_a_theme() -> None:
    posting = requirements_of(read_posting(NORTHGATE))
    given = [GapResponse(f"gq_{n}", "?", SQL, application_id=f"app_{n}", requirement="SQL") for n in range(3)]
    generator = GapQuestionsGenerator(responses=given)

    questions = generator.generate_questions(posting)

    assert generator.identify_recurring_themes(given) == ["sql"]
    assert "SQL" not in [question.requirement for question in questions]
    assert [one.theme for one in generator.skipped] == ["SQL"]


@pytest.mark.parametrize(
    ("question", "requirement", "rule"),
    [
        ("Have you used SQL?", "SQL", "yes_or_no"),
        ("How many queries did you write?", "Structured query language", "quotation_changed"),
        ("How many Snowflake queries did you write?", "SQL", "skill_presupposed"),
        ("How many services did you build in Python?", "Python", "already_shown"),
    ],
)
def test_a_hosts_question_is_held_to_the_rules(bureau: Bureau, question: str, requirement: str, rule: str) -> None:
    told = asked(bureau, draft=[{"question": question, "requirement": requirement}])

    assert told.status == "rejected"
    assert rule in [finding.rule for finding in told.findings]


def test_a_hosts_score_is_computed_again(bureau: Bureau) -> None:
    draft = {
        "question": "How much SQL did you write?",
        "requirement": "SQL",
        "impact": "MEDIUM",
        "probability": "LOW",
    }

    told = asked(bureau, draft=[draft | {"gap_score": 0.99}])

    assert [one.gap_score for one in told.questions] == [0.51]


def test_a_host_gets_a_brief_without_contact_details(bureau: Bureau) -> None:
    ref = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))

    told = ask(GapRequest(ref, options=WritingOptions(writer="host")), bureau)

    assert (told.status, told.files) == ("brief", ())
    assert told.brief is not None
    assert "nora.whitfield" not in str(told)
    assert told.brief.evidence_total >= len(told.brief.evidence) > 0


def test_questions_that_a_person_edited_are_left_alone(bureau: Bureau) -> None:
    told = asked(bureau)
    page = bureau.root.folder / told.files[0]
    page.write_text("mine", "utf-8")

    again = asked(bureau, draft=[{"question": "How much SQL did you write?", "requirement": "SQL"}])

    assert page.read_text("utf-8") == "mine"
    assert [warning.code for warning in again.warnings] == ["HAND_EDITED"]


def test_an_unknown_application_and_an_unknown_question_are_named(bureau: Bureau) -> None:
    with pytest.raises(Unknown, match="app_none"):
        answer(bureau, "app_none", AnswerGiven("gq_none", SQL))
    with pytest.raises(Unknown, match="gq_none"):
        answer(bureau, asked(bureau).application_id, AnswerGiven("gq_none", SQL))
    with pytest.raises(InvalidInput, match="application_id, or cv_id with posting"):
        ask(GapRequest(ApplicationRef(cv_id="cv_a")), bureau)
