"""Calling a tool from a terminal or a script: the same server, met in memory, the same answers."""

import json
import sys
from typing import Any

import anyio

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.desk import Desk


def call_tool(desk: Desk, tool: str, text: str) -> tuple[str, bool]:
    """The tool's answer as indented JSON, and whether it is an error; progress goes to standard error."""
    from careervp_mcp.strict import failed

    try:
        body, is_error = anyio.run(_call, desk, tool, _arguments(text))
    except InvalidInput as error:
        body, is_error = failed(error).structured_content, True
    return json.dumps(body, indent=2, ensure_ascii=False), is_error


def _arguments(text: str) -> dict[str, Any]:
    try:
        arguments = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput("the arguments are not JSON; write one JSON object in quotes") from None
    if not isinstance(arguments, dict):
        raise InvalidInput("the arguments must be one JSON object")
    return arguments


async def _call(desk: Desk, tool: str, arguments: dict[str, Any]) -> tuple[Any, bool]:
    from mcp import Client

    from careervp_mcp.server import build_server
    from careervp_mcp.tools import TOOLS

    names = [registered.name for registered in TOOLS]
    if tool not in names:
        known = ", ".join(names)
        raise InvalidInput(f"there is no such tool; the tools are: {known}")
    async with Client(build_server(desk)) as client:
        result = await client.call_tool(tool, arguments, progress_callback=_tell)
    return result.structured_content, bool(result.is_error)


async def _tell(progress: float, total: float | None = None, message: str | None = None) -> None:
    print(f"{progress:.0f}/{total or 0:.0f} {message or ''}", file=sys.stderr)
