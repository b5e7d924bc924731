from pathlib import Path

import pytest

from careervp_mcp.career.jobs import Move
from careervp_mcp.career.office import Office
from careervp_mcp.career.placeholders import find_placeholders
from careervp_mcp.career.triage import ReadRequest, UpdateRequest, read_jobs, update_statuses
from careervp_mcp.cli import main
from careervp_mcp.desk import Desk, packaged
from careervp_mcp.settings import Settings
from careervp_mcp.starting import clear, make_workspace

EVERYTHING = [
    "data/applications",
    "data/templates/full_resume.md",
    "templates/resume.tex",
    "templates/tracker.md",
    "trackers",
]


def office_of(root: Path) -> Office:
    return Desk(Settings(root=root, state_dir=root / "state")).office


def test_a_new_workspace_holds_all_that_a_root_needs(tmp_path: Path) -> None:
    told = list(make_workspace(tmp_path / "new"))

    assert [name for name in EVERYTHING if not (tmp_path / "new" / name).exists()] == []
    assert find_placeholders((tmp_path / "new/templates/resume.tex").read_text("utf-8"))
    assert f"ready: this is your root, CAREERVP_ROOT={tmp_path / 'new'}" in told


def test_a_new_workspace_says_what_to_do_next(tmp_path: Path) -> None:
    *_, last = make_workspace(tmp_path)

    assert last.startswith("next:")
    assert "data/templates/full_resume.md" in last


def test_making_a_workspace_twice_keeps_what_its_owner_wrote(tmp_path: Path) -> None:
    list(make_workspace(tmp_path))
    (tmp_path / "data/templates/full_resume.md").write_text("# Ada Quill\n")
    (tmp_path / "templates/resume.tex").unlink()

    told = list(make_workspace(tmp_path))

    assert "kept      data/templates/full_resume.md" in told
    assert "made      templates/resume.tex" in told
    assert (tmp_path / "data/templates/full_resume.md").read_text() == "# Ada Quill\n"


@pytest.mark.parametrize("candidate", ["nurse", "engineer"])
def test_a_sample_workspace_is_the_invented_candidate_whole(tmp_path: Path, candidate: str) -> None:
    list(make_workspace(tmp_path, sample=candidate))

    sources = [path for path in (packaged("data") / candidate).rglob("*") if path.is_file()]
    copies = [tmp_path / path.relative_to(packaged("data") / candidate) for path in sources]
    assert len(sources) > 4
    assert [copy.read_bytes() for copy in copies] == [path.read_bytes() for path in sources]


def test_a_sample_workspace_has_a_row_for_each_note_with_a_number(tmp_path: Path) -> None:
    list(make_workspace(tmp_path, sample="nurse"))

    page = read_jobs(ReadRequest(status="shortlist"), office_of(tmp_path))

    assert [(row.id, row.company) for row in page.jobs] == [
        (4102, "Kestrel Bay Hospital"),
        (4101, "Łódź Zdrowie & Co."),
    ]


def test_a_workspace_of_ones_own_has_no_database_until_the_first_posting(tmp_path: Path) -> None:
    list(make_workspace(tmp_path))

    assert not (tmp_path / "data/capture").exists()


def test_a_jobs_database_that_is_there_is_kept(tmp_path: Path) -> None:
    list(make_workspace(tmp_path, sample="nurse"))
    update_statuses(UpdateRequest((Move(4101, "reviewed"),)), office_of(tmp_path))

    told = list(make_workspace(tmp_path, sample="nurse"))

    assert "kept      data/capture/jobs.db" in told
    assert [row.id for row in read_jobs(ReadRequest(status="reviewed"), office_of(tmp_path)).jobs] == [4101]


def test_a_folder_that_cannot_be_made_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    code = main(["init", str(tmp_path / "file" / "new")])

    assert code == 2
    assert "name another folder" in capsys.readouterr().err


def test_a_second_demonstration_takes_the_place_of_the_first(tmp_path: Path) -> None:
    clear(tmp_path / "demo")
    (tmp_path / "demo/old.txt").touch()

    clear(tmp_path / "demo")

    assert not (tmp_path / "demo/old.txt").exists()


def test_a_folder_that_is_no_demonstration_is_never_cleared(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")

    with pytest.raises(FileExistsError):
        clear(tmp_path)

    assert (tmp_path / "mine.txt").read_text() == "precious"
