"""Be a client of the real server process: `python ask_the_server.py WORKSPACE TRACKER`."""

import os
import sys
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters


async def main(workspace: Path, tracker: str) -> int:
    """List the tools, call one, print its answer; the exit code is 1 when the call was refused."""
    server = StdioServerParameters(
        command=sys.executable,  # in your own program: "careervp-mcp", args=[]
        args=["-m", "careervp_mcp.cli"],
        env={**os.environ, "CAREERVP_ROOT": str(workspace)},
    )
    async with Client(server) as client:
        listed = await client.list_tools()
        print("tools:", ", ".join(tool.name for tool in listed.tools))
        answer = await client.call_tool("career_tailor", {"items": [{"tracker_path": tracker}]})
    print(answer.structured_content)
    return 1 if answer.is_error else 0


if __name__ == "__main__":
    sys.exit(anyio.run(main, Path(sys.argv[1]).resolve(), sys.argv[2]))
