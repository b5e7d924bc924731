"""Every attack meets a press whose tiers are earned and in use: the verdict is the plain way's, to the word."""

import contextlib
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from arena import ATTACKS, Arena
from tiers import SYSTEM, engine_path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch, sandbox
from careervp_mcp.pdf.cold import Outcome
from careervp_mcp.pdf.press import PlainPress, Press
from careervp_mcp.pdf.sandbox import Wish
from careervp_mcp.pdf.scratch import sweep

ALL = sorted(path.stem for path in ATTACKS.glob("*.tex"))
BEYOND_TEX = [attack for attack in ALL if attack.startswith(("read_object", "write_own"))]
NOTES = {"notes.tex": b"a note"}
EVERY = [
    *(("landlock", "wheel", attack) for attack in ALL),
    *(("landlock", "system", attack) for attack in BEYOND_TEX),
    *(("bubblewrap", "wheel", attack) for attack in BEYOND_TEX),
]
pytestmark = pytest.mark.skipif(
    launch.landlock_abi() == 0 or not shutil.which("cc", path=SYSTEM), reason="needs Landlock and a C compiler"
)


@dataclass
class Ground:
    """A press that lives on from attack to attack, and what its preambles have earned."""

    arena: Arena
    wall: Wish
    path: str
    press: Press = field(init=False)
    tried: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        made = self.arena.press(self.wall, self.path)
        assert isinstance(made, Press)
        self.press = made

    def told(self, source: bytes, press: Press | PlainPress | None = None) -> CompileFailed | None:
        try:
            (press or self.press).typeset(Manuscript(source, NOTES))
        except CompileFailed as failed:
            return failed
        return None

    def earn(self, preamble: bytes) -> None:
        """Three harmless pages with the attack's preamble, so that all it can earn is in use."""
        if preamble not in self.tried:
            self.tried.add(preamble)
            pages = (preamble + b"\\begin{document}\nHarmless %d\n\\end{document}\n" % n for n in range(3))
            all(self.told(page) is None for page in pages)  # a hostile preamble fails with the first

    def passes(self) -> list[str]:
        """Which way each pass went since the traces were cleared."""
        commands = [job.command for job, _ in self.arena.traces.passes]
        return [
            "fork server"
            if not command
            else "building"
            if "-ini" in command
            else "plain"
            if "-recorder" in command
            else "format"
            for command in commands
        ]

    def plain(self, source: bytes) -> CompileFailed | None:
        return self.told(source, PlainPress(self.arena.settings(self.wall, self.path)))


Grounds = Callable[[Wish, str], Ground]


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """The ground of a kind of wall and an engine: one for all attacks."""
    kept: dict[tuple[str, str], Ground] = {}

    def ground(wall: Wish, engine: str) -> Ground:
        if (wall, engine) not in kept:
            folder = tmp_path_factory.mktemp("ground")
            arena = Arena(folder / "arena", make=Press)
            kept[wall, engine] = Ground(arena, wall, engine_path(engine, folder))
        return kept[wall, engine]

    yield ground
    for each in kept.values():
        each.press.close()


def verdict(failure: CompileFailed) -> tuple[str, bool]:
    """What is told; on a busy machine either clock may be the first to end a loop."""
    if "a loop without an end" in failure.message:
        return "it ran out of time", False
    return failure.message, failure.retryable


def ran_out(outcome: Outcome) -> bool:
    """Whether a limit ended a pass."""
    return outcome.stopped is not None or outcome.status in {-signal.SIGXCPU, -signal.SIGXFSZ}


@pytest.mark.parametrize(("wall", "engine", "attack"), EVERY)
def test_an_attack_fares_no_better_in_any_tier(grounds: Grounds, wall: Wish, engine: str, attack: str) -> None:
    if wall == "bubblewrap" and not sandbox.bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    if engine == "system" and not shutil.which("pdflatex", path=SYSTEM):
        pytest.skip("no system pdflatex")
    ground = grounds(wall, engine)
    arena = ground.arena
    source = arena.source(attack)
    ground.earn(source.partition(b"\\begin{document}")[0])
    before = arena.fence()

    for _ in range(1 if source.startswith(b"\\documentclass{article}\n\\begin{document}") else 3):
        arena.traces.clear()
        failure = ground.told(source)

        assert failure is not None, "the attack ended as a page"
        assert sum(ran_out(outcome) for _, outcome in arena.traces.passes) <= 1
        assert arena.leaks() == []
        assert arena.secret not in failure.message
        assert str(arena.folder) not in failure.message
    assert arena.fence() == before
    assert_nothing_left(arena)
    plain = failure if ground.passes()[-1] == "plain" else ground.plain(source)  # where the plain way spoke last
    assert plain
    assert failure
    assert verdict(failure) == verdict(plain)


def assert_nothing_left(arena: Arena) -> None:
    scratch = arena.folder / "state" / "press"
    assert sweep(scratch) == 0, "a run folder that nobody holds"
    assert not list(scratch.glob("run-*/work/run-*")), "a job still stands in its server's folder"
    formats = (arena.folder / "state" / "formats").glob("*/resume.fmt")
    assert not [path for path in formats if arena.secret.encode() in path.read_bytes()]


def test_the_tiers_that_the_attacks_meet_are_in_use(grounds: Grounds) -> None:
    ground = grounds("landlock", "wheel")
    ground.earn(b"\\documentclass{article}\n")
    ground.arena.traces.clear()

    failure = ground.told(b"\\documentclass{article}\n\\begin{document}\nAda\\nosuch\n\\end{document}\n")

    assert failure
    assert ground.passes() == ["fork server", "format", "plain"]


def test_a_document_that_rewrites_its_sources_changes_nothing_for_the_next(grounds: Grounds) -> None:
    ground = grounds("landlock", "wheel")
    page = b"\\documentclass{article}\n\\begin{document}\nAda \\input{notes}\n\\end{document}\n"
    ground.earn(b"\\documentclass{article}\n")
    first = ground.press.typeset(Manuscript(page, NOTES, ("a note",)))

    for name in (b"notes.tex", b"resume.aux", b"resume.fmt"):
        attack = (
            b"\\newwrite\\w\\immediate\\openout\\w=%s \\immediate\\write\\w{changed}\\immediate\\closeout\\w" % name
        )
        with contextlib.suppress(CompileFailed):
            ground.press.typeset(Manuscript(page.replace(b"Ada", attack), NOTES))
    again = ground.press.typeset(Manuscript(page, NOTES, ("a note",)))

    assert again.pdf == first.pdf
    assert again.warnings == ()
