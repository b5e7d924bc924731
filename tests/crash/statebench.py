"""A root with finished applications, and ports that die or fail at a chosen step."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.finalizing import FinalizeItem, FinalizeReport, FinalizeRequest, finalize_batch
from careervp_mcp.career.jobs import Commit, Intent, Job, Jobs, Move, Posting
from careervp_mcp.career.office import Office
from careervp_mcp.career.reconciling import reconcile
from careervp_mcp.career.root import Root
from careervp_mcp.career.statuses import is_behind, note_status
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.store.files import LocalDisk
from careervp_mcp.store.sqlite import SqliteJobs

NOW = datetime(2026, 2, 7, 23, 59, tzinfo=UTC)
KILLED = 137
PDF = b"%PDF-1.7\nfinished\n%%EOF\n"
SOURCE = b"\\documentclass{article}\\begin{document}Ada Quill\\end{document}\n"
NOTE = """\
---
# the user's own order and comments
job_db_id: {id}
company: "Amazon"   # quoted
position: Nurse
status: Reviewed  # by hand
zip: 01234
---

## Job Description

Nurse patients.

## Notes

Call them on Monday.
"""


class AnyPdf:
    """Takes every file with a PDF's head for one page."""

    def pages(self, content: bytes) -> int:
        if not content.startswith(b"%PDF"):
            raise InvalidInput("resume.pdf is no PDF")
        return 1


@dataclass
class Fate:
    """At which step what happens: every call of a port is two steps, before and after it."""

    at: int = -1
    what: Callable[[], None] = lambda: None
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if len(self.steps) - 1 == self.at:
            self.what()


def die() -> None:
    """End as `kill -9` does: nothing is cleaned up, only the kernel lets go."""
    os._exit(KILLED)


class Fated:
    """A port whose every call may be the last."""

    def __init__(self, port: Any, fate: Fate, wrap: tuple[str, ...] = ()) -> None:
        self._port, self._fate, self._wrap = port, fate, wrap

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def called(*args: Any, **kwargs: Any) -> Any:
            if name in self._wrap:
                return self._held(name, method(*args, **kwargs))
            self._fate.step(f"before {name}")
            result = method(*args, **kwargs)
            self._fate.step(f"after {name}")
            return result

        return called

    @contextmanager
    def _held(self, name: str, held: Any) -> Iterator[Any]:
        self._fate.step(f"before {name}")
        with held as inner:
            self._fate.step(f"inside {name}")
            yield Fated(inner, self._fate) if name.startswith("opened") else inner
        self._fate.step(f"after {name}")


@dataclass(frozen=True)
class World:
    """A root with `count` applications whose resumes are finished and whose rows are on the shortlist."""

    folder: Path
    count: int

    @classmethod
    def made(cls, folder: Path, count: int = 3) -> "World":
        world = cls(folder, count)
        (folder / "root" / "data" / "capture").mkdir(parents=True)
        (folder / "root" / "trackers").mkdir()
        with world.office().jobs.opened_or_made(world.database) as jobs:
            jobs.add([Posting(f"Nurse {n}", "Amazon", f"Nurse {n} patients.") for n in world.ids], NOW)
            jobs.move([Move(n, "shortlist") for n in world.ids], NOW)
        for number in world.ids:
            world.note(number).write_text(NOTE.format(id=number))
            resume = world.pdf(number).parent
            resume.mkdir(parents=True)
            (resume / "resume.tex").write_bytes(SOURCE)
            (resume / "resume.pdf").write_bytes(PDF)
            record = {
                "source_sha256": hashlib.sha256(SOURCE).hexdigest(),
                "pdf_sha256": hashlib.sha256(PDF).hexdigest(),
                "assets_sha256": hashlib.sha256().hexdigest(),
            }
            (resume / ".press.json").write_text(json.dumps(record))
        return world

    def copied(self, folder: Path) -> "World":
        """The same world elsewhere, as it stands."""
        shutil.copytree(self.folder, folder)
        return World(folder, self.count)

    @property
    def ids(self) -> range:
        return range(1, self.count + 1)

    @property
    def database(self) -> Path:
        return self.folder / "root" / "data" / "capture" / "jobs.db"

    def note(self, number: int) -> Path:
        return self.folder / "root" / "trackers" / f"{number}.md"

    def pdf(self, number: int) -> Path:
        return self.folder / "root" / "data" / "applications" / f"amazon-{number}" / "resume" / "resume.pdf"

    def office(self, fate: Fate | None = None) -> Office:
        """The real ports; with a fate each call may be the last."""
        disk: Any = LocalDisk(self.folder / "state", lock_seconds=5)
        store: Any = SqliteJobs(self.folder / "state")
        if fate is not None:
            disk, store = Fated(disk, fate, ("locked",)), Fated(store, fate, ("opened", "opened_or_made"))
        return Office(Root((self.folder / "root").resolve()), disk, store, AnyPdf(), lambda: NOW)

    def request(self, *, dry_run: bool = False) -> FinalizeRequest:
        items = (
            FinalizeItem(number, f"trackers/{number}.md", f"data/applications/amazon-{number}/resume/resume.pdf")
            for number in self.ids
        )
        return FinalizeRequest(tuple(items), run_id="run", dry_run=dry_run)

    def finalize(self, fate: Fate | None = None, *, dry_run: bool = False) -> FinalizeReport:
        return finalize_batch(self.request(dry_run=dry_run), self.office(fate))

    def start(self, fate: Fate | None = None) -> None:
        """What a server does when it starts."""
        office = self.office(fate)
        with office.jobs.opened(self.database) as jobs:
            reconcile(jobs, office)

    def row(self, number: int) -> Job:
        with self.office().jobs.opened(self.database) as jobs:
            row = jobs.get(number)
        assert row is not None
        return row

    def pending(self) -> list[Intent]:
        with self.office().jobs.opened(self.database) as jobs:
            return jobs.pending()

    def disagreements(self) -> list[str]:
        """Where row and note do not say the same, what still waits, and what else was changed."""
        found = [f"pending: {intent}" for intent in self.pending()]
        for number in self.ids:
            content = self.note(number).read_bytes()
            behind = is_behind(note_status(Tracker.parse(content).status), "Resume Written")
            row = self.row(number)
            if (row.status == "resume_written") == behind:
                found.append(f"{number}: row {row.status}, note {'behind' if behind else 'written'}")
            if content.replace(b"status: Resume Written", b"status: Reviewed") != NOTE.format(id=number).encode():
                found.append(f"{number}: more than the status of the note was changed")
        strangers = [path.name for path in self.note(1).parent.iterdir() if path.suffix != ".md"]
        return found + [f"left beside the notes: {name}" for name in strangers]


def in_a_process(work: Callable[[], object]) -> int:
    """Run it in a copy of this process; the exit status, with the signal or `KILLED` when it died at its step."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)  # the copy must not go on as a test, whatever it raised
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class CommitThenWrite:
    """What peers do, to show that these tests bite: the row is committed, and nothing remembers the note."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def __getattr__(self, name: str) -> Any:
        return getattr(self._jobs, name)

    def commit(self, commit: Commit, now: datetime) -> Intent | None:
        intent = self._jobs.commit(commit, now)
        if intent is not None:
            self._jobs.settle(intent.id)
        return intent
