"""The fast tiers: which one may run a manuscript, and how a preamble earns them.

A preamble that comes a second time gets a format. Before anything is made from it, one manuscript is run
through each tier and held against the cold run: a page that differs shuts that tier for that preamble.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.cold import Job, Outcome, read_bounded
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.forkserver import ForkServers, ServerLost, Station
from careervp_mcp.pdf.formats import Format, Formats
from careervp_mcp.pdf.preamble import Split
from careervp_mcp.pdf.runs import Bench, Compiled, Step, environment
from careervp_mcp.pdf.sameness import same_pages
from careervp_mcp.pdf.shim import Shims
from careervp_mcp.pdf.verdict import Stopped

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript that may run fast: its split source and the format it would start from."""

    manuscript: Manuscript
    engine: Engine
    split: Split
    format: Format


@dataclass(frozen=True)
class FastTiers:
    """Formats, and fork servers where the machine can have them; safe to share between threads."""

    state: Path
    variables: Mapping[str, str]
    bench: Bench
    servers: ForkServers = field(default_factory=ForkServers)

    @property
    def tiers(self) -> Mapping[str, Callable[[Draft], Sequence[Step] | None]]:
        """The tiers, fastest first: each the steps for a draft, or None where it can't."""
        return {"fork server": self._fork_steps, "format": self._format_steps}

    def compiled(self, manuscript: Manuscript, engine: Engine, cancelled: Callable[[], bool]) -> Compiled | None:
        """The manuscript by the fastest tier that its preamble has earned; None when the plain way must do it.

        Raises CompileFailed only where the plain way would be ended too.
        """
        draft = self._draft(manuscript, engine)
        verdicts = draft.format.verdicts if draft and draft.format.path.is_file() else {}
        for name, fine in verdicts.items():
            done = self._tried(name, draft, cancelled) if draft and fine else None
            if done:
                return done
        return None

    def learn(self, manuscript: Manuscript, engine: Engine, cold: Compiled, cancelled: Callable[[], bool]) -> None:
        """After a plain run: make the format of a preamble that came again, and judge each tier by this page."""
        draft = self._draft(manuscript, engine)
        if draft is None or draft.format.verdicts or not self._formats.second_sight(draft.format):
            return
        with self._formats.building(draft.format) as free:
            if free and not draft.format.verdicts:
                self._judge(self._built(draft, cancelled), cold, cancelled)

    def described(self) -> str:
        """For a doctor: whether engines can wait warm here."""
        return self._shims.described() if self.bench.wall == "landlock" else "need Landlock, which is not here"

    def close(self) -> None:
        """End the engines that wait."""
        self.servers.close()

    @property
    def _formats(self) -> Formats:
        return Formats(self.state / "formats")

    @property
    def _shims(self) -> Shims:
        return Shims(self.state / "shims", self.variables.get("PATH", ""))

    def _draft(self, manuscript: Manuscript, engine: Engine) -> Draft | None:
        if not engine.precompiles or self.bench.wall == "none":
            return None
        split = Split.of(manuscript.source)
        if split is None:
            return None
        return Draft(
            manuscript, engine, split, self._formats.of(split, manuscript.assets, engine, self.bench.today())
        )

    def _tried(self, tier: str, draft: Draft, cancelled: Callable[[], bool]) -> Compiled | None:
        steps = self.tiers[tier](draft)
        if steps is None:
            return None
        draft.format.touch()
        try:
            return self.bench.compiled(draft.manuscript, draft.engine, steps, cancelled)
        except Stopped:
            raise
        except (CompileFailed, ServerLost) as reason:
            log.info("the %s left an item to the next tier: %s", tier, reason)
            return None

    def _built(self, draft: Draft, cancelled: Callable[[], bool]) -> Draft:
        """The draft with its format made; as it was when the preamble can't be dumped."""
        step = Step(draft.split.loading, draft.engine.dumping)
        try:
            with self.bench.run(draft.manuscript, draft.engine, step, cancelled) as folder:
                record = read_bounded(folder.work / "resume.fls")
                made = self._formats.keep(draft.format, folder.work / "resume.fmt", record, draft.manuscript.assets)
        except (CompileFailed, OSError, ValueError) as reason:
            log.info("a preamble could not be precompiled: %s", reason)
            return draft
        return replace(draft, format=made)

    def _judge(self, draft: Draft, cold: Compiled, cancelled: Callable[[], bool]) -> None:
        verdicts = {}
        for tier in self.tiers:
            done = self._tried(tier, draft, cancelled) if draft.format.path.is_file() else None
            verdicts[tier] = done is not None and same_pages(done.pdf, cold.pdf)
            if not verdicts[tier]:
                log.warning("a preamble can't use the %s: its page differs from the plain one or did not come", tier)
        draft.format.judge(verdicts)

    def _format_steps(self, draft: Draft) -> Sequence[Step]:
        engine, made = draft.engine, draft.format.path
        return (Step(draft.split.after_format, engine.starting_from(made), (made,)),)

    def _fork_steps(self, draft: Draft) -> Sequence[Step] | None:
        shim = self._shims.for_engine(draft.engine) if self.bench.wall == "landlock" else None
        if shim is None:
            return None
        forked = Step(draft.split.after_begin, (), run=partial(self._fork_pass, draft, shim))
        return (forked, *self._format_steps(draft))

    def _fork_pass(self, draft: Draft, shim: Path, job: Job) -> Outcome:
        today = self.bench.today()
        station = Station(
            draft.engine,
            draft.format.path,
            shim,
            lambda folder: environment(draft.engine, folder, today),
            self.bench.limits,
            self.bench.scratch,
        )
        with self.servers.lease(f"{draft.format.folder.name} {today}", station) as server:
            return server.run(job)
