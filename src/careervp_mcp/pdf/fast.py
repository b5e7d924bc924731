"""The fast tiers: which one may run a manuscript, and how a preamble earns them.

A preamble that comes a second time gets a format. Before anything is made from it, one manuscript is run
through each tier and held against the cold run: a page that differs shuts that tier for that preamble.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.cold import Job, Outcome, cold_pass, read_bounded
from careervp_mcp.pdf.cutmap import CutOutlines, Pointer
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.forkserver import ServerLost, ServerMissed, Station
from careervp_mcp.pdf.formats import Format, Formats, NotKept
from careervp_mcp.pdf.preamble import Split
from careervp_mcp.pdf.runs import Bench, Compiled, Step, environment
from careervp_mcp.pdf.sameness import same_pages
from careervp_mcp.pdf.sandbox import readable_by
from careervp_mcp.pdf.servers import ForkServers
from careervp_mcp.pdf.shim import Shims
from careervp_mcp.pdf.verdict import Stopped

log = logging.getLogger(__name__)
_MOST_SETS = 256
_FORMAT_BYTES = 64 << 20
"""What a format may take as it is dumped, however little an item may write."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript that may run fast: its split source and the format it would start from."""

    manuscript: Manuscript
    engine: Engine
    split: Split
    format: Format
    judged: bool = False
    """It is run to see whether a tier may be used: nobody waits for its page."""

    @property
    def assets(self) -> str:
        """A hash of the files beside the source; empty when there are none."""
        digest = hashlib.sha256()
        for name, content in sorted(self.manuscript.assets.items()):
            digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
        return digest.hexdigest()[:16] if self.manuscript.assets else ""


@dataclass(frozen=True)
class FastTiers:
    """Formats, and fork servers where the machine can have them; safe to share between threads."""

    state: Path
    variables: Mapping[str, str]
    bench: Bench
    servers: ForkServers = field(default_factory=ForkServers)
    _sets: dict[str, None] = field(default_factory=dict)
    """Sets of assets that came before: a server is only worth its start for one that comes again."""

    @property
    def tiers(self) -> Mapping[str, Callable[[Draft], Sequence[Step] | None]]:
        """The tiers, fastest first: each the steps for a draft, or None where it can't."""
        return {"fork server": self._fork_steps, "format": self._format_steps}

    def compiled(self, manuscript: Manuscript, engine: Engine, cancelled: Callable[[], bool]) -> Compiled | None:
        """The manuscript by the fastest tier that its preamble has earned; None when the plain way must do it.

        Raises CompileFailed only where the plain way would be ended too.
        """
        draft = self.draft(manuscript, engine)
        for tier in self._earned(draft) if draft else ():
            done = self._tried(tier, draft, cancelled) if draft else None
            if done:
                return done
        return None

    def learn(self, manuscript: Manuscript, engine: Engine, cold: Compiled, cancelled: Callable[[], bool]) -> None:
        """After a plain run: make the format of a preamble that came again, and judge each tier by this page.

        A preamble that had earned a tier is judged anew: the tier could not do what the plain way could.
        """
        draft = self.draft(manuscript, engine)
        if draft is None or not self._to_be_judged(draft.format):
            return
        with self._formats.building(draft.format) as free:
            if free and self._to_be_judged(draft.format):
                self._judge(draft, cold, cancelled)

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
    def _outlines(self) -> CutOutlines:
        return CutOutlines(self.state / "outlines")

    @property
    def _shims(self) -> Shims:
        return Shims(self.state / "shims", self.variables.get("PATH", ""))

    def draft(self, manuscript: Manuscript, engine: Engine) -> Draft | None:
        """The manuscript made ready for a tier; None when it can't run fast."""
        if not engine.precompiles or self.bench.wall == "none":
            return None
        split = Split.of(manuscript.source)
        if split is None:
            return None
        made = self._formats.of(split, manuscript.assets, engine, self.bench.today())
        return Draft(manuscript, engine, split, made)

    def _earned(self, draft: Draft) -> Sequence[str]:
        """The tiers that may run it; none while one that could run was not judged yet."""
        verdicts = draft.format.verdicts
        if not any(verdicts.values()) or any(tier not in verdicts for tier in self._possible(draft)):
            return ()
        if not draft.format.sound:
            log.warning("a format is damaged or out of date; it is made again")
            draft.format.drop()
            return ()
        worth = self._came_before(draft.assets)
        return [tier for tier in self.tiers if verdicts.get(tier) and (worth or tier != "fork server")]

    def _possible(self, draft: Draft) -> Sequence[str]:
        return [tier for tier, steps in self.tiers.items() if steps(draft)]

    def _came_before(self, assets: str) -> bool:
        if not assets or assets in self._sets:
            return True
        while len(self._sets) >= _MOST_SETS:
            self._sets.pop(next(iter(self._sets)), None)
        self._sets[assets] = None
        return False

    def _to_be_judged(self, made: Format) -> bool:
        verdicts = made.verdicts
        return any(verdicts.values()) if verdicts else self._formats.second_sight(made)

    def _tried(self, tier: str, draft: Draft, cancelled: Callable[[], bool]) -> Compiled | None:
        """The manuscript through a tier; None when the next must do it."""
        try:
            return self._run(tier, draft, cancelled)
        except Stopped:
            raise
        except (CompileFailed, ServerLost, OSError) as reason:
            log.info("the %s left an item to the next tier: %s", tier, reason)
            return None

    def _run(self, tier: str, draft: Draft, cancelled: Callable[[], bool]) -> Compiled:
        draft.format.touch()
        return self.bench.compiled(draft.manuscript, draft.engine, self.tiers[tier](draft) or (), cancelled)

    def _judge(self, draft: Draft, cold: Compiled, cancelled: Callable[[], bool]) -> None:
        """Give each tier its verdict; none when the caller cancelled, the disk is full or processes are killed."""
        try:
            made = draft if draft.format.sound else self._built(draft, cold, cancelled)
            judged = replace(made, judged=True)
            verdicts = {tier: self._agrees(tier, judged, cold, cancelled) for tier in self._possible(made)}
        except (CompileFailed, ServerLost, OSError) as reason:
            log.info("a preamble was not judged: %s", reason)
            return
        made.format.judge(verdicts)
        self._came_before(draft.assets)

    def _built(self, draft: Draft, cold: Compiled, cancelled: Callable[[], bool]) -> Draft:
        """The draft with its format made; as it was when the preamble can't be dumped."""
        step = Step(draft.split.loading, draft.engine.dumping)
        assets = draft.manuscript.assets
        cut = self._outlines.map_for(cold.record, readable_by(draft.engine))
        limits = self.bench.limits
        roomy = replace(self.bench, limits=replace(limits, written_bytes=max(limits.written_bytes, _FORMAT_BYTES)))
        try:
            with roomy.run(draft.manuscript, draft.engine, step, cancelled) as folder:
                record = read_bounded(folder.work / "resume.fls")
                return replace(draft, format=self._formats.keep(draft.format, folder, record, assets, cut=cut))
        except (CompileFailed, NotKept) as reason:
            if _may_pass(reason, cancelled):
                raise
            log.info("a preamble could not be precompiled: %s", reason)
            return draft

    def _agrees(self, tier: str, draft: Draft, cold: Compiled, cancelled: Callable[[], bool]) -> bool:
        """Whether the tier gives the cold page; raises when chance, and not the tier, kept the page away."""
        if not draft.format.path.is_file():
            return False
        try:
            fine = same_pages(self._run(tier, draft, cancelled).pdf, cold.pdf)
        except (CompileFailed, ServerLost) as reason:
            if _may_pass(reason, cancelled):
                raise
            fine = False
        if not fine:
            log.warning("a preamble can't use the %s: its page differs from the plain one or did not come", tier)
        return fine

    def _format_steps(self, draft: Draft) -> Sequence[Step]:
        command, made = draft.engine.starting_from(draft.format.path), draft.format.path
        pointer = self._outlines.pointer(draft.format.outlines)
        if pointer is None:
            return (Step(draft.split.after_format, command, (made,)),)
        begin = b"\\begin{document}"
        source = draft.split.after_format.replace(begin, pointer.line + begin, 1)
        return (Step(source, command, (made, *pointer.readable), run=partial(_pass_with, pointer)),)

    def _fork_steps(self, draft: Draft) -> Sequence[Step] | None:
        shim = self._shims.for_engine(draft.engine) if self.bench.wall == "landlock" else None
        if shim is None:
            return None
        forked = Step(draft.split.after_begin, (), run=partial(self._fork_pass, draft, shim))
        return (forked, *self._format_steps(draft))

    def _fork_pass(self, draft: Draft, shim: Path, job: Job) -> Outcome:
        today = self.bench.today()
        pointer = self._outlines.pointer(draft.format.outlines)
        completed = pointer.environment if pointer else dict[str, str]
        station = Station(
            draft.engine,
            draft.format.path,
            shim,
            draft.manuscript,
            lambda folder: completed(environment(draft.engine, folder, today)),
            self.bench.limits,
            self.bench.scratch,
            outlines=pointer,
        )
        if draft.judged:  # a slow start, of a busy machine, is not the tier's fault
            station = replace(station, patience_seconds=self.bench.limits.wall_seconds)
        with self.servers.lease(f"{draft.format.folder.name} {today} {draft.assets}", station) as server:
            if draft.judged:
                job = replace(job, deadline=time.monotonic() + self.bench.limits.wall_seconds)
            return server.run(job)


def _pass_with(pointer: Pointer, job: Job) -> Outcome:
    """A cold pass that uses a kept map."""
    return cold_pass(replace(job, environment=pointer.environment(job.environment)))


def _may_pass(reason: Exception, cancelled: Callable[[], bool]) -> bool:
    """Whether chance kept the page away: the run was cancelled or killed, or the disk was full."""
    if isinstance(reason, Stopped):
        return cancelled()
    return isinstance(reason, ServerMissed) or (isinstance(reason, CompileFailed) and reason.retryable)
