"""The fork servers of one press: started on demand, used again, ended when idle, never more than a few."""

import contextlib
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from careervp_mcp.pdf.forkserver import ForkServer, ServerLost, ServerMissed, Station

IDLE_SECONDS = 60
"""After so long without a job a server ends."""
MOST_SERVERS = max(6, os.cpu_count() or 1)
"""At once, over all preambles: each holds 25 to 40 MiB."""
_MOST_FAILURES = 2
"""Starts in a row that may fail before a kind of server is given up."""


@dataclass(slots=True)
class ForkServers:
    """Servers by key; safe to share between threads, each server with one of them at a time."""

    most: int = MOST_SERVERS
    idle_seconds: float = IDLE_SECONDS
    _waiting: dict[str, list[ForkServer]] = field(default_factory=dict)
    _out: int = 0
    """How many are with a thread, or being started by one."""
    _failed: "Counter[str]" = field(default_factory=Counter)
    _closings: int = 0
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _reaper: threading.Thread | None = None

    @contextlib.contextmanager
    def lease(self, key: str, station: Station) -> Iterator[ForkServer]:
        """A server of this key for one job; it waits for the next one afterwards unless it was lost.

        Raises ServerLost when there can be none.
        """
        closings = self._closings
        kept = False
        server = self._taken(key)
        try:
            server = server or self._started(key, station)
            yield server
            kept = True
        finally:
            self._put_back(key, server, keep=kept and closings == self._closings)

    def close(self) -> None:
        """End all that wait, and the others when their job is done."""
        with self._lock:
            self._closings += 1
            servers = self._longest_idle(0)
            self._lock.notify_all()
        _close(servers)

    def _taken(self, key: str) -> ForkServer | None:
        """One that waits and lives, or None and the right to start one."""
        with self._lock:
            waiting = self._waiting.setdefault(key, [])
            dead = [server for server in waiting if not server.alive]
            waiting[:] = [server for server in waiting if server not in dead]
            found = waiting.pop() if waiting else None
            surplus = [] if found else self._longest_idle(max(0, self.most - self._out - 1))
            allowed = found is not None or self._out < self.most
            self._out += allowed
        _close([*dead, *surplus])
        if not allowed:
            raise ServerMissed("as many as may be are at work")
        return found

    def _started(self, key: str, station: Station) -> ForkServer:
        if self._failed[key] >= _MOST_FAILURES:
            raise ServerLost("it would not start before")
        try:
            server = ForkServer.start(station)
        except ServerMissed:
            raise
        except ServerLost:
            self._failed[key] += 1
            raise
        del self._failed[key]
        return server

    def _put_back(self, key: str, server: ForkServer | None, *, keep: bool) -> None:
        with self._lock:
            self._out -= 1
            keep = keep and server is not None and server.alive
            if keep and server is not None:
                server.idle_since = time.monotonic()
                self._waiting.setdefault(key, []).append(server)
                self._watch_idle()
        if server is not None and not keep:
            server.close()

    def _longest_idle(self, most: int, idle_since: float = float("-inf")) -> list[ForkServer]:
        """Take out the longest idle over a number, and all idle since before a moment."""
        order = sorted((one.idle_since, key) for key, waiting in self._waiting.items() for one in waiting)
        surplus = len(order) - most
        gone = [key for position, (since, key) in enumerate(order) if position < surplus or since < idle_since]
        servers = [self._waiting[key].pop(0) for key in gone]
        for key in [key for key, waiting in self._waiting.items() if not waiting]:
            del self._waiting[key]
        return servers

    def _watch_idle(self) -> None:
        if self._reaper is None:
            self._reaper = threading.Thread(target=self._reap, name="idle-presses", daemon=True)
            self._reaper.start()

    def _reap(self) -> None:
        """End what is idle for long, until nothing waits."""
        waits = True
        while waits:
            with self._lock:
                self._lock.wait(self.idle_seconds / 2)
                gone = self._longest_idle(self.most, time.monotonic() - self.idle_seconds)
                waits = bool(self._waiting)
                if not waits:
                    self._reaper = None
            _close(gone)


def _close(servers: list[ForkServer]) -> None:
    for server in servers:
        server.close()
