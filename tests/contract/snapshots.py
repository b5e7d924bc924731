"""Write again what the package tells of its tools; and what clients of each era are told."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from mcp import Client

import careervp_mcp.tools
from careervp_mcp.definitions import FILE, defined, packaged
from careervp_mcp.desk import Desk
from careervp_mcp.server import build_server
from careervp_mcp.settings import Settings
from careervp_mcp.tools import TOOLS

TOLD = {"name", "title", "description", "input_schema", "output_schema", "annotations"}


async def published(mode: Literal["auto", "legacy"] = "auto") -> dict[str, dict[str, Any]]:
    """Each tool's definition, as a client of that era lists it."""
    desk = Desk(Settings(root=Path("unused"), state_dir=Path("unused")))
    async with Client(build_server(desk), mode=mode) as client:
        listed = (await client.list_tools()).tools
    return {
        tool.name: tool.model_dump(mode="json", by_alias=True, exclude_none=True, include=TOLD) for tool in listed
    }


def recorded() -> dict[str, dict[str, Any]]:
    """The same, as the package's file and list have it."""
    held = packaged()
    return {
        tool.name: {
            "name": tool.name,
            "title": tool.title,
            "description": held[tool.name].description,
            "inputSchema": held[tool.name].parameters,
            "outputSchema": held[tool.name].output_schema,
            "annotations": tool.annotations.model_dump(mode="json", by_alias=True, exclude_none=True),
        }
        for tool in TOOLS
    }


def coded() -> str:
    """The package's file, as the code says it now."""
    told = {tool.name: asdict(defined(tool.function)) for tool in TOOLS}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def path() -> Path:
    """Where the package keeps its file."""
    return Path(careervp_mcp.tools.__file__).with_name(FILE)


def main() -> None:
    """Write the file."""
    path().write_text(coded(), encoding="utf-8")


if __name__ == "__main__":
    main()
