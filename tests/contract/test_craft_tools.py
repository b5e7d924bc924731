"""The craft's tools as a client meets them: strict arguments, errors with their codes, resources, no path told."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from mcp import Client, MCPError
from mcp.types import TextResourceContents
from references import NORA, NORTHGATE
from rooms import QuickDesk, fingerprint, quick_desk
from snapshots import recorded

from careervp_mcp.server import build_server

HOSTILE: list[tuple[str, dict[str, Any], str, str]] = [
    ("cv_import", {}, "VALIDATION_MISSING_REQUIRED_FIELD", "source is required"),
    ("cv_import", {"source": {}}, "VALIDATION_ERROR", "exactly one of path, text, filename"),
    ("cv_import", {"source": {"text": 7}}, "VALIDATION_ERROR", "source.text must be text; got 7"),
    ("cv_import", {"source": {"url": "x"}}, "VALIDATION_ERROR", "source.url is not a known field"),
    ("cv_import", {"source": {"text": "a\0b"}}, "VALIDATION_ERROR", "must not hold a NUL"),
    ("cv_import", {"source": {"text": "a\ud800"}}, "VALIDATION_ERROR", "well-formed"),
    ("cv_import", {"source": {"path": "~/cv.txt/../../.."}}, "VALIDATION_ERROR", "source.path"),
    ("cv_import", {"source": {"path": "link.txt"}}, "VALIDATION_ERROR", "outside the root"),
    (
        "cv_import",
        {"source": {"text": NORA}, "options": {"max_tokens": 1}},
        "VALIDATION_ERROR",
        "at least 500; got 1",
    ),
    ("cv_import", {"source": {"text": NORA}, "options": {"writer": "anthropic"}}, "VALIDATION_ERROR", "one of"),
    ("cv_import", {"source": {"text": NORA}, "options": {"language": "fr"}}, "VALIDATION_ERROR", "one of"),
    ("cv_import", {"source": {"text": NORA}, "draft": []}, "VALIDATION_ERROR", "draft"),
    ("fvs_validate", {"cv_id": "cv_1"}, "VALIDATION_MISSING_REQUIRED_FIELD", "target is required"),
    ("fvs_validate", {"target": {"text": "x"}, "cv_id": "cv_1"}, "CV_NOT_FOUND", "no CV has the id cv_1"),
    ("fvs_validate", {"target": {"text": "x"}}, "VALIDATION_MISSING_REQUIRED_FIELD", "cv_id is required"),
    ("fvs_validate", {"target": {"path": "link.txt"}, "cv_id": "cv_1"}, "VALIDATION_ERROR", "outside the root"),
    ("fvs_validate", {"target": {"text": "x"}, "options": {"checks": ["all"]}}, "VALIDATION_ERROR", "one of"),
    (
        "fvs_validate",
        {"target": {"text": "x"}, "options": {"posting": {"t": "x"}}},
        "VALIDATION_ERROR",
        "not a known",
    ),
    ("ats_check", {"target": {"text": "x"}}, "VALIDATION_TEXT_TOO_SHORT", "at least 100 characters, got 1"),
    ("ats_check", {"target": {"text": NORA}, "posting": {"company": "x"}}, "VALIDATION_ERROR", "exactly one of text"),
    ("ats_check", {"target": {"text": NORA}, "posting": {"job_db_id": 3}}, "JOB_NOT_FOUND", "no row 3"),
    (
        "ats_check",
        {"target": {"text": NORA}, "posting": {"path": "link.txt"}},
        "VALIDATION_ERROR",
        "outside the root",
    ),
    ("ats_check", {"target": {"text": NORA}, "posting": {"path": "no.txt"}}, "FILE_NOT_FOUND", "not found: no.txt"),
    (
        "ats_check",
        {"target": {"text": NORA}, "posting": {"path": "a.odt"}},
        "UNSUPPORTED_FILE_FORMAT",
        "end in one of",
    ),
    ("ats_check", {"target": {"path": "scan.pdf"}}, "PARSE_ERROR", "PDF"),
    ("ats_check", {"target": {"text": NORA}, "posting": {"path": "scan.pdf"}}, "PARSE_ERROR", "PDF"),
]


@pytest.fixture
def desk(tmp_path: Path) -> QuickDesk:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside.txt").write_text(NORA)
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "scan.pdf").write_bytes(b"%PDF-1.4\nnothing of a PDF follows\n")
    return quick_desk(root)


async def called(desk: QuickDesk, tool: str, **arguments: Any) -> dict[str, Any]:
    async with Client(build_server(desk)) as client:
        result = await client.call_tool(tool, arguments)
    assert result.structured_content is not None
    schema = recorded()[tool]["outputSchema"]
    Draft202012Validator(schema).validate(json.loads(json.dumps(result.structured_content)))
    return dict(result.structured_content)


async def read(desk: QuickDesk, uri: str) -> dict[str, Any]:
    async with Client(build_server(desk)) as client:
        (content,) = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    told: dict[str, Any] = json.loads(content.text)
    return told


@pytest.mark.parametrize(("tool", "asked", "code", "words"), HOSTILE, ids=[f"{one[0]}-{one[3]}" for one in HOSTILE])
async def test_bad_input_is_refused_with_its_code_and_touches_nothing(
    desk: QuickDesk, tool: str, asked: dict[str, Any], code: str, words: str
) -> None:
    error = (await called(desk, tool, **asked))["error"]

    assert (error["code"], error["retryable"]) == (code, False)
    assert words in error["message"]
    assert str(desk.root.folder.parent) not in error["message"]
    assert not [name for name in fingerprint(desk.root.folder) if name.startswith("data/files")]


async def test_a_cv_is_read_proved_and_screened_and_its_evidence_can_be_read(desk: QuickDesk) -> None:
    imported = await called(desk, "cv_import", source={"text": NORA})
    cv_id = imported["cv_id"]

    judged = await called(
        desk, "fvs_validate", target={"text": NORA}, cv_id=cv_id, options={"kind": "cv", "checks": ["facts"]}
    )
    screened = await called(
        desk, "ats_check", target={"text": NORA}, posting={"text": NORTHGATE, "employer": "Northgate"}, cv_id=cv_id
    )

    assert judged["passed"]
    assert screened["keywords"]["missing_not_held"] == ["Kubernetes", "Terraform", "dbt"]
    bank = await read(desk, imported["uris"]["bank"])
    assert {fact["id"] for fact in bank["facts"]} >= {"r1.title", "r2.b2.m1", "d.years"}
    assert (await read(desk, imported["uris"]["json_resume"]))["resume"]["basics"]["name"] == "Nora Whitfield"
    assert (await read(desk, judged["uris"]["report"]))["passed"]


@pytest.mark.parametrize("uri", ["banks/cv_0", "banks/..", "cvs/cv_0/json-resume", "reports/rep_0", "postings/job_0"])
async def test_a_resource_that_nobody_has_is_not_found(desk: QuickDesk, uri: str) -> None:
    async with Client(build_server(desk)) as client:
        with pytest.raises(MCPError):
            await client.read_resource(f"careervp://{uri}")
