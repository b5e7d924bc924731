"""Interview sheets: likely questions, answers in four parts from a person's own deeds, gaps said as gaps."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from bureaus import BUREAUS
from factpeople import PEOPLE, Applicant
from references import NORA, NORTHGATE

from careervp_mcp.career.applications import the_application
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.interviewing import prepare
from careervp_mcp.career.interviews import CEILING, STAR, InterviewRequest, InterviewWritten
from careervp_mcp.career.interviewwriting import InterviewPrepGenerator
from careervp_mcp.career.writing import Draft

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
STORY = {
    "situation": ["At Brightwater I was a Data Engineer."],
    "task": ["A pipeline had to run faster."],
    "action": ["I cut the nightly pipeline from 5 hours to 95 minutes by rebuilding it in Airflow."],
    "result": ["It became 3.2 times as fast."],
}


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def prepared(bureau: Bureau, draft: Draft | None = None, **more: Any) -> InterviewWritten:
    return prepare(InterviewRequest(REF, draft, **more), bureau)


def question(**parts: Any) -> Draft:
    return {"questions": [{"type": "Technical", "question": "What did you make faster?", **STORY, **parts}]}


def test_each_answer_has_four_parts_and_enough_to_say(bureau: Bureau) -> None:
    sheet = InterviewPrepGenerator(the_application(REF, bureau), InterviewRequest(REF)).generate()

    assert all(answer.star_elements[name] for answer in sheet.answers for name in STAR)
    assert all(90 <= answer.word_count <= 300 for answer in sheet.answers)
    assert 5 <= len(sheet.ask) <= 7


def test_without_gap_answers_no_question_is_gap_focused_and_with_them_it_comes_first(bureau: Bureau) -> None:
    assert "Gap-Focused" not in prepared(bureau).questions_by_type
    asked = ask(GapRequest(REF), bureau)
    store_answers(AnswersRequest(asked.application_id, (AnswerGiven(asked.questions[1].id, declined=True),)), bureau)

    sheet = prepared(bureau)

    assert (sheet.status, sheet.questions[0].type, sheet.questions[0].priority) == ("accepted", "Gap-Focused", 1)
    assert "Kubernetes" in sheet.questions[0].question
    text = (bureau.root.folder / sheet.files[0]).read_text("utf-8")
    assert "I have not worked with Kubernetes yet" in text


@pytest.mark.parametrize(("more", "most"), [({"max_questions": 3}, 3), ({"question_types": ("Technical",)}, 4)])
def test_fewer_questions_are_made_where_fewer_are_wanted(bureau: Bureau, more: dict[str, Any], most: int) -> None:
    sheet = prepared(bureau, **more)

    assert sheet.total_questions is not None
    assert 0 < sheet.total_questions <= most
    assert all(count <= 4 for count in sheet.questions_by_type.values())


def test_pay_is_told_only_in_the_users_own_words(bureau: Bureau) -> None:
    folder = bureau.root.folder
    plain = (folder / prepared(bureau).files[0]).read_text("utf-8")
    told = (folder / prepared(bureau, salary_text="between 90 and 100 thousand").files[0]).read_text("utf-8")

    assert "No figure is known" in plain
    assert "In your own words: between 90 and 100 thousand." in told


def test_a_hosts_true_answer_is_accepted_and_checked(bureau: Bureau) -> None:
    sheet = prepared(bureau, question())

    assert (sheet.status, sheet.writer_used) == ("accepted", "host")
    assert [(check.facts, check.impact) for check in sheet.checks] == [("pass", "STRONG")]


@pytest.mark.parametrize(
    ("parts", "rule", "path"),
    [
        ({"result": ["It became almost 75% faster."]}, "percent_inflated", "/questions/0/result/0"),
        ({"action": []}, "section_missing", "/questions/0"),
        ({"task": ["so " * 301]}, "too_long", "/questions/0"),
    ],
)
def test_a_hosts_answer_that_breaks_a_rule_comes_back_with_its_place(
    bureau: Bureau, parts: dict[str, Any], rule: str, path: str
) -> None:
    sheet = prepared(bureau, question(**parts))

    assert (sheet.status, sheet.files) == ("rejected", ())
    assert path in [one.path for one in sheet.findings if one.severity == "CRITICAL"]
    assert rule in [one.rule for one in sheet.findings] or path.endswith("result/0")


@pytest.mark.parametrize("told", [{"questions": []}, {"answers": []}, question(type="Trivia"), question(task="one")])
def test_a_draft_of_another_form_is_refused(bureau: Bureau, told: Draft) -> None:
    with pytest.raises(InvalidInput, match="draft"):
        prepared(bureau, told)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
def test_each_person_of_the_bench_gets_an_accepted_sheet_within_its_limits(who: Applicant, tmp_path: Path) -> None:
    bureau = BUREAUS["memory"](tmp_path)
    cv_id = import_cv(ImportRequest(text=who.cv), bureau).cv_id
    posting = PostingRef(text=who.posting, company=who.company, title=who.title)

    sheet = prepare(InterviewRequest(ApplicationRef(cv_id=cv_id, posting=posting)), bureau)

    assert (sheet.status, [one.rule for one in sheet.findings if one.severity == "CRITICAL"]) == ("accepted", [])
    assert sheet.total_questions is not None
    assert 3 <= sheet.total_questions <= 10
    assert weight(asdict(sheet)) <= CEILING
