"""A disk that refuses: each refusal is told in words, shows no path, and leaves what stood."""

import pytest
from workbench import FORCED, TEMPLATE, Bench

REFUSED = (
    "INTERNAL_ERROR",
    "the disk refused access; give this user the right to read and write in the root and the state folder",
)


@pytest.mark.parametrize(
    ("locked", "code", "message"),
    [
        ("trackers/amazon.md", "FILE_NOT_FOUND", "tracker can't be read: amazon.md (Permission denied)"),
        ("trackers", "FILE_NOT_FOUND", "tracker can't be read: amazon.md (Permission denied)"),
        (
            "data/templates/full_resume.md",
            "FILE_NOT_FOUND",
            "full resume can't be read: full_resume.md (Permission denied)",
        ),
        (
            "templates/resume.tex",
            "TEMPLATE_NOT_FOUND",
            "template can't be read: resume.tex (Permission denied); check resume_template_path and templates/",
        ),
    ],
)
def test_a_source_that_can_not_be_read_is_named(humble: Bench, locked: str, code: str, message: str) -> None:
    tracker = humble.note("amazon", "job_db_id: 1")
    (humble.root / locked).chmod(0)

    told = humble.failure(tracker)

    (humble.root / locked).chmod(0o700)
    assert told == (code, message)


def test_a_root_that_is_read_only_is_told(humble: Bench) -> None:
    tracker = humble.note("amazon", "job_db_id: 1")
    (humble.root / "data").chmod(0o500)

    told = humble.failure(tracker)

    (humble.root / "data").chmod(0o700)
    assert told == REFUSED
    assert not (humble.root / "data" / "applications").exists()


def test_a_resume_folder_that_is_read_only_is_told_and_left(humble: Bench) -> None:
    tracker = humble.note("amazon", "job_db_id: 1")
    humble.success(tracker)
    humble.write("templates/resume.tex", b"new")
    humble.folder("amazon-1").chmod(0o500)

    told = humble.failure(tracker, wishes=FORCED)

    humble.folder("amazon-1").chmod(0o700)
    assert told == REFUSED
    assert (humble.folder("amazon-1") / "resume.tex").read_bytes() == TEMPLATE


def test_a_resume_that_can_not_be_read_is_told(humble: Bench) -> None:
    tracker = humble.note("amazon", "job_db_id: 1")
    humble.success(tracker)
    (humble.folder("amazon-1") / "resume.tex").chmod(0)

    assert humble.failure(tracker) == (
        "FILE_NOT_FOUND",
        "resume.tex can't be read: resume.tex (Permission denied)",
    )


def test_a_pdf_that_can_not_be_read_is_made_anew(humble: Bench) -> None:
    tracker = humble.note("amazon", "job_db_id: 1")
    humble.success(tracker)
    (humble.folder("amazon-1") / "resume.pdf").chmod(0)

    humble.success(tracker)

    assert humble.press.pressed[-1].previous is None
