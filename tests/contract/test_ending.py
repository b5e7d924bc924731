"""However a server is ended, its engines end with it and its folders are clean."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rooms import ENDLESS, PATIENCE, engines, nurse, of, server_environment, trackers

MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@dataclass
class Wire:
    """A server process and the two pipes a client holds, without a client's manners."""

    process: "subprocess.Popen[bytes]"
    state: Path
    root: Path
    errors: Path
    asked: int = field(default=0)

    def send(self, arguments: str) -> None:
        """Call career_tailor with arguments in JSON, well formed or not."""
        self.asked += 1
        request = {"jsonrpc": "2.0", "id": self.asked, "method": "tools/call"}
        params = {"name": "career_tailor", "arguments": "@", "_meta": MODERN}
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
def started(folder: Path) -> Iterator[Wire]:
    root, state, errors = nurse(folder / "root"), folder / "state", folder / "errors"
    command = [sys.executable, "-m", "careervp_mcp.cli"]
    with (
        errors.open("wb") as told,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            env=server_environment(root, state),
            cwd=root,
        ) as process,
    ):
        try:
            yield Wire(process, state, root, errors)
        finally:
            process.kill()


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    with started(tmp_path) as wire:
        yield wire


def signalled(number: signal.Signals) -> Callable[[Wire], None]:
    return lambda wire: wire.process.send_signal(number)


def hung_up(wire: Wire) -> None:
    assert wire.process.stdin
    wire.process.stdin.close()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(signalled(signal.SIGINT), 130, id="Ctrl-C"),
        pytest.param(signalled(signal.SIGTERM), 143, id="termination"),
        pytest.param(signalled(signal.SIGHUP), 129, id="a closed terminal"),
        pytest.param(hung_up, 0, id="the end of the input"),
        pytest.param(Wire.close, 0, id="a client that died"),
    ],
)
def test_a_busy_server_ends_at_once_with_its_engines_and_without_noise(
    wire: Wire, end: Callable[[Wire], None], code: int
) -> None:
    wire.busy()

    end(wire)
    ended = wire.process.wait(PATIENCE)

    assert (ended, wire.errors.read_text()) == (code, "")
    assert engines(wire.state) == []
    assert [path.name for path in wire.state.glob("press/run-*")] == []
    assert list(wire.root.rglob(".careervp-*")) == []


def test_an_idle_server_ends_at_the_signal_though_its_input_is_open(wire: Wire) -> None:
    wire.send("{}")
    wire.answer()

    wire.process.send_signal(signal.SIGINT)

    assert wire.process.wait(PATIENCE) == 130
    assert wire.errors.read_text() == ""


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00", r"a\\\ud83d", r"\ud83d\ud83d\ude00"])
def test_text_that_a_client_cut_in_half_is_refused_and_not_left_unanswered(wire: Wire, half: str) -> None:
    wire.send('{"items": [{"tracker_path": "trackers/@"}]}'.replace("@", half))

    error = wire.answer()["result"]["structuredContent"]["error"]

    assert error["message"] == "items[0].tracker_path must be well-formed Unicode text"
    assert not wire.state.exists()


@pytest.mark.parametrize("whole", [r"\ud83d\ude00", r"\\ud83d", r"\u00e9\uD83D\uDE00"])
def test_text_in_whole_pairs_reaches_the_tool_as_it_is(wire: Wire, whole: str) -> None:
    wire.send('{"items": [{"tracker_path": "trackers/@.md"}]}'.replace("@", whole))

    result = wire.answer()["result"]["structuredContent"]["results"][0]

    assert result["tracker_path"] == json.loads(f'"trackers/{whole}.md"')
    assert result["error_code"] == "FILE_NOT_FOUND"


def test_what_the_engine_says_never_reaches_the_wire(wire: Wire) -> None:
    (wire.root / "templates/resume.tex").write_text(
        r"\documentclass{article}\typeout{loud}\begin{document}\undefinedthing"
    )

    wire.send(json.dumps(of(trackers(wire.root)[:1])))

    assert wire.answer()["result"]["structuredContent"]["results"][0]["error_code"] == "COMPILE_ERROR"
    assert os.fsencode("loud") not in wire.errors.read_bytes()
