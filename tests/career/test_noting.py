"""update_tracker_status: a note goes only where it may, and the row and the rest of the note are not touched."""

from pathlib import Path

import pytest
from notebench import PDF, SOURCE, Drawer, Interrupting
from workbench import everything

from careervp_mcp.career.errors import FileMissing, InvalidInput
from careervp_mcp.career.noting import NoteUpdate, UpdateRequest, update_status
from careervp_mcp.career.statuses import NOTE_MOVES, NOTE_STATUSES, NoteStatus

MOVES = [(standing, target) for standing in NOTE_STATUSES for target in NOTE_STATUSES if target != standing]


def update(
    drawer: Drawer, target: NoteStatus, *, name: str = "trackers/a.md", dry_run: bool = False, force: bool = False
) -> NoteUpdate:
    return update_status(UpdateRequest(name, target, dry_run=dry_run, force=force), drawer.office)


@pytest.mark.parametrize(("standing", "target"), MOVES)
def test_a_note_moves_where_the_table_says_and_is_blocked_elsewhere(
    drawer: Drawer, standing: NoteStatus, target: NoteStatus
) -> None:
    drawer.finish()
    path = drawer.root / drawer.note(status=standing)
    before = path.read_bytes()

    result = update(drawer, target)

    allowed = target in NOTE_MOVES[standing]
    assert (result.action, result.success) == (("updated", True) if allowed else ("blocked", False))
    assert path.read_bytes() == (before.replace(standing.encode(), target.encode(), 1) if allowed else before)
    assert (result.previous_status, result.target_status, result.warnings) == (standing, target, [])
    assert result.guardrail_check_passed is (True if allowed and target == "Resume Written" else None)


@pytest.mark.parametrize(("standing", "target"), [move for move in MOVES if move[1] not in NOTE_MOVES[move[0]]])
def test_force_moves_it_all_the_same_and_says_so(drawer: Drawer, standing: NoteStatus, target: NoteStatus) -> None:
    drawer.finish()
    path = drawer.root / drawer.note(status=standing)

    result = update(drawer, target, force=True)

    assert (result.action, result.warnings) == ("updated", [f"moved from {standing} to {target} by force"])
    assert f"\nstatus: {target}\n".encode() in path.read_bytes()


def test_a_blocked_move_says_what_may_follow(drawer: Drawer) -> None:
    drawer.note()

    result = update(drawer, "Offer")

    assert result.error == (
        "Offer does not follow Reviewed; the next may be Resume Written, Rejected or Ghosted: "
        "take one of these, or set force"
    )


@pytest.mark.parametrize("standing", ["Applied", "applied", "'APPLIED'", "  Applied  # sent"])
@pytest.mark.parametrize("force", [False, True])
def test_the_same_status_is_a_noop(drawer: Drawer, standing: str, *, force: bool) -> None:
    path = drawer.root / drawer.note(status=standing)
    before = path.stat()

    result = update(drawer, "Applied", force=force)

    assert (result.action, result.success, result.warnings) == ("noop", True, [])
    assert path.stat() == before


@pytest.mark.parametrize(
    ("standing", "target", "action"),
    [
        ("", "Reviewed", "updated"),
        ("", "Rejected", "updated"),
        ("", "Applied", "blocked"),
        ("dreaming", "Ghosted", "updated"),
        ("dreaming", "Reviewed", "blocked"),
    ],
)
def test_from_nothing_a_note_begins_and_from_a_users_word_it_only_ends(
    drawer: Drawer, standing: str, target: NoteStatus, action: str
) -> None:
    drawer.note(status=standing)

    assert update(drawer, target).action == action


GAPS = {
    "no PDF": ("resume.pdf", None, "resume PDF not found: resume.pdf"),
    "empty PDF": ("resume.pdf", b"", "resume.pdf is empty; run career_tailor for this tracker again"),
    "no PDF inside": ("resume.pdf", b"<html>", "resume.pdf can't be used: the file is no PDF that can be opened"),
    "no source": ("resume.tex", None, "resume.tex not found: resume.tex"),
    "placeholder": ("resume.tex", b"PROJECT-AI-1", "resume.tex contains placeholder tokens: PROJECT-AI-1"),
    "changed": ("resume.tex", SOURCE + b"%", "resume.tex was changed after resume.pdf was made from it"),
}


@pytest.mark.parametrize(("name", "content", "told"), GAPS.values(), ids=GAPS.keys())
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("dry_run", [False, True])
def test_resume_written_demands_a_finished_resume_and_force_lifts_nothing(
    drawer: Drawer, name: str, content: bytes | None, told: str, *, force: bool, dry_run: bool
) -> None:
    folder = drawer.finish()
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    drawer.note()
    before = everything(drawer.root)

    result = update(drawer, "Resume Written", force=force, dry_run=dry_run)

    assert (result.action, result.success, result.guardrail_check_passed) == ("blocked", False, False)
    assert result.error is not None
    assert result.error.startswith(told)
    assert everything(drawer.root) == before


@pytest.mark.parametrize("record", [None, b"", b"[]", b"{", b"\xff", b'{"pdf_sha256": 7}', b"[" * 60000])
def test_a_pdf_of_unknown_origin_is_a_warning(drawer: Drawer, record: bytes | None) -> None:
    folder = drawer.finish()
    (folder / ".press.json").unlink()
    if record is not None:
        (folder / ".press.json").write_bytes(record)
    drawer.note()

    result = update(drawer, "Resume Written")

    assert (result.action, result.guardrail_check_passed) == ("updated", True)
    assert result.warnings == [
        "nothing records which resume.tex resume.pdf was made from; run career_tailor for this tracker to be sure"
    ]


def test_another_pdf_than_the_recorded_one_is_a_warning(drawer: Drawer) -> None:
    (drawer.finish() / "resume.pdf").write_bytes(PDF + b"% printed anew\n")
    drawer.note()

    result = update(drawer, "Resume Written")

    assert (result.action, len(result.warnings)) == ("updated", 1)


@pytest.mark.parametrize(
    "link", ["'[[elsewhere/resume.pdf]]'", "elsewhere/resume.pdf", "[[elsewhere/resume.pdf|CV]]"]
)
def test_the_notes_own_resume_path_is_where_the_pdf_is_looked_for(drawer: Drawer, link: str) -> None:
    drawer.finish("elsewhere")
    drawer.note(fields=f"resume_path: {link}\n")

    assert update(drawer, "Resume Written").action == "updated"


def test_a_resume_path_outside_the_root_blocks_and_is_told_by_its_last_part(drawer: Drawer) -> None:
    drawer.note(fields="resume_path: ../secret/resume.pdf\n")

    result = update(drawer, "Resume Written")

    assert (result.action, result.guardrail_check_passed) == ("blocked", False)
    assert result.error is not None
    assert "secret" not in result.error


@pytest.mark.parametrize("target", ["Resume Written", "Applied", "Rejected", "Reviewed"])
def test_a_dry_run_writes_nothing_and_tells_what_the_run_then_does(
    drawer: Drawer, target: NoteStatus, tmp_path: Path
) -> None:
    drawer.finish()
    drawer.note()
    before = everything(tmp_path)

    told = update(drawer, target, dry_run=True)
    untouched = everything(tmp_path)
    done = update(drawer, target)

    assert untouched == before
    assert told.dry_run
    assert {"would_update": "updated"}.get(told.action, told.action) == done.action
    assert (told.error, told.guardrail_check_passed) == (done.error, done.guardrail_check_passed)


def test_only_the_note_is_written(drawer: Drawer) -> None:
    drawer.finish()
    drawer.ledger.filled(1)
    drawer.note()
    before = everything(drawer.root)

    update(drawer, "Resume Written")

    after = everything(drawer.root)
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {"trackers/a.md"}


def test_a_move_is_judged_by_the_note_as_it_is_when_it_is_written(drawer: Drawer) -> None:
    path = drawer.root / drawer.note(status="Applied")
    offered = path.read_bytes().replace(b"Applied", b"Offer")

    result = update_status(
        UpdateRequest("trackers/a.md", "Interview"), drawer.meddled(Interrupting(drawer.disk, [offered]))
    )

    assert (result.action, result.previous_status) == ("blocked", "Offer")
    assert path.read_bytes() == offered


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("trackers/gone.md", None, FileMissing),
        ("../a.md", None, InvalidInput),
        ("trackers/b.md", b"no frontmatter", InvalidInput),
        ("trackers/b.md", b"---\nstatus: |\n  Reviewed\n---\n", InvalidInput),
        ("trackers/b.md", b"---\nstatus: [a]\nb: \xff\n---\n", InvalidInput),
    ],
)
def test_a_note_that_can_not_be_written_is_an_error_and_stays_as_it_was(
    drawer: Drawer, name: str, content: bytes | None, error: type[Exception], tmp_path: Path
) -> None:
    if content is not None:
        drawer.put(name, content)
    before = everything(drawer.root)

    with pytest.raises(error) as refused:
        update(drawer, "Rejected", name=name)

    assert str(tmp_path) not in str(refused.value)
    assert everything(drawer.root) == before


def test_a_note_behind_a_link_inside_the_root_is_written_where_it_is(drawer: Drawer) -> None:
    drawer.note("vault/real.md")
    (drawer.root / "trackers").mkdir()
    (drawer.root / "trackers/a.md").symlink_to("../vault/real.md")

    update(drawer, "Rejected")

    assert (drawer.root / "trackers/a.md").is_symlink()
    assert b"status: Rejected" in (drawer.root / "vault/real.md").read_bytes()
