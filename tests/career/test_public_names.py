"""What the runbook's handlers and repository do when they are called from plain Python."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bureaus import BUREAUS, NOW
from references import NORA, NORTHGATE, bank_of
from test_knowledge import ABOUT, filled

from careervp_mcp.career.applications import the_application
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.gaps import GapResponse, hash_of
from careervp_mcp.career.gapwork import GapProcessor, GapResponsesHandler
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.repository import KnowledgeRepository
from careervp_mcp.career.requirements import read_posting, requirements_of
from careervp_mcp.career.researching import read_research
from careervp_mcp.career.tailored import TailorRequest
from careervp_mcp.career.tailoringlogic import CVTailoringLogic
from careervp_mcp.career.tailoringplan import Plan

OWN = "At Fernhill I ran a cluster of 12 nodes for the scoring service and moved it twice."


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    return BUREAUS[request.param](tmp_path)


def answer(owner: str = "local", question: str = "gq_1", at: int = 0, **more: Any) -> GapResponse:
    created = (NOW + timedelta(minutes=at)).isoformat()
    return GapResponse(question, "What of it?", OWN, user_email=owner, created_at=created, **more)


def test_a_history_is_set_against_a_posting() -> None:
    asked = requirements_of(read_posting(NORTHGATE))
    told = GapProcessor().process_gaps(bank_of("nora").facts, asked)

    assert (told.overall_fit, told.value) == ("Moderate", 0.83)
    assert [one.requirement for one in told.missing_qualifications if one.status == "missing"] == ["Kubernetes"]
    assert {one.severity for one in told.missing_qualifications if one.status == "missing"} == {"HIGH"}
    assert len(told.coverage) == 6


def test_impact_statements_hold_no_figure_that_is_not_in_the_answer() -> None:
    (told,) = GapProcessor().generate_impact_statements([replace(answer(), confirmed=True)])

    assert told.text == OWN
    assert GapProcessor().generate_impact_statements([replace(answer(), declined=True)]) == []


def test_two_answers_of_one_application_are_both_kept_and_owners_never_mix(bureau: Bureau) -> None:
    mine, other = GapResponsesHandler(bureau), GapResponsesHandler(replace(bureau, owner="other"))

    assert mine.save_response("local", "app_1", answer()).success
    assert mine.save_response("local", "app_1", answer(question="gq_2", at=1)).success
    refused = other.save_response("local", "app_1", answer())

    assert (refused.success, refused.code) == (False, "NOT_FOUND")
    assert [one.question_id for one in mine.get_responses("app_1")] == ["gq_1", "gq_2"]
    assert other.get_responses("app_1") == []
    assert mine.save_response("local", "app_1", answer(question="")).code == "VALIDATION_MISSING_REQUIRED_FIELD"


def test_the_repository_keeps_finds_and_forgets_each_owners_apart(bureau: Bureau) -> None:
    known = KnowledgeRepository(bureau)
    for owner in ("local", "other"):
        known.save_gap_response(answer(owner, application_id="app_1", question_hash=hash_of("Kubernetes")))
    known.save_company_research("Acme Inc.", read_research("Acme Inc.", ABOUT, "website_text"))

    assert len(known.get_gap_responses("other", "app_1")) == 1
    similar = known.find_similar_response(hash_of("kubernetes"))
    assert similar is not None
    assert similar.user_email == "local"
    assert known.find_similar_response("none") is None
    assert known.get_company_research("acme") is not None
    assert known.delete_user_knowledge("other").data == {"gap_response": 1}
    assert known.get_gap_responses("other", "app_1") == []
    summary = known.get_knowledge_summary("local")
    assert summary.counts is not None
    assert (summary.counts.answers, summary.counts.research) == (1, 1)


def test_the_repository_tells_themes_and_what_sets_apart(bureau: Bureau) -> None:
    known = KnowledgeRepository(bureau)
    for number in range(3):
        known.save_gap_response(answer(application_id=f"app_{number}", requirement="Kubernetes"))
    filled(bureau)

    assert [theme.theme for theme in known.load_themes()] == ["kubernetes"]
    assert known.load_differentiators()


def test_tailoring_has_its_three_stages(bureau: Bureau) -> None:
    import_cv(ImportRequest(text=NORA, cv_id="cv_nora"), bureau)
    ref = ApplicationRef(cv_id="cv_nora", posting=PostingRef(text=NORTHGATE))
    logic = CVTailoringLogic(Plan(the_application(ref, bureau), TailorRequest(ref)))

    analysis, made = logic._analyze(), logic._generate()  # noqa: SLF001 - the runbook's names
    corrected = logic._self_correct(made)  # noqa: SLF001

    assert 1 <= len(analysis.differentiators) <= 5
    assert {"Python", "Airflow"} <= {keyword.name for keyword in analysis.keywords}
    assert "r1.b1" in analysis.supporting_facts
    assert (corrected.made, corrected.changes) == (made, ())
    assert corrected.score >= 7
