"""A small process that starts engines for a press: forking itself is cheaper than starting a Python each time.

What it does in its children is what `launch.py` does when it is run alone. A press without a foreman, for
none can be had here or it was killed, starts its engines itself.
"""

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.pdf.launch import MOST_BYTES
from careervp_mcp.pdf.sandbox import LAUNCHER

IDLE_SECONDS = 60.0
"""After so long without a command the helper ends."""
_PATIENCE_SECONDS = 10
"""For an answer that takes milliseconds; only a process that somebody stopped needs longer."""


class ForemanLost(CompileFailed):
    """The foreman was killed, and with it what it had started; whether that had ended is not known."""


class Foreman:
    """Starts commands through one helper process; safe to share between threads.

    The helper comes with the second command within a minute, for one alone is cheaper without, and ends when
    it is idle, closed or not referred to any more, or when this process ends.
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self.idle_seconds = idle_seconds
        self._site: _Site | None = None
        self._lock = threading.Lock()
        self._running = 0
        self._closing = False
        self._asked = float("-inf")
        self._refused = sys.platform != "linux"

    def launch(
        self, arguments: Callable[[int], Sequence[str]], folder: Path, environment: Mapping[str, str], output: int
    ) -> "Launched | None":
        """Launch in the folder, with the environment and the output; None where the caller must do it.

        `arguments` are the launcher's, given the process that will be the command's parent.
        """
        with self._lock:
            site = self._at_work()
            if site is None:
                return None
            exported = (f"export={name}={value}" for name, value in environment.items())
            words = os.fsencode("\0".join([str(folder), *exported, *arguments(site.process.pid)]))
            answer = site.told(words, output) if len(words) < MOST_BYTES else None
            self._running += answer is not None
            return Launched(self, site, answer) if answer else None

    def refuse(self) -> None:
        """Do without a helper from now on."""
        self._refused = True

    def done(self, site: "_Site", *, lost: bool) -> None:
        """One command has ended, or its helper does not answer."""
        if lost:
            site.process.kill()
        with self._lock:
            self._running -= 1
            self._end_if_closing()

    def close(self) -> None:
        """End the helper, when what it started is done."""
        with self._lock:
            self._closing = True
            self._end_if_closing()

    def _end_if_closing(self) -> None:
        if self._closing and not self._running:
            self._dismiss()

    def _dismiss(self) -> None:
        self._closing = False
        if self._site:
            self._site.end()
        self._site = None

    def _at_work(self) -> "_Site | None":
        """The helper that lives, started now if it is worth it."""
        if self._site and self._site.process.poll() is not None:
            self._dismiss()
        since, self._asked = time.monotonic() - self._asked, time.monotonic()
        if self._site is None and not self._refused and since < self.idle_seconds:
            self._site = _Site.opened(self)
        return self._site


@dataclass(frozen=True, slots=True)
class Launched:
    """A command that the foreman has started."""

    foreman: Foreman
    site: "_Site"
    answer: socket.socket

    def ended(self, seconds: float) -> bool:
        """Wait so long for its end; whether it came."""
        poll = select.poll()
        poll.register(self.answer, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def end(self) -> int:
        """Kill what still runs of it; its exit code, or minus the signal. Raises ForemanLost."""
        told = b""
        with self.answer, contextlib.suppress(OSError):
            self.answer.settimeout(_PATIENCE_SECONDS)
            self.answer.shutdown(socket.SHUT_WR)
            told = self.answer.recv(16)
        self.foreman.done(self.site, lost=not told)
        if not told:
            raise ForemanLost("what starts the engines was killed from outside: try again", retryable=True)
        return os.waitstatus_to_exitcode(int(told))


@dataclass(frozen=True, slots=True)
class _Site:
    """One helper process and the wire to it."""

    process: "subprocess.Popen[bytes]"
    wire: socket.socket
    end: Callable[[], object]

    @classmethod
    def opened(cls, owner: Foreman) -> "_Site | None":
        """Start a helper that ends with its owner at the latest; None when it won't start."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(_PATIENCE_SECONDS)
        with theirs:
            try:
                process = _helper(theirs, owner.idle_seconds)
            except OSError:
                ours.close()
                return None
        site = cls(process, ours, weakref.finalize(owner, _end, process, ours))
        with contextlib.suppress(OSError):
            if ours.recv(16) == b"ready":
                return site
        site.end()
        if process.returncode >= 0:  # nobody killed it: it would not start another time either
            owner.refuse()
        return None

    def told(self, words: bytes, output: int) -> socket.socket | None:
        """Hand over a job; where its end will be told, or None when the helper is not there any more."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self.wire, [words], [theirs.fileno(), output])
            except OSError:
                ours.close()
                return None
        return ours


def _helper(wire: socket.socket, idle_seconds: float) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*LAUNCHER, f"serve={wire.fileno()}", f"idle={idle_seconds}"],
        cwd="/",
        env={"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[wire.fileno()],
    )


def _end(process: "subprocess.Popen[bytes]", wire: socket.socket) -> None:
    """It ends by itself, with its children, when its wire closes."""
    wire.close()
    try:
        process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
