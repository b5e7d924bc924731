import datetime as dt

import pytest

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.tracker import LONGEST, Tracker, decoded, linked_path

DESCRIPTION = "## Job Description\n\nNurse patients.\n"


def noted(field: str = "", *, company: str = "company: Amazon", position: str = "position: Nurse") -> bytes:
    return f"---\n{company}\n{position}\n{field}\n---\n\n{DESCRIPTION}".encode()


def test_a_full_note_is_read(note: bytes) -> None:
    """---
    # mine
    job_db_id: "3629"    # quoted by an editor
    job_id: 007-a
    company: 'AT&T Inc.'
    position: Senior Nurse  # band 7
    status: Reviewed
    application_date: 2026-02-06
    reference_link: https://example.com/a?b=c#d
    resume_path: '[[data/applications/at_t_inc-3629/resume/resume.pdf]]'
    cover_letter_path: ""
    next_action: [call, write]
    salary: mine
    ---

    # Title

    ## Job Description ##

    Nurse patients.

    ### What we offer

    ```
    ## not a heading
    ```

    ## Notes

    mine
    """
    assert Tracker.parse(note) == Tracker(
        company="AT&T Inc.",
        position="Senior Nurse",
        job_description="Nurse patients.\n\n### What we offer\n\n```\n## not a heading\n```",
        job_db_id=3629,
        job_id="007-a",
        status="Reviewed",
        application_date="2026-02-06",
        reference_link="https://example.com/a?b=c#d",
        resume_path="data/applications/at_t_inc-3629/resume/resume.pdf",
        next_action="call, write",
    )


def test_the_least_note_is_enough(note: bytes) -> None:
    """---
    company: Amazon
    position: Nurse
    ---
    ## job description
    Nurse patients.
    """
    assert Tracker.parse(note) == Tracker("Amazon", "Nurse", "Nurse patients.")


def test_a_note_without_a_description_is_told_where_to_paste_it(note: bytes) -> None:
    """---
    company: Amazon
    position: Nurse
    ---
    ### Job Description
    Nurse patients.
    """
    with pytest.raises(
        InvalidInput, match="has no `## Job Description` section; add it and paste the posting below it"
    ):
        Tracker.parse(note)


def test_an_empty_description_is_refused(note: bytes) -> None:
    """---
    company: Amazon
    position: Nurse
    ---
    ## Job Description

    \t
    ## Notes
    mine
    """
    with pytest.raises(
        InvalidInput, match="section `## Job Description` is empty; paste the posting below the heading"
    ):
        Tracker.parse(note)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_byte_order_mark_and_line_ends_make_no_difference(start: bytes, end: bytes) -> None:
    assert Tracker.parse(start + noted().replace(b"\n", end)) == Tracker("Amazon", "Nurse", "Nurse patients.")


@pytest.mark.parametrize("name", ["company", "position"])
@pytest.mark.parametrize("value", [None, "", '""', "'  '", "~", ">-\n  "])
def test_company_and_position_are_required(name: str, value: str | None) -> None:
    line = "" if value is None else f"{name}: {value}"

    with pytest.raises(InvalidInput, match=f"tracker field {name} is required"):
        Tracker.parse(noted(**{name: line}))


@pytest.mark.parametrize("value", ["3", "1.5", "yes", "2026-01-01", "[Amazon]", "{a: b}"])
def test_company_must_be_text(value: str) -> None:
    with pytest.raises(InvalidInput, match="tracker field company must be text; put the value in quotes"):
        Tracker.parse(noted(company=f"company: {value}"))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3629", 3629),
        ("'3629'", 3629),
        ('" 7 "', 7),
        ("007", 7),
        ("", None),
        ("''", None),
        ("~", None),
        (2**63 - 1,) * 2,
    ],
)
def test_a_database_id_is_a_positive_whole_number(written: str, number: int | None) -> None:
    assert Tracker.parse(noted(f"job_db_id: {written}")).job_db_id == number


@pytest.mark.parametrize(
    "written",
    [
        "0",
        "-1",
        "true",
        "1.5",
        "abc",
        "'0'",
        "0x10",
        "12:30",
        "1_000",
        "1e3",
        "[1]",
        "2026-01-01",
        "'٣'",
        2**63,
        "9" * 5000,
    ],
)
def test_any_other_database_id_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput, match=r"job_db_id must be a positive whole number, such as `job_db_id: 3629`"):
        Tracker.parse(noted(f"job_db_id: {written}"))


@pytest.mark.parametrize(
    "written",
    [
        "a b/resume.pdf",
        "'a b/resume.pdf'",
        "[[a b/resume.pdf]]",
        "'[[a b/resume.pdf]]'",
        '"[[a b/resume.pdf]]"',
        "'[[a b/resume.pdf|my resume]]'",
        "[[a b/resume.pdf|my resume]]",
        "'[[ a b/resume.pdf | my resume ]]'",
        "\"'a b/resume.pdf'\"",
    ],
)
def test_a_path_is_read_in_every_spelling(written: str) -> None:
    tracker = Tracker.parse(noted(f"resume_path: {written}\ncover_letter_path: {written}"))

    assert (tracker.resume_path, tracker.cover_letter_path) == ("a b/resume.pdf", "a b/resume.pdf")


@pytest.mark.parametrize("value", [None, "", "[[]]", [], [[]], "[[|alias]]"])
def test_an_empty_link_is_no_path(value: object) -> None:
    assert linked_path(value, "resume_path") == ""


@pytest.mark.parametrize("value", [["a", "b"], {"a": "b"}, [["a", "b"]]])
def test_two_paths_in_one_field_are_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match=r"resume_path must be one path; write '\[\[path\]\]' in quotes"):
        linked_path(value, "resume_path")


def test_fields_of_other_kinds_are_shown_as_text() -> None:
    tracker = Tracker.parse(noted("job_id: 12\nnext_action: []\nreference_link: 2026-02-06 10:00:00"))

    assert (tracker.job_id, tracker.next_action) == ("12", "")
    assert tracker.reference_link == dt.datetime(2026, 2, 6, 10).isoformat()  # noqa: DTZ001 - a note has no time zone


@pytest.mark.parametrize(("value", "why"), [("{a: b}", "must be text"), (r'"a\ud800"', "holds half a character")])
def test_a_field_that_is_no_text_is_refused(value: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=f"tracker field next_action {why}"):
        Tracker.parse(noted(f"next_action: {value}"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"caf\xe9", r"is not UTF-8 \(byte 3\); save the note as UTF-8"),
        ("---\n".encode("utf-16"), r"is not UTF-8 \(byte 0\)"),
        (b"a\0b", "holds a NUL character"),
        (b"a" * (LONGEST + 1), "is longer than 8 MiB"),
    ],
)
def test_what_is_no_note_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        Tracker.parse(content)


def test_a_note_of_just_eight_mebibytes_is_read() -> None:
    assert len(decoded(b"a" * LONGEST)) == LONGEST
