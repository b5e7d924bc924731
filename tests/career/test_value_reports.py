"""Value reports: six stages from a history and a posting to a proved document, gaps named as openly as strengths."""

import json
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
from careervp_mcp.career.errors import InvalidInput, PrerequisitesNotMet
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.valuereport import CEILING, LIMITS, ReportRequest, ReportWritten
from careervp_mcp.career.valuewriting import VPRGenerator
from careervp_mcp.career.valuing import write_report
from careervp_mcp.career.writing import Draft, WritingOptions

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
SQL = "At Fernhill I wrote SQL every day: 60 reports for 9 analysts, the slowest went from 40 s to 6 s."


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def reported(bureau: Bureau, draft: Draft | None = None, **options: Any) -> ReportWritten:
    return write_report(ReportRequest(REF, draft, WritingOptions(**options)), bureau)


def answered(bureau: Bureau) -> None:
    told = ask(GapRequest(REF), bureau)
    first, second = told.questions
    given = (AnswerGiven(first.id, SQL, confirmed=True, entry="r1"), AnswerGiven(second.id, declined=True))
    store_answers(AnswersRequest(told.application_id, given), bureau)


def draft(summary: str = "At Fernhill the candidate led a team of 4 engineers.", **more: Any) -> Draft:
    return {
        "summary": [summary],
        "matrix": [{"requirement": "Python", "sentences": ["She built a fraud-scoring service in Python."]}],
        "differentiators": [["She raised test coverage at Fernhill from 61% to 88%."]],
        "gaps": [{"requirement": "Kubernetes", "sentences": ["She has not used Kubernetes yet."]}],
        "talking": ["At Brightwater I cut the nightly pipeline from 5 hours to 95 minutes."],
        **more,
    }


def test_each_requirement_is_a_row_and_what_is_missing_is_no_evidence(bureau: Bureau) -> None:
    report = reported(bureau)

    assert (report.status, report.writer_used) == ("accepted", "offline")
    assert {row.requirement: row.alignment for row in report.matrix} == {
        "Python": "STRONG",
        "Airflow": "STRONG",
        "Leading engineers": "STRONG",
        "At least 5 years of experience": "MODERATE",
        "SQL": "DEVELOPING",
        "Kubernetes": "NO_EVIDENCE",
        "Terraform": "NO_EVIDENCE",
        "dbt": "NO_EVIDENCE",
    }
    assert report.verdict is not None
    assert (report.verdict.overall_fit, report.verdict.company_job_fit_score) == ("Moderate", 0.71)
    assert [gap.requirement for gap in report.gaps] == ["“Kubernetes”"]


def test_the_stages_follow_each_other_and_the_last_brings_nothing_back(bureau: Bureau) -> None:
    stages = VPRGenerator(the_application(REF, bureau))
    analysis, evidence = stages._analyze_input(), stages._extract_evidence()  # noqa: SLF001 - their public names
    corrected = stages._self_correct(stages._synthesize(analysis, evidence))  # noqa: SLF001 - as above
    output = stages._generate_output(corrected)  # noqa: SLF001 - as above

    final = stages._final_meta_evaluation(output, corrected)  # noqa: SLF001 - as above

    assert 0 < len(analysis.success_criteria) <= 7
    assert 3 <= len(evidence.differentiators) <= 5
    assert final.sections == output.sections
    assert final.evidence_matrix == output.evidence_matrix
    assert final.meta_evaluation is not None


def test_a_confirmed_answer_comes_first_and_names_its_source(bureau: Bureau) -> None:
    answered(bureau)

    report = reported(bureau)

    assert report.differentiators[0].source == "gap_response"
    assert {row.requirement: row.alignment for row in report.matrix}["SQL"] == "STRONG"
    assert "GAP_STEP_SKIPPED" not in [warning.code for warning in report.warnings]


def test_open_questions_warn_and_where_they_are_required_the_next_call_is_named(bureau: Bureau) -> None:
    assert "GAP_STEP_SKIPPED" in [warning.code for warning in reported(bureau).warnings]
    with pytest.raises(PrerequisitesNotMet, match="gap_questions"):
        reported(bureau, prerequisites="require")
    answered(bureau)
    assert reported(bureau, prerequisites="require").status == "accepted"


def test_a_report_is_kept_with_what_each_sentence_rests_on(bureau: Bureau) -> None:
    report = reported(bureau)

    kept = json.loads((bureau.root.folder / report.files[1]).read_text("utf-8"))
    text = (bureau.root.folder / report.files[0]).read_text("utf-8")
    assert kept["direction"] == "ltr"
    assert all(text[slice(*one["span"])] == one["text"] for one in kept["provenance"])
    assert any(one["facts"] for one in kept["provenance"])


def test_a_hosts_report_is_accepted_when_it_is_true(bureau: Bureau) -> None:
    report = reported(bureau, draft("A 68% faster nightly pipeline came of the work at Brightwater."))

    assert (report.status, [one.rule for one in report.findings if one.severity == "CRITICAL"]) == ("accepted", [])


@pytest.mark.parametrize(
    ("told", "rule", "path"),
    [
        (draft("At Fernhill the candidate led a team of 14 engineers."), "team_size_changed", "/summary/0"),
        (draft(summary="word " * 251), "too_long", "/summary"),
        (draft(talking=[]), "section_missing", "/talking"),
    ],
)
def test_a_hosts_report_that_is_not_comes_back_with_the_place(
    bureau: Bureau, told: Draft, rule: str, path: str
) -> None:
    report = reported(bureau, told)

    assert (report.status, report.files, report.vpr_id) == ("rejected", (), None)
    assert (rule, path) in [(one.rule, one.path) for one in report.findings]


@pytest.mark.parametrize("told", [{"story": []}, draft(matrix=[{"requirement": "Cobol", "sentences": ["x"]}])])
def test_a_draft_of_another_form_is_refused(bureau: Bureau, told: Draft) -> None:
    with pytest.raises(InvalidInput, match="draft"):
        reported(bureau, told)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
def test_each_person_of_the_bench_gets_an_accepted_report_within_its_limits(who: Applicant, tmp_path: Path) -> None:
    bureau = BUREAUS["memory"](tmp_path)
    cv_id = import_cv(ImportRequest(text=who.cv), bureau).cv_id
    posting = PostingRef(text=who.posting, company=who.company, title=who.title)

    report = write_report(ReportRequest(ApplicationRef(cv_id=cv_id, posting=posting)), bureau)

    assert (report.status, [one.rule for one in report.findings if one.severity == "CRITICAL"]) == ("accepted", [])
    assert report.word_count is not None
    assert report.word_count <= sum(most for _, most in LIMITS.values())
    assert weight(asdict(report)) <= CEILING
