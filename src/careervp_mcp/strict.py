"""Strict tools: unknown keys refused at every level, and every error in our own words and form.

The SDK drops unknown arguments and shows a validation library's text. Here a call either fits its
published schema or comes back as `{"error": {"code", "message", "retryable"}}`, as JSON in the text
block and as structured content.
"""

import dataclasses
import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import build_resolver_plans, find_resolved_parameters, resolve_arguments
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.types import CallToolResult, InputRequiredResult, TextContent
from pydantic import ValidationError
from pydantic_core import to_json

from careervp_mcp.career.errors import (
    CareerError,
    FieldMissing,
    InvalidInput,
    TargetLengthInvalid,
    ToneInvalid,
    understood,
)
from careervp_mcp.definitions import Definition
from careervp_mcp.refusals import in_our_words
from careervp_mcp.schemas import CONTEXT, arguments_of
from careervp_mcp.tools import Registered

log = logging.getLogger(__name__)

_NOTHING = FuncMetadata(arg_model=ArgModelBase)
"""In the place of the SDK's own reading of a signature, which is not used."""

_OF_A_FIELD: Mapping[str, type[CareerError]] = {"tone": ToneInvalid, "target_length": TargetLengthInvalid}
"""Fields whose refusal has a code of its own."""


async def _never() -> None:
    """In the place of a function that is imported when it is first called."""


class StrictTool(Tool):
    """A tool whose arguments are exactly its schema and whose failures speak to the caller."""

    definition: Definition
    registered: Registered

    @classmethod
    def of(cls, registered: Registered, definition: Definition) -> "StrictTool":
        """A registered tool that is told as its definition says; its function is imported when first called."""
        return cls(
            fn=_never,
            name=registered.name,
            title=registered.title,
            description=definition.description,
            parameters=definition.parameters,
            fn_metadata=_NOTHING,
            is_async=True,
            context_kwarg=CONTEXT,
            annotations=registered.annotations,
            definition=definition,
            registered=registered,
        )

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """The result's schema."""
        return self.definition.output_schema

    @cached_property
    def _arguments(self) -> type[ArgModelBase]:
        return arguments_of(self.registered.function)

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 - the SDK's signature
        """The result as the client gets it; never raises for what a caller or the craft did wrong."""
        door = context.request_context.lifespan_context.door
        try:
            if door and not self.registered.annotations.read_only_hint:
                door.admit()
            # Not the SDK's validate_arguments: that takes a text for the JSON it may hold.
            values = self._arguments.model_validate(arguments).model_dump_one_level()
        except ValidationError as error:
            return failed(self._refusal(error))
        except CareerError as error:
            return failed(error)
        try:
            asked = await self._answers(values, context)
            if isinstance(asked, InputRequiredResult):
                return asked
            return succeeded(await self.registered.function(**values, **asked, **{CONTEXT: context}))
        except CareerError as error:
            return failed(error)
        except Exception as error:
            log.exception("tool %s failed", self.name)
            return failed(understood(error))

    async def _answers(self, values: dict[str, Any], context: Context[Any, Any]) -> Any:
        """What the person is asked for: parameters that a resolver fills; or the questions, for a client to ask."""
        return await resolve_arguments(*self._resolved, values, context) if self._resolved[0] else {}

    @cached_property
    def _resolved(self) -> tuple[dict[str, Any], dict[Any, Any]]:
        found = find_resolved_parameters(self.registered.function)
        return found, build_resolver_plans(found, set(self._arguments.model_fields)) if found else {}

    def _refusal(self, error: ValidationError) -> CareerError:
        words = in_our_words(error, self.parameters)
        own = {_OF_A_FIELD.get(str(problem["loc"][-1])) for problem in error.errors() if problem["loc"]}
        if self.registered.of_the_craft and len(own) == 1 and (named := own.pop()):
            return named(words)
        absent = self.registered.of_the_craft and all(problem["type"] == "missing" for problem in error.errors())
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
