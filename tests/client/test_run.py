"""The script that runs other people's checkers, without them: what it asks for and how it ends."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SYSTEM = "/usr/bin:/bin"


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """The script with everything installed already, a Node that is new enough, and a server's programs."""
    shutil.copy(HERE / "run.sh", tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/.installed").write_text("{}")
    for name in ("node", "npm"):
        program(tmp_path / "tools" / name, "exit 0")
    program(tmp_path / "bin/careervp-mcp", "exit 0")
    return tmp_path


def run(bench: Path, server: str, path: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/bash", str(bench / "run.sh"), server],
        env={"PATH": path},
        cwd=bench,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("code", [0, 1])
def test_the_script_ends_as_the_checkers_do(bench: Path, code: int) -> None:
    program(bench / "bin/python", f"exit {code}")

    done = run(bench, "bin/careervp-mcp", f"{bench}/tools:{SYSTEM}")

    assert (done.returncode, done.stderr) == (code, "")


def test_a_server_that_is_not_installed_is_told_with_what_installs_it(bench: Path) -> None:
    done = run(bench, "bin/careervp-mcp", f"{bench}/tools:{SYSTEM}")

    assert (done.returncode, done.stderr) == (1, "clients: bin/careervp-mcp is not there; run: make .venv/.ready\n")


def test_a_machine_without_node_is_told_what_installs_it(bench: Path) -> None:
    program(bench / "bin/python", "exit 0")
    for name in ("realpath", "dirname"):
        (bench / "few").mkdir(exist_ok=True)
        (bench / "few" / name).symlink_to(shutil.which(name) or "")

    done = run(bench, "bin/careervp-mcp", f"{bench}/few")

    assert done.returncode == 1
    assert done.stderr.startswith("clients: Node.js is missing; on Debian or Ubuntu: apt install nodejs npm")
