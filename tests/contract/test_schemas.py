"""The published schemas: the input means what the design document says, and every answer fits the output."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from mcp import Client
from rooms import nurse, of, quick_desk, trackers
from snapshots import recorded

from careervp_mcp.server import build_server

PATH = {"type": "string"}
SEED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "properties": {"tracker_path": PATH, "job_db_id": {"type": "integer", "minimum": 1}},
                "required": ["tracker_path"],
                "additionalProperties": False,
            },
        },
        "force": {"type": "boolean", "default": False},
        "full_resume_path": PATH,
        "resume_template_path": PATH,
        "applications_dir": PATH,
        "pdflatex_cmd": PATH,
    },
    "required": ["items"],
    "additionalProperties": False,
}
"""career_tailor's input, as the design document gives it."""

PUBLISHED = recorded()["career_tailor"]
SEEDED = Draft202012Validator(SEED)
TAKEN = Draft202012Validator(PUBLISHED["inputSchema"])
GIVEN = Draft202012Validator(PUBLISHED["outputSchema"])
ONE = {"tracker_path": "trackers/none.md"}
PATHS = ("full_resume_path", "resume_template_path", "applications_dir")

ANYTHING: tuple[Any, ...] = (7, True, None, [], {})
NO_IDS: tuple[Any, ...] = (0, -1, "7", "", True, False, 1.5, None, [7], {})
NO_FLAGS: tuple[Any, ...] = ("yes", "true", "", 1, 0, None, [], {})
HUGE: tuple[Any, ...] = (2**63, 10**400, 1e300)
GOOD: list[dict[str, Any]] = [
    {"items": [ONE]},
    {"items": [ONE] * 100},
    {"items": [ONE | {"job_db_id": 1}]},
    {"items": [ONE | {"job_db_id": 7.0}]},
    {"items": [ONE | {"job_db_id": 2**63 - 1}]},
    {"items": [ONE], "force": True},
    {"items": [ONE], "force": False},
    {"items": [ONE], "pdflatex_cmd": "lualatex"},
    *({"items": [ONE], name: "some/where"} for name in PATHS),
]
BAD: list[Any] = [
    {},
    {"items": []},
    {"items": [ONE] * 101},
    {"items": None},
    {"items": "[]"},
    {"items": json.dumps([ONE])},
    {"items": {"0": ONE}},
    {"items": [ONE, None]},
    {"items": [ONE, "trackers/none.md"]},
    {"items": [ONE, [ONE]]},
    {"items": [ONE, {"job_db_id": 1}, ONE]},
    {"items": [ONE | {"status": "Reviewed"}]},
    {"items": [ONE | {"compile": True}]},
    {"items": [ONE], "mode": "full"},
    {"items": [ONE], "compile": False},
    {"items": [ONE], "ctx": 1},
    *({"items": [{"tracker_path": value}]} for value in (*ANYTHING, 1.5)),
    *({"items": [ONE | {"job_db_id": value}]} for value in NO_IDS),
    *({"items": [ONE], "force": value} for value in NO_FLAGS),
    *({"items": [ONE]} | {name: value} for name in (*PATHS, "pdflatex_cmd") for value in ANYTHING),
]
BEYOND: list[dict[str, Any]] = [
    *({"items": [ONE, {"tracker_path": blank}]} for blank in ("", " ", "\t\n")),
    *({"items": [ONE], name: blank} for name in (*PATHS, "pdflatex_cmd") for blank in ("", "  ")),
    *({"items": [ONE | {"job_db_id": huge}]} for huge in HUGE),
    {"items": [{"tracker_path": "trackers/\ud83d.md"}]},
    {"items": [ONE], "full_resume_path": "\udc80"},
]
"""What the schema's words let through and no job can mean: blank paths, broken text, ids no database holds."""


def short(value: Any) -> str:
    return ascii(value)[:60]


@pytest.mark.parametrize("asked", GOOD, ids=short)
def test_what_the_design_document_takes_the_published_schema_takes(asked: dict[str, Any]) -> None:
    assert (SEEDED.is_valid(asked), TAKEN.is_valid(asked)) == (True, True)


@pytest.mark.parametrize("asked", BAD, ids=short)
def test_what_the_design_document_refuses_the_published_schema_refuses(asked: dict[str, Any]) -> None:
    assert (SEEDED.is_valid(asked), TAKEN.is_valid(asked)) == (False, False)


SCALARS = (
    st.none() | st.booleans() | st.integers(-2, 9) | st.floats(allow_nan=False) | st.sampled_from(["", "a", "7"])
)
ITEMS = st.fixed_dictionaries(
    {}, optional={"tracker_path": SCALARS | st.just("a"), "job_db_id": SCALARS | st.just(1), "id": SCALARS}
)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "items": st.lists(ITEMS | SCALARS, max_size=3) | st.lists(st.just(ONE), min_size=1) | SCALARS,
        "force": SCALARS | st.booleans(),
        "mode": SCALARS,
        **dict.fromkeys((*PATHS, "pdflatex_cmd"), SCALARS | st.just("a")),
    },
)


@given(asked=REQUESTS)
def test_no_request_tells_the_published_schema_from_the_design_documents(asked: dict[str, Any]) -> None:
    assert TAKEN.is_valid(asked) == SEEDED.is_valid(asked)


async def answered(folder: Path, asked: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
    """Whether the server refused the call, and what it said, at a root with none of the tables' trackers."""
    async with Client(build_server(quick_desk(nurse(folder / "root")))) as client:
        result = await client.call_tool("career_tailor", asked)
    return result.is_error, result.structured_content or {}


@pytest.mark.parametrize("asked", GOOD, ids=short)
async def test_what_the_schema_takes_the_server_takes(tmp_path: Path, asked: dict[str, Any]) -> None:
    refused, body = await answered(tmp_path, asked)

    assert not refused
    assert len(body["results"]) == len(asked["items"])
    assert list(GIVEN.iter_errors(body)) == []


@pytest.mark.parametrize("asked", [*BAD, *BEYOND], ids=short)
async def test_what_the_schema_refuses_the_server_refuses_and_says_so_by_the_schema(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    refused, body = await answered(tmp_path, asked)

    assert refused
    assert body["error"]["code"] == "VALIDATION_ERROR"
    assert list(GIVEN.iter_errors(body)) == []


async def test_a_batch_of_successes_and_failures_fits_the_output_schema(tmp_path: Path) -> None:
    root = nurse(tmp_path / "root")
    async with Client(build_server(quick_desk(root))) as client:
        result = await client.call_tool("career_tailor", of([*trackers(root), "trackers/none.md"]))

    body = result.structured_content or {}
    assert {item["success"] for item in body["results"]} == {True, False}
    assert list(GIVEN.iter_errors(body)) == []


async def test_a_root_that_is_not_there_is_an_error_that_fits_the_output_schema(tmp_path: Path) -> None:
    desk = quick_desk(tmp_path / "root" / "gone")
    async with Client(build_server(desk)) as client:
        result = await client.call_tool("career_tailor", of(["a.md"]))

    body = result.structured_content or {}
    assert result.is_error
    assert list(GIVEN.iter_errors(body)) == []
    assert str(tmp_path) not in json.dumps(body)
