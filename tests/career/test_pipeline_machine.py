"""Any order of stories, edits, deaths and starts: each writes what it may, and row and note come together."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pipelinebench import Died, Pipeline, State, but_status
from torture import TORTURE

from careervp_mcp.career.capturing import CaptureRequest, add_postings
from careervp_mcp.career.finalizing import FinalizeItem, FinalizeRequest, finalize_batch
from careervp_mcp.career.jobs import Intent, Move
from careervp_mcp.career.notes import status_of
from careervp_mcp.career.noting import UpdateRequest as NoteRequest
from careervp_mcp.career.noting import update_status
from careervp_mcp.career.office import DATABASE, Office
from careervp_mcp.career.shortlisting import ShortlistRequest, initialize_trackers
from careervp_mcp.career.sources import Source
from careervp_mcp.career.statuses import (
    FINALIZABLE,
    JOB_MOVES,
    JOB_STATUSES,
    NOTE_MOVES,
    NOTE_STATUSES,
    JobStatus,
    NoteStatus,
    note_status,
)
from careervp_mcp.career.tailoring import TailorItem, TailorRequest, tailor_batch
from careervp_mcp.career.triage import ReadRequest, UpdateRequest, read_jobs, update_statuses

PARTS = 16 if TORTURE else 1
STEPS = 10_000 // PARTS if TORTURE else 150
"""Of each part."""
LENGTH = 50 if TORTURE else 30
RAM = next((folder for folder in ["/dev/shm"] if os.access(folder, os.W_OK)), None)  # noqa: S108 - a sync costs nothing there

COMPANIES = ("Lark Hospital", "L'Oréal", "😀", "AT&T Inc.")
POSTINGS = (
    *(
        Source(
            text=f"Nurse ward {number}.\n\n# Night\n\n---\n",
            title=f"Nurse {number}",
            company=COMPANIES[number % 4],
            url=f"https://jobs.example/{number}" if number % 3 else "",
            job_id=f"LH-{number}" if number % 2 else "",
            captured_at=f"2026-01-0{1 + number % 3}",
        )
        for number in range(6)
    ),
    Source(text="Another text.", title="Nurse 1 again", company="Lark Hospital", url="https://jobs.example/1"),
    Source(text="Nobody is named."),
)
SOURCES = {
    "another": b"\\documentclass{article}\\begin{document}Ada Quill, again\\end{document}\n",
    "a gap": b"\\documentclass{article}\\begin{document}PROJECT-AI-1\\end{document}\n",
    "no TeX": b"\\undefined",
}
NOTE_EDITS: dict[str, Callable[[bytes], bytes]] = {
    "told more": lambda note: note + "\nCall them — 😀\n".encode(),
    "a comment": lambda note: note.replace(b"\nstatus:", b"\n# mine\nstatus:", 1),
    "line ends": lambda note: note.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "no YAML": lambda note: note.replace(b"\ncompany:", b"\nmine: [\ncompany:", 1),
    "YAML again": lambda note: note.replace(b"mine: [\r\n", b"").replace(b"mine: [\n", b""),
    "no description": lambda note: note.replace(b"## Job Description", b"## Posting"),
    "description": lambda note: note.replace(b"## Posting", b"## Job Description"),
}
_STATUS = re.compile(rb"^status:[^\r\n]*", re.MULTILINE)
STEPS_TO_DIE_AT = (
    *("before commit", "after commit", "after remind", "before swap", "after swap", "before settle", "after settle"),
    *("inside locked", "after pending", "after get", "before refuse", "after refuse", "inside opened"),
)
DEATHS = st.tuples(st.sampled_from(STEPS_TO_DIE_AT), st.sampled_from([0, 0, 0, 1, 2]))
"""At which step of its work, and at which time that it comes there, a process ends."""
PICKS = st.lists(st.integers(0, 20), min_size=1, max_size=3, unique=True)
CHANCE = st.integers(0, 9).map(lambda number: number == 0)


class Workspace(RuleBasedStateMachine):
    """One root, and what is known of it without looking: where each job's note was last seen."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=RAM)).resolve()
        self.world = Pipeline.laid(self.folder)
        self.notes: dict[int, str] = {}
        self.handed: list[dict[str, Any]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @invariant()
    def every_step_counts(self) -> None:
        type(self).steps += 1

    @initialize(tailored=st.booleans())
    def some_jobs_are_on_the_shortlist(self, *, tailored: bool) -> None:
        self.add([0, 1, 2])
        self.move([(0, "shortlist", None), (1, "shortlist", None)])
        self.shortlist(limit=50, force=False)
        if tailored:
            self.tailor([0, 1], force=False, named=True)

    @rule(picks=PICKS)
    def add(self, picks: list[int]) -> None:
        sources = tuple(POSTINGS[pick % len(POSTINGS)] for pick in picks)
        before, body, after = self.after("add_jobs", lambda: add_postings(CaptureRequest(sources), self.office))

        only(before, after, {DATABASE, "data/capture"})
        new = after.rows.keys() - before.rows.keys()
        assert before.moved_rows(after) == new
        assert {after.rows[id_]["status"] for id_ in new} <= {"new"}
        assert {result["id"] for result in body["results"] if result["action"] == "inserted"} == new
        assert len(body["results"]) == len(sources)

    @rule(status=st.sampled_from(JOB_STATUSES), limit=st.integers(1, 3), full=st.booleans())
    def read(self, status: JobStatus, limit: int, *, full: bool) -> None:
        seen, cursor, more = list[int](), None, True
        while more:
            story = partial(read_jobs, ReadRequest(limit, cursor, status, full), self.office)
            before, body, after = self.after("bulk_read_new_jobs", story)
            only(before, after, set())
            seen += [job["id"] for job in body["jobs"]]
            cursor, more = body.get("next_cursor"), body["has_more"]

        rows = [row for row in before.rows.values() if row["status"] == status]
        newest = sorted(rows, key=lambda row: (row["captured_at"], row["id"]), reverse=True)
        assert seen == [row["id"] for row in newest]

    @rule(
        picks=st.lists(
            st.tuples(st.integers(0, 8), st.sampled_from(JOB_STATUSES), st.sampled_from([None, "", "near home"])),
            min_size=1,
            max_size=2,
            unique_by=lambda pick: pick[0],
        )
    )
    def move(self, picks: list[tuple[int, JobStatus, str | None]]) -> None:
        asked = {number + 1: status for number, status, _ in picks}
        request = UpdateRequest(tuple(Move(number + 1, status, notes) for number, status, notes in picks))
        before, body, after = self.after("bulk_update_job_status", lambda: update_statuses(request, self.office))

        only(before, after, {DATABASE})
        allowed = all(id_ in before.rows and may_move(before.rows[id_]["status"], to) for id_, to in asked.items())
        assert (body["updated_count"], body["failed_count"]) == ((len(asked), 0) if allowed else (0, len(asked)))
        assert before.moved_rows(after) <= (asked.keys() if allowed else set())
        assert not allowed or all(after.rows[id_]["status"] == to for id_, to in asked.items())
        for id_ in asked.keys() & before.rows.keys():
            assert columns(before, after, id_) <= {"status", "notes", "updated_at"}

    @rule(limit=st.sampled_from([1, 2, 50]), force=CHANCE)
    def shortlist(self, limit: int, *, force: bool) -> None:
        told = self.dry("initialize_shortlist_trackers", lambda: self.initialized(limit, force=force, dry_run=True))
        before, body, after = self.after(
            "initialize_shortlist_trackers", lambda: self.initialized(limit, force=force)
        )

        assert told["results"] == body["results"]
        made = {result["tracker_path"]: result["action"] for result in body["results"]}
        for name in before.changed(after):
            empty_folder = after.files[name] is None and name not in before.files
            assert empty_folder or made[name] in {"created", "overwritten"}, name
            assert name not in before.files or made[name] == "overwritten"
        assert before.rows == after.rows
        assert before.files[DATABASE] == after.files[DATABASE]
        self.notes |= {result["id"]: result["tracker_path"] for result in body["results"] if result["success"]}

    def initialized(self, limit: int, *, force: bool, dry_run: bool = False) -> Any:
        return initialize_trackers(ShortlistRequest(limit, force=force, dry_run=dry_run), self.office)

    @precondition(lambda self: self.notes)
    @rule(picks=PICKS, force=CHANCE, named=st.booleans())
    def tailor(self, picks: list[int], *, force: bool, named: bool) -> None:
        items = tuple(TailorItem(name, id_ if named else None) for id_, name in self.picked(picks))
        request = TailorRequest(items, force=force)
        before, body, after = self.after("career_tailor", lambda: tailor_batch(request, self.world.bench.studio))

        assert before.rows == after.rows
        for name in before.changed(after):
            head, applications, _, *rest = [*name.split("/"), "", ""][:5]
            assert (head, applications) == ("data", "applications"), name
            assert after.files[name] is None or rest[0] == "resume", name
        assert len(body["results"]) == len(items)
        self.handed = body["successful_items"]

    @precondition(lambda self: self.handed)
    @rule()
    def finalize_what_was_handed_over(self) -> None:
        self.finalize([FinalizeItem(**item) for item in self.handed])

    @precondition(lambda self: self.notes)
    @rule(picks=PICKS, strange=CHANCE)
    def finalize_some(self, picks: list[int], *, strange: bool) -> None:
        extra = [FinalizeItem(9, "trackers/none.md"), FinalizeItem(5, "trackers/none.md", "data/none.pdf")]
        self.finalize([FinalizeItem(id_, name) for id_, name in self.picked(picks)] + (extra if strange else []))

    def finalize(self, items: Sequence[FinalizeItem]) -> None:
        unique = list({item.id: item for item in items}.values())
        told = self.dry("finalize_resume_batch", lambda: self.finalized(unique, self.office, dry_run=True))
        before, body, after = self.after("finalize_resume_batch", lambda: self.finalized(unique, self.office))

        predicted = {"would_finalize": "finalized", "would_fail": "failed", "already_finalized": "already_finalized"}
        assert [predicted[result["action"]] for result in told["results"]] == [r["action"] for r in body["results"]]
        assert [result.get("error") for result in told["results"]] == [r.get("error") for r in body["results"]]
        finalize_wrote_its_own(before, after, unique)
        assert after.outbox == ()
        for item, result in zip(unique, body["results"], strict=True):
            agrees(before, after, item, result)

    def finalized(self, items: Sequence[FinalizeItem], office: Office, *, dry_run: bool = False) -> Any:
        return finalize_batch(FinalizeRequest(tuple(items), run_id="run", dry_run=dry_run), office)

    @precondition(lambda self: self.notes)
    @rule(picks=PICKS, death=DEATHS, handed=st.booleans(), mended=st.booleans())
    def die_while_finalizing(self, picks: list[int], death: tuple[str, int], *, handed: bool, mended: bool) -> None:
        if mended:
            self.all_is_mended("Reviewed")
        chosen = [FinalizeItem(**item) for item in self.handed] if handed else []
        items = chosen or [FinalizeItem(id_, name) for id_, name in self.picked(picks)]
        before = self.world.state()

        with suppress(Died):
            self.finalized(items, self.world.dying(*death))

        after = self.world.state()
        finalize_wrote_its_own(before, after, items)
        notes = noted(before.outbox) | noted(items)
        waiting = {(intent.job_id, intent.tracker_path) for intent in after.outbox}
        for id_ in before.moved_rows(after):
            name = notes[id_]
            written = after.rows[id_]["status"] == "resume_written"
            assert not written or not after.behind(name) or (id_, name) in waiting

    @rule(death=st.one_of(st.none(), DEATHS))
    def start(self, death: tuple[str, int] | None) -> None:
        before = self.world.state()

        with suppress(Died):
            self.world.start(None if death is None else self.world.dying(*death))

        after = self.world.state()
        finalize_wrote_its_own(before, after, [])
        assert death is not None or after.outbox == ()
        for intent in set(before.outbox) - set(after.outbox):
            name = intent.tracker_path
            status = after.rows[intent.job_id]["status"]
            if status == "resume_written":
                assert name in after.files
                assert not after.behind(name)
            elif status != "applied":  # that row keeps its resume: its note is brought forward too, if it can be
                assert after.note(name) == before.note(name)

    @precondition(lambda self: self.notes)
    @rule(pick=st.integers(0, 20), wanted=st.sampled_from(NOTE_STATUSES), force=CHANCE)
    def update_note(self, pick: int, wanted: NoteStatus, *, force: bool) -> None:
        ((_, name),) = self.picked([pick])
        dry = NoteRequest(name, wanted, dry_run=True, force=force)
        told = self.dry("update_tracker_status", lambda: update_status(dry, self.office))
        request = NoteRequest(name, wanted, force=force)
        before, body, after = self.after("update_tracker_status", lambda: update_status(request, self.office))

        action = body.get("action", "error")
        assert {"would_update": "updated"}.get(told.get("action", "error"), told.get("action", "error")) == action
        only(before, after, {name} if action == "updated" else set())
        if action != "updated":
            return
        standing = note_status(status_of(before.note(name)))
        assert status_of(after.note(name)) == wanted
        assert but_status(before.note(name)) == but_status(after.note(name))
        assert force or standing is None or wanted in NOTE_MOVES[standing]

    @precondition(lambda self: self.notes)
    @rule(pick=st.integers(0, 20), edit=st.sampled_from([*NOTE_EDITS, "gone", "renamed"]))
    def the_user_edits_a_note(self, pick: int, edit: str) -> None:
        ((id_, name),) = self.picked([pick])
        path = self.world.root / name
        if not path.exists():
            return
        if edit == "gone":
            path.unlink()
        elif edit == "renamed":
            path.rename(path.with_name(f"{id_} renamed.md"))
        else:
            path.write_bytes(NOTE_EDITS[edit](path.read_bytes()))

    @precondition(lambda self: self.notes)
    @rule(pick=st.integers(0, 20), word=st.sampled_from([*NOTE_STATUSES, "'Applied'", "dreaming", "", "[a]"]))
    def the_user_says_a_status(self, pick: int, word: str) -> None:
        ((_, name),) = self.picked([pick])
        path = self.world.root / name
        if path.exists():
            path.write_bytes(_STATUS.sub(f"status: {word}".encode(), path.read_bytes()))

    @rule(status=st.sampled_from(["Reviewed", "Reviewed  # by hand", "'Reviewed'"]))
    def all_is_mended(self, status: str) -> None:
        for name in self.notes.values():
            path = self.world.root / name
            if path.exists():
                note = NOTE_EDITS["description"](NOTE_EDITS["YAML again"](path.read_bytes()))
                path.write_bytes(_STATUS.sub(f"status: {status}".encode(), note))
        for id_, row in self.world.state().rows.items():
            if may_move(row["status"], "shortlist"):
                self.move([(id_ - 1, "shortlist", None)])
        self.shortlist(limit=50, force=False)
        if self.notes:
            self.tailor(list(range(len(self.notes))), force=True, named=True)

    @precondition(lambda self: any(self.world.root.glob("data/applications/*/resume/resume.*")))
    @rule(pick=st.integers(0, 20), edit=st.sampled_from([*SOURCES, "gone"]), pdf=st.booleans())
    def the_user_edits_a_resume(self, pick: int, edit: str, *, pdf: bool) -> None:
        name = "resume.pdf" if pdf else "resume.tex"
        paths = sorted(self.world.root.glob(f"data/applications/*/resume/{name}"))
        if not paths:
            return
        path = paths[pick % len(paths)]
        if edit == "gone":
            path.unlink()
        else:
            path.write_bytes(SOURCES[edit])

    @property
    def office(self) -> Office:
        return self.world.office

    def picked(self, picks: list[int]) -> list[tuple[int, str]]:
        """Some jobs with the notes they were last seen with, each once."""
        known = sorted(self.notes.items())
        return list(dict(known[pick % len(known)] for pick in picks).items())

    def after(self, tool: str, story: Callable[[], Any]) -> tuple[State, dict[str, Any], State]:
        """What stood before, what a client is told, and what stands then."""
        before = self.world.state()
        body = self.world.told(tool, story)
        return before, body, self.world.state()

    def dry(self, tool: str, story: Callable[[], Any]) -> dict[str, Any]:
        """What a client is told by a run that must write nothing."""
        before, body, after = self.after(tool, story)
        only(before, after, set())
        return body


def only(before: State, after: State, names: set[str]) -> None:
    """Nothing but these was written, and no row if not the database."""
    assert before.changed(after) <= names
    assert DATABASE in names or (before.rows, before.outbox) == (after.rows, after.outbox)


def may_move(status: JobStatus, to: JobStatus) -> bool:
    """Whether a person may move a row so; where it stands already it may stay, but for what is finalize's."""
    return to != "resume_written" and to in {status, *JOB_MOVES[status]}


def columns(before: State, after: State, id_: int) -> set[str]:
    """The columns of a row that changed."""
    return {name for name, value in after.rows[id_].items() if before.rows[id_][name] != value}


def finalize_wrote_its_own(before: State, after: State, items: Sequence[FinalizeItem]) -> None:
    """Audit columns of its rows, status lines of its notes brought forward, and what had been left undone."""
    notes = noted(items) | noted(before.outbox)
    names = {*noted(items).values(), *(intent.tracker_path for intent in before.outbox)}
    assert before.changed(after) <= {DATABASE, *names}
    assert before.moved_rows(after) <= notes.keys()
    audit = {"status", "updated_at", "resume_pdf_path", "resume_written_at", "run_id", "attempt_count", "last_error"}
    for id_ in before.moved_rows(after):
        assert columns(before, after, id_) <= audit
        assert before.rows[id_]["status"] in FINALIZABLE
        assert after.rows[id_]["status"] in {"resume_written", "reviewed"}
    for name in before.changed(after) - {DATABASE}:
        assert before.behind(name)
        assert status_of(after.note(name)) == "Resume Written"
        assert but_status(before.note(name)) == but_status(after.note(name))


def agrees(before: State, after: State, item: FinalizeItem, result: dict[str, Any]) -> None:
    """Both sides of one item that a call has come to the end of."""
    old, row = before.rows.get(item.id), after.rows.get(item.id)
    if result["success"]:
        assert row is not None
        assert (row["status"], row["resume_pdf_path"]) == ("resume_written", result["resume_pdf_path"])
        assert item.tracker_path in after.files
        assert not after.behind(item.tracker_path)
    else:
        assert after.note(item.tracker_path) == before.note(item.tracker_path)
        assert old is None or old["status"] not in FINALIZABLE or row is not None
    if "already used by id" in result.get("error", ""):  # the request is wrong, not the row
        assert row == old
    elif result["action"] == "failed" and old is not None and old["status"] in FINALIZABLE and row is not None:
        told = (row["status"], row["last_error"], row["attempt_count"])
        assert told == ("reviewed", result["error"], old["attempt_count"] + 1)
    if result["action"] == "already_finalized":
        assert row == old


def noted(parts: Sequence[FinalizeItem] | Sequence[Intent]) -> dict[int, str]:
    """The note of each row that these are about."""
    return {part.id if isinstance(part, FinalizeItem) else part.job_id: part.tracker_path for part in parts}


def test_a_row_that_went_on_to_applied_before_the_start_has_its_note_brought_forward() -> None:
    workspace = Workspace()
    try:
        workspace.some_jobs_are_on_the_shortlist(tailored=True)
        workspace.die_while_finalizing([0], ("before swap", 0), handed=True, mended=False)
        workspace.move([(0, "applied", None)])
        (waiting, *_) = workspace.world.state().outbox

        workspace.start(None)

        after = workspace.world.state()
        assert after.rows[waiting.job_id]["status"] == "applied"
        assert status_of(after.note(waiting.tracker_path)) == "Resume Written"
        assert after.outbox == ()
    finally:
        workspace.teardown()


@pytest.mark.parametrize("part", range(PARTS))
def test_any_order_of_stories_edits_deaths_and_starts_keeps_every_promise(
    part: int, counted: Callable[[str], None]
) -> None:
    class Counted(Workspace):
        steps = 0

    while Counted.steps < STEPS:  # a run may end early
        chosen = settings(
            max_examples=(STEPS - Counted.steps) // LENGTH + 1,
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Counted, settings=chosen)

    counted(f"pipeline machine, part {part}: {Counted.steps} steps")
