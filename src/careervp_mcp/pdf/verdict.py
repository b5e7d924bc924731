"""From how a pass ended to what the writer of the source is told."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.pdf import launch
from careervp_mcp.pdf.cold import Outcome
from careervp_mcp.pdf.log import Log
from careervp_mcp.pdf.sandbox import Limits

NO_SPACE = "no space left for the press; free some and try again"

_MOST_FINDINGS = 5
_MOST_WORDS = 200
_LITTLE_SPACE = 256 << 10
_SPACE = re.compile(r"No space left on device|Disk quota exceeded")
_MEMORY = re.compile(
    r"memory exhausted|not enough memory|annot allocate memory|out of memory|xmalloc|xrealloc|bad_alloc"
)
_PATH = re.compile(r"(?<![\w:/.~-])(?:~|\.{1,2})?/[^\s'\"<>(){}`]*")
_SHELL_CANT_RUN = (126, 127)
KILLED = frozenset({-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})
"""How a process ends that somebody else wanted gone."""


class Stopped(CompileFailed):
    """A limit or the caller ended the run: another way of running it would be ended too."""


def refuse_failure(outcome: Outcome, log: Log, limits: Limits, scratch: Path) -> None:
    """Raise CompileFailed, with what would be right, unless the pass ended well."""
    if outcome.stopped is None and outcome.status == 0:
        return
    stopped = next(_stops(outcome, limits), None)
    if stopped:
        raise stopped
    if lacks_space(scratch) or _SPACE.search(outcome.transcript):
        raise CompileFailed(NO_SPACE, retryable=True)
    if _MEMORY.search(outcome.transcript):
        raise CompileFailed(f"the engine needed more than {limits.memory_bytes >> 20} MiB of memory")
    if log.findings:
        raise CompileFailed("; ".join(placeless(str(finding)) for finding in log.findings[:_MOST_FINDINGS]))
    raise CompileFailed(_unnamed(outcome))


def lacks_space(folder: Path) -> bool:
    """Whether the disk that holds `folder` is as good as full."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize < _LITTLE_SPACE


def placeless(text: str) -> str:
    """The text with each path cut down to its last part."""
    return _PATH.sub(lambda path: path[0].rstrip("/").rpartition("/")[2] or path[0], text).strip()


def _stops(outcome: Outcome, limits: Limits) -> Iterator[CompileFailed]:
    """What ended the pass from outside, most telling first."""
    written = f"more than {limits.written_bytes >> 20} MiB or {limits.files} files"
    if outcome.stopped == "time":
        yield Stopped(
            f"the engine was stopped after {limits.wall_seconds:g} s: look for a loop without an end; "
            "if there is none, try again when the machine is less busy",
            retryable=True,
        )
    if outcome.stopped == "cancelled":
        yield Stopped("cancelled before the PDF was finished", retryable=True)
    if outcome.stopped == "written" or outcome.status == -signal.SIGXFSZ or "File too large" in outcome.transcript:
        yield Stopped(f"the engine was stopped when it had written {written}: look for output without an end")
    if outcome.status == -signal.SIGXCPU:
        yield Stopped(
            f"the engine was stopped after {limits.cpu_seconds} s of processor time: look for a loop without an end"
        )
    if outcome.status in KILLED:
        yield CompileFailed(
            "the engine was killed from outside, perhaps for want of memory: try again", retryable=True
        )
    if outcome.status == launch.UNCONFINED:
        yield CompileFailed("the sandbox could not be set up, so nothing was run; `careervp-mcp doctor` says more")
    if outcome.status in {launch.UNSTARTED, *_SHELL_CANT_RUN}:
        yield CompileFailed("the engine could not be started inside the sandbox; a wrapper may run only TeX itself")


def _unnamed(outcome: Outcome) -> str:
    lines = [line.strip() for line in outcome.transcript.splitlines() if line.strip()]
    last = placeless(lines[-1])[:_MOST_WORDS] if lines else "it said nothing"
    return f"the engine stopped without naming an error (exit {outcome.status}): {last}"
