"""What clients are told of each tool, recorded in one file a tool: run it to write them again."""

import json
from pathlib import Path
from typing import Any, Literal

import anyio
from mcp import Client

from careervp_mcp.desk import Desk
from careervp_mcp.server import build_server
from careervp_mcp.settings import Settings

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOLD = {"name", "title", "description", "input_schema", "output_schema", "annotations"}


async def published(mode: Literal["auto", "legacy"] = "auto") -> dict[str, str]:
    """Each tool's snapshot, as a client of that era lists it."""
    desk = Desk(Settings(root=Path("unused"), state_dir=Path("unused")))
    async with Client(build_server(desk), mode=mode) as client:
        listed = (await client.list_tools()).tools
    return {
        tool.name: _written(tool.model_dump(mode="json", by_alias=True, exclude_none=True, include=TOLD))
        for tool in listed
    }


def recorded() -> dict[str, str]:
    """Each tool's snapshot, as it stands in the repository."""
    return {path.stem: path.read_text(encoding="utf-8") for path in SNAPSHOTS.glob("*.json")}


def main() -> None:
    """Write a file for each tool, and remove those of tools that are gone."""
    tools = anyio.run(published)
    for name in recorded().keys() - tools.keys():
        (SNAPSHOTS / f"{name}.json").unlink()
    for name, text in tools.items():
        (SNAPSHOTS / f"{name}.json").write_text(text, encoding="utf-8")


def _written(tool: dict[str, Any]) -> str:
    """Sorted: the eras list the same keys in another order."""
    return json.dumps(tool, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
