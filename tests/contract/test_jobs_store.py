"""What every store of jobs promises: each of the registry goes through all of it."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from ledger import NOW, STAMP, posting
from writers import write_much

from careervp_mcp.career.errors import DatabaseMissing
from careervp_mcp.career.jobs import Commit, Job, Jobs, JobStore, Move, MoveRefused, Place, Posting
from careervp_mcp.career.statuses import FINALIZABLE, JOB_MOVES, JOB_STATUSES, JobStatus
from careervp_mcp.store.stores import STORES

LATER = datetime.fromisoformat("2026-02-08T07:00:00+01:00")
LATER_STAMP = "2026-02-08T06:00:00Z"
WAYS: dict[JobStatus, tuple[JobStatus, ...]] = {
    "new": (),
    "shortlist": ("shortlist",),
    "reviewed": ("reviewed",),
    "reject": ("reject",),
    "resume_written": ("shortlist", "resume_written"),
    "applied": ("shortlist", "resume_written", "applied"),
}
"""The moves that bring a new row to each status."""


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> JobStore:
    return STORES[request.param](tmp_path / "state")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "capture" / "jobs.db"


@pytest.fixture
def jobs(store: JobStore, path: Path) -> Iterator[Jobs]:
    with store.opened_or_made(path) as opened:
        yield opened


def at(jobs: Jobs, status: JobStatus, number: int = 1) -> Job:
    """A row of a new posting that stands at this status."""
    (added,) = jobs.add([posting(number)], NOW)
    for step in WAYS[status]:
        jobs.move([Move(added.id, step)], NOW)
    return row(jobs, added.id)


def row(jobs: Jobs, number: int) -> Job:
    found = jobs.get(number)
    assert found is not None
    return found


def pages(jobs: Jobs, limit: int, between: Callable[[int], None] = lambda _page: None) -> list[list[Job]]:
    """All pages of new rows, and what happens between them."""
    after, found = None, []
    while page := jobs.page("new", limit, after, full=False):
        found.append(page)
        after = Place(page[-1].captured_at, page[-1].id)
        between(len(found))
    return found


def commit_of(job: Job, tracker: str = "trackers/1.md") -> Commit:
    return Commit(job.id, job, "data/applications/lark-1/resume/resume.pdf", tracker, "run_1")


def test_a_database_that_is_not_there_is_told_and_not_made(store: JobStore, path: Path) -> None:
    with pytest.raises(DatabaseMissing), store.opened(path):
        pass

    assert not path.parent.exists()


def test_a_made_database_has_every_column_of_a_job_and_an_outbox(jobs: Jobs) -> None:
    assert jobs.columns() == set(Job.__slots__)
    assert jobs.has_outbox()


def test_what_was_stored_is_there_when_it_is_opened_again(store: JobStore, path: Path) -> None:
    with store.opened_or_made(path) as jobs:
        (added,) = jobs.add([posting()], NOW)

    with store.opened(path) as jobs:
        assert row(jobs, added.id).title == "Nurse 1"


def test_a_posting_becomes_a_new_row_with_all_it_says(jobs: Jobs) -> None:
    given = posting(payload_json='{"title": "Nurse 1"}', description="Łódź: 護士 🩺\n\n---\n# Ward\r\n")

    (added,) = jobs.add([given], NOW)

    kept = row(jobs, added.id)
    assert added.action == "inserted"
    assert {name: getattr(kept, name) for name in given.__slots__} == {
        name: getattr(given, name) for name in given.__slots__
    }
    assert (kept.status, kept.created_at, kept.updated_at, kept.attempt_count) == ("new", STAMP, STAMP, 0)


def test_a_posting_without_a_date_was_captured_when_it_is_stored(jobs: Jobs) -> None:
    (added,) = jobs.add([posting(captured_at="")], LATER)

    assert row(jobs, added.id).captured_at == LATER_STAMP


@pytest.mark.parametrize(
    ("second", "action"),
    [
        (posting(1), "duplicate"),
        (posting(2, url=" https://jobs.example/1\n"), "duplicate"),
        (posting(1, url="https://elsewhere.example/1"), "duplicate"),
        (posting(1, url=""), "duplicate"),
        (posting(2, url="https://jobs.example/1/"), "inserted"),
        (posting(2, url="https://jobs.example/1?utm=x"), "inserted"),
        (posting(1, url="", company="Kestrel Bay"), "inserted"),
        (posting(1, url="", title="Ward head"), "inserted"),
        (posting(1, url="", description="Nurse the patients of ward 9."), "inserted"),
    ],
)
@pytest.mark.parametrize("calls", [1, 2])
def test_a_posting_is_stored_once_by_its_url_or_else_by_what_it_says(
    jobs: Jobs, second: Posting, action: str, calls: int
) -> None:
    batches = [[posting(1), second]] if calls == 1 else [[posting(1)], [second]]

    added = [result for batch in batches for result in jobs.add(batch, NOW)]

    assert [result.action for result in added] == ["inserted", action]
    assert (added[1].id == added[0].id) == (action == "duplicate")


def test_rows_without_a_url_are_not_each_others_duplicates(jobs: Jobs) -> None:
    added = jobs.add([posting(1, url=""), posting(2, url="")], NOW)

    assert [result.action for result in added] == ["inserted", "inserted"]


def test_no_row_is_no_error(jobs: Jobs) -> None:
    assert jobs.get(7) is None


def test_of_many_urls_those_are_found_that_stand_in_a_row(jobs: Jobs) -> None:
    added = jobs.add([posting(number) for number in (1, 2)], NOW)

    found = jobs.urls([posting(number).url for number in range(1, 2001)] + [""])

    assert found == {posting(1).url: added[0].id, posting(2).url: added[1].id}


def test_a_page_is_newest_first_and_then_by_the_higher_id(jobs: Jobs) -> None:
    dates = ["2026-01-02", "2026-01-03", "2026-01-02", "2026-01-01"]
    ids = [added.id for added in jobs.add([posting(n, captured_at=date) for n, date in enumerate(dates)], NOW)]

    page = jobs.page("new", 10, None, full=False)

    assert [job.id for job in page] == [ids[1], ids[2], ids[0], ids[3]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_hold_every_row_once_however_many_share_a_date(jobs: Jobs, limit: int) -> None:
    jobs.add([posting(number, captured_at=f"2026-01-0{1 + number // 5 % 3}") for number in range(23)], NOW)

    found = [job for page in pages(jobs, limit) for job in page]

    places = [(job.captured_at, job.id) for job in found]
    assert places == sorted(places, reverse=True)
    assert len(places) == 23


def test_rows_that_come_while_pages_are_read_neither_hide_a_row_nor_repeat_one(jobs: Jobs) -> None:
    there = {added.id for added in jobs.add([posting(n, captured_at=f"2026-01-{n:02}") for n in range(1, 21)], NOW)}

    def meanwhile(page: int) -> None:
        if page < 20:
            newer, older, tied = f"2026-02-{page:02}", "2025-12-01", f"2026-01-{20 - page:02}"
            jobs.add([posting(100 * page + n, captured_at=date) for n, date in enumerate((newer, older, tied))], NOW)

    found = [job.id for page in pages(jobs, 3, meanwhile) for job in page]

    assert len(found) == len(set(found))
    assert there <= set(found)


def test_a_page_holds_the_rows_of_its_status_alone(jobs: Jobs) -> None:
    wanted = at(jobs, "shortlist")
    at(jobs, "reviewed", 2)

    assert [job.id for job in jobs.page("shortlist", 10, None, full=False)] == [wanted.id]


def test_a_summary_leaves_the_long_texts_out_and_a_full_page_tells_the_whole_row(jobs: Jobs) -> None:
    job = at(jobs, "new")

    (summary,) = jobs.page("new", 1, None, full=False)
    (full,) = jobs.page("new", 1, None, full=True)

    assert full == job
    assert summary == replace(job, description="", payload_json="", updated_at="")


@pytest.mark.parametrize("target", JOB_STATUSES)
@pytest.mark.parametrize("status", JOB_STATUSES)
def test_a_row_moves_only_as_the_table_of_moves_says(jobs: Jobs, status: JobStatus, target: JobStatus) -> None:
    job = at(jobs, status)
    allowed = target in JOB_MOVES[status] or target == status

    with nullcontext() if allowed else pytest.raises(MoveRefused, match=f"row {job.id} .*{status}.*{target}"):
        jobs.move([Move(job.id, target)], LATER)

    assert row(jobs, job.id).status == (target if allowed else status)


def test_one_move_that_can_not_be_made_keeps_all_others_from_being_made(jobs: Jobs) -> None:
    first, second = at(jobs, "new", 1), at(jobs, "reject", 2)

    with pytest.raises(MoveRefused) as refused:
        jobs.move([Move(first.id, "shortlist", "call them"), Move(second.id, "shortlist"), Move(99, "reject")], LATER)

    assert [refusal.id for refusal in refused.value.refusals] == [second.id, 99]
    assert row(jobs, first.id) == first


def test_a_move_keeps_notes_that_it_does_not_name_and_bears_one_time(jobs: Jobs) -> None:
    first, second = at(jobs, "new", 1), at(jobs, "new", 2)
    jobs.move([Move(first.id, "shortlist", "call them"), Move(second.id, "shortlist", "")], NOW)

    jobs.move([Move(first.id, "reviewed"), Move(second.id, "reviewed", "too far")], LATER)

    rows = [row(jobs, first.id), row(jobs, second.id)]
    assert [job.notes for job in rows] == ["call them", "too far"]
    assert {job.updated_at for job in rows} == {LATER_STAMP}


def test_a_move_to_where_a_row_stands_changes_nothing(jobs: Jobs) -> None:
    job = at(jobs, "shortlist")

    jobs.move([Move(job.id, "shortlist")], LATER)

    assert row(jobs, job.id) == job


@pytest.mark.parametrize("status", FINALIZABLE)
def test_a_commit_writes_the_row_and_the_intent_together(jobs: Jobs, status: JobStatus) -> None:
    job = at(jobs, status)

    intent = jobs.commit(commit_of(job), LATER)

    assert intent is not None
    assert jobs.pending() == [intent]
    assert (intent.job_id, intent.tracker_path, intent.run_id, intent.counted) == (
        job.id,
        "trackers/1.md",
        "run_1",
        True,
    )
    assert row(jobs, job.id) == replace(
        job,
        status="resume_written",
        resume_pdf_path=intent.resume_pdf_path,
        resume_written_at=LATER_STAMP,
        updated_at=LATER_STAMP,
        run_id="run_1",
        attempt_count=1,
        last_error="",
    )


@pytest.mark.parametrize("act", ["commit", "remind"])
def test_a_row_that_changed_since_it_was_judged_is_not_written(jobs: Jobs, act: str) -> None:
    job = at(jobs, "shortlist")
    jobs.move([Move(job.id, "shortlist", "call them")], NOW)
    before = row(jobs, job.id)

    assert getattr(jobs, act)(commit_of(job), LATER) is None

    assert row(jobs, job.id) == before
    assert jobs.pending() == []


def test_a_reminder_is_only_the_intent_and_does_not_double_one(jobs: Jobs) -> None:
    job = at(jobs, "resume_written")

    first = jobs.remind(commit_of(job), LATER)

    assert first is not None
    assert not first.counted
    assert jobs.remind(commit_of(job), LATER) == first
    assert jobs.pending() == [first]
    assert row(jobs, job.id) == job


def test_intents_wait_oldest_first_until_they_are_settled(jobs: Jobs) -> None:
    intents = [jobs.commit(commit_of(at(jobs, "shortlist", n), f"trackers/{n}.md"), NOW) for n in (3, 1, 2)]
    assert jobs.pending() == intents
    assert intents[1] is not None

    jobs.settle(intents[1].id)
    jobs.settle(intents[1].id)

    assert jobs.pending() == [intents[0], intents[2]]


def test_a_later_commit_for_a_note_takes_the_place_of_an_intent_that_waits(jobs: Jobs) -> None:
    first = jobs.commit(commit_of(at(jobs, "shortlist")), NOW)
    assert first is not None

    second = jobs.commit(replace(commit_of(row(jobs, first.job_id)), run_id="run_2"), LATER)

    assert second is not None
    assert jobs.pending() == [second]
    assert second.id != first.id
    assert row(jobs, first.job_id).attempt_count == 2


@pytest.mark.parametrize("status", JOB_STATUSES)
def test_a_refusal_takes_a_row_back_only_where_finalize_may_act_on_it(jobs: Jobs, status: JobStatus) -> None:
    job = at(jobs, status)

    jobs.refuse(job.id, "the tracker is gone", "run_1", LATER)

    refused = replace(
        job,
        status="reviewed",
        last_error="the tracker is gone",
        run_id="run_1",
        attempt_count=1,
        updated_at=LATER_STAMP,
    )
    assert row(jobs, job.id) == (refused if status in FINALIZABLE else job)


@pytest.mark.parametrize("act", ["commit", "remind"])
def test_a_refused_intent_is_dropped_and_an_attempt_is_counted_once(jobs: Jobs, act: str) -> None:
    job = at(jobs, "resume_written")
    intent = getattr(jobs, act)(commit_of(job), NOW)

    jobs.refuse(job.id, "the tracker is gone", "run_1", LATER, intent=intent.id)

    assert jobs.pending() == []
    assert (row(jobs, job.id).status, row(jobs, job.id).attempt_count) == ("reviewed", 1)


def test_a_refused_intent_is_dropped_though_its_row_went_on(jobs: Jobs) -> None:
    intent = jobs.commit(commit_of(at(jobs, "shortlist")), NOW)
    assert intent is not None
    jobs.move([Move(intent.job_id, "applied")], NOW)

    jobs.refuse(intent.job_id, "the tracker is gone", "run_1", LATER, intent=intent.id)

    assert jobs.pending() == []
    assert row(jobs, intent.job_id).status == "applied"


@pytest.mark.parametrize("name", STORES)
def test_no_change_of_four_writers_at_once_is_lost(tmp_path: Path, name: str, path: Path) -> None:
    with STORES[name](tmp_path).opened_or_made(path) as jobs:
        at(jobs, "shortlist")
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_much, args=(name, tmp_path, path, 100 * n)) for n in range(1, 5)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with STORES[name](tmp_path).opened(path) as jobs:
        titles = [job.title for job in jobs.page("new", 1000, None, full=False)]
        assert sorted(titles) == sorted(f"Nurse {100 * n + m}" for n in range(1, 5) for m in range(10))
        assert row(jobs, 1).attempt_count == 40
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
