"""Links planted in a workspace, met by the real story with a real press and a real disk."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from careervp_mcp.career.root import Root
from careervp_mcp.career.studio import Studio
from careervp_mcp.career.tailoring import NotTailored, Tailored, TailorItem, TailorRequest, tailor_batch
from careervp_mcp.desk import packaged
from careervp_mcp.pdf import launch, sandbox
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.store.files import LocalDisk

TRACKER = "---\ncompany: Acme\nposition: Nurse\njob_db_id: 7\n---\n\n## Job Description\n\nNurse wanted.\n"
PAGE = "\\documentclass{article}\n\\begin{document}\nAda Quill\n\\end{document}\n"
READS_NOTES = PAGE.replace("Quill", "\\input{notes}")
CANARY = "CANARYdeadbeef"

Plant = Callable[[Path, Path], None]
"""Lays a trap, given the root and the folder outside it."""


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "resume").mkdir(parents=True)
    for name in ("notes.tex", "resume.pdf", "ai_context.md", "resume/resume.tex"):
        (folder / name).write_text(CANARY)
    (folder / "page.tex").write_text(PAGE)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in ("trackers", "data/templates", "data/applications"):
        (root / name).mkdir(parents=True)
    (root / "trackers/acme.md").write_text(TRACKER)
    (root / "data/templates/full_resume.md").write_text("# Ada Quill\n\nA nurse.\n")
    return root


def tailored(root: Path, path: str = "/nonexistent") -> Tailored | NotTailored:
    state = root.parent / "state"
    settings = PressSettings(state, variables={"PATH": path, "HOME": "/nonexistent"})
    studio = Studio(
        root=Root(root),
        packaged_templates=packaged("templates"),
        typesetter=PlainPress(settings),
        disk=LocalDisk(state),
        clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        workers=1,
        max_pages=2,
    )
    return tailor_batch(TailorRequest((TailorItem("trackers/acme.md"),)), studio).results[0]


def resume_folder(root: Path, source: str = PAGE) -> Path:
    folder = root / "data/applications/acme-7/resume"
    folder.mkdir(parents=True)
    (folder / "resume.tex").write_text(source)
    return folder


def everything(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def pdf_link(root: Path, outside: Path) -> None:
    (resume_folder(root) / "resume.pdf").symlink_to(outside / "resume.pdf")


def dangling_pdf_link(root: Path, outside: Path) -> None:
    (resume_folder(root) / "resume.pdf").symlink_to(outside / "made.pdf")


def context_link(root: Path, outside: Path) -> None:
    (resume_folder(root) / "ai_context.md").symlink_to(outside / "ai_context.md")


def record_link(root: Path, outside: Path) -> None:
    (resume_folder(root) / ".press.json").symlink_to(outside / "made.json")


@pytest.mark.parametrize("plant", [pdf_link, dangling_pdf_link, context_link, record_link])
def test_a_product_never_goes_through_a_planted_link(root: Path, outside: Path, plant: Plant) -> None:
    plant(root, outside)
    before = everything(outside)

    result = tailored(root)

    assert result.success
    assert everything(outside) == before
    pdf = root / "data/applications/acme-7/resume/resume.pdf"
    assert not pdf.is_symlink()
    assert pdf.read_bytes().startswith(b"%PDF")


def asset_link(root: Path, outside: Path) -> None:
    (resume_folder(root, READS_NOTES) / "notes.tex").symlink_to(outside / "notes.tex")


def asset_folder_link(root: Path, outside: Path) -> None:
    (resume_folder(root, READS_NOTES.replace("notes", "parts/notes")) / "parts").symlink_to(outside)


def object_link(root: Path, outside: Path) -> None:
    source = PAGE.replace("Quill", "\\immediate\\pdfobj stream file{notes.tex}\\pdfrefobj\\pdflastobj")
    (resume_folder(root, source) / "notes.tex").symlink_to(outside / "notes.tex")


@pytest.mark.parametrize("plant", [asset_link, asset_folder_link, object_link])
def test_an_asset_that_is_a_link_is_not_there(root: Path, outside: Path, plant: Plant) -> None:
    plant(root, outside)
    before = everything(outside)

    result = tailored(root)

    assert not result.success
    assert result.error_code == "COMPILE_ERROR"
    assert_untold(result, root, outside, before)
    assert not (root / "data/applications/acme-7/resume/resume.pdf").exists()


def source_link(root: Path, outside: Path) -> None:
    source = resume_folder(root) / "resume.tex"
    source.unlink()
    source.symlink_to(outside / "page.tex")


def resume_folder_link(root: Path, outside: Path) -> None:
    (root / "data/applications/acme-7").mkdir()
    (root / "data/applications/acme-7/resume").symlink_to(outside / "resume")


def workspace_link(root: Path, outside: Path) -> None:
    (root / "data/applications/acme-7").symlink_to(outside)


def applications_link(root: Path, outside: Path) -> None:
    (root / "data/applications").rmdir()
    (root / "data/applications").symlink_to(outside)


def cover_folder_link(root: Path, outside: Path) -> None:
    (resume_folder(root).parent / "cover").symlink_to(outside / "new")


@pytest.mark.parametrize(
    "plant", [source_link, resume_folder_link, workspace_link, applications_link, cover_folder_link]
)
def test_what_leads_out_of_the_root_is_refused(root: Path, outside: Path, plant: Plant) -> None:
    plant(root, outside)
    before = everything(outside)

    result = tailored_or_refused(root)

    assert not result.success
    assert result.error_code == "VALIDATION_ERROR"
    assert "outside the root" in result.error
    assert_untold(result, root, outside, before)


def tailored_or_refused(root: Path) -> Tailored | NotTailored:
    """The result; a refusal of the whole request looks like one of its only item."""
    from careervp_mcp.career.errors import InvalidInput

    try:
        return tailored(root)
    except InvalidInput as refused:
        return NotTailored("trackers/acme.md", success=False, error_code=refused.code, error=refused.message)


def assert_untold(result: NotTailored, root: Path, outside: Path, before: dict[str, bytes | None]) -> None:
    assert everything(outside) == before
    assert CANARY not in result.error
    assert str(outside) not in result.error
    held = [path for path in root.rglob("*") if path.is_file() and not path.resolve().is_relative_to(outside)]
    assert not any(CANARY.encode() in path.read_bytes() for path in held)


@pytest.fixture
def unwalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with neither Landlock nor bubblewrap."""
    monkeypatch.setattr(launch, "landlock_abi", lambda: 0)
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: False)


@pytest.mark.usefixtures("unwalled")
def test_without_a_wall_a_plain_resume_is_made_and_the_result_says_so(root: Path) -> None:
    resume_folder(root)

    result = tailored(root)

    assert isinstance(result, Tailored)
    assert any("no sandbox is available on this machine" in warning for warning in result.compile.warnings)


@pytest.mark.usefixtures("unwalled")
def test_without_a_wall_the_packaged_templates_own_words_are_not_refused(root: Path) -> None:
    resume_folder(root, (packaged("templates") / "resume_sample.tex").read_text("utf-8"))

    result = tailored(root)

    assert result.success, result


@pytest.mark.usefixtures("unwalled")
@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        (object_link, "no sandbox is available here, so sources that use pdfobj are not typeset"),
        (asset_link, "`notes.tex' not found"),
        (asset_folder_link, "`parts/notes.tex' not found"),
    ],
)
def test_without_a_wall_objects_are_refused_and_links_are_not_there(
    root: Path, outside: Path, plant: Plant, reason: str
) -> None:
    plant(root, outside)
    before = everything(outside)

    result = tailored(root)

    assert not result.success
    assert reason in result.error
    assert_untold(result, root, outside, before)


@pytest.mark.parametrize(("word", "code", "ran"), [("PROJECT-AI-1", "VALIDATION_ERROR", 0), ("", "COMPILE_ERROR", 1)])
def test_no_engine_runs_before_the_last_placeholder_is_gone(root: Path, word: str, code: str, ran: int) -> None:
    """The engine is a script; run in the sandbox, it can tell only the press, and anywhere else it leaves a note."""
    programs = root.parent / "programs"
    programs.mkdir()
    (programs / "pdflatex").write_text(f'#!/bin/sh\ntouch {programs}/note\necho "ran with $*"; exit 1\n')
    (programs / "pdflatex").chmod(0o755)
    resume_folder(root, PAGE.replace("Quill", f"Quill {word}"))

    result = tailored(root, str(programs))

    assert not result.success
    assert result.error_code == code
    assert result.error.count("ran with") == ran
    assert not (programs / "note").exists()
