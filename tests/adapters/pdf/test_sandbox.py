import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from torture import every

from careervp_mcp.pdf import launch, sandbox
from careervp_mcp.pdf.cold import Job, Outcome, cold_pass
from careervp_mcp.pdf.engines import Engine, Kind
from careervp_mcp.pdf.foreman import Foreman
from careervp_mcp.pdf.sandbox import LAUNCHER, Limits, Wall, chosen_wall, confined, described
from careervp_mcp.pdf.scratch import RunFolder, run_folder

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
SHELL = Path("/bin/sh")
WALLS = [
    pytest.param("landlock", marks=pytest.mark.skipif(launch.landlock_abi() == 0, reason="no Landlock here")),
    pytest.param("bubblewrap", marks=pytest.mark.skipif(not sandbox.bubblewrap_works(), reason="no bubblewrap here")),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[RunFolder]:
    (tmp_path / "secret.txt").write_text("secret")
    with run_folder(tmp_path / "scratch") as folder:
        yield folder


class Said(Protocol):
    """What a shell script does and says in an engine's place."""

    def __call__(self, script: str, folder: RunFolder, wall: Wall, limits: Limits | None = None, /) -> Outcome: ...


@pytest.fixture(params=["from here", pytest.param("by a foreman", marks=needs_linux)])
def said(request: pytest.FixtureRequest) -> Iterator[Said]:
    foreman = Foreman() if request.param == "by a foreman" else None

    def say(script: str, folder: RunFolder, wall: Wall, limits: Limits | None = None) -> Outcome:
        kind = Kind(("-c", script), install="", programmable=False)
        engine = Engine("shell", kind, SHELL, origin="system", identity="")
        job = Job(
            engine=engine,
            command=engine.command,
            readable=(),
            folder=folder,
            environment={"PATH": "/usr/bin:/bin", "HOME": str(folder.home)},
            limits=limits or Limits(),
            wall=wall,
            deadline=time.monotonic() + 20,
            cancelled=lambda: False,
            foreman=foreman,
        )
        return cold_pass(job)

    if foreman:
        with run_folder(Path(request.getfixturevalue("tmp_path")) / "first") as first:
            say("true", first, "none")  # with the second command it comes
    yield say
    if foreman:
        foreman.close()


@needs_linux
@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize(
    "script",
    [
        "cat /etc/passwd",
        "cat {outside}/secret.txt",
        "cat {folder}/held",
        "ls {outside}/*.txt",
        "ls /root /home",
        "cat /proc/self/environ",
        "cat /proc/1/cmdline",
        "ln -s {outside}/secret.txt here && cat here",
        ": < /dev/zero",
    ],
)
def test_nothing_outside_can_be_read(said: Said, folder: RunFolder, tmp_path: Path, wall: Wall, script: str) -> None:
    outcome = said(script.format(outside=tmp_path, folder=folder.path) + " && echo reached", folder, wall)

    assert "reached" not in outcome.transcript.splitlines()
    assert "secret\n" not in outcome.transcript


@needs_linux
@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("target", ["{outside}/made", "{folder}/made", "/var/made", "/etc/made", "/usr/made"])
def test_nothing_outside_can_be_written(
    said: Said, folder: RunFolder, tmp_path: Path, wall: Wall, target: str
) -> None:
    path = Path(target.format(outside=tmp_path, folder=folder.path))

    said(f"echo x > {path}", folder, wall)

    assert not path.exists()


@needs_linux
@pytest.mark.parametrize("wall", WALLS)
def test_the_work_folder_is_the_engines_own(said: Said, folder: RunFolder, wall: Wall) -> None:
    outcome = said(
        "mkdir sub; echo one > sub/a; mv sub/a b; cat b; echo home > $HOME/c; cat $HOME/c; pwd", folder, wall
    )

    assert outcome.transcript.splitlines()[-3:] == ["one", "home", str(folder.work)]
    assert outcome.status == 0


@needs_linux
@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize(
    ("family", "address"),
    [
        ("AF_INET", ("192.0.2.1", 9)),
        ("AF_INET6", ("2001:db8::1", 9)),
        ("AF_UNIX", "/run/dbus/system_bus_socket"),
    ],
)
@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="needs a Python that the sandbox can read")
def test_there_is_no_network(said: Said, folder: RunFolder, wall: Wall, family: str, address: object) -> None:
    (folder.work / "call.py").write_text(
        f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM).connect({address!r}); print('reached')"
    )

    outcome = said("/usr/bin/python3 -I -S call.py", folder, wall)

    assert "reached" not in outcome.transcript.splitlines()
    assert outcome.status != 0


def test_the_limits_are_those_that_are_promised() -> None:
    limits = Limits()

    assert (limits.wall_seconds, limits.cpu_seconds, limits.memory_bytes) == (30, 20, 1 << 30)
    assert (limits.written_bytes, limits.pages) == (64 << 20, 20)


@pytest.mark.parametrize(
    ("name", "expected"), [("t", "3"), ("f", "8192"), ("c", "0"), ("n", "64"), ("v", str(256 << 10))]
)
@needs_linux
@pytest.mark.parametrize("wall", [*WALLS, "none"])
def test_the_limits_hold_for_whatever_runs(
    said: Said, folder: RunFolder, wall: Wall, name: str, expected: str
) -> None:
    limits = Limits(cpu_seconds=3, memory_bytes=256 << 20, written_bytes=4 << 20)

    outcome = said(f"ulimit -{name}", folder, wall, limits)

    assert outcome.transcript.split() == [expected]


@needs_linux
@pytest.mark.parametrize("wall", every(3, [*WALLS, "none"]))
def test_a_process_over_its_processor_time_is_ended_by_the_kernel(said: Said, folder: RunFolder, wall: Wall) -> None:
    outcome = said("while :; do :; done", folder, wall, Limits(cpu_seconds=1))

    assert outcome.status in {-signal.SIGXCPU, -signal.SIGKILL}
    assert outcome.stopped is None


def test_what_an_engine_leaves_running_ends_with_it(said: Said, folder: RunFolder) -> None:
    outcome = said("(while :; do sleep 1; done) & echo $!", folder, "none")

    left = Path(f"/proc/{int(outcome.transcript)}/stat")
    patience = time.monotonic() + 10
    while left.exists() and left.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}:
        assert time.monotonic() < patience  # the kernel ends a killed process when it next runs


@needs_linux
def test_an_engine_does_not_outlive_the_server(folder: RunFolder) -> None:
    """The launcher is told a parent that is not its own, as when that one has died meanwhile."""
    engine = Engine("shell", Kind((), install="", programmable=False), SHELL, origin="system", identity="")
    orphaned = confined((str(SHELL), "-c", "echo ran"), engine, folder, Limits(), "none", grants=("parent=1",))

    done = subprocess.run([*LAUNCHER, *orphaned], capture_output=True, text=True, check=False)

    assert done.returncode == launch.UNCONFINED
    assert "ran" not in done.stdout


@needs_linux
def test_what_can_not_be_locked_up_is_not_run(folder: RunFolder) -> None:
    engine = Engine("shell", Kind((), install="", programmable=False), SHELL, origin="system", identity="")
    command = confined((str(SHELL), "-c", "echo ran"), engine, folder, Limits(), "landlock", grants=())
    missing = [f"read={folder.path}/none" if part == "read=/usr" else part for part in command]

    done = subprocess.run([*LAUNCHER, *missing], capture_output=True, text=True, check=False)

    assert done.returncode == launch.UNCONFINED
    assert "ran" not in done.stdout


@pytest.mark.parametrize(
    ("abi", "works", "wall"), [(7, True, "landlock"), (0, True, "bubblewrap"), (0, False, "none")]
)
def test_the_strongest_wall_that_works_is_taken(
    monkeypatch: pytest.MonkeyPatch, *, abi: int, works: bool, wall: Wall
) -> None:
    monkeypatch.setattr(launch, "landlock_abi", lambda: abi)
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: works)

    assert chosen_wall("auto") == wall
    assert described(wall).lower().startswith(wall)
