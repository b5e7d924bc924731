"""Strict tools: unknown keys refused at every level, and every error in our own words and form.

The SDK drops unknown arguments and shows a validation library's text. Here a call either fits its
published schema or comes back as `{"error": {"code", "message", "retryable"}}`, as JSON in the text
block and as structured content.
"""

import dataclasses
import logging
from collections.abc import Callable
from functools import cached_property
from inspect import getdoc
from typing import Any, get_type_hints

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ConfigDict, TypeAdapter, ValidationError, create_model
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_json

from careervp_mcp.career.errors import CareerError, FieldMissing, InvalidInput, understood
from careervp_mcp.refusals import in_our_words

log = logging.getLogger(__name__)

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


class _Exact(ArgModelBase):
    """Arguments that are what they say: no unknown key, no text where a number belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


class StrictTool(Tool):
    """A tool whose arguments are exactly its schema and whose failures speak to the caller."""

    of_the_craft: bool = False
    """Whether an absent field has its own code: the craft's tools tell it apart, the press's do not."""

    @classmethod
    def of(
        cls, function: Callable[..., Any], *, title: str, annotations: ToolAnnotations, of_the_craft: bool = False
    ) -> "StrictTool":
        """The tool that a typed function describes: its docstring is read by a model."""
        loose = Tool.from_function(
            function,
            title=title,
            description=getdoc(function),
            annotations=annotations,
            structured_output=False,
        )
        exact = create_model(f"{loose.name}Arguments", __base__=(_Exact, loose.fn_metadata.arg_model))
        parameters = exact.model_json_schema(schema_generator=_PlainSchema)
        changed = {"parameters": parameters, "fn_metadata": FuncMetadata(arg_model=exact)}
        return cls(**dict(loose) | changed, of_the_craft=of_the_craft)

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """The result's schema; nothing is required, since an error has none of its fields."""
        result = TypeAdapter(get_type_hints(self.fn)["return"])
        schema = result.json_schema(mode="serialization", schema_generator=_ResultSchema)
        schema.pop("required", None)
        own = schema["properties"].get("error")  # a result may tell a normal failure in that place, as text
        error = {"anyOf": [own, ERROR_SCHEMA]} if own else ERROR_SCHEMA
        return schema | {"properties": schema["properties"] | {"error": error}}

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 - the SDK's signature
        """The result as the client gets it; never raises for what a caller or the craft did wrong."""
        try:
            # Not the SDK's validate_arguments: that takes a text for the JSON it may hold.
            values = self.fn_metadata.arg_model.model_validate(arguments).model_dump_one_level()
        except ValidationError as error:
            return failed(self._refusal(error))
        values[self.context_kwarg or "ctx"] = context
        try:
            return succeeded(await self.fn(**values))
        except CareerError as error:
            return failed(error)
        except Exception as error:
            log.exception("tool %s failed", self.name)
            return failed(understood(error))

    def _refusal(self, error: ValidationError) -> CareerError:
        words = in_our_words(error, self.parameters)
        absent = self.of_the_craft and all(problem["type"] == "missing" for problem in error.errors())
        return FieldMissing(words) if absent else InvalidInput(words)


def succeeded(result: Any) -> CallToolResult:
    """A result's fields as structured content and as compact JSON; a field that is None is left out."""
    return _wire(without_none(dataclasses.asdict(result)), is_error=False)


def failed(error: CareerError) -> CallToolResult:
    """The error object, in the text block too: on errors some clients read only that."""
    body = {"code": error.code, "message": error.message, "retryable": error.retryable, "details": error.details}
    return _wire({"error": without_none(body)}, is_error=True)


def without_none(value: Any) -> Any:
    """The same value with every None field left out, at every level."""
    if isinstance(value, dict):
        return {key: without_none(part) for key, part in value.items() if part is not None}
    return [without_none(part) for part in value] if isinstance(value, list | tuple) else value


def _wire(body: dict[str, Any], *, is_error: bool) -> CallToolResult:
    text = TextContent(type="text", text=to_json(body).decode())
    return CallToolResult(content=[text], structured_content=body, is_error=is_error)


class _PlainSchema(GenerateJsonSchema):
    """Schemas without what a model need not read: titles, and defaults that mean `left out`."""

    def generate(self, schema: Any, mode: Any = "validation") -> dict[str, Any]:
        plain: dict[str, Any] = _untitled(super().generate(schema, mode))
        return plain

    def default_schema(self, schema: Any) -> dict[str, Any]:
        plain = super().default_schema(schema)
        return {key: value for key, value in plain.items() if (key, value) != ("default", "")}


class _ResultSchema(_PlainSchema):
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
