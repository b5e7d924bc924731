"""A request that is not of its schema's form is refused before anything is touched, in our own words."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from mcp import Client
from mcp.types import TextContent
from rooms import fingerprint, nurse, of, quick_desk, server, trackers

from careervp_mcp.server import build_server

ONE = {"tracker_path": "trackers/2026-03-02-lodz_zdrowie_co-lz2291.md"}
KNOWN = "items, force, full_resume_path, resume_template_path, applications_dir, pdflatex_cmd"
TOLD: list[tuple[dict[str, Any], str]] = [
    ({}, "items is required"),
    ({"items": []}, "items must hold at least 1; got 0"),
    ({"items": [ONE] * 101}, "items must hold at most 100; got 101"),
    ({"items": json.dumps([ONE])}, "items must be a list; got text"),
    ({"items": None}, "items must be a list; got null"),
    ({"items": [ONE, "x"]}, "items[1] must be an object; got text"),
    ({"items": [ONE, {"job_db_id": 1}, ONE]}, "items[1].tracker_path is required"),
    ({"items": [ONE], "mode": "full"}, f"mode is not a known field; known here: {KNOWN}"),
    ({"items": [ONE], "compile": True}, f"compile is not a known field; known here: {KNOWN}"),
    ({"items": [ONE | {"id": 7}]}, "items[0].id is not a known field; known here: tracker_path, job_db_id"),
    ({"items": [ONE | {"job_db_id": 0}]}, "items[0].job_db_id must be at least 1; got 0"),
    ({"items": [ONE | {"job_db_id": -1}]}, "items[0].job_db_id must be at least 1; got -1"),
    ({"items": [ONE | {"job_db_id": "7"}]}, "items[0].job_db_id must be a whole number; got text"),
    ({"items": [ONE | {"job_db_id": True}]}, "items[0].job_db_id must be a whole number; got true"),
    ({"items": [ONE | {"job_db_id": 1.5}]}, "items[0].job_db_id must be a whole number; got 1.5"),
    ({"items": [ONE | {"job_db_id": None}]}, "items[0].job_db_id must be a whole number; got null"),
    ({"items": [ONE | {"job_db_id": 10**400}]}, "items[0].job_db_id must be below 2**63"),
    ({"items": [{"tracker_path": " \t"}]}, "items[0].tracker_path must not be blank"),
    ({"items": [{"tracker_path": 7}]}, "items[0].tracker_path must be text; got 7"),
    ({"items": [{"tracker_path": "a\ud800"}]}, "items[0].tracker_path must be well-formed Unicode text"),
    ({"items": [ONE], "full_resume_path": 7}, "full_resume_path must be text; got 7"),
    ({"items": [ONE], "applications_dir": ""}, "applications_dir must not be blank"),
    ({"items": [ONE], "pdflatex_cmd": None}, "pdflatex_cmd must be text; got null"),
    ({"items": [ONE], "force": "yes"}, "force must be true or false; got text"),
    ({"items": [ONE], "force": 1}, "force must be true or false; got 1"),
]
NOT_OURS = ("pydantic", "validation error", "Input should", "input_value", "Traceback", "Arguments")


def told(result: Any) -> dict[str, Any]:
    """The error of a refused call, the same in both its places."""
    assert result.is_error
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert json.loads(block.text) == result.structured_content
    assert result.structured_content.keys() == {"error"}
    error: dict[str, Any] = result.structured_content["error"]
    return error


@pytest.mark.parametrize(("asked", "message"), TOLD, ids=[message[:60] for _, message in TOLD])
async def test_a_request_of_another_form_is_refused_before_anything_is_touched(
    tmp_path: Path, asked: dict[str, Any], message: str
) -> None:
    root = nurse(tmp_path / "root")
    before = fingerprint(tmp_path)

    async with Client(build_server(quick_desk(root))) as client:
        error = told(await client.call_tool("career_tailor", asked))

    assert error == {"code": "VALIDATION_ERROR", "message": message, "retryable": False}
    assert fingerprint(tmp_path) == before


async def test_every_problem_is_told_but_no_more_than_five_and_never_the_value(tmp_path: Path) -> None:
    asked = {"items": [{"tracker_path": "a", "secret-word": "hush", "job_db_id": "hush"}] * 4}

    async with Client(build_server(quick_desk(nurse(tmp_path / "root")))) as client:
        message = told(await client.call_tool("career_tailor", asked))["message"]

    assert message.count(";") >= 5
    assert message.endswith("and 3 more")
    assert not any(word in message for word in ("hush", "secret-word", *NOT_OURS))


@pytest.mark.parametrize("force", ["yes", "true", 1])
async def test_only_true_overwrites(tmp_path: Path, force: object) -> None:
    root = nurse(tmp_path / "root")
    paths = trackers(root)
    async with Client(build_server(quick_desk(root))) as client:
        await client.call_tool("career_tailor", of(paths))
        for resume in root.glob("data/applications/*/resume/resume.tex"):
            resume.write_text("% mine")
        before = fingerprint(root)

        told(await client.call_tool("career_tailor", of(paths) | {"force": force}))

    assert fingerprint(root) == before


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"pdflatex_cmd": "sh"}, "pdflatex_cmd must be one of the engines this server allows"),
        ({"pdflatex_cmd": "/usr/bin/pdflatex"}, "pdflatex_cmd must be one of the engines this server allows"),
        ({"pdflatex_cmd": "pdflatex -shell-escape"}, "pdflatex_cmd must be one of the engines this server allows"),
        ({"applications_dir": "../elsewhere"}, "applications_dir lies outside the root: elsewhere"),
        ({"full_resume_path": "/etc/passwd"}, "full_resume_path lies outside the root: passwd"),
        ({"resume_template_path": "~/../../etc/../../x.tex"}, "resume_template_path lies outside the root: x.tex"),
    ],
)
async def test_a_choice_that_no_item_could_use_refuses_the_whole_request(
    tmp_path: Path, chosen: dict[str, str], message: str
) -> None:
    root = nurse(tmp_path / "root")
    before = fingerprint(tmp_path)

    async with Client(build_server(quick_desk(root))) as client:
        error = told(await client.call_tool("career_tailor", of(trackers(root)) | chosen))

    assert error["code"] == "VALIDATION_ERROR"
    assert error["message"].startswith(message)
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_real_process_refuses_alike(tmp_path: Path, era: Literal["auto", "legacy"]) -> None:
    root = nurse(tmp_path / "root")
    before = fingerprint(tmp_path)

    async with Client(server(root, tmp_path / "state"), mode=era) as client:
        asked = [(asked, message) for asked, message in TOLD if "Unicode" not in message]
        errors = [told(await client.call_tool("career_tailor", request)) for request, _ in asked]

    assert [error["message"] for error in errors] == [message for _, message in asked]
    assert fingerprint(tmp_path) == before
