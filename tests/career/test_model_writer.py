"""Documents through the API: a model's drafts are proved like everybody's, and where they fail the rules write."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from apiserver import ApiServer, Said, api, draft
from bureaus import in_memory
from references import NORA, NORTHGATE
from test_letters import CLOSE, HOOK, PROOF

from careervp_mcp.career.artefacts import siblings_of
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.commissions import WriterUnavailable
from careervp_mcp.career.cvtailoring import tailor_cv
from careervp_mcp.career.errors import CareerError, Unforeseen
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.interviewing import prepare
from careervp_mcp.career.interviews import InterviewRequest
from careervp_mcp.career.knowing import know
from careervp_mcp.career.known import KnowledgeRequest
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest, LetterWritten
from careervp_mcp.career.spending import spent_on
from careervp_mcp.career.tailored import TailorRequest
from careervp_mcp.career.valuereport import ReportRequest
from careervp_mcp.career.valuing import write_report
from careervp_mcp.career.writing import WritingOptions
from careervp_mcp.llm.provider import AnthropicProvider
from careervp_mcp.llm.writer import ApiWriter

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
GOOD = {"hook": HOOK, "proof": PROOF, "close": CLOSE}
FALSE = GOOD | {"proof": [*PROOF, "I ran Kubernetes in production for six years."]}
API = WritingOptions(writer="anthropic")
STRICT = WritingOptions(writer="anthropic", fallback=False)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    found = in_memory(tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def asked(bureau: Bureau, server: ApiServer, options: WritingOptions = API, **more: Any) -> LetterWritten:
    model = ApiWriter(AnthropicProvider("sk-loopback", server.url), sleep=lambda _: None)
    return write_letter(LetterRequest(REF, options=options), dataclasses.replace(bureau, model=model, **more))


def kept(bureau: Bureau, application_id: str) -> list[str]:
    return [one.text for one in siblings_of(bureau, application_id)]


def files(bureau: Bureau) -> str:
    return "".join(path.read_text("utf-8") for path in bureau.root.folder.rglob("*") if path.is_file())


def test_a_true_draft_of_a_model_is_kept_with_its_name_and_its_cost(bureau: Bureau) -> None:
    with api(draft(GOOD)) as server:
        told = asked(bureau, server)

    assert (told.status, told.writer_used, told.cost.calls, told.cost.cost_usd) == ("accepted", "anthropic", 1, 0.005)
    assert told.text is not None
    assert HOOK[0] in told.text
    assert spent_on(bureau, told.application_id) == 0.005
    (cost,) = know(KnowledgeRequest("list", "costs"), bureau).items
    assert "cover_letter: 1 calls, 0.0050 dollars" in cost.title


def test_what_a_model_invents_goes_back_to_it_and_its_mended_draft_is_kept(bureau: Bureau) -> None:
    with api(draft(FALSE), draft(GOOD)) as server:
        told = asked(bureau, server)

    assert (told.status, told.writer_used, told.cost.calls) == ("accepted", "anthropic", 2)
    fed_back = server.asked[1]["messages"][0]["content"]
    assert "I ran Kubernetes in production for six years." in fed_back
    assert "skill" in fed_back


def test_a_model_that_always_invents_is_replaced_by_rules_after_three_tries_and_nothing_of_it_is_kept(
    bureau: Bureau,
) -> None:
    with api(draft(FALSE), draft(FALSE | {"close": [*CLOSE, "It was fun."]}), draft(FALSE)) as server:
        told = asked(bureau, server)

    assert len(server.asked) == 3
    assert (told.status, told.writer_used, told.cost.calls) == ("accepted", "offline", 3)
    (fell,) = [warning for warning in told.warnings if warning.code == "WRITER_FELL_BACK"]
    assert fell.message.startswith("FVS_VIOLATION_DETECTED after 3 tries: no draft of the model passed (")
    assert not any("six years" in text for text in [*kept(bureau, told.application_id), files(bureau)])
    offline = write_letter(LetterRequest(REF), bureau)
    assert offline.text == told.text


def test_without_fallback_three_false_drafts_are_an_error_and_are_paid(bureau: Bureau) -> None:
    always = (draft(FALSE), draft(FALSE | {"close": CLOSE[:1]}), draft(FALSE))
    with api(*always) as server, pytest.raises(CareerError) as caught:
        asked(bureau, server, STRICT)

    assert (caught.value.code, caught.value.retryable) == ("FVS_VIOLATION_DETECTED", False)
    assert "six years" not in files(bureau)
    assert know(KnowledgeRequest("summary"), bureau).costs is not None


def test_a_letter_that_says_nothing_of_the_company_is_too_weak(bureau: Bureau) -> None:
    weak = {"hook": ["I would like to work."], "proof": ["I like to learn."], "close": ["Thank you."]}
    with api(draft(weak), draft(weak | {"close": ["Thanks."]})) as server, pytest.raises(CareerError) as caught:
        asked(bureau, server, STRICT)

    assert caught.value.code == "GENERATION_QUALITY_INSUFFICIENT"


@pytest.mark.parametrize(
    ("said", "code", "retryable", "sent"),
    [
        (Said(status=429), "LLM_RATE_LIMITED", True, 4),
        (Said(status=529), "LLM_API_ERROR", True, 4),
        (Said(status=401), "LLM_API_ERROR", False, 1),
        (Said("no json"), "LLM_PARSE_ERROR", True, 3),
        (Said("{}", stop_reason="refusal"), "LLM_PARSE_ERROR", True, 3),
        (Said("{}", stop_reason="max_tokens"), "LLM_PARSE_ERROR", True, 3),
    ],
)
def test_a_provider_that_fails_is_an_error_of_its_own_code_or_the_rules_write(
    bureau: Bureau, said: Said, code: str, *, retryable: bool, sent: int
) -> None:
    with api(said) as server:
        with pytest.raises(CareerError) as caught:
            asked(bureau, server, STRICT)
        assert (caught.value.code, caught.value.retryable, len(server.asked)) == (code, retryable, sent)

        told = asked(bureau, server)
    assert (told.status, told.writer_used) == ("accepted", "offline")
    assert [warning.message.split()[0] for warning in told.warnings if warning.code == "WRITER_FELL_BACK"] == [code]


def test_an_unreadable_answer_is_one_try_and_the_next_may_be_fine(bureau: Bureau) -> None:
    with api(Said("no json"), draft(GOOD)) as server:
        told = asked(bureau, server)

    assert (told.writer_used, told.cost.calls) == ("anthropic", 2)


def test_a_draft_of_another_shape_goes_back_with_what_would_be_right(bureau: Bureau) -> None:
    with api(draft({"letter": "Dear all"}), draft(GOOD)) as server:
        told = asked(bureau, server)

    assert (told.writer_used, len(server.asked)) == ("anthropic", 2)
    assert "its fields are hook, proof, close" in server.asked[1]["messages"][0]["content"]


def test_the_cap_of_an_application_holds_over_calls(bureau: Bureau) -> None:
    dear = dataclasses.replace(draft(GOOD), tokens=(0, 30_000))
    with api(dear) as server:
        asked(bureau, server)
        with pytest.raises(CareerError) as caught:
            asked(bureau, server, STRICT)

    assert (caught.value.code, caught.value.retryable) == ("LLM_BUDGET_EXCEEDED", False)
    assert len(server.asked) == 1


def test_without_a_key_the_rules_write_and_say_so(bureau: Bureau) -> None:
    told = write_letter(LetterRequest(REF, options=API), bureau)

    assert (told.status, told.writer_used, told.cost.calls) == ("accepted", "offline", 0)
    assert "WRITER_UNAVAILABLE after 1 try" in told.warnings[0].message or told.warnings[0].code == "WRITER_FELL_BACK"
    with pytest.raises(WriterUnavailable, match="there is no API key"):
        write_letter(LetterRequest(REF, options=STRICT), bureau)


def test_a_cancelled_call_writes_nothing(bureau: Bureau) -> None:
    with api(draft(GOOD)) as server, pytest.raises(Unforeseen, match="cancelled"):
        asked(bureau, server, cancelled=lambda: True)

    assert (server.asked, files(bureau)) == ([], "")


def test_each_try_is_told_as_progress(bureau: Bureau) -> None:
    steps: list[tuple[int, int, str]] = []
    with api(draft(FALSE), draft(GOOD)) as server:
        asked(bureau, server, progress=lambda *step: steps.append(step))

    assert steps == [(0, 3, "cover_letter: try 1"), (1, 3, "cover_letter: try 2")]


Writing = Callable[[Bureau], Any]


@pytest.mark.parametrize(
    "write",
    [
        lambda bureau: write_report(ReportRequest(REF, options=API), bureau),
        lambda bureau: tailor_cv(TailorRequest(REF, options=API), bureau),
        lambda bureau: write_letter(LetterRequest(REF, options=API), bureau),
        lambda bureau: prepare(InterviewRequest(REF, options=API), bureau),
    ],
    ids=["report", "cv", "letter", "interview"],
)
def test_every_document_is_asked_of_the_model_without_contact_details_and_with_the_posting_fenced(
    bureau: Bureau, write: Writing
) -> None:
    with api(draft({})) as server:
        model = ApiWriter(AnthropicProvider("sk-loopback", server.url), sleep=lambda _: None)
        told = write(dataclasses.replace(bureau, model=model))

    assert (told.status, told.writer_used) == ("accepted", "offline")
    sent = json.dumps(server.asked)
    assert "fraud-scoring service" in sent
    assert not any(private in sent for private in ("example.com", "555 010", "linkedin", "Nora", "Whitfield"))
    assert sent.count("40 depots") >= 1
