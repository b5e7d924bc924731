"""Schemas made of a tool's signature: closed at every level, and without what a model need not read."""

from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver.resolve import find_resolved_parameters
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, func_metadata
from pydantic import ConfigDict, create_model
from pydantic.json_schema import GenerateJsonSchema

CONTEXT = "ctx"
"""The parameter of every tool that is no argument of a call."""


class _Exact(ArgModelBase):
    """Arguments that are what they say: no unknown key, no text where a number belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


def arguments_of(function: Callable[..., Any]) -> type[ArgModelBase]:
    """The model of a tool's arguments."""
    asked = find_resolved_parameters(function)  # of the person, not of the caller
    loose = func_metadata(function, skip_names=[CONTEXT, *asked], structured_output=False)
    return create_model(f"{function.__name__}Arguments", __base__=(_Exact, loose.arg_model))


class PlainSchema(GenerateJsonSchema):
    """Schemas without what a model need not read: titles, and defaults that mean `left out`."""

    def generate(self, schema: Any, mode: Any = "validation") -> dict[str, Any]:
        plain: dict[str, Any] = _untitled(super().generate(schema, mode))
        return plain

    def default_schema(self, schema: Any) -> dict[str, Any]:
        plain = super().default_schema(schema)
        return {key: value for key, value in plain.items() if (key, value) != ("default", "")}


class ResultSchema(PlainSchema):
    """Schemas of results, from which a field that is None is left out: never null, then not required."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])  # a result tells its value, and no caller leaves it out

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002, FBT001 - the library's signature
        schema = field["schema"]
        return bool((schema["schema"] if schema["type"] == "default" else schema)["type"] != "nullable")


def _untitled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _untitled(part) for key, part in value.items() if not (key == "title" and isinstance(part, str))}
    return [_untitled(part) for part in value] if isinstance(value, list) else value
