import dataclasses
import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tiers import TODAY, settings

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import results
from careervp_mcp.pdf.engines import ENGINES, Engine
from careervp_mcp.pdf.press import Press, PressSettings
from careervp_mcp.pdf.results import Result, Results, packages_of

PAGE = (
    rb"\documentclass{article}\usepackage{lmodern}\usepackage[T1]{fontenc}"
    rb"\begin{document}Odalys Brannigan-Koss\end{document}"
)
WORK = Manuscript(PAGE, {"notes.txt": b"a note"}, ("Odalys",))
KEY = "ab" * 32


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[PressSettings, Manuscript]:
    """A press's settings, and a manuscript whose PDF stands as that press left it."""
    chosen = settings(tmp_path_factory.mktemp("done"))
    sheet = Press(chosen).typeset(WORK)
    return chosen, dataclasses.replace(WORK, previous=sheet.pdf)


def test_unchanged_work_is_recognised_with_all_that_was_told_of_it(done: tuple[PressSettings, Manuscript]) -> None:
    chosen, manuscript = done
    first = Press(chosen).typeset(dataclasses.replace(manuscript, previous=None))

    again = Press(chosen).typeset(manuscript)

    assert again.cached
    assert not first.cached
    assert dataclasses.replace(again, cached=False, duration_ms=0) == dataclasses.replace(first, duration_ms=0)


@pytest.mark.parametrize(
    "change",
    [
        {"source": PAGE.replace(b"Odalys", b"Odalys A.")},
        {"source": PAGE + b"\n"},
        {"assets": {"notes.txt": b"another note"}},
        {"assets": {"other.txt": b"a note"}},
        {"assets": {}},
        {"expected": ("Odalys", "Koss")},
        {"expected": ()},
        {"previous": None},
        {"previous": b""},
    ],
)
def test_a_change_of_the_work_is_made_anew(done: tuple[PressSettings, Manuscript], change: dict[str, object]) -> None:
    chosen, manuscript = done

    assert not Press(chosen).typeset(dataclasses.replace(manuscript, **change)).cached  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "damage", [lambda pdf: pdf[:-1], lambda pdf: pdf + b"\n", lambda pdf: pdf.replace(b"1", b"2", 1)]
)
def test_a_damaged_pdf_is_made_anew(done: tuple[PressSettings, Manuscript], damage: Callable[[bytes], bytes]) -> None:
    chosen, manuscript = done

    assert (
        not Press(chosen).typeset(dataclasses.replace(manuscript, previous=damage(manuscript.previous or b""))).cached
    )


@pytest.mark.parametrize(
    "change",
    [
        {"max_pages": 1},
        {"limits": dataclasses.replace(settings(Path("/tmp")).limits, pages=3)},  # noqa: S108  # never written to
        {"sandbox": "none"},
    ],
)
def test_another_setting_makes_it_anew(done: tuple[PressSettings, Manuscript], change: dict[str, object]) -> None:
    chosen, manuscript = done

    assert not Press(dataclasses.replace(chosen, **change)).typeset(manuscript).cached  # type: ignore[arg-type]


def test_another_engine_makes_it_anew(done: tuple[PressSettings, Manuscript], tmp_path: Path) -> None:
    """The other engine is a script that starts the same program: only its own bytes differ."""
    chosen, manuscript = done
    from careervp_mcp.pdf.tinytex import bundled_engine

    script = tmp_path / "pdflatex"
    script.write_text(f'#!/bin/sh\nexec "{bundled_engine()}" "$@"\n')
    script.chmod(0o755)
    other = dataclasses.replace(chosen, variables={"PATH": str(tmp_path), "HOME": "/nonexistent"})

    assert not Press(other).typeset(manuscript).cached


@pytest.mark.parametrize(("body", "cached"), [(b"\\today", False), (b"\\maketitle", False), (b"Ada", True)])
def test_a_new_day_makes_anew_what_may_show_it(tmp_path: Path, body: bytes, *, cached: bool) -> None:
    source = rb"\documentclass{article}\title{A}\begin{document}" + body + rb"\end{document}"
    chosen = settings(tmp_path)
    tomorrow = dataclasses.replace(chosen, today=lambda: date(2024, 3, 1))
    first = Press(chosen).typeset(Manuscript(source))

    again = Press(tomorrow).typeset(Manuscript(source, previous=first.pdf))

    assert again.cached is cached
    assert chosen.today() == TODAY


@pytest.mark.parametrize("refreshed", ["ls-R", "web2c/pdftex/pdflatex.fmt", "fonts/map/pdftex/updmap/pdftex.map"])
def test_an_update_of_the_systems_packages_makes_it_anew(
    done: tuple[PressSettings, Manuscript], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refreshed: str
) -> None:
    chosen, manuscript = done
    monkeypatch.setattr(results, "_TREES", (str(tmp_path),))
    (tmp_path / refreshed).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / refreshed).write_text("old")
    Press(chosen).typeset(manuscript)
    before = Press(chosen).typeset(manuscript)

    (tmp_path / refreshed).write_text("newer")
    after = Press(chosen).typeset(manuscript)

    assert (before.cached, after.cached) == (True, False)


def test_an_engines_own_packages_are_told_apart_by_what_an_update_refreshes(tmp_path: Path) -> None:
    engine = Engine("pdflatex", ENGINES["pdflatex"], Path("/bin/sh"), origin="", identity="", readable=(tmp_path,))
    (tmp_path / "ls-R").write_text("./tex: article.cls")
    before = packages_of(engine)

    (tmp_path / "README").write_text("not what an engine reads")
    untouched = packages_of(engine)
    (tmp_path / "ls-R").write_text("./tex: article.cls titlesec.sty")

    assert before == untouched != packages_of(engine)


def test_a_failure_is_never_remembered(tmp_path: Path) -> None:
    press = Press(settings(tmp_path))
    broken = Manuscript(rb"\documentclass{article}\begin{document}\nosuch\end{document}", previous=b"%PDF")

    for _ in range(2):
        with pytest.raises(CompileFailed, match="nosuch"):
            press.typeset(broken)

    assert not list((tmp_path / "state" / "results").rglob("*.json"))


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"pdf_sha256": "x"}',
        '{"pdf_sha256": "x", "pages": null, "engine": "", "warnings": []}',
    ],
)
def test_a_damaged_record_is_no_record(tmp_path: Path, damage: str) -> None:
    kept = Results(tmp_path)
    sheet = Result("0" * 64, 1, "pdflatex", ())
    kept.keep(KEY, sheet)
    next(tmp_path.rglob("*.json")).write_text(damage)

    assert kept.find(KEY, b"") is None


def test_old_records_go_and_no_more_are_kept_than_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_IN_A_FOLDER", 3)
    kept = Results(tmp_path)
    names = [f"ab{number:062d}" for number in range(6)]
    old = time.time() - results.OLDEST_SECONDS - 60
    kept.keep("ab" + "f" * 62, Result("", 1, "", ()))
    os.utime(tmp_path / "ab" / f"{'ab' + 'f' * 62}.json", (old, old))

    for age, name in enumerate(names):
        kept.keep(name, Result("", 1, "", ()))
        os.utime(tmp_path / "ab" / f"{name}.json", (time.time() - 600 + age, time.time() - 600 + age))

    left = sorted(path.stem for path in (tmp_path / "ab").glob("*.json"))
    assert left == names[-3:]
    assert all(json.loads((tmp_path / "ab" / f"{name}.json").read_bytes()) for name in left)
