"""The codes of the craft's errors as a client gets them, each with a sentence that says what would be right."""

import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import TextContent
from references import NORA, NORTHGATE
from rooms import QuickDesk, quick_desk

from careervp_mcp.career.commissions import BreakerOpen, TimedOut, TokensExceeded
from careervp_mcp.server import build_server

TO = {"cv_id": "cv_nora", "posting": {"text": NORTHGATE}}
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("cover_letter", {"application": TO, "options": {"tone": "rude"}}, "VALIDATION_INVALID_TONE", "must be one of"),
    (
        "cv_tailor",
        {"application": TO, "options": {"target_length": "ten_pages"}},
        "VALIDATION_INVALID_TARGET_LENGTH",
        "must be one of",
    ),
    (
        "cv_tailor",
        {"application": TO, "options": {"emphasis": list("abcdef")}},
        "VALIDATION_TOO_MANY_EMPHASIS_AREAS",
        "at most 5 areas; got 6",
    ),
    (
        "vpr_generate",
        {"application": TO, "options": {"prerequisites": "require"}},
        "PREREQUISITES_NOT_MET",
        "gap_questions",
    ),
    (
        "company_research",
        {
            "company": "Acme",
            "text": "word " * 300,
            "options": {"source": "website_text", "source_urls": ["https://www.linkedin.com/company/acme"]},
        },
        "JOB_BOARD_URL_REJECTED",
        "linkedin",
    ),
    ("cover_letter", {"application": TO, "draft": {"hook": ["x" * 60_001]}}, "PAYLOAD_TOO_LARGE", "at most 60,000"),
    ("cover_letter", {"application": {"cv_id": "cv_0", "posting": {"text": NORTHGATE}}}, "CV_NOT_FOUND", "cv_import"),
    ("cover_letter", {"application": {"application_id": "app_0"}}, "NOT_FOUND", "app_0"),
    (
        "interview_prep",
        {"application": {"cv_id": "??", "posting": {"text": NORTHGATE}}},
        "VALIDATION_INVALID_CV_ID",
        "cv",
    ),
    (
        "gap_questions",
        {"application": {"cv_id": "cv_nora", "posting": {"text": "Too short."}}},
        "VALIDATION_JOB_DESCRIPTION_TOO_SHORT",
        "50",
    ),
    (
        "cover_letter",
        {"application": TO, "options": {"writer": "anthropic", "fallback": False}},
        "WRITER_UNAVAILABLE",
        "ANTHROPIC_API_KEY",
    ),
    ("cover_letter", {"application": TO, "draft": {}, "options": {"writer": "offline"}}, "VALIDATION_ERROR", "host"),
]


@pytest.fixture
def desk(tmp_path: Path) -> QuickDesk:
    (tmp_path / "root").mkdir()
    return quick_desk(tmp_path / "root")


@pytest.mark.parametrize(("tool", "arguments", "code", "words"), CASES, ids=[case[2] for case in CASES])
async def test_bad_input_gets_its_code_and_leaves_nothing(
    desk: QuickDesk, tool: str, arguments: dict[str, Any], code: str, words: str
) -> None:
    async with Client(build_server(desk)) as client:
        await client.call_tool("cv_import", {"source": {"text": NORA}, "options": {"cv_id": "cv_nora"}})
        result = await client.call_tool(tool, arguments)
        (content,) = result.content
        kept = (await client.call_tool("knowledge", {"action": "list", "kind": "artefacts"})).structured_content

    assert result.is_error
    assert isinstance(content, TextContent)
    error = json.loads(content.text)["error"]
    assert (error["code"], error["retryable"]) == (code, False)
    assert words in error["message"]
    assert kept is not None
    assert kept["items"] == []


@pytest.mark.parametrize(
    ("failure", "code", "retryable"),
    [
        (TimedOut("x"), "LLM_TIMEOUT", True),
        (TokensExceeded("x"), "LLM_TOKEN_LIMIT_EXCEEDED", False),
        (BreakerOpen("x"), "WRITER_UNAVAILABLE", True),
    ],
)
def test_failures_of_a_model_say_whether_to_try_again(failure: Any, code: str, *, retryable: bool) -> None:
    assert (failure.code, failure.retryable) == (code, retryable)
