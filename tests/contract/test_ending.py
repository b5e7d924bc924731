"""However a server is ended, its engines end with it and its folders are clean."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rooms import PATIENCE, engines, nurse, of, trackers
from torture import every
from wire import Wire, started


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    with started(nurse(tmp_path / "root"), tmp_path / "state", tmp_path / "errors") as wire:
        yield wire


def signalled(number: signal.Signals) -> Callable[[Wire], None]:
    return lambda wire: wire.process.send_signal(number)


def hung_up(wire: Wire) -> None:
    assert wire.process.stdin
    wire.process.stdin.close()


@pytest.mark.parametrize(
    ("end", "code"),
    every(
        2,
        [
            pytest.param(signalled(signal.SIGTERM), 143, id="termination"),
            pytest.param(signalled(signal.SIGINT), 130, id="Ctrl-C"),
            pytest.param(hung_up, 0, id="the end of the input"),
            pytest.param(signalled(signal.SIGHUP), 129, id="a closed terminal"),
            pytest.param(Wire.close, 0, id="a client that died"),
        ],
    ),
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


def test_text_that_a_client_cut_in_half_is_refused_and_not_left_unanswered(wire: Wire) -> None:
    halves = (r"\ud83d", r"\uDE00", r"a\\\ud83d", r"\ud83d\ud83d\ude00")
    for half in halves:
        wire.send('{"items": [{"tracker_path": "trackers/@"}]}'.replace("@", half))

    told = [wire.answer()["result"]["structuredContent"]["error"]["message"] for _ in halves]

    assert told == ["items[0].tracker_path must be well-formed Unicode text"] * len(halves)
    assert not wire.state.exists()


def test_text_in_whole_pairs_reaches_the_tool_as_it_is(wire: Wire) -> None:
    words = (r"\ud83d\ude00", r"\\ud83d", r"\u00e9\uD83D\uDE00")
    for word in words:
        wire.send('{"items": [{"tracker_path": "trackers/@.md"}]}'.replace("@", word))

    told = [wire.answer()["result"]["structuredContent"]["results"][0]["tracker_path"] for _ in words]

    assert sorted(told) == sorted(json.loads(f'"trackers/{word}.md"') for word in words)


def test_what_the_engine_says_never_reaches_the_wire(wire: Wire) -> None:
    (wire.root / "templates/resume.tex").write_text(
        r"\documentclass{article}\typeout{loud}\begin{document}\undefinedthing"
    )

    wire.send(json.dumps(of(trackers(wire.root)[:1])))

    assert wire.answer()["result"]["structuredContent"]["results"][0]["error_code"] == "COMPILE_ERROR"
    assert os.fsencode("loud") not in wire.errors.read_bytes()
