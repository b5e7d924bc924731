"""One application, from its tracker to its PDF."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest
from workbench import FORCED, HISTORY, TEMPLATE, Bench, everything

from careervp_mcp.career.application import candidate_name
from careervp_mcp.career.tailoring import TailorItem
from careervp_mcp.career.workspace import ASSET_BYTES

OWN = b"\\begin{document}Mine\\end{document}\n"
HOLES = b"PROJECT-AI-1 WORK-BULLET-POINT-2 PROJECT-AI-1"


@pytest.fixture
def tracker(bench: Bench) -> str:
    return bench.note("amazon", "job_db_id: 1")


@pytest.fixture
def resume(bench: Bench) -> Path:
    return bench.folder("amazon-1")


def test_a_missing_resume_is_created_from_the_template(bench: Bench, tracker: str, resume: Path) -> None:
    assert bench.success(tracker).resume_tex_action == "created"
    assert (resume / "resume.tex").read_bytes() == TEMPLATE


def test_a_resume_that_is_there_is_preserved(bench: Bench, tracker: str, resume: Path) -> None:
    bench.write("data/applications/amazon-1/resume/resume.tex", OWN)

    assert bench.success(tracker).resume_tex_action == "preserved"
    assert (resume / "resume.tex").read_bytes() == OWN
    assert not (resume / "resume.tex.bak").exists()


def test_force_overwrites_it_and_keeps_the_old_one_beside_it(bench: Bench, tracker: str, resume: Path) -> None:
    bench.write("data/applications/amazon-1/resume/resume.tex", OWN)

    assert bench.success(tracker, wishes=FORCED).resume_tex_action == "overwritten"
    assert bench.success(tracker, wishes=FORCED).resume_tex_action == "overwritten"
    assert (resume / "resume.tex").read_bytes() == TEMPLATE
    assert (resume / "resume.tex.bak").read_bytes() == OWN, "the second run must not lose it"


def test_no_edit_is_lost_however_often_force_comes(bench: Bench, tracker: str, resume: Path) -> None:
    edits = [OWN + b"% first", OWN + b"% second", OWN + b"% third"]

    for edit in edits:
        bench.write("data/applications/amazon-1/resume/resume.tex", edit)
        assert bench.success(tracker, wishes=FORCED).resume_tex_action == "overwritten"

    kept = [(resume / f"resume.tex.bak{ending}").read_bytes() for ending in (".1", ".2", "")]
    assert kept == edits


def test_force_with_nothing_to_overwrite_creates(bench: Bench, tracker: str) -> None:
    assert bench.success(tracker, wishes=FORCED).resume_tex_action == "created"


def test_the_press_gets_source_assets_name_and_the_pdf_that_stands(bench: Bench, tracker: str, resume: Path) -> None:
    bench.write("data/applications/amazon-1/resume/photo.png", b"png")

    bench.success(tracker)
    bench.success(tracker)

    first, second = bench.press.pressed
    assert (first.source, first.assets, first.expected) == (TEMPLATE, {"photo.png": b"png"}, ("Ada Quill",))
    assert (first.previous, second.previous) == (None, (resume / "resume.pdf").read_bytes())


def test_the_record_tells_what_the_pdf_was_made_from(bench: Bench, tracker: str, resume: Path) -> None:
    bench.success(tracker)

    record = json.loads((resume / ".press.json").read_text())
    assert record["source_sha256"] == hashlib.sha256(TEMPLATE).hexdigest()
    assert record["pdf_sha256"] == hashlib.sha256((resume / "resume.pdf").read_bytes()).hexdigest()


def test_the_pdf_is_put_in_place_last(bench: Bench, tracker: str) -> None:
    bench.success(tracker)

    assert bench.disk.replaced == ["resume.tex", "ai_context.md", ".press.json", "resume.pdf"]


def test_a_second_run_with_the_same_inputs_writes_nothing(bench: Bench, tracker: str, resume: Path) -> None:
    bench.success(tracker)
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in resume.iterdir()}
    bench.disk.replaced.clear()

    bench.success(tracker)

    assert bench.disk.replaced == []
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in resume.iterdir()} == before


def test_the_context_is_the_same_to_the_byte_on_another_machine(tmp_path: Path) -> None:
    benches = [Bench.laid(tmp_path / name) for name in ("here", "a much longer place")]
    for bench in benches:
        bench.success(bench.note("amazon", "job_db_id: 1"))

    texts = [(bench.folder("amazon-1") / "ai_context.md").read_text() for bench in benches]

    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    assert "tailor_" not in texts[0]


def test_line_ends_of_the_full_resume_make_no_difference(bench: Bench, tracker: str, resume: Path) -> None:
    bench.success(tracker)
    before = (resume / "ai_context.md").read_bytes()
    bench.write("data/templates/full_resume.md", b"\xef\xbb\xbf" + HISTORY.replace("\n", "\r\n").encode())

    bench.success(tracker)

    assert (resume / "ai_context.md").read_bytes() == before


def test_placeholders_stop_an_item_before_the_press_and_stand_in_its_context(
    bench: Bench, tracker: str, resume: Path
) -> None:
    bench.write("templates/resume.tex", b"\n" + HOLES)

    assert bench.failure(tracker) == (
        "VALIDATION_ERROR",
        "resume.tex contains placeholder tokens: PROJECT-AI-1, WORK-BULLET-POINT-2",
    )
    assert bench.press.pressed == []
    assert "- `PROJECT-AI-1`: line 2\n" in (resume / "ai_context.md").read_text()


@pytest.mark.parametrize("source", [HOLES, b"\\undefined", b"\\burst"])
def test_the_pdf_of_an_earlier_run_is_left_and_makes_nothing_succeed(
    bench: Bench, tracker: str, resume: Path, source: bytes
) -> None:
    bench.success(tracker)
    standing = {name: (resume / name).read_bytes() for name in ("resume.pdf", ".press.json")}
    bench.write("data/applications/amazon-1/resume/resume.tex", source)

    bench.failure(tracker)

    assert {name: (resume / name).read_bytes() for name in standing} == standing


def test_an_unforeseen_failure_is_generic_and_shows_no_path(bench: Bench, tracker: str) -> None:
    bench.write("templates/resume.tex", b"\\burst")

    assert bench.failure(tracker) == (
        "INTERNAL_ERROR",
        "something unforeseen happened; the server's log has the detail",
    )


def test_a_locked_workspace_fails_the_item_in_words_that_ask_to_try_again(
    bench: Bench, tracker: str, resume: Path
) -> None:
    resume.mkdir(parents=True)

    with bench.disk.locked(resume):
        code, message = bench.failure(tracker)

    assert code == "COMPILE_ERROR"
    assert message == "another process is working in this workspace (waited 0.1 s); this can be retried"
    assert list(resume.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("resume.tex", ("FILE_NOT_FOUND", "resume.tex is not a file: resume.tex")),
        ("ai_context.md", ("VALIDATION_ERROR", "a folder stands where ai_context.md must be; move it away")),
        (".press.json", ("VALIDATION_ERROR", "a folder stands where .press.json must be; move it away")),
        ("resume.pdf", ("VALIDATION_ERROR", "a folder stands where resume.pdf must be; move it away")),
    ],
)
def test_a_folder_in_a_files_place_is_told_and_left(
    bench: Bench, tracker: str, resume: Path, name: str, told: tuple[str, str]
) -> None:
    (resume / name).mkdir(parents=True)

    assert bench.failure(tracker) == told
    assert (resume / name).is_dir()


def test_a_folder_in_the_backups_place_keeps_the_resume(bench: Bench, tracker: str, resume: Path) -> None:
    (resume / "resume.tex.bak").mkdir(parents=True)
    (resume / "resume.tex").write_bytes(OWN)

    message = bench.failure(tracker, wishes=FORCED)[1]

    assert message == "a folder stands where resume.tex.bak must be; move it away"
    assert (resume / "resume.tex").read_bytes() == OWN


def test_a_pipe_in_the_resumes_place_is_never_waited_for(bench: Bench, tracker: str, resume: Path) -> None:
    resume.mkdir(parents=True)
    os.mkfifo(resume / "resume.tex")

    assert bench.failure(tracker) == ("FILE_NOT_FOUND", "resume.tex is not a file: resume.tex")


@pytest.mark.parametrize("exists", [True, False])
def test_a_resume_that_is_a_link_outside_is_refused_unread(
    bench: Bench, tracker: str, resume: Path, tmp_path: Path, *, exists: bool
) -> None:
    resume.mkdir(parents=True)
    (resume / "resume.tex").symlink_to(tmp_path / "secret.tex")
    if exists:
        (tmp_path / "secret.tex").write_bytes(OWN)

    assert bench.failure(tracker, wishes=FORCED) == (
        "VALIDATION_ERROR",
        "resume.tex lies outside the root: resume.tex; name a path inside the root or an extra root",
    )
    assert (tmp_path / "secret.tex").exists() == exists


def test_a_resume_that_is_a_link_inside_is_read_and_force_replaces_the_link_alone(
    bench: Bench, tracker: str, resume: Path
) -> None:
    shared = bench.write("shared.tex", OWN)
    resume.mkdir(parents=True)
    (resume / "resume.tex").symlink_to(shared)

    assert bench.success(tracker).resume_tex_action == "preserved"
    assert bench.press.pressed[0].source == OWN
    assert bench.success(tracker, wishes=FORCED).resume_tex_action == "overwritten"
    assert not (resume / "resume.tex").is_symlink()
    assert (shared.read_bytes(), (resume / "resume.tex.bak").read_bytes()) == (OWN, OWN)


@pytest.mark.parametrize("name", ["ai_context.md", "resume.pdf", ".press.json"])
def test_what_is_written_replaces_a_link_and_never_follows_it(
    bench: Bench, tracker: str, resume: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "victim").write_bytes(b"untouched")
    resume.mkdir(parents=True)
    (resume / name).symlink_to(tmp_path / "victim")

    bench.success(tracker)

    assert (tmp_path / "victim").read_bytes() == b"untouched"
    assert not (resume / name).is_symlink()


def test_a_standing_file_too_large_to_be_ours_is_replaced_unread(bench: Bench, tracker: str, resume: Path) -> None:
    resume.mkdir(parents=True)
    with (resume / "resume.pdf").open("wb") as file:
        file.truncate(ASSET_BYTES + 1)

    bench.success(tracker)

    assert bench.press.pressed[0].previous is None
    assert (resume / "resume.pdf").read_bytes().startswith(b"%PDF-")


def test_only_what_its_row_allows_is_written(bench: Bench, tmp_path: Path) -> None:
    bench.write("data/capture/jobs.db", b"rows")
    bench.write("data/applications/other-9/resume/resume.tex", OWN)
    items = [
        bench.note("fine", "job_db_id: 1\nstatus: Reviewed"),
        bench.note("no_id", company="Meta"),
        bench.note("broken", body=" "),
    ]
    shutil.copytree(bench.root / "trackers", tmp_path / "vault")
    before = everything(tmp_path)

    bench.tailor(*items, TailorItem("@vault/fine.md", 7))

    after = everything(tmp_path)
    applications = "root/data/applications/"
    allowed = {
        f"{applications}{slug}{rest}"
        for slug in ("amazon-1", "meta-nurse", "amazon-7")
        for rest in ("", "/resume", "/cover", "/cv")
    } | {
        f"{applications}{slug}/resume/{name}"
        for slug in ("amazon-1", "meta-nurse", "amazon-7")
        for name in ("resume.tex", "ai_context.md", "resume.pdf", ".press.json")
    }
    new = {name for name in after if before.get(name) != after[name] and not name.startswith("state")}
    assert new == allowed
    assert before.keys() <= after.keys()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("# Ada Quill", ("Ada Quill",)),
        ("\n\n#  José Müller-Łukasz, RN\n", ("José Müller-Łukasz",)),
        ("# Ada Quill | Nurse", ("Ada Quill",)),
        ("# Ada Quill - Nurse", ("Ada Quill",)),
        ("# Ada Quill – Nurse", ("Ada Quill",)),
        ("# Curriculum Vitae", ()),
        ("# Full resume of Ada", ()),
        ("Ada Quill", ()),
        ("## Work", ()),
        ("# " + "a" * 81, ()),
        ("", ()),
    ],
)
def test_the_name_is_taken_from_the_head_of_a_full_resume_when_it_is_clear(head: str, name: tuple[str, ...]) -> None:
    assert candidate_name(head) == name
