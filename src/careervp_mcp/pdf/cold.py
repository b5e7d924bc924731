"""One cold pass of an engine: start it behind its wall, watch it, end it, and say how it ended."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.foreman import Foreman
from careervp_mcp.pdf.sandbox import LAUNCHER, Limits, Wall, confined
from careervp_mcp.pdf.scratch import RunFolder

_GLANCE_SECONDS = 0.05
_MOST_READ = 4 << 20

Stop = Literal["time", "cancelled", "written"]


@dataclass(frozen=True, slots=True)
class Job:
    """What one pass needs; the folder holds the source and its assets."""

    engine: Engine
    command: tuple[str, ...]
    readable: tuple[Path, ...]
    """What it reads beyond its engine's own: a format."""
    folder: RunFolder
    environment: Mapping[str, str]
    limits: Limits
    wall: Wall
    deadline: float
    """On the monotonic clock; passes of one manuscript share it."""
    cancelled: Callable[[], bool]
    foreman: Foreman | None = None
    """Who may start it; else it is started from this process."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a pass ended."""

    status: int
    """The exit code, or minus the signal."""
    stopped: Stop | None
    """Why the press itself ended it."""
    transcript: str
    """What it said on its terminal."""


class Pass(Protocol):
    """Runs one pass of TeX over a folder; faster tiers fit here."""

    def __call__(self, job: Job) -> Outcome:
        """Leave the PDF and the log in the folder; nothing of the pass lives on afterwards."""


class Running(Protocol):
    """A command that was started."""

    def ended(self, seconds: float) -> bool:
        """Wait so long for its end; whether it came."""

    def end(self) -> int:
        """Kill what still runs of it, and reap it; its exit code, or minus the signal."""


def cold_pass(job: Job) -> Outcome:
    """Run the engine from nothing; raises ForemanLost when who started it was killed before the end was known."""
    with job.folder.transcript.open("wb") as transcript:
        running = _launched(job, transcript.fileno())
        try:
            stopped = _watched(running, job)
        finally:
            code = running.end()
    return Outcome(_status(code), stopped, read_bounded(job.folder.transcript))


def _launched(job: Job, output: int) -> Running:
    """The job started by the foreman, or by a launcher of its own where there is none."""

    def arguments(parent: int) -> list[str]:
        return confined(
            job.command,
            job.engine,
            job.folder,
            job.limits,
            job.wall,
            more=job.readable,
            grants=(f"parent={parent}",),
        )

    if job.foreman and (launched := job.foreman.launch(arguments, job.folder.work, job.environment, output)):
        return launched
    process = subprocess.Popen(
        [*LAUNCHER, *arguments(os.getpid())],
        cwd=job.folder.work,
        env=dict(job.environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    return _Process(process)


@dataclass(frozen=True, slots=True)
class _Process:
    """A child of this process."""

    process: "subprocess.Popen[bytes]"

    def ended(self, seconds: float) -> bool:
        """Not reaped: its number stays its own."""
        if not hasattr(os, "pidfd_open"):
            return _polled(self.process.pid, seconds)
        handle = os.pidfd_open(self.process.pid)
        try:
            poll = select.poll()
            poll.register(handle, select.POLLIN)
            return bool(poll.poll(seconds * 1000))
        finally:
            os.close(handle)

    def end(self) -> int:
        end_group(self.process)
        return self.process.returncode


def read_bounded(path: Path) -> str:
    """The text of a file an engine wrote, or its two ends when it is long; empty when there is none."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with os.fdopen(opened, "rb") as stream:
        content = stream.read(_MOST_READ)
        size = stream.seek(0, os.SEEK_END)
        if size > _MOST_READ:
            stream.seek(max(_MOST_READ, size - _MOST_READ))
            content += b"\n" + stream.read(_MOST_READ)
    return content.decode("utf-8", "replace")


def _watched(running: Running, job: Job) -> Stop | None:
    """Wait for its end; why it must end now, or None when it ended by itself."""
    while not running.ended(_GLANCE_SECONDS):
        if time.monotonic() > job.deadline:
            return "time"
        if job.cancelled():
            return "cancelled"
        if overflows(job.folder.path, job.limits):
            return "written"
    return "written" if overflows(job.folder.path, job.limits) else None


def _polled(pid: int, seconds: float) -> bool:
    time.sleep(seconds / 5)
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def overflows(folder: Path, limits: Limits) -> bool:
    """Whether all files together, or their number, went over the limit; one file is bounded by the kernel."""
    total = files = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            files += 1
            try:
                total += (Path(parent) / name).lstat().st_blocks * 512
            except FileNotFoundError:
                continue
    return total > limits.written_bytes or files > limits.files


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill whatever the engine started, then reap it: unreaped, its number can't be another group's."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS refuses a group of the dead
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _status(code: int) -> int:
    """The exit status; a wrapper reports a signal as 128 and more."""
    shell_signals = 128
    return shell_signals - code if code > shell_signals else code
