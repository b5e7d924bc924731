"""A page through any tier is the plain way's, or the tier was refused; so is a failure, to the word."""

import dataclasses
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tiers import NAMES, SYSTEM, VARIANTS, Bench, earns, has, manuscript, needs, pages, settings

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch, sandbox
from careervp_mcp.pdf.cold import Job, Outcome, Pass
from careervp_mcp.pdf.forkserver import ForkServer, ServerLost, Station
from careervp_mcp.pdf.press import PlainPress, Press, PressSettings
from careervp_mcp.pdf.sandbox import Limits, Wish

needs_landlock = pytest.mark.skipif(launch.landlock_abi() == 0, reason="this kernel has no Landlock")
needs_compiler = pytest.mark.skipif(shutil.which("cc", path=SYSTEM) is None, reason="no C compiler")
no_system = shutil.which("pdflatex", path=SYSTEM) is None
CASES = [(engine, name) for engine in ("wheel", "system") if engine == "wheel" or not no_system for name in NAMES]
PAGE = rb"""\documentclass{article}
\usepackage{lmodern}
\usepackage[T1]{fontenc}
\newcommand{\role}[1]{\emph{#1}}

\begin{document}
Odalys Brannigan-Koss
@BODY@
\end{document}
"""


def resume(body: bytes, preamble: bytes = b"") -> Manuscript:
    return Manuscript(PAGE.replace(b"@BODY@", body).replace(b"\n\n", b"\n" + preamble + b"\n"))


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """One state folder an engine: the shim is compiled once."""
    root = tmp_path_factory.mktemp("states")
    return lambda engine: root / engine


@needs_landlock
@needs_compiler
@pytest.mark.parametrize(("engine", "name"), CASES)
def test_a_preamble_earns_its_tiers_and_each_gives_the_plain_page(
    states: Callable[[str], Path], engine: str, name: str
) -> None:
    if lacking := [file for file in needs(name) if not has(file, engine)]:
        pytest.skip(f"the engine lacks {lacking[0]}")
    bench = Bench.of(settings(states(engine), engine))
    works = [manuscript(name, variant) for variant in VARIANTS]
    colds = [bench.cold(work) for work in works]

    bench.learn(works[0], colds[0])

    assert [tier for tier, fine in bench.verdicts(works[0]).items() if fine] == earns(name)
    assert len({cold.pdf for cold in colds}) == len(VARIANTS)
    for tier in earns(name):
        for work, cold in zip(works, colds, strict=True):
            fast = bench.by(tier, work)
            assert list(pages(fast.pdf)) == list(pages(cold.pdf)), tier
            assert (fast.log.warnings, fast.log.version) == (cold.log.warnings, cold.log.version), tier
    bench.fast.close()


class Watched:
    """What a press ran, by the name of each pass."""

    def __init__(self) -> None:
        self.passes: list[str] = []

    def __call__(self, run: Pass, job: Job) -> Outcome:
        self.passes.append("fork server" if not job.command else "format" if job.readable else "plain")
        if "-ini" in job.command:
            self.passes[-1] = "building"
        return run(job)

    def since(self, earlier: int) -> list[str]:
        return self.passes[earlier:]


@pytest.fixture(scope="module")
def earned(tmp_path_factory: pytest.TempPathFactory) -> PressSettings:
    """Settings under which the preamble of PAGE has earned what it can."""
    chosen = settings(tmp_path_factory.mktemp("earned"))
    press = Press(chosen)
    for body in (b"one", b"two"):
        press.typeset(resume(body))
    press.close()
    return chosen


@needs_landlock
@needs_compiler
def test_the_first_is_plain_the_second_judges_and_the_third_is_forked(tmp_path: Path) -> None:
    watched = Watched()
    press = Press(settings(tmp_path), watched)

    for body in (b"one", b"two", b"three", b"four"):
        press.typeset(resume(body))
    press.close()

    assert watched.passes == ["plain", "plain", "building", "fork server", "format", "fork server", "fork server"]


@needs_landlock
@needs_compiler
def test_a_second_pass_is_made_when_the_log_asks_and_starts_from_the_format(earned: PressSettings) -> None:
    watched = Watched()
    press = Press(earned, watched)

    typeset = press.typeset(
        dataclasses.replace(resume(rb"see \pageref{end}\newpage end\label{end}"), expected=("see 2",))
    )
    press.close()

    assert watched.passes == ["fork server", "format"]
    assert typeset.warnings == ()


@pytest.mark.parametrize(
    "body",
    [
        rb"\nosuchcommand",
        b"fine\n\n\\emph{never closed",
        b"a } too many",
        rb"\includegraphics{missing}",
        rb"\begin{itemize} no item \end{itemize}",
        rb"\end{itemize}",
        rb"\begin{tabular}{l} 30% & 40 \\ \end{tabular}",
        b"\\begin{tabular}{l}\n 30 & 40 \\\\\n\\end{tabular}",
        b"$5 and $6 and $7",
        b"\\section{Work\n\n}",
        rb"\input{nowhere}",
        "漢".encode(),
        rb"\read16 to\x",
        rb"\newpage" * 60 + rb"\loop\ifnum\count0<40 x\newpage\repeat",
        rb"\end",
        rb"\begin{document}",
        rb"\pdfcatalog{/OpenAction << /S /JavaScript /JS (app.alert(1)) >>}",
    ],
)
@needs_landlock
@needs_compiler
def test_a_failure_is_told_in_the_plain_ways_words_and_line(earned: PressSettings, body: bytes) -> None:
    work = resume(body)
    press = Press(earned)

    with pytest.raises(CompileFailed) as plain:
        PlainPress(earned).typeset(work)
    with pytest.raises(CompileFailed) as fast:
        press.typeset(work)
    press.close()

    assert (fast.value.message, fast.value.retryable) == (plain.value.message, plain.value.retryable)


@pytest.mark.parametrize("body", [rb"$5M and $6M", b"30% of it", rb"\hbox to 6in{wide}\ref{x}", rb"\cite{none} {\bf"])
@needs_landlock
@needs_compiler
def test_a_warning_is_told_in_the_plain_ways_words_and_line(earned: PressSettings, body: bytes) -> None:
    press = Press(earned)

    fast, plain = press.typeset(resume(body)), PlainPress(earned).typeset(resume(body))
    press.close()

    assert fast.warnings == plain.warnings
    assert fast.warnings
    assert (fast.engine, fast.pages) == (plain.engine, plain.pages)


def test_a_run_that_is_cancelled_while_a_preamble_is_learnt_gives_it_up_for_once_only(tmp_path: Path) -> None:
    watched = Watched()
    press = Press(settings(tmp_path), watched)
    press.typeset(resume(b"one"))

    press.typeset(resume(b"two"), cancelled=lambda: "building" in watched.passes)
    press.typeset(resume(b"three"))
    before = len(watched.passes)
    press.typeset(resume(b"four"))
    press.close()

    assert watched.since(before) in (["fork server"], ["format"])


@needs_landlock
@needs_compiler
def test_a_judged_server_may_start_as_slowly_as_an_item_may_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine so busy that only who waits longer than usual gets a server."""
    bench, start = Bench.of(settings(tmp_path)), ForkServer.start

    def busy(station: Station) -> ForkServer:
        if station.patience_seconds < Limits().wall_seconds:
            raise ServerLost("it would not start")
        return start(station)

    monkeypatch.setattr(ForkServer, "start", busy)
    bench.learn(resume(b"Ada"), bench.cold(resume(b"Ada")))
    bench.fast.close()

    assert bench.verdicts(resume(b"Ada")) == {"fork server": True, "format": True}
    with pytest.raises(ServerLost):
        bench.by("fork server", resume(b"Ada"))


def test_a_preamble_that_loops_only_while_it_is_precompiled_is_refused_once(tmp_path: Path) -> None:
    """What it does then must cost one item one limit, not each item."""
    trap = rb"\def\dump{\loop\iftrue\repeat}"
    chosen = settings(tmp_path, limits=sandbox.Limits(cpu_seconds=1))
    watched = Watched()
    press = Press(chosen, watched)

    for body in (b"one", b"two", b"three"):
        press.typeset(resume(body, trap))
    press.close()

    assert watched.passes == ["plain", "plain", "building", "plain"]


@needs_landlock
@needs_compiler
def test_an_item_that_one_tier_can_not_do_is_done_by_the_next(earned: PressSettings) -> None:
    """The body asks whether the server's own macro is there, and fails only then."""
    watched = Watched()
    press = Press(earned, watched)

    typeset = press.typeset(resume(rb"\ifdefined\careervpjob\nosuch\fi"))
    press.close()

    assert typeset.pages == 1
    assert watched.passes == ["fork server", "format"]


@needs_landlock
@needs_compiler
def test_tiers_that_fail_what_the_plain_way_can_are_judged_anew_and_shut(tmp_path: Path) -> None:
    """The body reads the first line of its own source, which the tiers leave empty, and fails only then."""
    watched = Watched()
    press = Press(settings(tmp_path), watched)
    for body in (b"one", b"two", b"three"):
        press.typeset(resume(body))
    before = len(watched.passes)
    picky = rb"\newread\own\openin\own=resume.tex \read\own to\first \ifx\first\empty\nosuch\fi"

    typeset = press.typeset(resume(picky))
    press.typeset(resume(b"five"))
    press.close()

    assert typeset.pages == 1
    judged = ["fork server", "format"]
    assert watched.since(before) == [*judged, "plain", *judged, "plain"]


@needs_landlock
@needs_compiler
def test_files_that_differ_from_item_to_item_start_no_server_each(earned: PressSettings) -> None:
    watched = Watched()
    press = Press(earned, watched)
    works = [dataclasses.replace(resume(b"x"), assets={"photo.png": bytes([number])}) for number in (1, 2, 2)]

    for work in works:
        press.typeset(work)
    press.close()

    assert watched.passes == ["format", "format", "fork server"]


@needs_landlock
@needs_compiler
def test_a_server_that_read_one_items_files_does_no_other_items_page(tmp_path: Path) -> None:
    """The document's beginning reads a file, before the server has a job."""
    reads = rb"\newread\lines\AtBeginDocument{\openin\lines=lines.txt \read\lines to\firstline}"
    watched = Watched()
    press = Press(settings(tmp_path), watched)
    warnings: list[str] = []

    for name in (b"one", b"one", b"one", b"two", b"two", b"one", b"two"):
        work = resume(rb"\firstline", reads)
        typeset = press.typeset(dataclasses.replace(work, assets={"lines.txt": name}, expected=(name.decode(),)))
        warnings += typeset.warnings
    press.close()

    assert warnings == []
    assert watched.passes[5:] == ["fork server", "format", "fork server", "fork server", "fork server"]


@pytest.mark.parametrize(
    ("wall", "path", "told"),
    [
        ("landlock", "/nonexistent", "no C compiler: preambles are precompiled instead"),
        ("bubblewrap", "/nonexistent", "need Landlock, which is not here"),
    ],
)
def test_without_what_fork_servers_need_the_format_is_used_and_a_doctor_is_told(
    tmp_path: Path, wall: Wish, path: str, told: str
) -> None:
    if wall == "bubblewrap" and not sandbox.bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    if wall == "landlock" and launch.landlock_abi() == 0:
        pytest.skip("this kernel has no Landlock")
    watched = Watched()
    chosen = dataclasses.replace(settings(tmp_path), sandbox=wall, variables={"PATH": path, "HOME": "/nonexistent"})
    press = Press(chosen, watched)

    for body in (b"one", b"two", b"three"):
        press.typeset(resume(body))

    assert watched.passes == ["plain", "plain", "building", "format", "format"]
    assert press.describe()["fork servers"] == told


def test_without_landlock_in_the_kernel_nothing_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "landlock_abi", lambda: 0)
    watched = Watched()
    press = Press(settings(tmp_path), watched)

    for body in (b"one", b"two", b"three"):
        press.typeset(resume(body))

    assert "fork server" not in watched.passes
    assert press.describe()["fork servers"] == "need Landlock, which is not here"


def test_without_any_wall_everything_is_plain(tmp_path: Path) -> None:
    watched = Watched()
    press = Press(dataclasses.replace(settings(tmp_path), sandbox="none"), watched)
    page = rb"\documentclass{article}" + b"\n" + rb"\begin{document}" + b"\nAda %d\n" + rb"\end{document}"

    for number in range(3):
        press.typeset(Manuscript(page % number))

    assert set(watched.passes) == {"plain"}


@needs_landlock
@needs_compiler
def test_a_compiler_that_came_later_is_used(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    before = Press(dataclasses.replace(chosen, variables={"PATH": "/nonexistent", "HOME": "/nonexistent"}))
    for body in (b"one", b"two", b"three"):
        before.typeset(resume(body))
    watched = Watched()
    press = Press(chosen, watched)

    for body in (b"four", b"five"):
        press.typeset(resume(body))
    press.close()

    assert watched.passes == ["plain", "fork server", "format", "fork server"]


@needs_landlock
@needs_compiler
def test_each_day_has_its_own_date_in_every_tier(tmp_path: Path) -> None:
    days = [date(2024, 2, 29)]
    press = Press(dataclasses.replace(settings(tmp_path), today=lambda: days[-1]))
    for body in (b"one", b"two", b"three"):
        press.typeset(resume(body))

    days.append(date(2024, 3, 1))
    typeset = press.typeset(dataclasses.replace(resume(rb"\today"), expected=("March 1, 2024",)))
    press.close()

    assert typeset.warnings == ()
