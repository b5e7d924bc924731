"""One value of a note changes, and no other byte."""

import string
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from notebench import Drawer, Interrupting

from careervp_mcp.career.errors import FileMissing, InvalidInput, Unforeseen
from careervp_mcp.career.fields import quoted, with_field
from careervp_mcp.career.frontmatter import split_note
from careervp_mcp.career.notes import advance_note, move_note, refuse_uneditable, status_of, with_status
from careervp_mcp.career.statuses import NoteStatus
from careervp_mcp.career.tracker import Tracker, decoded

NOTE = b"---\n# mine\ncompany: Amazon\nstatus: Reviewed  # by hand\nzip: 01234\n---\n\n## Job Description\n\nNurse.\n"
WRITTEN: NoteStatus = "Resume Written"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("status: Reviewed", "status: Resume Written"),
        ("status: 'Reviewed'", "status: 'Resume Written'"),
        ('status: "Reviewed"', 'status: "Resume Written"'),
        ("status:   Reviewed   # by hand", "status:   Resume Written   # by hand"),
        ("status: Reviewed  ", "status: Resume Written  "),
        ("status:", "status: Resume Written"),
        ("status: # none yet", "status: Resume Written # none yet"),
        ("status: ''", "status: 'Resume Written'"),
        ('"status": Reviewed', '"status": Resume Written'),
        ("status : Reviewed", "status : Resume Written"),
        ("status: '[[Reviewed]]'", "status: 'Resume Written'"),
        ("status: it's # 1", "status: Resume Written # 1"),
        ("status: 01234", "status: Resume Written"),
        ("status: yes", "status: Resume Written"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_only_the_value_in_the_status_line_changes(line: str, expected: str, end: str, bom: str) -> None:
    note = f"{bom}---\n# mine\na: 'x --- y'\n{line}\nb: [[link]]\n---\n---\nbody, no last line end"

    changed = with_status(note.replace("\n", end).encode(), WRITTEN)

    assert changed == note.replace(line, expected, 1).replace("\n", end).encode()


def test_the_same_status_changes_no_byte() -> None:
    assert with_status(NOTE, "Reviewed") == NOTE


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("company: Amazon", "has no `status:` line"),
        ("status: Reviewed\nstatus: Applied", "'status' twice"),
        ("status: Reviewed\n'status': Applied", "'status' twice"),
        ("status: |\n  Reviewed", "not a plain or quoted value"),
        ("status: >-\n  Reviewed", "not a plain or quoted value"),
        ("status: Resume\n  Written", "several lines"),
        ("status:\n  Reviewed", "several lines"),
        ("status: 'Resume\n\n  Written'", "several lines"),
        ("? status\n: Reviewed", "several lines"),
        ("status: [Reviewed]", "not a plain or quoted value"),
        ("status: {now: Reviewed}", "not a plain or quoted value"),
        ("status: &mine Reviewed", "tag or anchor"),
        ("status: !!str Reviewed", "tag or anchor"),
        ("{status: Reviewed}", "has no `status:` line"),
        ("inner:\n  status: Reviewed", "has no `status:` line"),
        ("- status: Reviewed", "must be fields"),
        ("", "has no `status:` line"),
    ],
)
def test_a_status_that_does_not_stand_in_one_line_is_refused_with_what_would_be_right(lines: str, told: str) -> None:
    note = f"---\n{lines}\n---\n".encode()

    with pytest.raises(InvalidInput, match=told.replace("(", r"\(")):
        refuse_uneditable(note, WRITTEN)


def test_a_boundary_with_odd_line_ends_is_refused() -> None:
    with pytest.raises(InvalidInput, match="between two lines of `---` alone"):
        with_status(b"---\nstatus: Reviewed\n---\r\r\nbody\n", WRITTEN)


WORDS = st.text(st.sampled_from(string.ascii_letters + "é字😀 -_'\""), min_size=1, max_size=12)
VALUES = st.sampled_from(
    [
        "01234",
        "yes",
        "~",
        "[[a link|alias]]",
        "'[[a link]]'",
        '"a: b # c --- d"',
        "'it''s'",
        "2026-02-03",
        "12:30",
        ".nan",
        "{a: 1, b: [2]}",
        "",
        "# only a comment",
        "plain # and a comment",
        "|\n  two\n  status: Applied\n",
        ">-\n  folded\n\n  more",
        "\n  - one\n  - status: x",
    ]
)
STATUS = st.sampled_from(["Reviewed", "'Reviewed'", '"Re\\u0076iewed"', "x # c", "", "'it''s'", "😀", "no"])
COMMENTS = st.sampled_from(["", "# status: Applied\n", "\n", "  # indented\n", "# é😀\n"])


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, str]:
    """What stands before the status's value, or after it, in a whole note that is YAML."""
    keys = draw(st.lists(WORDS.filter(lambda key: key.strip().casefold() != "status"), max_size=5, unique=True))
    lines = [f"{draw(COMMENTS)}{quoted(key)}: {draw(VALUES)}\n" for key in keys]
    at = draw(st.integers(0, len(lines)))
    body = draw(
        st.sampled_from(["", "body", "\n---\nstatus: Applied\n---\n", "\n\n## Job Description\n\n- x 😀\n  \n"])
    )
    head = draw(st.sampled_from(["", "\ufeff"])) + "---\n" + "".join(lines[:at]) + draw(COMMENTS) + "status: "
    return head, "\n" + "".join(lines[at:]) + "---" + (f"\n{body}" if body else "")


@given(
    note=notes(),
    status=STATUS,
    target=st.sampled_from(["Applied", WRITTEN, "it's: #", "Ghosted"]),
    crlf=st.booleans(),
)
def test_whatever_else_stands_in_a_note_stays_byte_for_byte(
    note: tuple[str, str], status: str, target: str, *, crlf: bool
) -> None:
    before, after = (part.replace("\n", "\r\n" if crlf else "\n").encode() for part in note)
    content = before + status.encode() + after
    comment = b" # c" if status == "x # c" else b""

    changed = with_status(content, target)

    assert changed.startswith(before.rstrip(b" "))
    assert changed.endswith(comment + after)
    assert split_note(decoded(changed))[0]["status"] == target
    others = [split_note(decoded(side))[0] for side in (content, changed)]
    assert len({repr([pair for pair in fields.items() if pair[0] != "status"]) for fields in others}) == 1
    assert len(changed) - len(content) == len(changed[len(before) : -len(after)]) - len(status.encode())


@given(st.text(max_size=300))
@example("A: %")
@example("A: &")
def test_a_quoted_text_is_one_line_of_yaml_that_reads_back_as_it(text: str) -> None:
    line = quoted(text)

    assert split_note(f"---\nkey: {line}\n---\n")[0] == {"key": text}
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_field_that_is_not_there_yet_becomes_the_last(end: str) -> None:
    note = "---\ncompany: Amazon\n---\n\nbody".replace("\n", end).encode()

    assert with_field(note, "job_id", "7: x") == note.replace(b"Amazon", b"Amazon" + end.encode() + b'job_id: "7: x"')


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("status: ' Applied '", "Applied"),
        ("status:", ""),
        ("company: x", ""),
        ("status: 7", "7"),
        ("status: [a]", "['a']"),
    ],
)
def test_the_status_of_a_note_is_its_text(line: str, status: str) -> None:
    assert status_of(f"---\n{line}\n---\n".encode()) == status


@pytest.mark.parametrize(
    ("standing", "left"), [("Reviewed", WRITTEN), ("", WRITTEN), ("mine", WRITTEN), ("offer", "offer")]
)
def test_a_note_is_brought_forward_and_never_back(drawer: Drawer, standing: str, left: str) -> None:
    path = drawer.put("a.md", f"---\nstatus: {standing}\n---\n".encode())

    advance_note(path, WRITTEN, drawer.office)

    assert status_of(path.read_bytes()) == left


def test_a_note_that_changed_meanwhile_is_read_again_and_then_written(drawer: Drawer) -> None:
    path = drawer.put("a.md", NOTE)
    meddled = drawer.meddled(Interrupting(drawer.disk, [NOTE + b"Call them.\n"]))

    advance_note(path, WRITTEN, meddled)

    assert path.read_bytes() == with_status(NOTE + b"Call them.\n", WRITTEN)


def test_a_note_that_keeps_changing_is_left_to_its_user_and_told_so(drawer: Drawer) -> None:
    path = drawer.put("a.md", NOTE)
    meddled = drawer.meddled(Interrupting(drawer.disk, [NOTE + b"one\n", NOTE + b"two\n"]))

    with pytest.raises(Unforeseen, match="keeps changing this note") as refused:
        advance_note(path, WRITTEN, meddled)

    assert refused.value.retryable
    assert path.read_bytes() == NOTE + b"two\n"


def test_a_note_that_judges_itself_done_is_not_written(drawer: Drawer) -> None:
    path = drawer.put("a.md", NOTE)
    before = path.stat()

    move_note(path, lambda _status: None, drawer.office)

    assert path.stat() == before


def test_a_note_that_is_gone_is_told_by_its_name(drawer: Drawer, tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"tracker not found: gone\.md"):
        advance_note(tmp_path / "gone.md", WRITTEN, drawer.office)


def test_the_tracker_reads_the_status_that_was_written() -> None:
    note = NOTE.replace(b"zip", b"position: Nurse\nzip")

    assert Tracker.parse(with_status(note, WRITTEN)).status == WRITTEN
