from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from snapshots import coded, path, published, recorded

from careervp_mcp.career.ceilings import weight
from careervp_mcp.server import INSTRUCTIONS

Era = Literal["auto", "legacy"]
OTHERS_FORM = {"additionalProperties": True, "type": "object"}
"""A posting in JSON, of which others decide the fields; a draft, whose schema no definition carries."""
WRITERS = ("cover_letter", "cv_tailor", "gap_questions", "interview_prep", "vpr_generate")
OPEN = {"add_jobs": 1, "cv_import": 1, **dict.fromkeys(WRITERS, 1)}
DEAREST, ALL_TOGETHER = 900, 14_000
"""Tokens of one tool's name, description and input schema, and of all of them."""
CUT = 2048
"""Characters after which clients cut descriptions and instructions."""


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_clients_of_both_eras_are_told_what_is_recorded_and_nothing_else(era: Era) -> None:
    told = await published(era)

    assert told == recorded()


def test_the_packages_definitions_are_what_the_code_says_now() -> None:
    assert path().read_text("utf-8") == coded(), "the tool list changed: look at it, then run `make snapshots`"


@pytest.fixture(params=sorted(recorded()))
def tool(request: pytest.FixtureRequest) -> dict[str, Any]:
    return recorded()[str(request.param)]


def test_every_tool_has_a_title_hints_and_a_description_that_no_client_cuts(tool: dict[str, Any]) -> None:
    hints = tool["annotations"]

    assert tool["title"]
    assert hints["readOnlyHint"] or hints["destructiveHint"] is not None
    assert 0 < len(tool["description"]) <= CUT
    assert "\n    " not in tool["description"]


def test_the_first_sentence_of_a_tool_says_what_it_is_for(tool: dict[str, Any]) -> None:
    first = tool["description"].split("\n\n")[0]

    assert first.endswith(".")
    assert len(first) < 150


def test_no_definition_costs_a_caller_more_than_its_share() -> None:
    costs = {
        name: weight({key: told[key] for key in ("name", "description", "inputSchema")})
        for name, told in recorded().items()
    }

    assert {name: cost for name, cost in costs.items() if cost > DEAREST} == {}
    assert sum(costs.values()) <= ALL_TOGETHER


def test_the_instructions_are_not_cut() -> None:
    assert len(INSTRUCTIONS) <= CUT


def test_the_schemas_of_every_tool_are_valid_objects(tool: dict[str, Any]) -> None:
    for schema in (tool["inputSchema"], tool["outputSchema"]):
        Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
        assert not {"oneOf", "anyOf", "allOf"} & schema.keys()


def test_arguments_are_closed_at_every_level(tool: dict[str, Any]) -> None:
    objects = [part for part in parts(tool["inputSchema"]) if part.get("type") == "object"]
    opened = [part for part in objects if part["additionalProperties"] is not False]

    assert objects
    assert opened == [OTHERS_FORM] * OPEN.get(tool["name"], 0)


def test_a_result_needs_no_field_at_its_root_so_that_an_error_fits_as_well(tool: dict[str, Any]) -> None:
    assert "required" not in tool["outputSchema"]
    assert "error" in tool["outputSchema"]["properties"]


def parts(schema: Any) -> list[dict[str, Any]]:
    """Every object of a schema, itself included."""
    if isinstance(schema, dict):
        return [schema, *(found for value in schema.values() for found in parts(value))]
    return [found for value in schema for found in parts(value)] if isinstance(schema, list) else []
