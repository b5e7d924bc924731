"""One engine that waits with its document begun, and forks a sandboxed copy of itself for every job.

`shim/forkserver.c` is preloaded into the engine; this module starts it behind the wall, hands it folders
and waits. A server that dies or is stopped takes its job down with it: the next tier does that item again.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch
from careervp_mcp.pdf.cold import Job, Outcome, Stop, end_group, overflows, read_bounded
from careervp_mcp.pdf.cutmap import Pointer
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.placing import place
from careervp_mcp.pdf.sandbox import LAUNCHER, Limits, confined, readable_by
from careervp_mcp.pdf.scratch import RunFolder, run_folder
from careervp_mcp.pdf.verdict import KILLED

_START_SECONDS = 10
_END_SECONDS = 1
_NULL = "/dev/null"
_GLANCE_SECONDS = 0.05
_OUTLIVES = 4000
"""Jobs after which a server is replaced: forking costs it processor time, which is limited."""

_SIZES = ("tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge")
_WARMED = "".join(f"\\careervpwarm{{{size}}}%\n" for size in _SIZES)
_WAITING = rf"""\begin{{document}}\begingroup
\pdfmapline{{-careervp-none}}%
\def\careervpset{{\setbox0\hbox{{a}}}}%
\def\careervpwarm#1{{{{\csname#1\endcsname\careervpset\bfseries\careervpset\itshape\careervpset}}%
{{\csname#1\endcsname\itshape\careervpset}}{{\csname#1\endcsname\scshape\careervpset}}}}%
{_WARMED}\endgroup
\begingroup\endlinechar-1 \global\read-1 to\careervpjob\endgroup\careervpjob
"""
r"""Begins the document, loads the usual fonts and the font map, and asks for the job.

No `=`, `:`, `;` or quote, which languages make into commands; groups, so that nothing set here stays.
"""


class ServerLost(Exception):
    """The server died, or could not confine its job; the job was not done."""


class ServerMissed(ServerLost):
    """By chance there was none, for it was killed, or all were at work: another time there may be."""


@dataclass(frozen=True, slots=True)
class Station:
    """What a fork server is started with."""

    engine: Engine
    format: Path
    shim: Path
    manuscript: Manuscript
    """Its assets stand beside the server too: what begins the document may look for them."""
    environment: Callable[[RunFolder], dict[str, str]]
    limits: Limits
    scratch: Path
    outlines: Pointer | None = None
    patience_seconds: float = _START_SECONDS
    """How long its start is waited for."""

    @property
    def source(self) -> bytes:
        """What the server reads before its first job."""
        return (self.outlines.line if self.outlines else b"") + _WAITING.encode()

    @property
    def readable(self) -> tuple[Path, ...]:
        """What it reads beyond its engine's own, and lets its jobs read."""
        return (self.format, *(self.outlines.readable if self.outlines else ()))


@dataclass(slots=True, eq=False)
class ForkServer:
    """One waiting engine; one job at a time."""

    process: "subprocess.Popen[bytes]"
    wire: socket.socket
    folder: RunFolder
    held: ExitStack
    idle_since: float = 0.0
    jobs: int = 0

    @classmethod
    def start(cls, station: Station) -> "ForkServer":
        """Start one and wait until it is ready; raises ServerLost when it won't be."""
        with ExitStack() as held:
            folder = held.enter_context(run_folder(station.scratch))
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            held.callback(ours.close)
            with theirs:
                process = _started(station, folder, theirs)
            held.callback(_end, process)
            ours.settimeout(station.patience_seconds)
            with contextlib.suppress(OSError):
                if ours.recv(16) == b"ready":
                    ours.settimeout(None)
                    return cls(process, ours, folder, held.pop_all())
            lost = _lost(process, f"it would not start: {read_bounded(folder.transcript)[-300:]}")
        raise lost

    def run(self, job: Job) -> Outcome:
        """Do one job in its folder, which stands in the server's own meanwhile: only there may it write."""
        self.jobs += 1
        stand = self.folder.work / job.folder.path.name
        try:
            job.folder.work.rename(stand)
            with job.folder.transcript.open("wb") as terminal:
                socket.send_fds(self.wire, [os.fsencode(stand)], [terminal.fileno()])
            stopped = self._watched(job, stand)
            status = -signal.SIGKILL if stopped else self._answer()
        except (OSError, ValueError) as error:
            raise _lost(self.process, str(error)) from None
        finally:
            with contextlib.suppress(OSError):
                stand.rename(job.folder.work)
        if status == launch.UNCONFINED:
            raise ServerLost("the job could not be confined")
        if stopped is None and overflows(job.folder.path, job.limits):
            stopped = "written"
        return Outcome(status, stopped, read_bounded(job.folder.transcript))

    def close(self) -> None:
        """End it with whatever it does, and remove its folder."""
        self.held.close()

    @property
    def alive(self) -> bool:
        """Whether it can take another job."""
        return self.process.poll() is None and self.jobs < _OUTLIVES

    def _watched(self, job: Job, stand: Path) -> Stop | None:
        poll = select.poll()
        poll.register(self.wire, select.POLLIN)
        while not poll.poll(_GLANCE_SECONDS * 1000):
            stop = _stop(job, stand)
            if stop:
                _end(self.process)
                return stop
        return None

    def _answer(self) -> int:
        answer = self.wire.recv(32)
        if not answer:
            raise _lost(self.process, "it died in the middle of a job")
        return os.waitstatus_to_exitcode(int(answer))


def _lost(process: "subprocess.Popen[bytes]", words: str) -> ServerLost:
    """Why there is no server any more; one that has closed its wire is about to end."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_END_SECONDS)
    return ServerMissed(words) if process.returncode in KILLED else ServerLost(words)


def _stop(job: Job, stand: Path) -> Stop | None:
    """Why a job that is still at it must end now."""
    if time.monotonic() > job.deadline:
        return "time"
    if job.cancelled():
        return "cancelled"
    return "written" if overflows(stand, job.limits) else None


def _started(station: Station, folder: RunFolder, theirs: socket.socket) -> "subprocess.Popen[bytes]":
    try:
        place(replace(station.manuscript, source=station.source), folder, station.limits)
    except CompileFailed as reason:
        raise ServerLost(str(reason)) from None
    readable = [*readable_by(station.engine), *station.readable, Path(_NULL)]
    masks = " ".join(map(str, launch.landlock_masks()))
    arguments = confined(
        _command(station),
        station.engine,
        folder,
        station.limits,
        "landlock",
        more=(*station.readable, station.shim),
        grants=(
            f"export=LD_PRELOAD={station.shim}",
            f"export=CAREERVP_FORK={theirs.fileno()} {masks}",
            "export=CAREERVP_READ=" + "\n".join(map(str, readable)),
        ),
    )
    with folder.transcript.open("wb") as transcript:
        return subprocess.Popen(
            [*LAUNCHER, *arguments],
            cwd=folder.work,
            env=station.environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=transcript,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[theirs.fileno()],
        )


def _command(station: Station) -> tuple[str, ...]:
    """As a run from the format, but free to ask its terminal."""
    *command, source = station.engine.starting_from(station.format)
    quiet = (word for word in command if not word.startswith("-interaction="))
    return (*quiet, "-interaction=scrollmode", source)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the server and its child, then reap it: unreaped, its number can't be another group's."""
    if process.returncode is None:
        end_group(process)
