"""Row and note agree after one further call or start, at whatever step of finalize a process died or failed.

TORTURE runs the sizes of the slower programme; each test prints how often it killed.
"""

import errno
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from statebench import NOTE, PDF, CommitThenWrite, Fate, World, die, in_a_process
from torture import TORTURE, every

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.career.finalizing import finalize_batch
from careervp_mcp.career.office import Office

COUNT = 3 if TORTURE else 1
SCHEDULES = int(os.environ.get("SCHEDULES", "2000" if TORTURE else "16"))
PARTS = 8
LATER = ["a further call", "a further start"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("world"), COUNT)


@pytest.fixture(scope="module")
def steps(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every step of a run that nothing disturbs."""
    fate = Fate()
    calm = world.copied(tmp_path_factory.mktemp("calm") / "world")
    assert calm.finalize(fate).finalized_count == calm.count
    assert calm.disagreements() == []
    return fate.steps


def recover(world: World, later: str, fate: Fate | None = None) -> None:
    if later == "a further call":
        world.finalize(fate)
    else:
        world.start(fate)


@pytest.mark.parametrize("later", LATER)
def test_killed_at_any_step_one_further_call_or_start_brings_row_and_note_together(
    tmp_path: Path, world: World, steps: list[str], later: str, counted: Callable[[str], None]
) -> None:
    wrong = {}
    for number, step in enumerate(steps):
        hurt = world.copied(tmp_path / str(number))
        in_a_process(partial(hurt.finalize, Fate(number, die)))
        recover(hurt, later)
        if found := hurt.disagreements():
            wrong[f"{number} {step}"] = found

    counted(f"killed at {len(steps)} steps, then {later}: {len(wrong)} inconsistent")
    assert wrong == {}


@pytest.mark.parametrize("later", every(2, LATER))
def test_killed_in_the_recovery_too_it_comes_together(
    tmp_path: Path, world: World, steps: list[str], later: str, counted: Callable[[str], None]
) -> None:
    """First killed where the row is written and the note is not; the recovery is killed at each of its steps."""
    first = steps.index("after commit")
    hurt = world.copied(tmp_path / "hurt")
    in_a_process(partial(hurt.finalize, Fate(first, die)))
    assert hurt.pending()
    rehearsal = Fate()
    recover(hurt.copied(tmp_path / "rehearsal"), later, rehearsal)
    wrong = {}
    for number, step in enumerate(rehearsal.steps):
        again = hurt.copied(tmp_path / str(number))
        in_a_process(partial(recover, again, later, Fate(number, die)))
        recover(again, later)
        if found := again.disagreements():
            wrong[f"{number} {step}"] = found

    counted(f"killed at {len(rehearsal.steps)} steps of the recovery by {later}: {len(wrong)} inconsistent")
    assert wrong == {}


def failing(error: Callable[[], Exception]) -> Callable[[], None]:
    def fail() -> None:
        raise error()

    return fail


ERRORS: tuple[Callable[[], Exception], ...] = (
    lambda: OSError(errno.ENOSPC, "no space"),
    lambda: OSError(errno.EIO, "the disk failed"),
    lambda: DatabaseFailed("the database is locked", retryable=True),
    lambda: RuntimeError("unforeseen"),
)


@pytest.mark.parametrize("error", every(2, ERRORS), ids=lambda make: type(make()).__name__)
def test_an_error_at_any_step_leaves_row_and_note_agreeing_after_one_further_call(
    tmp_path: Path, world: World, steps: list[str], error: Callable[[], Exception]
) -> None:
    wrong = {}
    for number, step in enumerate(steps):
        hurt = world.copied(tmp_path / str(number))
        in_a_process(partial(hurt.finalize, Fate(number, failing(error))))
        recover(hurt, "a further call")
        if found := hurt.disagreements():
            wrong[f"{number} {step}"] = found

    assert wrong == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_random_schedules_of_deaths_and_errors_never_leave_them_apart(
    tmp_path: Path,
    world: World,
    steps: list[str],
    request: pytest.FixtureRequest,
    counted: Callable[[str], None],
    *,
    part: int,
) -> None:
    seed = f"{request.config.getoption('randomly_seed')}/{part}"
    chance = random.Random(f"{seed}")  # noqa: S311 - chance, not secrecy
    wrong, killed = {}, 0
    for number in range(SCHEDULES // PARTS):
        hurt = world.copied(tmp_path / str(number))
        schedule = []
        for _ in range(chance.randint(1, 3)):
            at, what = chance.randrange(len(steps)), chance.choice([die, die, *map(failing, ERRORS)])
            later = chance.choice(["a further call", *LATER])
            schedule.append((at, later))
            killed += in_a_process(partial(recover, hurt, later, Fate(at, what))) > 1
        recover(hurt, "a further call")
        if found := hurt.disagreements():
            wrong[f"{number} {schedule}"] = found
        shutil.rmtree(hurt.folder)

    counted(f"{SCHEDULES // PARTS} schedules, {killed} deaths, seed {seed}: {len(wrong)} inconsistent")
    assert wrong == {}


def test_a_variant_that_commits_and_then_writes_is_caught_by_the_same_programme(
    tmp_path: Path, world: World, steps: list[str], counted: Callable[[str], None]
) -> None:
    """The design that the outbox replaces; if this finds nothing, the tests above prove nothing."""
    wrong = 0
    for number in range(len(steps)):
        hurt = world.copied(tmp_path / str(number))
        in_a_process(partial(finalize_batch, hurt.request(), forgetful(hurt, number)))
        recover(hurt, "a further start")
        wrong += bool(hurt.disagreements())

    counted(f"commit, then write: {wrong} of {len(steps)} steps inconsistent")
    assert wrong > 0


def forgetful(world: World, at: int) -> Office:
    """An office whose row is committed without the intent, and which dies at a step."""
    fate = Fate(at, die)
    office = world.office(fate)
    store: Any = _Forgetful(office.jobs)
    return replace(office, jobs=store)


class _Forgetful:
    def __init__(self, store: Any) -> None:
        self._store = store

    def opened(self, path: Path) -> Any:
        return _Held(self._store.opened(path))


class _Held:
    def __init__(self, held: Any) -> None:
        self._held = held

    def __enter__(self) -> Any:
        return CommitThenWrite(self._held.__enter__())

    def __exit__(self, *failure: object) -> None:
        self._held.__exit__(*failure)


def test_a_note_that_names_another_row_is_told(tmp_path: Path) -> None:
    calm = World.made(tmp_path / "calm", 1)
    calm.note(1).write_text(NOTE.format(id=77))

    report = calm.finalize()

    assert report.finalized_count == 1
    assert report.warnings == ["Item trackers/1.md: id 1 of the request is used, the tracker says 77"]


def test_a_note_belongs_to_one_row_of_a_batch(tmp_path: Path) -> None:
    calm = World.made(tmp_path / "calm", 2)
    first, second = calm.request().items

    items = (first, replace(second, tracker_path=first.tracker_path))
    report = finalize_batch(replace(calm.request(), items=items), calm.office())

    assert [result.action for result in report.results] == ["finalized", "failed"]
    assert report.results[1].error is not None
    assert "already used by id 1" in report.results[1].error
    assert calm.row(2).status == "shortlist"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("status: Rejected", "the tracker says Rejected, and stays so"),
        ("status: Waiting", "its status 'Waiting' is none that is known here; it is replaced"),
        (
            "resume_path: data/applications/other-9/resume/resume.pdf\nstatus: Reviewed",
            "the tracker's resume_path names another PDF than the one that is recorded",
        ),
    ],
)
def test_what_is_odd_about_a_note_is_told(tmp_path: Path, line: str, told: str) -> None:
    calm = World.made(tmp_path / "calm", 1)
    calm.note(1).write_text(NOTE.format(id=1).replace("status: Reviewed", line))

    assert calm.finalize().warnings == [f"Item trackers/1.md: {told}"]


def test_a_pdf_that_is_not_the_recorded_one_is_told(tmp_path: Path) -> None:
    calm = World.made(tmp_path / "calm", 1)
    calm.pdf(1).write_bytes(PDF + b"% changed\n")

    assert "is not the one that career_tailor made here" in calm.finalize().warnings[0]


def test_a_table_of_another_programs_is_no_outbox(tmp_path: Path) -> None:
    calm = World.made(tmp_path / "calm", 1)
    with closing(sqlite3.connect(calm.database)) as database:
        database.executescript("DROP TABLE outbox; CREATE TABLE outbox (x)")

    with pytest.raises(DatabaseFailed, match="outbox of another program"):
        calm.finalize()


def test_dry_run_tells_exactly_what_the_run_then_does(tmp_path: Path) -> None:
    calm = World.made(tmp_path / "calm")
    calm.note(2).unlink()
    (calm.pdf(3).parent / "resume.tex").write_text("changed since")

    told = calm.finalize(dry_run=True)
    done = calm.finalize()

    predicted = {"would_finalize": "finalized", "would_fail": "failed", "already_finalized": "already_finalized"}
    assert [predicted[result.action] for result in told.results] == [result.action for result in done.results]
    assert [result.error for result in told.results] == [result.error for result in done.results]


def test_repeating_says_so_and_changes_no_byte(tmp_path: Path, world: World) -> None:
    calm = world.copied(tmp_path / "calm")
    calm.finalize()
    before = {path: path.read_bytes() for path in (calm.folder / "root").rglob("*") if path.is_file()}

    again = calm.finalize()

    assert {result.action for result in again.results} == {"already_finalized"}
    assert {path: path.read_bytes() for path in (calm.folder / "root").rglob("*") if path.is_file()} == before
