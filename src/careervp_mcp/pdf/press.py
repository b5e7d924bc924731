"""The plain press: one manuscript, one private folder, one engine started from nothing."""

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from careervp_mcp.career.errors import CareerError, CompileFailed
from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.pdf.cold import Job, Pass, cold_pass, read_bounded
from careervp_mcp.pdf.engines import ENGINES, Engine, find_engine
from careervp_mcp.pdf.log import Log, read_log
from careervp_mcp.pdf.placing import place, refuse_planted, untouched
from careervp_mcp.pdf.readback import read_back
from careervp_mcp.pdf.sandbox import Limits, Wish, chosen_wall, described, readable_by
from careervp_mcp.pdf.scratch import RunFolder, run_folder, sweep
from careervp_mcp.pdf.suspects import refuse_attempts, refuse_strangers, refuse_unwalled
from careervp_mcp.pdf.verdict import NO_SPACE, lacks_space, placeless, refuse_failure

_MOST_PASSES = 3
_PAGES = re.compile(r"Output written on .*?\((\d+) pages?")
_NO_WALL = "no sandbox is available on this machine: the source was checked more strictly instead"


@dataclass(frozen=True, slots=True)
class PressSettings:
    """What a press is told once."""

    state: Path
    """A folder of the user's for private run folders and the font map; made when missing."""
    engines: tuple[str, ...] = tuple(ENGINES)
    """Engines a request may name: bare names, or full paths."""
    limits: Limits = field(default_factory=Limits)
    max_pages: int = 2
    """Pages above which the result carries a warning."""
    sandbox: Wish = "auto"
    variables: Mapping[str, str] = field(default_factory=lambda: {k: os.environ.get(k, "") for k in ("PATH", "HOME")})
    """PATH, where engines are looked for, and HOME, which a wrapper script may name; neither is passed on."""
    today: Callable[[], date] = date.today


class PlainPress:
    """A Typesetter that runs the engine anew each time; safe to share between threads."""

    def __init__(self, settings: PressSettings, run_pass: Pass = cold_pass) -> None:
        self._settings = settings
        self._run_pass = run_pass
        self._scratch = settings.state / "press"
        with contextlib.suppress(OSError):  # what can't be swept now is swept another time
            sweep(self._scratch)

    @property
    def engines(self) -> tuple[str, ...]:
        """The names a request may choose among."""
        return self._settings.engines

    def describe(self) -> dict[str, str]:
        """For a doctor: each engine with its origin or what installs it, and the sandbox; runs no engine."""
        facts = {}
        for name in self.engines:
            try:
                facts[Path(name).name] = self._engine(name).origin
            except CareerError as missing:
                facts[Path(name).name] = missing.message
        return facts | {"sandbox": described(chosen_wall(self._settings.sandbox))}

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        """Typeset the manuscript; raises CompileFailed with what would be right."""
        started = time.monotonic()
        with _plain_about_disks():
            found = self._engine(engine)
            pdf, log, warnings = self._compiled(manuscript, found, cancelled)
        text = manuscript.source.decode("utf-8", "replace")
        reading = read_back(pdf, text, manuscript.expected, max_pages=self._settings.max_pages)
        self._refuse_pages(reading.pages)
        return Typeset(
            pdf=pdf,
            pages=reading.pages,
            engine=found.titled(log.version),
            cached=False,
            duration_ms=round((time.monotonic() - started) * 1000),
            warnings=tuple(dict.fromkeys(map(placeless, (*log.warnings, *reading.warnings, *warnings)))),
        )

    def _engine(self, name: str | None) -> Engine:
        return find_engine(name, self.engines, self._settings.variables, self._settings.state)

    def _compiled(
        self, manuscript: Manuscript, engine: Engine, cancelled: Callable[[], bool]
    ) -> tuple[bytes, Log, tuple[str, ...]]:
        wall = chosen_wall(self._settings.sandbox)
        if wall == "none":
            refuse_unwalled(manuscript, engine)
        limits = self._settings.limits
        with run_folder(self._scratch) as folder:
            placed = place(manuscript, folder, limits)
            environment = _environment(engine, folder, self._settings.today())
            deadline = time.monotonic() + limits.wall_seconds
            log = self._passes(Job(engine, folder, environment, limits, wall, deadline, cancelled), manuscript)
            if not untouched(placed):
                raise CompileFailed("the source rewrote its own files, which a document may not do")
            pdf = _collected(folder, limits)
            if wall == "none":
                record = read_bounded(folder.work / "resume.fls")
                refuse_strangers(record, folder.work, readable_by(engine))
        return pdf, log, (_NO_WALL,) if wall == "none" else ()

    def _passes(self, job: Job, manuscript: Manuscript) -> Log:
        """Run until the references are right; raises CompileFailed at the first pass that fails."""
        text = manuscript.source.decode("utf-8", "replace")
        for _ in range(_MOST_PASSES):
            outcome = self._run_pass(job)
            words = read_bounded(job.folder.work / "resume.log")
            log = read_log(words, text)
            refuse_attempts(outcome.transcript, words)
            refuse_planted(job.folder)
            refuse_failure(outcome, log, job.limits, job.folder.path)
            if pages := _PAGES.search(words):
                self._refuse_pages(int(pages[1]))
            if not log.needs_rerun:
                break
        return log

    def _refuse_pages(self, pages: int) -> None:
        limit = self._settings.limits.pages
        if pages > limit:
            raise CompileFailed(f"the document has {pages} pages; the limit is {limit}")


def _environment(engine: Engine, folder: RunFolder, today: date) -> dict[str, str]:
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
def _plain_about_disks() -> Iterator[None]:
    """Tell of a full or closed disk in words that name no path."""
    try:
        yield
    except OSError as failure:
        if failure.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CompileFailed(NO_SPACE, retryable=True) from None
        if failure.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise CompileFailed("the press may not write in its state folder; set CAREERVP_STATE_DIR") from None
        raise
