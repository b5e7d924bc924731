"""What clients are told of each tool: written once from the code into a file of the package, read at every start.

To make it from the code takes each tool's imports and a schema library; a start must not wait for that.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from inspect import getdoc
from typing import Any, get_type_hints

FILE = "definitions.json"
ERROR_SCHEMA = {
    "type": "object",
    "description": "Present alone when the call failed",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "retryable": {"type": "boolean"},
        "details": {"type": "object"},
    },
    "required": ["code", "message", "retryable"],
}


@dataclass(frozen=True, slots=True)
class Definition:
    """What a client is told of a tool's use."""

    description: str
    parameters: dict[str, Any]
    output_schema: dict[str, Any]


def packaged() -> Mapping[str, Definition]:
    """The definitions of all tools, as they were last written."""
    held = json.loads(resources.files("careervp_mcp.tools").joinpath(FILE).read_text("utf-8"))
    return {name: Definition(**parts) for name, parts in held.items()}


def defined(function: Callable[..., Any]) -> Definition:
    """What a typed function's signature and docstring say now."""
    from careervp_mcp.schemas import PlainSchema, arguments_of

    parameters = arguments_of(function).model_json_schema(schema_generator=PlainSchema)
    return Definition(getdoc(function) or "", parameters, _told(function))


def _told(function: Callable[..., Any]) -> dict[str, Any]:
    """The result's schema; nothing is required, since an error has none of its fields."""
    from pydantic import TypeAdapter

    from careervp_mcp.schemas import ResultSchema

    result = TypeAdapter(get_type_hints(function)["return"])
    schema = result.json_schema(mode="serialization", schema_generator=ResultSchema)
    schema.pop("required", None)
    own = schema["properties"].get("error")  # a result may tell a normal failure in that place, as text
    error = {"anyOf": [own, ERROR_SCHEMA]} if own else ERROR_SCHEMA
    return schema | {"properties": schema["properties"] | {"error": error}}
