import dataclasses
import os
from datetime import date
from pathlib import Path

import pytest
from tiers import TODAY, Bench, settings

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript, never
from careervp_mcp.pdf.cold import Job, Outcome, Pass
from careervp_mcp.pdf.engines import find_engine
from careervp_mcp.pdf.press import PlainPress
from careervp_mcp.pdf.runs import Step, environment
from careervp_mcp.pdf.scratch import run_folder

PAGE = b"\\documentclass{article}\n\\begin{document}\nSee \\pageref{end}.\\newpage Ada\\label{end}\n\\end{document}"
ENDLESS_REFERENCES = (
    rb"\documentclass{article}\begin{document}Ada\makeatletter"
    rb"\AtEndDocument{\@latex@warning@no@line{Label(s) may have changed. Rerun to get cross-references right}}"
    rb"\end{document}"
)


class Seen:
    """Every pass, as it went by."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, run: Pass, job: Job) -> Outcome:
        self.jobs.append(job)
        return run(job)


def test_every_pass_of_every_tier_goes_through_the_observer(tmp_path: Path) -> None:
    seen = Seen()
    press = PlainPress(settings(tmp_path), seen)

    press.typeset(Manuscript(PAGE))

    assert len(seen.jobs) == 2
    assert len({job.deadline for job in seen.jobs}) == 1
    assert len({job.folder.path for job in seen.jobs}) == 1


def test_references_that_never_settle_are_given_up_after_three_passes(tmp_path: Path) -> None:
    seen = Seen()

    typeset = PlainPress(settings(tmp_path), seen).typeset(Manuscript(ENDLESS_REFERENCES))

    assert typeset.pages == 1
    assert len(seen.jobs) == 3


def test_steps_follow_one_another_and_the_last_is_run_again(tmp_path: Path) -> None:
    """The first step leaves a label and asks for another pass; the second prints it."""
    bench = Bench.of(settings(tmp_path))
    seen = Seen()
    first = Step(PAGE, bench.engine.command)
    second = Step(PAGE.replace(b"Ada", b"Odalys"), bench.engine.command)
    watched = dataclasses.replace(bench.fast.bench, through=seen)

    compiled = watched.compiled(Manuscript(PAGE), bench.engine, (first, second), never)

    assert len(seen.jobs) == 2
    assert compiled.pdf == bench.cold(Manuscript(second.source)).pdf


def test_a_runs_folder_is_there_while_it_is_looked_at_and_gone_afterwards(tmp_path: Path) -> None:
    bench = Bench.of(settings(tmp_path))
    step = Step(PAGE, bench.engine.command)

    with bench.fast.bench.run(Manuscript(PAGE), bench.engine, step, never) as folder:
        left = {path.name for path in folder.work.iterdir()}

    assert {"resume.pdf", "resume.fls"} <= left
    assert not folder.path.exists()


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    bench = Bench.of(settings(tmp_path))
    step = Step(PAGE.replace(b"Ada", b"\\nosuch"), bench.engine.command)

    with (
        pytest.raises(CompileFailed, match=r"line 3.*nosuch"),
        bench.fast.bench.run(Manuscript(PAGE), bench.engine, step, never),
    ):
        pytest.fail("it came out")

    assert not list(bench.fast.bench.scratch.glob("run-*"))


def test_an_engine_learns_its_day_and_none_of_our_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(tmp_path)
    engine = find_engine(None, chosen.engines, chosen.variables, chosen.state)
    monkeypatch.setenv("CAREERVP_SECRET", "canary")

    with run_folder(tmp_path / "scratch") as folder:
        told, later = (environment(engine, folder, day) for day in (TODAY, date(2024, 3, 1)))

    assert int(later["SOURCE_DATE_EPOCH"]) - int(told["SOURCE_DATE_EPOCH"]) == 24 * 3600
    assert (told["openin_any"], told["openout_any"], told["shell_escape"]) == ("p", "p", "f")
    assert "canary" not in " ".join(told.values())
    assert not [name for name in told if name.startswith(("CAREERVP", "LD_"))]
    assert os.environ["HOME"] not in told.values()
