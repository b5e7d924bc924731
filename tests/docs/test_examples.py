"""The examples are programs, and they do what they say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from careervp_mcp.starting import make_workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTE = "trackers/2026-02-24-quillon_payments-qp-3310.md"
PDF = "data/applications/quillon_payments-5202/resume/resume.pdf"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The engineer's workspace with one note, in a folder with a space in its name."""
    root = tmp_path / "my career"
    list(make_workspace(root, sample="engineer"))
    for note in root.glob("trackers/*.md"):
        if note.relative_to(root).as_posix() != NOTE:
            note.unlink()
    return root


def run(command: list[str], workspace: Path) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = os.environ | {"PATH": path, "CAREERVP_STATE_DIR": str(workspace.parent / "state")}
    done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_plain_python_tailors_every_tracker_of_a_workspace(workspace: Path) -> None:
    told = run([sys.executable, str(EXAMPLES / "tailor.py"), str(workspace)], workspace)

    assert told == f"{NOTE} -> {PDF}\n"
    assert (workspace / PDF).read_bytes().startswith(b"%PDF-")


def test_a_client_of_ones_own_can_ask_the_server(workspace: Path) -> None:
    told = run([sys.executable, str(EXAMPLES / "ask_the_server.py"), str(workspace), NOTE], workspace)

    assert told.startswith("tools: add_jobs, ")
    assert (workspace / PDF).is_file()


def test_plain_python_records_what_it_tailored(workspace: Path) -> None:
    told = run([sys.executable, str(EXAMPLES / "finalize.py"), str(workspace)], workspace)

    assert told == f"{NOTE}: would_finalize, finalized \n"
    assert b"\nstatus: Resume Written\n" in (workspace / NOTE).read_bytes()


def test_a_shell_script_takes_postings_to_recorded_resumes(workspace: Path) -> None:
    (workspace / NOTE).unlink()
    (workspace / "data/capture/jobs.db").unlink()

    told = run([str(EXAMPLES / "pipeline.sh")], workspace)

    notes = sorted(path.relative_to(workspace).as_posix() for path in workspace.glob("trackers/*.md"))
    assert len(notes) == len(list(workspace.glob("postings/*"))) == 2
    assert told == "".join(f"{note}:status: Resume Written\n" for note in notes)
    assert len(list(workspace.glob("data/applications/*/resume/resume.pdf"))) == 2
