"""One manuscript through an engine: a private folder, the passes it needs, the PDF out of it."""

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.cold import Job, Outcome, Pass, cold_pass, read_bounded
from careervp_mcp.pdf.engines import SOURCE, Engine
from careervp_mcp.pdf.foreman import Foreman, ForemanLost
from careervp_mcp.pdf.log import Log, read_log
from careervp_mcp.pdf.placing import place, refuse_planted, untouched
from careervp_mcp.pdf.sandbox import Limits, Wall, readable_by
from careervp_mcp.pdf.scratch import RunFolder, run_folder
from careervp_mcp.pdf.suspects import refuse_attempts, refuse_strangers
from careervp_mcp.pdf.verdict import NO_SPACE, lacks_space, refuse_failure

_MOST_PASSES = 3
_PAGES = re.compile(r"Output written on .*?\((\d+) pages?")
_NO_WALL = "no sandbox is available on this machine: the source was checked more strictly instead"


@dataclass(frozen=True, slots=True)
class Step:
    """One pass: what the engine finds as its source, how it is called, and what runs it."""

    source: bytes
    command: tuple[str, ...]
    readable: tuple[Path, ...] = ()
    """What it reads beyond its engine's own: a format."""
    run: Pass = cold_pass


@dataclass(frozen=True, slots=True)
class Compiled:
    """A PDF as an engine left it, not yet read back."""

    pdf: bytes
    log: Log
    warnings: tuple[str, ...]
    record: str = ""
    """Of the files that were read, where the pass kept one."""


def unobserved(run: Pass, job: Job) -> Outcome:
    """Just run a pass."""
    return run(job)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where manuscripts are run, and what they may use there."""

    scratch: Path
    limits: Limits
    wall: Wall
    today: Callable[[], date]
    through: Callable[[Pass, Job], Outcome] = unobserved
    """What every pass goes through, of whatever tier: an observer fits here."""
    foreman: Foreman | None = None
    """Starts the engines of the passes."""

    def compiled(
        self, manuscript: Manuscript, engine: Engine, steps: Sequence[Step], cancelled: Callable[[], bool]
    ) -> Compiled:
        """Run the steps, the last one again while references are open; raises CompileFailed."""
        try:
            return self._compiled(manuscript, engine, steps, cancelled)
        except ForemanLost:  # in a fresh folder: nobody knows what the lost pass left
            return replace(self, foreman=None).compiled(manuscript, engine, steps, cancelled)

    def _compiled(
        self, manuscript: Manuscript, engine: Engine, steps: Sequence[Step], cancelled: Callable[[], bool]
    ) -> Compiled:
        with run_folder(self.scratch) as folder:
            placed = place(replace(manuscript, source=steps[0].source), folder, self.limits)
            job = self._job(engine, folder, cancelled)
            log = self._passes(job, steps, dict(placed), manuscript.source.decode("utf-8", "replace"))
            pdf = _collected(folder, self.limits)
            record = read_bounded(folder.work / "resume.fls")
            if self.wall == "none":
                refuse_strangers(record, folder.work, readable_by(engine))
        return Compiled(pdf, log, (_NO_WALL,) if self.wall == "none" else (), record)

    @contextlib.contextmanager
    def run(
        self, manuscript: Manuscript, engine: Engine, step: Step, cancelled: Callable[[], bool]
    ) -> Iterator[RunFolder]:
        """The folder in which one step was run over the manuscript; raises CompileFailed when it failed."""
        with run_folder(self.scratch) as folder:
            place(replace(manuscript, source=step.source), folder, self.limits)
            self._one_pass(self._job(engine, folder, cancelled), step, step.source.decode("utf-8", "replace"))
            yield folder

    def _job(self, engine: Engine, folder: RunFolder, cancelled: Callable[[], bool]) -> Job:
        deadline = time.monotonic() + self.limits.wall_seconds
        given = environment(engine, folder, self.today())
        return Job(engine, (), (), folder, given, self.limits, self.wall, deadline, cancelled, self.foreman)

    def _passes(self, job: Job, steps: Sequence[Step], placed: dict[Path, bytes], text: str) -> Log:
        for number in range(_MOST_PASSES):
            step = steps[min(number, len(steps) - 1)]
            source = job.folder.work / SOURCE
            if placed[source] != step.source:
                source.write_bytes(step.source)
                placed[source] = step.source
            log = self._one_pass(job, step, text)
            refuse_planted(job.folder)
            if not untouched(placed):
                raise CompileFailed("the source rewrote its own files, which a document may not do")
            if not log.needs_rerun:
                break
        return log

    def _one_pass(self, job: Job, step: Step, text: str) -> Log:
        outcome = self.through(step.run, replace(job, command=step.command, readable=step.readable))
        words = read_bounded(job.folder.work / "resume.log")
        log = read_log(words, text)
        refuse_attempts(outcome.transcript, words)
        refuse_failure(outcome, log, job.limits, job.folder.path)
        if pages := _PAGES.search(words):
            refuse_pages(int(pages[1]), self.limits)
        return log


def refuse_pages(pages: int, limits: Limits) -> None:
    """Raise CompileFailed for a document longer than an item may be."""
    if pages > limits.pages:
        raise CompileFailed(f"the document has {pages} pages; the limit is {limits.pages}")


def environment(engine: Engine, folder: RunFolder, today: date) -> dict[str, str]:
    r"""All the engine learns of the world; engines that a wrapper finds below HOME are linked there.

    The date is today's noon: `\today` is right, and the same source gives the same bytes all day.
    """
    for name, target in engine.home_links.items():
        (folder.home / name).symlink_to(target)
    noon = datetime.combine(today, clock_time(12), tzinfo=UTC)
    return {
        "PATH": os.pathsep.join([*map(str, engine.search), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(folder.home),
        "TMPDIR": str(folder.home),
        "LC_ALL": "C.UTF-8",
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "MKTEXTFM": "0",
        "MKTEXPK": "0",
        "MKTEXMF": "0",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        "SOURCE_DATE_EPOCH": str(int(noon.timestamp())),
        "FORCE_SOURCE_DATE": "1",
        **engine.environment,
    }


def _collected(folder: RunFolder, limits: Limits) -> bytes:
    """The PDF, read through no link; raises CompileFailed when there is none."""
    try:
        opened = os.open(folder.work / "resume.pdf", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        opened = -1
    pdf = b""
    if opened >= 0:
        with os.fdopen(opened, "rb") as stream:
            pdf = stream.read(limits.written_bytes + 1)
    if pdf:
        return pdf
    if lacks_space(folder.path):
        raise CompileFailed(NO_SPACE, retryable=True)
    raise CompileFailed("the engine made no PDF: the document has no page; put text after \\begin{document}")


@contextlib.contextmanager
def plain_about_disks() -> Iterator[None]:
    """Tell of a full or closed disk in words that name no path."""
    try:
        yield
    except OSError as failure:
        if failure.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CompileFailed(NO_SPACE, retryable=True) from None
        if failure.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise CompileFailed("the press may not write in its state folder; set CAREERVP_STATE_DIR") from None
        raise
