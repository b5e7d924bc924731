"""How long the server takes from being started to its first answers, against a bare server of the same SDK.

Both are started the same way by the same interpreter, one after the other, in pairs whose order changes,
and both are spoken to in raw JSON lines, so that each pays for itself alone. Two moments are taken:
`server/discover` (or `initialize`) answered, and the tool list answered after it. Both keep their bytecode
in a scratch folder that the first, uncounted start of each fills, as any installed package's is kept.

    python benchmarks/startup.py [--pairs 15] [--era modern|legacy]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BAR = 1.15
"""The most that our tools may add to the SDK's own start-up."""

BARE = '''\
from mcp.server import MCPServer

server = MCPServer("bare")


@server.tool()
def echo(text: str) -> str:
    """The same text."""
    return text


server.run()
'''

MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "startup", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}
LEGACY = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "startup", "version": "1"}}

DIALOGUES: dict[str, tuple[dict[str, Any], ...]] = {
    "modern": (
        {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": MODERN},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": MODERN},
    ),
    "legacy": (
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": LEGACY},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}},
    ),
}


@dataclass(frozen=True, slots=True)
class Start:
    """One start, in milliseconds from the spawn; `processor` is the whole life of the process."""

    first_answer: float
    tool_list: float
    processor: float


def main() -> None:
    """Print medians, spread and ratios, and whether the bar is held; a benchmark never fails."""
    parser = argparse.ArgumentParser(description="Start-up of careervp-mcp against a bare server of the same SDK")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--era", choices=sorted(DIALOGUES), default="modern")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bare = Path(scratch, "bare.py")
        bare.write_text(BARE)
        side = _Side(DIALOGUES[chosen.era], _environment(Path(scratch)))
        pairs = list(_pairs(str(bare), _console_script(), side, chosen.pairs))
    print(f"{chosen.pairs} pairs, {chosen.era} era, Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    print(f"{'milliseconds':16}{'bare':>16}{'careervp-mcp':>16}{'ratio':>8}{'of pairs':>10}")
    held = [_row(name, pairs) <= BAR for name in Start.__slots__]
    wall = held[:2]
    print(f"start-up is {'within' if all(wall) else 'ABOVE'} {BAR} times the bare server's")


def _row(name: str, pairs: list[tuple[Start, Start]]) -> float:
    bare, ours = ([getattr(start, name) for start in side] for side in zip(*pairs, strict=True))
    ratio: float = statistics.median(ours) / statistics.median(bare)
    of_pairs = statistics.median(our / theirs for theirs, our in zip(bare, ours, strict=True))
    print(f"{name.replace('_', ' '):16}{_told(bare):>16}{_told(ours):>16}{ratio:8.3f}{of_pairs:10.3f}")
    return ratio


def _told(times: list[float]) -> str:
    """The median, and half the distance between the quartiles."""
    low, middle, high = statistics.quantiles(times, n=4)
    return f"{middle:.0f} ±{(high - low) / 2:.0f}"


@dataclass(frozen=True, slots=True)
class _Side:
    """What both servers are given alike."""

    dialogue: tuple[dict[str, Any], ...]
    environment: dict[str, str]

    def start(self, script: str) -> Start:
        """Start the script, talk to it, wait for its end."""
        moments = []
        begun = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment
        ) as server:
            if server.stdin is None or server.stdout is None:
                raise RuntimeError("no pipes")
            for message in self.dialogue:
                server.stdin.write(json.dumps(message).encode() + b"\n")
                server.stdin.flush()
                if "id" in message:
                    _expect(server.stdout.readline(), message)
                    moments.append((time.perf_counter() - begun) * 1000)
            server.stdin.close()
            _, status, usage = os.wait4(server.pid, 0)
            server.returncode = os.waitstatus_to_exitcode(status)
        return Start(moments[0], moments[1], (usage.ru_utime + usage.ru_stime) * 1000)


def _pairs(bare: str, ours: str, side: _Side, count: int) -> Iterator[tuple[Start, Start]]:
    side.start(bare), side.start(ours)  # compiles both, and fills the disk cache
    for number in range(count):
        if number % 2:
            theirs = side.start(bare)
            yield theirs, side.start(ours)
        else:
            mine = side.start(ours)
            yield side.start(bare), mine


def _environment(scratch: Path) -> dict[str, str]:
    """This process's, with an empty root and bytecode on."""
    root = scratch / "root"
    root.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "CAREERVP_ROOT": str(root),
        "CAREERVP_STATE_DIR": str(scratch / "state"),
        "CAREERVP_CONFIG": str(scratch / "none.toml"),
        "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"),
    }


def _expect(line: bytes, message: dict[str, Any]) -> None:
    answer = json.loads(line or b"{}")
    if answer.get("id") != message["id"] or "result" not in answer:
        raise SystemExit(f"{message['method']} was not answered: {line.decode()[:300]}")


def _console_script() -> str:
    return str(Path(sysconfig.get_path("scripts"), "careervp-mcp"))


if __name__ == "__main__":
    main()
