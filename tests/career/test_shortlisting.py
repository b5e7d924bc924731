"""initialize_shortlist_trackers: every job of the shortlist gets a note that reads back as the job, once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ledger import posting
from notebench import Drawer, Interrupting
from workbench import everything

from careervp_mcp.career.drafting import draft, note_name
from careervp_mcp.career.errors import DatabaseMissing, InvalidInput
from careervp_mcp.career.jobs import Job, Posting
from careervp_mcp.career.shortlisting import Initialized, ShortlistReport, ShortlistRequest, initialize_trackers
from careervp_mcp.career.tracker import Tracker

JOB = Job(
    7,
    "shortlist",
    title="Ward Nurse",
    company="Lark Hospital",
    description="Nurse patients.",
    url="https://jobs.example/7",
    job_id="LH-7",
    captured_at="2026-02-06T10:00:00Z",
)
PDF = "data/applications/lark_hospital-7/resume/resume.pdf"
DRAFT = """\
---
job_db_id: 7
job_id: LH-7
company: Lark Hospital
position: Ward Nurse
status: Reviewed
application_date: 2026-02-06
reference_link: https://jobs.example/7
resume_path: '[[data/applications/lark_hospital-7/resume/resume.pdf]]'
cover_letter_path:
next_action:
salary:
website:
---

## Job Description

Nurse patients.

## Notes
"""


def shortlist(drawer: Drawer, *postings: Posting) -> None:
    drawer.ledger.add(*postings)
    drawer.ledger.sql("UPDATE jobs SET status = 'shortlist'")


def run(drawer: Drawer, request: ShortlistRequest | None = None) -> ShortlistReport:
    return initialize_trackers(request or ShortlistRequest(), drawer.office)


def only(report: ShortlistReport) -> Initialized:
    (result,) = report.results
    return result


def test_a_new_note_has_our_fields_in_their_order_the_posting_and_room_for_notes() -> None:
    assert draft(JOB, PDF).decode() == DRAFT


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "2026-02-06-lark_hospital-lh-7.md"),
        ({"job_id": ""}, "2026-02-06-lark_hospital-7.md"),
        ({"job_id": "../../QP 33-Ä"}, "2026-02-06-lark_hospital-qp_33-a.md"),
        ({"captured_at": "2026-02-06"}, "2026-02-06-lark_hospital-lh-7.md"),
        ({"captured_at": "", "created_at": "2026-01-05T00:00:00Z"}, "2026-01-05-lark_hospital-lh-7.md"),
        ({"captured_at": "yesterday"}, "undated-lark_hospital-lh-7.md"),
        ({"company": "L'Oréal/../etc"}, "2026-02-06-l_oreal_etc-lh-7.md"),
    ],
)
def test_a_note_is_named_for_day_company_and_job(changed: dict[str, str], name: str) -> None:
    assert note_name(replace(JOB, **changed)) == name  # type: ignore[arg-type]  # a table of text fields


@pytest.mark.parametrize("company", ["字" * 300, "x" * 300, "😀" * 300, "a b" * 100])
def test_a_long_name_still_fits_on_any_disk(company: str) -> None:
    assert len(note_name(replace(JOB, company=company, job_id="n" * 300), with_row=True)) < 120


HOSTILE = [
    "yes",
    "null",
    "007",
    "2026-02-03",
    "1e3",
    'AT&T: "Labs" # 1',
    "it's 'quoted'",
    "@home",
    "`tick`",
    "%percent",
    "*star",
    "&anchor",
    "!tag",
    "- dash",
    "? mark",
    "| bar",
    "> fold",
    "{brace}",
    "[[link|alias]]",
    "ends with:",
    "key: value",
    "back\\slash",
    "two\nlines",
    "crlf\r\nline",
    "---",
    "\n---\n",
    "tab\tbed",
    "bell\x07",
    "nul\0",
    "del\x7f\x85\u2028\u2029",
    "\ufeffbom",
    "\u202eturned",
    "😀 e\u0301 字",
    "=",
    "<<",
    "~",
    "x" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_company_comes_back_exactly(text: str) -> None:
    note = draft(replace(JOB, company=text, title=text, job_id=text), PDF)

    tracker = Tracker.parse(note)

    assert {tracker.company, tracker.position, tracker.job_id} == {text.strip()}
    assert (tracker.resume_path, tracker.status, tracker.job_db_id) == (PDF, "Reviewed", 7)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_any_company_and_title_come_back_exactly(company: str, title: str) -> None:
    tracker = Tracker.parse(draft(replace(JOB, company=company, title=title), PDF))

    assert (tracker.company, tracker.position) == (company.strip(), title.strip())


LINES = st.sampled_from(
    [
        "# One",
        "## Notes",
        "## Job Description ##",
        "   ### Three",
        "###### Six",
        "#no heading",
        "    # code",
        "---",
        "===",
        "Setext",
        "```",
        "```python",
        "~~~",
        "````",
        "   ```",
        "- item",
        "> quote",
        "",
        "  ",
        "status: Applied",
        "text 😀",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]))
@example(["```", "# in code"], "\n")
@example(["Setext", "---", "more"], "\n")
@example(["~~~", "```", "## x"], "\n")
def test_a_whole_posting_is_read_back_but_for_the_depth_of_its_headings(lines: list[str], end: str) -> None:
    posted = "\n".join(lines).strip("\n")
    job = replace(JOB, description=end.join(lines))
    if not posted.strip():
        return

    note = draft(job, PDF)

    back = Tracker.parse(note).job_description
    assert flat(back).startswith(flat(posted))
    assert flat(back)[len(flat(posted)) :] in {"", *("\n" + mark for mark in ("```", "````", "~~~"))}
    assert note.endswith(b"\n\n## Notes\n")


def flat(text: str) -> str:
    """A text without the marks of its headings, which alone may differ."""
    return re.sub(r"^( {0,3})#{1,6}(?=[ \t]|$)", r"\1", text, flags=re.MULTILINE)


@given(st.text(max_size=400).filter(lambda text: "\0" not in text))
def test_any_text_is_read_back_line_by_line_or_refused_in_words(text: str) -> None:
    if not text.strip():
        with pytest.raises(InvalidInput, match="has no description"):
            draft(replace(JOB, description=text), PDF)
        return

    back = Tracker.parse(draft(replace(JOB, description=text), PDF)).job_description

    assert flat(back).startswith(flat(re.sub(r"\r\n|\r", "\n", text).strip("\n")))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"company": " "}, "row 7 has no company; a tracker needs them"),
        ({"title": "", "description": ""}, "row 7 has no title and no description"),
        ({"description": "nul \0"}, "NUL"),
        ({"description": "x" * 9_000_000}, "longer than 8 MiB"),
    ],
)
def test_a_row_that_makes_no_tracker_is_refused_in_words(changed: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        draft(replace(JOB, **changed), PDF)  # type: ignore[arg-type]  # a table of text fields


def test_each_job_gets_its_note_and_its_empty_workspace_newest_first(drawer: Drawer) -> None:
    shortlist(drawer, posting(1), posting(2))

    report = run(drawer)

    assert (report.created_count, report.skipped_count, report.failed_count) == (2, 0, 0)
    assert [(result.id, result.job_id, result.action) for result in report.results] == [
        (2, "LH-2", "created"),
        (1, "LH-1", "created"),
    ]
    for result in report.results:
        tracker = Tracker.parse((drawer.root / result.tracker_path).read_bytes())
        workspace = drawer.root / f"data/applications/lark_hospital-{result.id}"
        assert tracker.job_db_id == result.id
        assert sorted(path.name for path in workspace.iterdir()) == ["cover", "cv", "resume"]
        assert list(workspace.rglob("*.*")) == []


def test_only_the_shortlist_is_read_and_no_more_of_it_than_asked(drawer: Drawer) -> None:
    shortlist(drawer, *map(posting, range(1, 6)))
    drawer.ledger.sql("UPDATE jobs SET status = 'new' WHERE id = 4")

    report = run(drawer, ShortlistRequest(limit=2))

    assert [result.id for result in report.results] == [5, 3]


def test_the_database_is_only_read(drawer: Drawer) -> None:
    shortlist(drawer, posting(1))
    before = drawer.ledger.path.read_bytes()

    run(drawer)

    assert drawer.ledger.path.read_bytes() == before


def test_a_second_call_skips_what_is_there_and_changes_no_byte(drawer: Drawer) -> None:
    shortlist(drawer, posting(1), posting(2))
    run(drawer)
    before = everything(drawer.root)

    report = run(drawer)

    assert (report.created_count, report.skipped_count) == (0, 2)
    assert {(result.action, result.success) for result in report.results} == {("skipped_exists", True)}
    assert everything(drawer.root) == before


def test_a_dry_run_tells_what_the_run_then_does_and_writes_nothing(drawer: Drawer, tmp_path: Path) -> None:
    shortlist(drawer, posting(1), posting(2, company=""), posting(3), posting(4))
    run(drawer, ShortlistRequest(limit=1))
    before = everything(tmp_path)

    told = run(drawer, ShortlistRequest(dry_run=True))
    untouched = everything(tmp_path)

    assert untouched == before
    assert told == run(drawer)
    assert (told.created_count, told.skipped_count, told.failed_count) == (2, 1, 1)


@pytest.mark.parametrize("link", ["https://jobs.example/1", "'https://jobs.example/1'", "<https://jobs.example/1>"])
@pytest.mark.parametrize("force", [False, True])
def test_a_job_whose_address_stands_in_a_note_is_skipped_wherever_that_note_is(
    drawer: Drawer, link: str, *, force: bool
) -> None:
    shortlist(drawer, posting(1))
    mine = drawer.note("trackers/archive/mine.md", fields=f"reference_link: {link}\n")

    result = only(run(drawer, ShortlistRequest(force=force)))

    assert (result.action, result.tracker_path) == ("skipped_exists", mine)
    assert not (drawer.root / "data/applications").exists()


def test_notes_that_can_not_be_read_keep_no_job_back(drawer: Drawer, tmp_path: Path) -> None:
    shortlist(drawer, posting(1))
    drawer.put("trackers/broken.md", b"---\n\xff https://jobs.example/1")
    drawer.put("trackers/loose.md", b"---\nreference_link: [https://jobs.example/1\n---\n")
    (tmp_path / "outside.md").write_bytes(b"---\nreference_link: https://jobs.example/1\n---\n")
    (drawer.root / "trackers/link.md").symlink_to(tmp_path / "outside.md")

    assert only(run(drawer)).action == "created"


def test_another_jobs_note_of_the_same_name_is_left_alone_and_ours_gets_the_rows_number(drawer: Drawer) -> None:
    shortlist(drawer, posting(1, url="", job_id="A"), posting(2, url="", job_id="A", captured_at="2026-01-01"))
    told = run(drawer, ShortlistRequest(dry_run=True))

    report = run(drawer)

    assert told == report
    assert sorted(path.name for path in (drawer.root / "trackers").iterdir()) == [
        "2026-01-01-lark_hospital-a-2.md",
        "2026-01-01-lark_hospital-a.md",
    ]
    assert run(drawer).skipped_count == 2


def test_force_brings_our_fields_and_the_posting_up_and_keeps_what_is_the_users(drawer: Drawer) -> None:
    shortlist(drawer, posting(1, description="# New text"))
    name = "trackers/2026-01-01-lark_hospital-lh-1.md"
    drawer.put(
        name,
        "\ufeff---\r\n# mine\r\nstatus: 'Resume Written'  # done\r\ncompany: Old\r\nposition: Old\r\nzip: 01234\r\n"
        "next_action: Call\r\nresume_path: [[data/applications/lark_hospital-1/resume/resume.pdf]]\r\n---\r\n\r\n"
        "# Top\r\n\r\n## job description ##\r\nOld text\r\n### Old\r\n\r\n## Notes\r\n\r\nMine.\r\n```\r\n## in code",
    )

    result = only(run(drawer, ShortlistRequest(force=True)))

    assert (result.action, result.tracker_path) == ("overwritten", name)
    assert (drawer.root / name).read_bytes().decode() == (
        "\ufeff---\r\n# mine\r\nstatus: 'Reviewed'  # done\r\ncompany: Lark Hospital\r\nposition: Nurse 1\r\n"
        "zip: 01234\r\nnext_action: Call\r\n"
        "resume_path: [[data/applications/lark_hospital-1/resume/resume.pdf]]\r\n"
        'job_db_id: "1"\r\njob_id: LH-1\r\napplication_date: "2026-01-01"\r\n'
        "reference_link: https://jobs.example/1\r\n---\r\n\r\n"
        "# Top\r\n\r\n## job description ##\r\n\r\n### New text\r\n\r\n## Notes\r\n\r\nMine.\r\n```\r\n## in code"
    )


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (b"no frontmatter", "has no frontmatter"),
        (b"---\nstatus: |\n  x\n---\n\n## Job Description\n\nx\n", "status is not a plain or quoted value"),
        (b"---\nstatus: x\n---\n\n# Only mine\n", "has no `## Job Description` section"),
        (b"---\nstatus: x\n---\n\n## Job Description\n\n```\n\n## Notes\n\nMine.\n", "close every fence"),
    ],
)
def test_force_leaves_a_note_alone_in_which_its_part_can_not_be_told(drawer: Drawer, note: bytes, told: str) -> None:
    shortlist(drawer, posting(1), posting(2))
    path = drawer.put("trackers/2026-01-01-lark_hospital-lh-1.md", note)

    report = run(drawer, ShortlistRequest(force=True))

    assert [result.action for result in report.results] == ["created", "failed"]
    assert told in (report.results[1].error or "")
    assert path.read_bytes() == note


def test_force_writes_upon_what_the_user_saved_meanwhile(drawer: Drawer) -> None:
    shortlist(drawer, posting(1))
    path = drawer.root / only(run(drawer)).tracker_path
    saved = path.read_bytes().replace(b"status: Reviewed", b"status: Applied") + b"\nMine.\n"
    drawer.ledger.sql("UPDATE jobs SET title = 'Ward Head'")

    initialize_trackers(ShortlistRequest(force=True), drawer.meddled(Interrupting(drawer.disk, [saved])))

    expected = saved.replace(b"status: Applied", b"status: Reviewed").replace(b"Nurse 1", b"Ward Head")
    assert path.read_bytes() == expected


def test_a_job_that_fails_keeps_no_other_back(drawer: Drawer) -> None:
    shortlist(drawer, posting(1), posting(2, description=""), posting(3))
    drawer.put("data/applications/lark_hospital-3/resume", b"a file in the way")

    report = run(drawer)

    assert [result.action for result in report.results] == ["failed", "failed", "created"]
    assert [path.name for path in (drawer.root / "trackers").iterdir()] == ["2026-01-01-lark_hospital-lh-1.md"]
    assert "move it away" in (report.results[0].error or "")


def test_a_cancelled_call_starts_no_further_job(drawer: Drawer) -> None:
    shortlist(drawer, posting(1), posting(2))
    told: list[str] = []

    report = initialize_trackers(
        ShortlistRequest(),
        drawer.office,
        progress=lambda done, total, message: told.append(f"{done}/{total} {message}"),
        cancelled=lambda: len(told) == 1,
    )

    assert [result.action for result in report.results] == ["created", "failed"]
    assert told[1] == "2/2 trackers/2026-01-01-lark_hospital-lh-1.md: failed"


@pytest.mark.parametrize(
    ("request_", "error", "told"),
    [
        (ShortlistRequest(), DatabaseMissing, "jobs database"),
        (ShortlistRequest(trackers_dir="../notes"), InvalidInput, "trackers_dir lies outside the root"),
        (ShortlistRequest(db_path="../jobs.db"), InvalidInput, "db_path lies outside the root"),
        (ShortlistRequest(trackers_dir="a_file"), InvalidInput, "trackers_dir needs a folder"),
    ],
)
def test_what_no_job_could_use_is_an_error_of_the_call(
    drawer: Drawer, request_: ShortlistRequest, error: type[Exception], told: str
) -> None:
    drawer.put("a_file", b"")
    before = everything(drawer.root)

    with pytest.raises(error, match=told):
        run(drawer, request_)
    assert everything(drawer.root) == before


def test_an_older_database_is_read_as_it_is(drawer: Drawer) -> None:
    drawer.ledger.older()
    before = drawer.ledger.path.read_bytes()

    result = only(run(drawer))

    assert (result.id, result.action) == (2, "created")
    assert drawer.ledger.path.read_bytes() == before


def test_notes_can_go_into_a_named_folder_outside_the_root(drawer: Drawer, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    shortlist(drawer, posting(1))

    result = only(run(drawer, ShortlistRequest(trackers_dir="@vault/jobs")))

    assert result.tracker_path == "@vault/jobs/2026-01-01-lark_hospital-lh-1.md"
    assert Tracker.parse((tmp_path / "vault/jobs/2026-01-01-lark_hospital-lh-1.md").read_bytes()).job_db_id == 1
