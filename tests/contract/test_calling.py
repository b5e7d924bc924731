"""The same tools from a shell: `careervp-mcp call`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rooms import fingerprint, nurse, of, quick_desk, server_environment, trackers
from torture import every

from careervp_mcp.calling import call_tool


def call(root: Path, *arguments: str, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "careervp_mcp.cli", "call", *arguments],
        input=stdin,
        env=server_environment(root, root.with_name("state"), **environment),
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return nurse(tmp_path / "root")


def body(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("way", every(2, ["standard input", "argument"]))
def test_a_tool_answers_with_its_json_and_tells_progress_aside(root: Path, way: str) -> None:
    asked = json.dumps(of(trackers(root)[-1:]))

    done = (
        call(root, "career_tailor", "-", stdin=asked)
        if way == "standard input"
        else call(root, "career_tailor", asked)
    )

    assert done.returncode == 0
    assert body(done)["failed_count"] == 1
    assert done.stderr.startswith("1/1 trackers/")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["career_tailor", "{"], "the arguments are not JSON"),
        (["career_tailor", "[]"], "the arguments must be one JSON object"),
        (["career_tailor", "NaN"], "the arguments must be one JSON object"),
        (["career_tailor", "[" * 100_000], "the arguments are not JSON"),
        (["career_tailor", ""], "the arguments are not JSON"),
        (["career_tailor", "{}"], "items is required"),
        (["career_tailor", '{"items": []}'], "items must hold at least 1; got 0"),
        (["career_tailor", '{"items": [{"tracker_path": "a\\ud83d"}]}'], "items[0].tracker_path must be well-formed"),
        (["career_tailor", '{"items": [{"tracker_path": "a"}], "\\ud83d": 1}'], "(a field) is not a known field"),
        (["tailor_career", "{}"], "there is no such tool; the tools are: add_jobs, bulk_read_new_jobs"),
    ],
)
def test_what_is_wrong_is_told_as_the_tool_would_before_anything_is_touched(
    root: Path, arguments: list[str], message: str
) -> None:
    before = fingerprint(root.parent)

    told, failed = call_tool(quick_desk(root), *arguments)

    error = json.loads(told)["error"]
    assert failed
    assert (error["code"], error["retryable"]) == ("VALIDATION_ERROR", False)
    assert error["message"].startswith(message)
    assert fingerprint(root.parent) == before


@pytest.mark.parametrize("arguments", every(3, [("career_tailor",), ("career_tailor", "{"), ("tailor_career", "{}")]))
def test_a_call_that_fails_ends_with_1_and_its_error_on_standard_output(
    root: Path, arguments: tuple[str, ...]
) -> None:
    done = call(root, *arguments)

    assert (done.returncode, done.stderr) == (1, "")
    assert body(done)["error"]["code"] == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        ([], {}, "the following arguments are required: TOOL"),
        (["career_tailor", "{}", "{}"], {}, "unrecognized arguments"),
        (["career_tailor", "{}"], {"CAREERVP_WORKERS": "none"}, "CAREERVP_WORKERS: "),
        (["career_tailor", "{}"], {"CAREERVP_EXTRA_ROOTS": "notes=here"}, "CAREERVP_EXTRA_ROOTS: write name="),
    ],
)
def test_bad_use_ends_with_2_and_one_plain_line(
    root: Path, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    done = call(root, *arguments, **environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
