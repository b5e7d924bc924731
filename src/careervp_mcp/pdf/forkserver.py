"""Engines that wait with their document begun, and fork a sandboxed copy of themselves for every job.

`shim/forkserver.c` is preloaded into the engine; this module starts it behind the wall, hands it folders
and waits. A server that dies or is stopped takes its job down with it: the next tier does that item again.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from careervp_mcp.pdf import launch
from careervp_mcp.pdf.cold import Job, Outcome, Stop, end_group, overflows, read_bounded
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.sandbox import Limits, confined, readable_by
from careervp_mcp.pdf.scratch import RunFolder, run_folder

IDLE_SECONDS = 60
"""After so long without a job a server ends."""
MOST_SERVERS = 6
"""Waiting at once, over all preambles: each holds 25 to 40 MiB."""
_START_SECONDS = 10
_NULL = "/dev/null"
_GLANCE_SECONDS = 0.05
_OUTLIVES = 4000
"""Jobs after which a server is replaced: forking costs it processor time, which is limited."""

_WAITING = r"""\begin{document}\makeatletter
\pdfmapline{-careervp-none}%
\def\careervp@warm#1{{#1\setbox\z@\hbox{a}\bfseries\setbox\z@\hbox{a}\itshape\setbox\z@\hbox{a}}%
{#1\itshape\setbox\z@\hbox{a}}{#1\scshape\setbox\z@\hbox{a}}}%
\@for\careervp@size:=\tiny,\scriptsize,\footnotesize,\small,\normalsize,\large,\Large,\LARGE,\huge,\Huge\do
{\expandafter\careervp@warm\expandafter{\careervp@size}}%
\makeatother
\begingroup\endlinechar=-1 \global\read-1 to\careervpjob\endgroup\careervpjob
"""
"""Begins the document, loads the usual fonts and the font map, and asks for the job."""


class ServerLost(Exception):
    """The server died, or could not confine its job; the job was not done."""


@dataclass(frozen=True, slots=True)
class Station:
    """What a fork server is started with."""

    engine: Engine
    format: Path
    shim: Path
    environment: Callable[[RunFolder], dict[str, str]]
    limits: Limits
    scratch: Path


@dataclass(slots=True)
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
            ours.settimeout(_START_SECONDS)
            with contextlib.suppress(OSError):
                if ours.recv(16) == b"ready":
                    ours.settimeout(None)
                    return cls(process, ours, folder, held.pop_all())
            said = read_bounded(folder.transcript)[-300:]
        raise ServerLost(f"it would not start: {said}")

    def run(self, job: Job) -> Outcome:
        """Do one job in its folder, which stands in the server's own meanwhile: only there may it write."""
        self.jobs += 1
        place = self.folder.work / job.folder.path.name
        job.folder.work.rename(place)
        try:
            with job.folder.transcript.open("wb") as terminal:
                socket.send_fds(self.wire, [os.fsencode(place)], [terminal.fileno()])
            stopped = self._watched(job, place)
            status = -signal.SIGKILL if stopped else self._answer()
        except OSError as error:
            raise ServerLost(str(error)) from None
        finally:
            with contextlib.suppress(OSError):
                place.rename(job.folder.work)
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
        return self.process.poll() is None and self.jobs < _OUTLIVES

    def _watched(self, job: Job, place: Path) -> Stop | None:
        poll = select.poll()
        poll.register(self.wire, select.POLLIN)
        while not poll.poll(_GLANCE_SECONDS * 1000):
            stop: Stop | None = (
                "time"
                if time.monotonic() > job.deadline
                else "cancelled"
                if job.cancelled()
                else "written"
                if overflows(place, job.limits)
                else None
            )
            if stop:
                _end(self.process)
                return stop
        return None

    def _answer(self) -> int:
        answer = self.wire.recv(32)
        if not answer:
            raise ServerLost("it died in the middle of a job")
        return os.waitstatus_to_exitcode(int(answer))


@dataclass(slots=True)
class ForkServers:
    """The waiting servers of one press: started on demand, ended when idle, never more than a few."""

    most: int = MOST_SERVERS
    idle_seconds: float = IDLE_SECONDS
    _waiting: dict[str, list[ForkServer]] = field(default_factory=dict)
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _reaper: threading.Thread | None = None

    @contextlib.contextmanager
    def lease(self, key: str, station: Station) -> Iterator[ForkServer]:
        """A server of this key for one job; it waits for the next one afterwards unless it was lost."""
        server = self._taken(key) or ForkServer.start(station)
        try:
            yield server
        except BaseException:
            server.close()
            raise
        self._put_back(key, server)

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            servers = [server for waiting in self._waiting.values() for server in waiting]
            self._waiting.clear()
            self._lock.notify_all()
        for server in servers:
            server.close()

    def _taken(self, key: str) -> ForkServer | None:
        with self._lock:
            waiting = self._waiting.get(key, [])
            return waiting.pop() if waiting else None

    def _put_back(self, key: str, server: ForkServer) -> None:
        server.idle_since = time.monotonic()
        with self._lock:
            keep = server.alive
            if keep:
                self._waiting.setdefault(key, []).append(server)
                self._watch_idle()
            surplus = self._oldest(self.most)
        for each in surplus if keep else [server, *surplus]:
            each.close()

    def _oldest(self, most: int, idle_since: float = float("-inf")) -> list[ForkServer]:
        """Take out the longest idle over a number, and all idle since before a moment."""
        order = sorted((one.idle_since, key) for key, waiting in self._waiting.items() for one in waiting)
        gone = [
            key for position, (since, key) in enumerate(order) if position < len(order) - most or since < idle_since
        ]
        return [self._waiting[key].pop(0) for key in gone]

    def _watch_idle(self) -> None:
        if self._reaper is None or not self._reaper.is_alive():
            self._reaper = threading.Thread(target=self._reap, name="idle-presses", daemon=True)
            self._reaper.start()

    def _reap(self) -> None:
        while True:
            with self._lock:
                self._lock.wait(self.idle_seconds / 2)
                gone = self._oldest(self.most, time.monotonic() - self.idle_seconds)
                if not any(self._waiting.values()):
                    self._reaper = None
            for server in gone:
                server.close()
            if self._reaper is None:
                return


def _started(station: Station, folder: RunFolder, theirs: socket.socket) -> "subprocess.Popen[bytes]":
    (folder.work / "server.tex").write_text(_WAITING)
    readable = [*readable_by(station.engine), station.format, Path(_NULL)]
    masks = " ".join(map(str, launch.landlock_masks()))
    command = confined(
        _command(station),
        station.engine,
        folder,
        station.limits,
        "landlock",
        more=(station.format, station.shim),
        grants=(
            f"export=LD_PRELOAD={station.shim}",
            f"export=CAREERVP_FORK={theirs.fileno()} {masks}",
            "export=CAREERVP_READ=" + "\n".join(map(str, readable)),
        ),
    )
    with folder.transcript.open("wb") as transcript:
        return subprocess.Popen(
            command,
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
    command = station.engine.starting_from(station.format)
    asking = ("-jobname=resume", "-interaction=scrollmode", "server.tex")
    return (*(word for word in command[:-1] if not word.startswith("-interaction=")), *asking)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the server and its child, then reap it: unreaped, its number can't be another group's."""
    if process.returncode is None:
        end_group(process)
