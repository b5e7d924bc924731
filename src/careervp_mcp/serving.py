"""Serving on standard input and output until the input ends, or a signal ends it.

The SDK reads its input in a thread that nothing can call back: Ctrl-C would do nothing while a client
keeps its end open. Here a signal is the end of the input, so both take the one road that stops a batch,
ends its engines and leaves every folder clean. And the SDK never answers a line with half a surrogate
pair in it, which a client that cuts an emoji in two sends: here such a half is read like a byte that is not UTF-8.
"""

import io
import logging
import os
import re
import select
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_PAIRS_AND_HALVES = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_REPLACEMENT = rb"\ufffd"
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def serve(run: Callable[[], None]) -> int:
    """Run the server's loop; the exit code is 0 when the input ended, 128 and its number when a signal came."""
    source = _Endable()
    ended_by: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ended_by.append(number)
        signal.signal(number, signal.SIG_DFL)  # a second one is meant
        source.end()

    for number in _ENDING:
        signal.signal(number, end)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(_Mended(io.BufferedReader(source))), encoding="utf-8")
    try:
        run()
    except* BrokenPipeError:  # the client is gone, and with it the input
        logging.getLogger(__name__).info("the client is gone")
    return 128 + ended_by[0] if ended_by else 0


class _Endable(io.RawIOBase):
    """Standard input, which this process may end itself."""

    def __init__(self) -> None:
        self._ended, self._end = os.pipe()

    def end(self) -> None:
        os.write(self._end, b"\n")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        waiting = select.poll()
        waiting.register(0, select.POLLIN)
        waiting.register(self._ended, select.POLLIN)
        if any(handle == self._ended for handle, _ in waiting.poll()):
            return 0
        return os.readv(0, [buffer])


class _Mended(io.RawIOBase):
    """The same lines, in which half a surrogate pair stands as the replacement character."""

    def __init__(self, lines: io.BufferedReader) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or _mended(self._lines.readline())
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _mended(line: bytes) -> bytes:
    if b"\\ud" not in line and b"\\uD" not in line:
        return line
    return _PAIRS_AND_HALVES.sub(lambda found: _REPLACEMENT if found["half"] else found[0], line)
