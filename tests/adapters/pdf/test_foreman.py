import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiers import SYSTEM, dead, descendants, numbered, settings

from careervp_mcp.pdf import foreman as module
from careervp_mcp.pdf.cold import Job, Outcome, Pass
from careervp_mcp.pdf.foreman import Foreman, ForemanLost, Launched
from careervp_mcp.pdf.launch import MOST_BYTES
from careervp_mcp.pdf.press import PlainPress

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="foremen hold processes by Linux's handles")
LIMITS = ["cpu=20", "memory=1073741824", "file=1000000", "open=64"]


def launch(foreman: Foreman, script: str, folder: Path) -> Launched | None:
    """A shell script, whose output goes to the file `said`."""
    with (folder / "said").open("wb") as said:
        return foreman.launch(
            lambda parent: [f"parent={parent}", *LIMITS, "--", "/bin/sh", "-c", script],
            folder,
            {"PATH": SYSTEM, "WORD": "ünï"},
            said.fileno(),
        )


OTHERS: set[int] = set()
"""Foremen of presses that other tests of this process keep open."""


@pytest.fixture(autouse=True)
def others() -> None:
    OTHERS.clear()
    OTHERS.update(helpers())


@pytest.fixture
def foreman(others: None, tmp_path: Path) -> Iterator[Foreman]:  # noqa: ARG001 - counted before it is made
    """One that is at work."""
    made = Foreman()
    assert launch(made, "true", tmp_path) is None
    yield made
    made.close()
    assert helpers() == []


def helpers() -> list[int]:
    """The foremen below this process that came with this test."""
    below = set(descendants(os.getpid())) - OTHERS
    return sorted(pid for pid in below if b"serve=" in _command(pid) and not dead(pid))


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def started(foreman: Foreman, script: str, folder: Path) -> Launched:
    launched = launch(foreman, script, folder)
    assert launched
    return launched


def comes(true: Callable[[], object]) -> bool:
    """Whether something becomes true before patience ends."""
    patience = time.monotonic() + 20
    while not true() and time.monotonic() < patience:
        time.sleep(0.01)
    return bool(true())


def pid_told(folder: Path) -> int:
    """The process that a script has named by `echo`."""
    said = folder / "said"
    assert comes(lambda: said.read_text().endswith("\n"))
    return int(said.read_text())


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 3", 3), ("kill -SEGV $$", -signal.SIGSEGV), ("kill -TERM $$", -signal.SIGTERM)],
)
def test_a_command_tells_how_it_ended(foreman: Foreman, tmp_path: Path, script: str, code: int) -> None:
    launched = started(foreman, script, tmp_path)

    assert launched.ended(20)
    assert launched.end() == code


def test_a_command_has_its_folder_its_environment_and_nothing_else_of_ours(foreman: Foreman, tmp_path: Path) -> None:
    launched = started(foreman, "pwd; env; echo /proc/self/fd/*; cat", tmp_path)

    assert launched.ended(20)
    assert launched.end() == 0
    told = (tmp_path / "said").read_text().split("\n")
    assert told[0] == str(tmp_path)
    assert sorted(told[1:4]) == [f"PATH={SYSTEM}", f"PWD={tmp_path}", "WORD=ünï"]
    assert told[4].count("/proc/self/fd/") == 4  # the three of everybody, and the folder that is listed


def test_commands_run_side_by_side(foreman: Foreman, tmp_path: Path) -> None:
    """The first ends when the second has run."""
    first = started(foreman, f"until [ -e {tmp_path}/done ]; do sleep 0.01; done", tmp_path)

    second = started(foreman, f"touch {tmp_path}/done", tmp_path)

    assert (first.ended(20), second.ended(20)) == (True, True)
    assert (first.end(), second.end()) == (0, 0)


def test_what_nobody_waits_for_ends_with_all_it_started(foreman: Foreman, tmp_path: Path) -> None:
    launched = started(foreman, "sleep 1000 & echo $!; wait", tmp_path)
    below = pid_told(tmp_path)

    code = launched.end()

    assert code == -signal.SIGKILL
    assert comes(lambda: dead(below))


def test_what_a_command_leaves_running_ends_with_it(foreman: Foreman, tmp_path: Path) -> None:
    launched = started(foreman, "sleep 1000 & echo $!", tmp_path)

    assert launched.ended(20)
    assert launched.end() == 0
    assert comes(lambda: dead(pid_told(tmp_path)))


def test_what_runs_ends_with_a_killed_foreman_and_is_lost(foreman: Foreman, tmp_path: Path) -> None:
    launched = started(foreman, "echo $$; exec sleep 1000", tmp_path)
    running = pid_told(tmp_path)

    os.kill(helpers()[0], signal.SIGKILL)

    assert launched.ended(20)
    with pytest.raises(ForemanLost):
        launched.end()
    assert comes(lambda: dead(running))
    assert started(foreman, "exit 3", tmp_path).end() in {3, -signal.SIGKILL}


def test_a_foreman_that_was_stopped_is_given_up(
    foreman: Foreman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0.2)
    started(foreman, "true", tmp_path).end()
    (stopped,) = helpers()
    os.kill(stopped, signal.SIGSTOP)

    with pytest.raises(ForemanLost):
        started(foreman, "true", tmp_path).end()

    assert comes(lambda: dead(stopped))


def test_a_foreman_ends_when_it_has_been_idle(tmp_path: Path) -> None:
    foreman = Foreman(idle_seconds=0.5)
    launch(foreman, "true", tmp_path)
    started(foreman, "true", tmp_path).end()

    assert comes(lambda: helpers() == [])
    foreman.close()


def test_closing_waits_for_what_runs(foreman: Foreman, tmp_path: Path) -> None:
    launched = started(foreman, f"until [ -e {tmp_path}/go ]; do sleep 0.01; done; exit 3", tmp_path)

    foreman.close()
    (tmp_path / "go").touch()

    assert launched.ended(20)
    assert launched.end() == 3
    assert comes(lambda: helpers() == [])


def test_a_foreman_that_nobody_knows_any_more_ends(tmp_path: Path) -> None:
    foreman = Foreman()
    launch(foreman, "true", tmp_path)
    started(foreman, "true", tmp_path).end()

    del foreman
    gc.collect()

    assert helpers() == []


def test_what_runs_ends_when_the_press_is_killed(tmp_path: Path) -> None:
    """Also what a command has started itself, which a kill of the command alone would leave."""
    script = f"""if True:
    import os, pathlib, signal
    from careervp_mcp.pdf.foreman import Foreman
    foreman, folder = Foreman(), pathlib.Path({str(tmp_path)!r})
    words = lambda parent: [f"parent={{parent}}", *{LIMITS!r}, "--", "/bin/sh", "-c", "sleep 1000 & echo $!; wait"]
    with (folder / "said").open("wb") as said:
        launched = [foreman.launch(words, folder, {{"PATH": {SYSTEM!r}}}, said.fileno()) for _ in range(2)][1]
    while not (folder / "said").read_text().endswith("\\n"):
        pass
    os.kill(os.getpid(), signal.SIGKILL)
    """

    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == -signal.SIGKILL
    assert comes(lambda: dead(pid_told(tmp_path)))


@pytest.mark.parametrize(
    ("launcher", "starts"),
    [
        (["/nonexistent"], 0),
        (["/bin/sh", "-c", "echo >> starts; exit 3"], 1),  # it never will
        (["/bin/sh", "-c", "echo >> starts; kill -KILL $$"], 2),  # somebody killed it: by chance
    ],
)
def test_a_foreman_that_will_not_start_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, launcher: list[str], starts: int
) -> None:
    counted = tmp_path / "starts"
    monkeypatch.setattr(module, "LAUNCHER", [part.replace("starts", str(counted)) for part in launcher])
    foreman = Foreman()

    launched = [launch(foreman, "true", tmp_path) for _ in range(3)]

    assert launched == [None, None, None]
    assert len(counted.read_text() if counted.exists() else "") == starts


def test_a_job_too_long_for_the_wire_is_left_to_the_caller(foreman: Foreman, tmp_path: Path) -> None:
    assert launch(foreman, "#" * MOST_BYTES, tmp_path) is None


class Killing:
    """An observer: of the third pass the foreman hears, and is killed before it can start it."""

    def __init__(self) -> None:
        self.passes = 0

    def __call__(self, run: Pass, job: Job) -> Outcome:
        self.passes += 1
        if self.passes == 3:
            (victim,) = helpers()
            os.kill(victim, signal.SIGSTOP)
            threading.Timer(0.3, os.kill, [victim, signal.SIGKILL]).start()
        return run(job)


def test_an_item_whose_foreman_is_killed_is_made_without_it(tmp_path: Path) -> None:
    seen = Killing()
    press = PlainPress(settings(tmp_path), seen)

    sheets = [press.typeset(numbered(1)) for _ in range(4)]
    press.close()

    assert len({sheet.pdf for sheet in sheets}) == 1
    assert seen.passes == 5
