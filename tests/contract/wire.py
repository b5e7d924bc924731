"""A server process and the two pipes a client holds, without a client's manners."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rooms import ENDLESS, PATIENCE, engines, of, server_environment, trackers

MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@dataclass
class Wire:
    """A running server; `send` and `answer` are the pipes."""

    process: "subprocess.Popen[bytes]"
    state: Path
    root: Path
    errors: Path
    asked: int = field(default=0)

    def send(self, arguments: str, tool: str = "career_tailor") -> None:
        """Call a tool with arguments in JSON, well formed or not."""
        self.asked += 1
        request = {"jsonrpc": "2.0", "id": self.asked, "method": "tools/call"}
        params = {"name": tool, "arguments": "@", "_meta": MODERN}
        assert self.process.stdin
        line = json.dumps(request | {"params": params}).replace('"@"', arguments)
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def busy(self) -> None:
        """Have it compile what never ends, and wait until it does."""
        (self.root / "templates/resume.tex").write_text(ENDLESS)
        self.send(json.dumps(of(trackers(self.root))))
        waited = time.monotonic()
        while not engines(self.state):
            assert time.monotonic() - waited < PATIENCE
            time.sleep(0.005)

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()


@contextmanager
def started(root: Path, state: Path, errors: Path, **environment: str) -> Iterator[Wire]:
    """A server at `root` whose words go to `errors`; it is gone afterwards."""
    command = [sys.executable, "-m", "careervp_mcp.cli"]
    with (
        errors.open("wb") as told,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=server_environment(root, state, **environment),
            cwd=root,
        ) as process,
    ):
        try:
            yield Wire(process, state, root, errors)
        finally:
            process.kill()
