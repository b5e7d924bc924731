"""add_jobs: postings from every kind of source become rows, each once, in the order of the call."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from inbox import TEXT, Inbox, pdf, word
from notebench import Drawer
from workbench import everything

from careervp_mcp.career.capturing import CaptureRequest, add_postings
from careervp_mcp.career.errors import DatabaseFailed, InvalidInput
from careervp_mcp.career.sources import Source
from careervp_mcp.career.statuses import JOB_STATUSES
from careervp_mcp.store.sqlite import SqliteJobs

PAGE = "<!doctype html><p>Title: Night Nurse<p>Company: Lark Hospital<p>Nurse the patients of ward 9 at night."
FIELDS = {"title": "Night Nurse", "company": "Lark Hospital", "description": "Nurse the patients of ward 9 at night."}
LINES = ("Title: Night Nurse", "Company: Lark Hospital", "Nurse the patients of ward 9 at night.")


@pytest.fixture
def inbox(drawer: Drawer) -> Inbox:
    return Inbox.of(drawer)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT),
        ("a.TXT", "\ufeff" + TEXT.replace("\n", "\r\n")),
        ("a.md", TEXT),
        ("a.markdown", TEXT),
        ("a.html", PAGE),
        ("a.htm", PAGE),
        ("a.pdf", pdf(*LINES)),
        ("a.pdf", b"junk\n" + pdf(*LINES)),
        ("a.docx", word(*LINES)),
        ("a.json", json.dumps(FIELDS)),
        ("a.json", json.dumps([FIELDS])),
        ("vacancies/deep/a b.txt", TEXT),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_file_of_any_kind_becomes_the_same_new_row(inbox: Inbox, name: str, content: bytes | str) -> None:
    inbox.drawer.put(name, content)

    row = inbox.stored(Source(path=name))

    assert {field: getattr(row, field).strip() for field in FIELDS} == FIELDS
    assert (row.status, row.captured_at) == ("new", "2026-02-07T23:59:00Z")


def test_what_the_caller_says_wins_over_what_the_posting_says(inbox: Inbox) -> None:
    given = {
        "title": "Ward Manager",
        "company": "Lark Trust",
        "url": "https://lark.example/9",
        "location": "Leeds",
        "source": "a friend",
        "job_id": "LH-9",
        "captured_at": "2026-02-01",
    }

    row = inbox.stored(Source(TEXT, None, None, *given.values()))

    assert {name: getattr(row, name) for name in given} == given


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (Source(text=TEXT), False),
        (Source(text=TEXT, url="https://lark.example/9"), True),
        (Source(text="Title: Other\nCompany: Other\n\nOther.", url="https://lark.example/9"), True),
        (Source(text=TEXT.replace("\n", "\r\n"), location="Leeds", source="b"), False),
        (Source(json=FIELDS, job_id="LH-9"), False),
    ],
)
def test_a_posting_that_is_there_is_told_as_a_duplicate_with_its_row(
    inbox: Inbox, again: Source, *, same: bool
) -> None:
    first = inbox.one(Source(text=TEXT, url="https://lark.example/9" if same else ""))

    second = inbox.one(again)

    assert (first.action, second.action, second.success) == ("inserted", "duplicate", True)
    assert second.id == first.id


def test_a_posting_stands_once_even_when_one_call_has_it_twice(inbox: Inbox) -> None:
    report = inbox.add(Source(text=TEXT), Source(text=TEXT), Source(text=f"{TEXT}Soon."))

    assert [result.action for result in report.results] == ["inserted", "duplicate", "inserted"]
    assert (report.inserted_count, report.duplicate_count, report.failed_count) == (2, 1, 0)


def test_a_file_with_a_list_gives_a_result_for_each_of_its_postings(inbox: Inbox) -> None:
    inbox.drawer.put("a.json", json.dumps([FIELDS, 7, FIELDS | {"title": "Day Nurse"}]))

    report = inbox.add(Source(text=f"{TEXT}Soon."), Source(path="a.json", source="a list"))

    assert [(result.index, result.action) for result in report.results] == [
        (0, "inserted"),
        (1, "inserted"),
        (1, "failed"),
        (1, "inserted"),
    ]
    assert inbox.drawer.ledger.row(report.results[3].id or 0).source == "a list"


@pytest.mark.parametrize(("count", "taken"), [(99, True), (100, False), (101, False)])
def test_a_call_takes_a_hundred_postings_however_they_are_packed(inbox: Inbox, count: int, *, taken: bool) -> None:
    listed = [FIELDS | {"title": f"Nurse {number}"} for number in range(count)]
    inbox.drawer.put("a.json", json.dumps(listed))

    report = inbox.add(Source(text=TEXT), Source(path="a.json"))

    assert report.inserted_count == 1 + count * taken
    assert report.failed_count == (not taken)


@pytest.mark.parametrize("given", [Source(title="a"), Source(url="https://a.example"), Source(job_id="1")])
def test_what_only_one_posting_can_have_is_not_given_to_a_list(inbox: Inbox, given: Source) -> None:
    result = inbox.file("a.json", json.dumps([FIELDS, FIELDS]), given)

    assert "title, url and job_id belong to each of them" in (result.error or "")


def test_progress_is_told_after_each_entry(inbox: Inbox) -> None:
    told: list[tuple[int, int, str]] = []
    request = CaptureRequest((Source(text=TEXT), Source(text="")))

    add_postings(request, inbox.office, progress=lambda *step: told.append(step))

    assert told == [
        (1, 2, "postings[0]: Night Nurse, Lark Hospital"),
        (2, 2, "postings[1]: 0 read, 1 refused"),
    ]


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_cancelled_call_stores_nothing(inbox: Inbox, calls: int) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > calls

    report = add_postings(CaptureRequest((Source(text=TEXT), Source(json=FIELDS))), inbox.office, cancelled=cancelled)

    assert (report.inserted_count, report.failed_count) == (0, 2)
    assert inbox.empty()


def test_only_the_database_is_written(inbox: Inbox) -> None:
    inbox.drawer.put("postings/a.txt", TEXT)
    before = everything(inbox.drawer.root)

    inbox.one(Source(path="postings/a.txt"))

    after = everything(inbox.drawer.root)
    assert after.keys() - before.keys() == {"data", "data/capture", "data/capture/jobs.db"}
    assert {name: after[name] for name in before} == before


def test_the_database_may_be_named_and_must_lie_inside(inbox: Inbox) -> None:
    add_postings(CaptureRequest((Source(text=TEXT),), "else/where.db"), inbox.office)

    with pytest.raises(InvalidInput, match="db_path lies outside the root"):
        add_postings(CaptureRequest((Source(text=TEXT),), "../jobs.db"), inbox.office)
    assert (inbox.drawer.root / "else" / "where.db").is_file()


def test_an_older_database_takes_postings_and_keeps_its_rows(inbox: Inbox) -> None:
    inbox.drawer.ledger.older()

    report = inbox.add(
        Source(text=TEXT), Source(text="Other.", title="Nurse 1", company="Lark", url="https://jobs.example/1")
    )

    assert [(result.action, result.id) for result in report.results] == [("inserted", 5), ("duplicate", 1)]
    assert inbox.drawer.ledger.row(4).status not in JOB_STATUSES


def test_a_database_that_refuses_fails_the_whole_call(inbox: Inbox, tmp_path: Path) -> None:
    inbox.drawer.put("data/capture/jobs.db", b"no database at all, but long enough to be looked at" * 40)
    office = replace(inbox.office, jobs=SqliteJobs(tmp_path / "state"))

    with pytest.raises(DatabaseFailed):
        add_postings(CaptureRequest((Source(text=TEXT),)), office)
