import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from torture import TORTURE

from careervp_mcp.demo import bar, near, show

BOARD = r"^ +(\d+)  ([a-z_]+) +(-|Reviewed|Resume Written) +\S.*: .*$"
"""A line of the board: row, its status, its note's status."""


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.skipif(not TORTURE, reason="two whole candidates: `make torture-ci` shows them")
def test_the_demonstration_names_every_pdf_shows_the_board_and_ends_with_what_to_look_at(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"CAREERVP_STATE_DIR": str(tmp_path / "state")}
    command = [sys.executable, "-m", "careervp_mcp.cli", "demo", "demo"]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    pdfs = re.findall(r"^ {10}(\S+\.pdf)$", done.stdout, re.MULTILINE)
    shown = re.findall(r"demo/\S+", done.stdout.split("What to look at next")[-1])
    assert (done.returncode, done.stderr) == (0, "")
    assert len(pdfs) == 10
    assert done.stdout.count("fvs_validate                   passed: 0 critical findings") == 2
    for what in ("gap_questions", "vpr_generate", "cv_tailor", "cover_letter", "interview_prep"):
        assert len(re.findall(rf"^  {what} +.*\d", done.stdout, re.MULTILINE)) == 2
    assert all((tmp_path / path).read_bytes().startswith(b"%PDF-") for path in pdfs)
    assert "(broken on purpose: it fails alone)" in done.stdout
    assert re.findall(BOARD, done.stdout, re.MULTILINE) == [
        *((row, "resume_written", "Resume Written") for row in ("4101", "4102")),
        ("4103", "reject", "-"),
        *((row, "resume_written", "Resume Written") for row in ("4104", "5201", "5202", "5203", "5204")),
        ("5205", "reject", "-"),
    ]
    assert len(shown) == 4
    assert all((tmp_path / path).is_file() for path in shown)
    assert str(tmp_path) not in done.stdout


def test_a_folder_of_somebody_elses_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").touch()

    code = show(tmp_path)

    assert code == 2
    assert "name another folder" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").exists()


async def test_progress_on_a_pipe_is_a_line_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    await bar(1, 2)
    await bar(2, 2)

    assert capsys.readouterr().out == f"  [{'#' * 12}{'.' * 12}] 1/2\n  [{'#' * 24}] 2/2\n"


async def test_progress_on_a_terminal_is_one_line_that_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())

    await bar(1, 2)
    await bar(2, 2)

    assert terminal.getvalue().count("\r") == 2
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().endswith("2/2\n")


def test_a_path_elsewhere_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert near(tmp_path / "here/inside.pdf") == "inside.pdf"
    assert near(tmp_path / "outside.pdf") == str(tmp_path / "outside.pdf")
