import os
from pathlib import Path

import pytest

from careervp_mcp.career import workspace as module
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.root import Root
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.career.workspace import Workspace, workspace_for


@pytest.fixture
def root(tmp_path: Path) -> Root:
    home = tmp_path / "root"
    home.mkdir()
    return Root(home)


@pytest.fixture
def workspace(root: Root) -> Workspace:
    made = Workspace(root.folder / "data" / "applications" / "amazon-1")
    made.make(root)
    return made


def slug(root: Root, resume_path: str = "", job_db_id: int | None = None) -> str:
    tracker = Tracker("AT&T Inc.", "Senior Nurse", "Nurse.", resume_path=resume_path)
    return workspace_for(tracker, job_db_id, root.folder / "data" / "applications", root).slug


def test_the_trackers_own_path_comes_before_the_id_and_the_id_before_the_position(root: Root) -> None:
    own = "data/applications/Mine, 2nd try/resume/resume.pdf"

    assert slug(root, own, 3629) == "Mine, 2nd try"
    assert slug(root, "", 3629) == "at_t_inc-3629"
    assert slug(root) == "at_t_inc-senior_nurse"


@pytest.mark.parametrize(
    "path",
    [
        "data/applications/x/resume/other.pdf",
        "data/applications/x/resume.pdf",
        "data/applications/x/y/resume/resume.pdf",
        "data/applications/resume/resume.pdf",
        "applications/x/resume/resume.pdf",
        "data/applications/.x/resume/resume.pdf",
        "data/applications/x..y/resume/resume.pdf",
        "data/applications/x\\y/resume/resume.pdf",
        "data/applications/x\N{RIGHT-TO-LEFT OVERRIDE}y/resume/resume.pdf",
        "https://example.com/resume/resume.pdf",
    ],
)
def test_a_path_of_another_form_names_no_workspace(root: Root, path: str) -> None:
    assert slug(root, path, 3629) == "at_t_inc-3629"


@pytest.mark.parametrize("path", ["../x/resume/resume.pdf", "/etc/x/resume/resume.pdf", "a\0b"])
def test_a_path_outside_the_root_is_refused(root: Root, path: str) -> None:
    with pytest.raises(InvalidInput, match="tracker field resume_path"):
        slug(root, path)


def test_a_path_may_be_absolute_inside_the_root_or_wind(root: Root) -> None:
    assert slug(root, f"{root.folder}/data/applications/x/resume/resume.pdf") == "x"
    assert slug(root, "data/applications/y/../x/resume/resume.pdf") == "x"


def test_a_workspace_that_is_a_link_outside_is_refused(root: Root, tmp_path: Path) -> None:
    (root.folder / "data" / "applications").mkdir(parents=True)
    (root.folder / "data" / "applications" / "at_t_inc-1").symlink_to(tmp_path)

    with pytest.raises(InvalidInput, match="workspace lies outside the root: at_t_inc-1"):
        slug(root, "", 1)


def test_making_a_workspace_twice_changes_nothing(root: Root, workspace: Workspace) -> None:
    workspace.make(root)

    assert sorted(path.name for path in workspace.folder.iterdir()) == ["cover", "cv", "resume"]


@pytest.mark.parametrize("folder", ["amazon-1", "amazon-1/cover"])
def test_a_file_in_a_folders_place_is_told_and_left(root: Root, folder: str) -> None:
    blocking = root.folder / folder
    blocking.parent.mkdir(exist_ok=True)
    blocking.write_text("mine")

    with pytest.raises(InvalidInput, match="a file stands where the workspace folder"):
        Workspace(root.folder / "amazon-1").make(root)
    assert blocking.read_text() == "mine"


def test_a_folder_that_is_a_link_outside_is_refused_before_anything_is_made(root: Root, tmp_path: Path) -> None:
    (root.folder / "x").mkdir()
    (root.folder / "x" / "resume").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(InvalidInput, match="workspace lies outside the root: resume"):
        Workspace(root.folder / "x").make(root)
    assert not (tmp_path / "elsewhere").exists()


def test_assets_are_the_regular_files_beside_the_resume_but_not_our_own(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    for name in ("resume.tex", "resume.pdf", "ai_context.md", "resume.tex.bak", ".press.json", ".git/config"):
        (workspace.resume / name).parent.mkdir(exist_ok=True)
        (workspace.resume / name).write_text("ours")
    for name in ("photo.png", "parts/resume.tex"):
        (workspace.resume / name).parent.mkdir(exist_ok=True)
        (workspace.resume / name).write_text(name)
    (workspace.resume / "link").symlink_to(tmp_path / "secret")
    (workspace.resume / "folder").symlink_to(tmp_path)
    os.mkfifo(workspace.resume / "pipe")

    assert workspace.assets() == {"photo.png": b"photo.png", "parts/resume.tex": b"parts/resume.tex"}


@pytest.mark.parametrize("limit", ["ASSET_COUNT", "ASSET_BYTES"])
def test_too_many_assets_are_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(module, limit, 1)
    for name in ("a", "b"):
        (workspace.resume / name).write_text("1")

    with pytest.raises(InvalidInput, match=r"the resume folder holds more than .* move away what"):
        workspace.assets()
