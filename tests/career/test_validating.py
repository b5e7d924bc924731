"""fvs_validate: a document is proved against the CV, judged as it is written, and compared with its siblings."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from bureaus import BUREAUS
from references import NORA, NORTHGATE, edited

from careervp_mcp.career.artefacts import Artefact, put_artefact
from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.validated import CEILING, Validated, ValidateRequest
from careervp_mcp.career.validating import REPORT, validate

CV = "cv_nora"


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def judged(bureau: Bureau, text: str, kind: Any = "cv", **more: Any) -> Validated:
    return validate(ValidateRequest(text=text, cv_id=CV, kind=kind, **more), bureau)


def artefact(bureau: Bureau, name: str, kind: Any, text: str, bank_hash: str = "") -> None:
    with bureau.records.transaction() as ledger:
        put_artefact(ledger, bureau, Artefact(name, kind, "app_0123456789ab", CV, text, bank_hash))


def test_the_cvs_own_text_passes_without_a_finding_of_fact(bureau: Bureau) -> None:
    answer = judged(bureau, NORA)

    assert answer.passed
    assert [one for one in answer.findings if one.severity == "CRITICAL"] == []
    assert answer.facts is not None
    assert answer.facts.failed == 0
    assert answer.ats is not None
    assert answer.ats.score == 100
    assert answer.completeness is not None
    assert answer.completeness.missing_sections == ()


def test_a_raised_percentage_is_one_critical_finding_on_the_changed_figure(bureau: Bureau) -> None:
    text = edited("nora", "27%", "37%")

    (finding,) = [one for one in judged(bureau, text).findings if one.severity == "CRITICAL"]

    assert (finding.rule, finding.expected, finding.facts) == ("percent_inflated", "27%", ("r2.b2.m1",))
    assert text[slice(*finding.span)] == "37%"


def test_an_open_end_and_a_higher_degree_are_two_critical_findings(bureau: Bureau) -> None:
    text = edited("nora", "02/2021", "Present").replace("B.S.", "M.S.")

    answer = judged(bureau, text)

    assert not answer.passed
    assert sorted(one.text for one in answer.findings if one.severity == "CRITICAL") == ["M.S.", "Present"]


def test_a_letter_that_says_another_figure_than_the_cv_conflicts_with_it_by_name(bureau: Bureau) -> None:
    artefact(bureau, "tcv_0123456789ab", "cv", NORA)
    artefact(
        bureau, "let_0123456789ab", "letter", "I reduced cloud spend by 25%, by moving cold data to cheaper storage."
    )

    answer = validate(ValidateRequest(application_id="app_0123456789ab"), bureau)

    (conflict,) = [one for one in answer.findings if one.rule == "cross_document_conflict"]
    assert "tcv_0123456789ab" in conflict.hint + (conflict.document or "")
    assert "let_0123456789ab" in conflict.hint
    assert not answer.passed
    assert answer.consistency is not None
    assert (answer.consistency.pairs, answer.consistency.conflicts) == (1, 1)
    assert answer.completeness is not None
    assert answer.completeness.missing_documents == ("report", "interview")


def test_a_document_of_an_older_reading_of_the_cv_is_told_as_stale(bureau: Bureau) -> None:
    artefact(bureau, "tcv_0123456789ab", "cv", NORA, bank_hash="000000000000")

    answer = validate(ValidateRequest(application_id="app_0123456789ab"), bureau)

    assert answer.consistency is not None
    assert answer.consistency.stale == ("tcv_0123456789ab",)
    assert "STALE" in [warning.code for warning in answer.warnings]


def test_two_machine_phrases_cost_two_points_and_the_pass(bureau: Bureau) -> None:
    answer = judged(bureau, "I leverage robust pipelines.", "other")

    assert answer.quality is not None
    assert answer.quality.ai_pattern_score == 8.0
    assert not answer.passed


def test_only_the_checks_that_are_asked_are_made(bureau: Bureau) -> None:
    answer = judged(bureau, edited("nora", "27%", "37%"), checks=("quality",))

    assert (answer.facts, answer.ats, answer.consistency, answer.completeness) == (None, None, None, None)
    assert "percent_inflated" not in [one.rule for one in answer.findings]


def test_a_true_rounding_stands_in_speech_and_not_in_a_document(bureau: Bureau) -> None:
    text = "I saved about $390K a year by moving cold data to cheaper storage."

    speech, document = (judged(bureau, text, "letter", channel=channel) for channel in ("speech", "document"))

    assert [one.rule for one in speech.findings if one.severity == "CRITICAL"] == []
    assert [one.rule for one in document.findings if one.severity == "CRITICAL"] != []


def test_what_the_posting_says_of_its_company_is_no_invention(bureau: Bureau) -> None:
    text = "Northgate Logistics runs 40 depots across Ohio."

    answer = judged(bureau, text, "letter", checks=("facts",), posting=PostingRef(text=NORTHGATE))

    assert [one.text for one in answer.findings] == []


def test_a_report_holds_every_finding_and_claim_for_a_day(bureau: Bureau) -> None:
    answer = judged(bureau, edited("nora", "27%", "37%"))
    key = answer.uris.report.removeprefix("careervp://reports/")

    payload = bureau.kept(REPORT, key)

    assert payload is not None
    (document,) = json.loads(payload)["documents"]
    assert len(document["findings"]) == answer.findings_total
    assert "verdict" in document["claims"][0]


def test_an_answer_of_many_findings_keeps_its_ceiling_and_says_where_the_rest_is(bureau: Bureau) -> None:
    text = "\n".join(
        f"- Led {number} robust, seamless teams of {number} in Paris at Kestrel {number}." for number in range(40, 90)
    )

    answer = judged(bureau, text, "letter")

    assert answer.findings_total > len(answer.findings)
    assert weight(dataclasses.asdict(answer)) <= CEILING
    assert answer.uris.report in answer.next[-1]


FOR: dict[str, Any] = {"text": "I led.", "cv_id": CV}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"cv_id": CV}, "VALIDATION_ERROR", "exactly one of artefact_id, application_id, path, text; got none"),
    ({"cv_id": CV, "text": "a", "path": "b"}, "VALIDATION_ERROR", "got path and text"),
    ({"text": "I led."}, "VALIDATION_MISSING_REQUIRED_FIELD", "cv_id is required"),
    (FOR | {"cv_id": "cv_other"}, "CV_NOT_FOUND", "no CV has the id cv_other"),
    (FOR | {"cv_id": "nora"}, "VALIDATION_INVALID_CV_ID", "such as cv_gate_001"),
    ({"text": "  ", "cv_id": CV}, "VALIDATION_TEXT_TOO_SHORT", "at least 1 characters, got 0"),
    ({"text": "word " * 12_001, "cv_id": CV}, "VALIDATION_TEXT_TOO_LONG", "at most 60,000"),
    ({"text": "<script>", "cv_id": CV}, "VALIDATION_ERROR", "holds script"),
    ({"artefact_id": "let_0"}, "NOT_FOUND", "no artefact has the id let_0"),
    ({"application_id": "app_0"}, "NOT_FOUND", "no application has the id app_0"),
    ({"path": "letter.md", "cv_id": CV}, "FILE_NOT_FOUND", "not found: letter.md"),
    ({"path": "../letter.md", "cv_id": CV}, "VALIDATION_ERROR", "outside the root"),
    ({"path": "letter.odt", "cv_id": CV}, "UNSUPPORTED_FILE_FORMAT", "must end in one of"),
    (FOR | {"posting": PostingRef(text="short")}, "VALIDATION_JOB_DESCRIPTION_TOO_SHORT", "at least 50"),
    (FOR | {"posting": PostingRef(text="word " * 10_001)}, "VALIDATION_JOB_DESCRIPTION_TOO_LONG", "at most 50,000"),
    (FOR | {"posting": PostingRef(text="\u200b" * 60)}, "VALIDATION_JOB_DESCRIPTION_EMPTY", "fewer than 50"),
    (FOR | {"posting": PostingRef(job_id="job_0")}, "JOB_NOT_FOUND", "no posting has the id"),
    (FOR | {"posting": PostingRef(job_db_id=7)}, "JOB_NOT_FOUND", "no row 7"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "code", "words"), REFUSED, ids=[f"{code}-{words}" for _, code, words in REFUSED])
def test_what_can_not_be_judged_is_refused_with_its_code_and_what_would_be_right(
    tmp_path: Path, asked: dict[str, Any], code: str, words: str
) -> None:
    bureau = BUREAUS["memory"](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), bureau)

    with pytest.raises(CareerError) as refused:
        validate(ValidateRequest(**asked), bureau)

    assert (refused.value.code, refused.value.retryable) == (code, False)
    assert words in refused.value.message
    assert str(tmp_path) not in refused.value.message


def test_another_owners_cv_answers_as_an_unknown_one(bureau: Bureau) -> None:
    stranger = dataclasses.replace(bureau, owner="stranger")

    with pytest.raises(CareerError) as refused:
        judged(stranger, NORA)

    assert refused.value.code == "CV_NOT_FOUND"
