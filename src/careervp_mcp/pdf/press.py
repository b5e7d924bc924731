"""The press: a manuscript in, a sound PDF out, by the fastest way that gives the plain way's page."""

import contextlib
import os
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.pdf.cold import Job, Outcome, Pass
from careervp_mcp.pdf.engines import ENGINES, Engine, find_engine
from careervp_mcp.pdf.fast import FastTiers
from careervp_mcp.pdf.foreman import Foreman
from careervp_mcp.pdf.preamble import dated
from careervp_mcp.pdf.readback import read_back
from careervp_mcp.pdf.results import Result, Results, key_of, packages_of
from careervp_mcp.pdf.runs import Bench, Compiled, Step, plain_about_disks, refuse_pages, unobserved
from careervp_mcp.pdf.sandbox import Limits, Wish, chosen_wall, described
from careervp_mcp.pdf.scratch import sweep
from careervp_mcp.pdf.suspects import refuse_unwalled
from careervp_mcp.pdf.verdict import placeless


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

    def __init__(
        self,
        settings: PressSettings,
        through: Callable[[Pass, Job], Outcome] = unobserved,
    ) -> None:
        self.settings = settings
        self._through = through
        self._foreman = Foreman()
        self._scratch = settings.state / "press"
        with contextlib.suppress(OSError):  # what can't be swept now is swept another time
            sweep(self._scratch)

    @property
    def engines(self) -> tuple[str, ...]:
        """The names a request may choose among."""
        return self.settings.engines

    @property
    def bench(self) -> Bench:
        """Where this press runs its engines."""
        chosen = self.settings
        wall = chosen_wall(chosen.sandbox)
        return Bench(self._scratch, chosen.limits, wall, chosen.today, self._through, self._foreman)

    def describe(self) -> dict[str, str]:
        """For a doctor: each engine with its origin or what installs it, and the sandbox; runs no engine."""
        facts = {}
        for name in self.engines:
            try:
                facts[Path(name).name] = self.engine(name).origin
            except CareerError as missing:
                facts[Path(name).name] = missing.message
        return facts | {"sandbox": described(chosen_wall(self.settings.sandbox))}

    def close(self) -> None:
        """End the process that starts the engines."""
        self._foreman.close()

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        """Typeset the manuscript; raises CompileFailed with what would be right."""
        started = time.monotonic()
        with plain_about_disks():
            found = self.engine(engine)
            compiled = self.compiled(manuscript, found, cancelled)
        return self.finished(manuscript, found, compiled, started)

    def engine(self, name: str | None) -> Engine:
        """The engine of that name, or the default one."""
        return find_engine(name, self.engines, self.settings.variables, self.settings.state)

    def compiled(self, manuscript: Manuscript, engine: Engine, cancelled: Callable[[], bool]) -> Compiled:
        """The manuscript run from nothing."""
        bench = self.bench
        if bench.wall == "none":
            refuse_unwalled(manuscript, engine)
        step = Step(manuscript.source, engine.command)
        return bench.compiled(manuscript, engine, (step,), cancelled)

    def finished(self, manuscript: Manuscript, engine: Engine, compiled: Compiled, started: float) -> Typeset:
        """The PDF read back, with all that a result shows; `started` is on the monotonic clock."""
        text = manuscript.source.decode("utf-8", "replace")
        reading = read_back(compiled.pdf, text, manuscript.expected, max_pages=self.settings.max_pages)
        refuse_pages(reading.pages, self.settings.limits)
        told = (*compiled.log.warnings, *reading.warnings, *compiled.warnings)
        return Typeset(
            pdf=compiled.pdf,
            pages=reading.pages,
            engine=engine.titled(compiled.log.version),
            cached=False,
            duration_ms=round((time.monotonic() - started) * 1000),
            warnings=tuple(dict.fromkeys(map(placeless, told))),
        )


class Press:
    """A Typesetter that knows its own finished work again, and starts engines warm where that is safe."""

    def __init__(self, settings: PressSettings, through: Callable[[Pass, Job], Outcome] = unobserved) -> None:
        self._plain = PlainPress(settings, through)
        self._results = Results(settings.state / "results")
        self._fast = FastTiers(settings.state, settings.variables, self._plain.bench)
        weakref.finalize(self, self._fast.close)  # at the latest when the process ends

    @property
    def engines(self) -> tuple[str, ...]:
        return self._plain.engines

    def describe(self) -> dict[str, str]:
        """For a doctor: engines, sandbox, and how fast the press can be here."""
        return self._plain.describe() | {"fork servers": self._fast.described()}

    def close(self) -> None:
        """End the engines that wait for work, and the process that starts others."""
        self._fast.close()
        self._plain.close()

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        """Typeset the manuscript; raises CompileFailed with what would be right."""
        started = time.monotonic()
        with plain_about_disks():
            found = self._plain.engine(engine)
            key = key_of(manuscript, self._settings_of(found, manuscript))
            kept = self._results.find(key, manuscript.previous)
            if kept and manuscript.previous is not None:
                spent = round((time.monotonic() - started) * 1000)
                return kept.typeset(manuscript.previous, spent)
            compiled = self._fast.compiled(manuscript, found, cancelled)
            if compiled is None:
                compiled = self._plain.compiled(manuscript, found, cancelled)
                self._fast.learn(manuscript, found, compiled, cancelled)
        sheet = self._plain.finished(manuscript, found, compiled, started)
        self._results.keep(key, Result.of(sheet))
        return sheet

    def _settings_of(self, engine: Engine, manuscript: Manuscript) -> tuple[str, ...]:
        """What of the press a result depends on; the day only where the source may ask for it."""
        chosen = self._plain.settings
        day = chosen.today().isoformat() if _dated(manuscript) else ""
        return (
            engine.identity,
            packages_of(engine),
            repr(chosen.limits),
            str(chosen.max_pages),
            self._plain.bench.wall,
            day,
        )


PRESSES: Mapping[str, Callable[[PressSettings], "PlainPress | Press"]] = {"fast": Press, "plain": PlainPress}


def _dated(manuscript: Manuscript) -> bool:
    return any(dated(text) for text in (manuscript.source, *manuscript.assets.values()))
