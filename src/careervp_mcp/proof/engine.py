"""The grammar engine in a child process: started when first asked, asked again and again, gone when idle.

It takes 0.43 GB and 2 s to load, so it never loads in the server itself, and never at start-up.
"""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec

from careervp_mcp.career.proofreading import NoProofreader, Remark
from careervp_mcp.proof import enginechild

Child = subprocess.Popen[bytes]
PACKAGES = ("lt_py", "lingotweaker_data_en")
IDLE_SECONDS = 300.0
WALL_SECONDS = 30.0
"""Longer than loading and 60,000 characters take on a busy machine; a child that needs more hangs."""
_MISSING = (
    "the grammar engine is not installed, so only the listed rules were applied; "
    "`pip install lingotweaker lingotweaker-data-en` adds it"
)
_HUNG = "the grammar engine did not answer in {seconds:g} s and was stopped; only the listed rules were applied"
_DIED = "the grammar engine died twice on this text; only the listed rules were applied"


class _Died(Exception):
    """The child is gone, and with it the answer."""


@dataclass
class EngineProofreader:
    """LanguageTool's rules for English, offline; threads may share it."""

    idle_seconds: float = IDLE_SECONDS
    wall_seconds: float = WALL_SECONDS
    program: str = enginechild.__file__
    """What the child runs."""
    packages: tuple[str, ...] = PACKAGES
    _child: Child | None = field(default=None, init=False, repr=False)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def remarks(self, text: str) -> tuple[Remark, ...]:
        if not all(find_spec(package) for package in self.packages):
            raise NoProofreader(_MISSING)
        with self._one_at_a_time:
            answer = self._asked_twice(json.dumps(text.encode("utf-8", "replace").decode()).encode() + b"\n")
        return tuple(
            Remark((start, end), rule, category, message, suggestion)
            for start, end, rule, category, message, suggestion in json.loads(answer)
        )

    def close(self) -> None:
        """End the child, if one lives; the next question starts another."""
        with self._one_at_a_time:
            self._buried()

    def _asked_twice(self, question: bytes) -> bytes:
        """The child's answer; one that idled away or was killed since it was last asked is replaced."""
        try:
            return self._asked(question)
        except _Died:
            pass
        try:
            return self._asked(question)
        except _Died:
            raise NoProofreader(_DIED, retryable=True) from None

    def _asked(self, question: bytes) -> bytes:
        child = self._child = self._child or self._started()
        hung = threading.Event()
        watch = threading.Timer(self.wall_seconds, _stop, (child, hung))
        watch.daemon = True
        watch.start()
        answer = _exchange(child, question)
        watch.cancel()
        if answer.endswith(b"\n"):
            return answer
        self._buried()
        if hung.is_set():
            raise NoProofreader(_HUNG.format(seconds=self.wall_seconds), retryable=True)
        raise _Died

    def _started(self) -> Child:
        command = [sys.executable, "-I", "-B", self.program, str(self.idle_seconds)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def _buried(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        with suppress(OSError):  # what was never sent can't be flushed to the dead
            child.communicate()


def _stop(child: Child, hung: threading.Event) -> None:
    hung.set()
    child.kill()


def _exchange(child: Child, question: bytes) -> bytes:
    """One line there and one back; whatever came when the child died on the way."""
    try:
        if child.stdin and child.stdout:
            child.stdin.write(question)
            child.stdin.flush()
            return child.stdout.readline()
    except OSError:
        pass
    return b""
