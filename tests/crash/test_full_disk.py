"""A full disk fails items in clear words, and loses nothing that stood there before."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from rooms import PAGE, fingerprint, of, server_environment, write_trackers
from smalldisk import fill, small_disk
from torture import every

from careervp_mcp.calling import call_tool
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings

OLD, NEW = (PAGE % f"{name} Quill" for name in ("Old", "New"))
KIB = 1024
LONG = "Nurse. " * 20_000


def tailor(root: Path, state: Path, paths: list[str]) -> dict[str, Any]:
    """What the tool says of a forced batch."""
    told, _ = call_tool(Desk(Settings(root=root, state_dir=state)), "career_tailor", batch(paths))
    report: dict[str, Any] = json.loads(told)
    return report


def tailor_under(largest: int, root: Path, state: Path, paths: list[str]) -> dict[str, Any]:
    """The same in a process that may write no file larger than `largest` bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "careervp_mcp.cli", "call", "career_tailor", batch(paths)],
        env=server_environment(root, state),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def batch(paths: list[str]) -> str:
    return json.dumps(of(paths) | {"force": True})


@pytest.fixture(autouse=True)
def only_the_wheels_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Two trackers whose applications were made once, before the template changed."""
    paths = write_trackers(tmp_path / "root", 2)
    (tmp_path / "root/templates/resume.tex").write_text(OLD)
    assert tailor(tmp_path / "root", tmp_path / "state", paths)["success_count"] == 2
    (tmp_path / "root/templates/resume.tex").write_text(NEW)
    return paths


def test_a_limit_on_the_size_of_files_fails_each_item_and_leaves_the_old_files(
    tmp_path: Path, paths: list[str]
) -> None:
    root = tmp_path / "root"
    (root / "templates/resume.tex").write_text(NEW + "%" * 64 * KIB)
    before = fingerprint(root)

    report = tailor_under(16 * KIB, root, tmp_path / "state", paths)

    assert [result["error_code"] for result in report["results"]] == ["INTERNAL_ERROR"] * 2
    assert all("a file would grow past the limit" in result["error"] for result in report["results"])
    after = fingerprint(root)
    assert {name: after[name] for name in before} == before
    assert not list(root.rglob(".careervp-*"))


def test_an_item_that_fits_is_done_though_its_neighbour_does_not(tmp_path: Path, paths: list[str]) -> None:
    root = tmp_path / "root"
    with (root / paths[0]).open("a") as note:
        note.write(LONG)

    report = tailor_under(100 * KIB, root, tmp_path / "state", paths)

    assert [result["success"] for result in report["results"]] == [False, True]
    assert_whole(root)


@pytest.mark.parametrize("free", every(2, [12 * KIB, 0]))
def test_a_full_disk_under_the_root_loses_nothing_and_a_rerun_with_room_is_well(tmp_path: Path, free: int) -> None:
    with small_disk(tmp_path / "small", 1024 * KIB) as disk:
        root, state = disk / "root", tmp_path / "state"
        paths = write_trackers(root, 2)
        (root / "templates/resume.tex").write_text(OLD)
        tailor(root, state, paths)
        (root / "templates/resume.tex").write_text(NEW)
        filler = fill(disk, but=free)

        report = tailor(root, state, paths)

        failed = [result for result in report["results"] if not result["success"]]
        assert failed
        assert all("no space left" in result["error"] for result in failed)
        assert_whole(root)
        filler.unlink()
        assert tailor(root, state, paths)["success_count"] == 2
        assert_whole(root, NEW)


@pytest.mark.parametrize("free", every(2, [0, 32 * KIB]))
def test_a_full_disk_under_the_state_folder_fails_items_and_leaves_the_old_pdfs(
    tmp_path: Path, paths: list[str], free: int
) -> None:
    root = tmp_path / "root"
    pdfs = {path: path.read_bytes() for path in root.rglob("resume.pdf")}
    with small_disk(tmp_path / "small", 1024 * KIB) as state:
        filler = fill(state, but=free)

        report = tailor(root, state, paths)

        assert report["failed_count"] == 2
        assert all("no space left" in result["error"] for result in report["results"])
        assert {path: path.read_bytes() for path in root.rglob("resume.pdf")} == pdfs
        filler.unlink()
        assert tailor(root, state, paths)["success_count"] == 2


def assert_whole(root: Path, *sources: str) -> None:
    """Every application's files are of one of the two runs, and nothing half-written stands beside them."""
    for folder in root.glob("data/applications/*/resume"):
        assert (folder / "resume.tex").read_text() in (sources or (OLD, NEW))
        assert (folder / "ai_context.md").read_text().count("```") % 2 == 0
        with pypdfium2.PdfDocument(folder / "resume.pdf") as pdf:
            assert len(pdf) == 1
    assert not list(root.rglob(".careervp-*"))
