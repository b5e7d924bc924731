import subprocess
import sys
from pathlib import Path

import pytest

from careervp_mcp.pdf.scratch import put, run_folder, sweep


def test_a_run_folder_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with run_folder(tmp_path / "scratch") as folder:
        modes = {path.stat().st_mode & 0o777 for path in (folder.path, folder.work, folder.home)}
        (folder.work / "resume.tex").write_text("x")

    assert modes == {0o700}
    assert not folder.path.exists()


def test_a_run_folder_goes_even_when_the_run_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="failed"), run_folder(tmp_path) as folder:
        raise ValueError("failed")

    assert not folder.path.exists()


def test_a_sweep_spares_what_is_held_here_or_by_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from careervp_mcp.pdf.scratch import run_folder\n"
        "with run_folder(Path(sys.argv[1])) as folder: print(folder.path, flush=True); sys.stdin.read()"
    )
    with (
        subprocess.Popen([sys.executable, "-c", script, tmp_path], stdin=-1, stdout=-1, text=True) as other,
        run_folder(tmp_path) as ours,
    ):
        assert other.stdout
        theirs = Path(other.stdout.readline().strip())

        swept = sweep(tmp_path)

        assert (swept, theirs.is_dir(), ours.work.is_dir()) == (0, True, True)
        other.kill()
        other.wait()
        assert sweep(tmp_path) == 1
        assert not theirs.exists()


def test_a_folder_whose_process_died_before_it_held_it_is_swept(tmp_path: Path) -> None:
    (tmp_path / "run-early" / "work").mkdir(parents=True)

    assert sweep(tmp_path) == 1
    assert not (tmp_path / "run-early").exists()


def test_a_sweep_touches_nothing_that_is_not_a_run(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "target").mkdir()
    (tmp_path / "run-link").symlink_to(tmp_path / "target")

    sweep(tmp_path)

    assert (tmp_path / "notes").is_dir()
    assert (tmp_path / "target").is_dir()


def test_a_sweep_of_nothing_makes_nothing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == 0
    assert not (tmp_path / "none").exists()


def test_what_is_put_is_whole_and_alone(tmp_path: Path) -> None:
    put(tmp_path / "deep" / "file", b"old")
    put(tmp_path / "deep" / "file", b"new")

    assert [(path.name, path.read_bytes()) for path in (tmp_path / "deep").iterdir()] == [("file", b"new")]
