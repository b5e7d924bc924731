"""One root on its way through every story of the pipeline, and what each of them changed there."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package more
from notebench import OnePage
from snapshots import recorded
from statebench import Fate, Fated
from workbench import NOW, Bench

from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.jobs import Intent
from careervp_mcp.career.notes import status_of
from careervp_mcp.career.office import DATABASE, Office
from careervp_mcp.career.reconciling import reconcile
from careervp_mcp.career.statuses import is_behind, note_status
from careervp_mcp.store.files import LocalDisk
from careervp_mcp.store.sqlite import SqliteJobs
from careervp_mcp.strict import failed, without_none

Row = Mapping[str, Any]
_STATUS_LINE = re.compile(rb"^status:.*?\r?$", re.MULTILINE)


class Died(BaseException):
    """The end of a process, as far as one process can play it."""


def die() -> None:
    """End the story at the step it has come to."""
    raise Died


@dataclass
class _Named(Fate):
    """A fate at a step known by its name."""

    name: str = ""
    times: int = 0

    def step(self, name: str) -> None:
        if name == self.name:
            self.steps.append(name)
            if len(self.steps) > self.times:
                self.what()


@dataclass(frozen=True)
class State:
    """All that stands below a root at one moment: a folder is None, a link what it names."""

    files: Mapping[str, bytes | None]
    rows: Mapping[int, Row]
    outbox: tuple[Intent, ...]

    def note(self, name: str) -> bytes:
        """A note's bytes; empty when it is not there."""
        return self.files.get(name) or b""

    def behind(self, name: str) -> bool:
        """Whether the note is there, can be read and must still be moved to `Resume Written`."""
        try:
            return is_behind(note_status(status_of(self.note(name))), "Resume Written")
        except CareerError:
            return False

    def changed(self, other: "State") -> set[str]:
        """The names of what is not the same in both."""
        return {name for name, _ in _items(self.files) ^ _items(other.files)}

    def moved_rows(self, other: "State") -> set[int]:
        """The ids of rows that are not the same in both."""
        return {id_ for id_ in {*self.rows, *other.rows} if self.rows.get(id_) != other.rows.get(id_)}


def _items(files: Mapping[str, bytes | None]) -> set[tuple[str, bytes | None]]:
    return set(files.items())


def but_status(note: bytes) -> bytes:
    """A note without its status line."""
    return _STATUS_LINE.sub(b"status:", note, count=1)


@dataclass(frozen=True)
class Pipeline:
    """A root, the studio with a press of no TeX, and the office over real ports but for the PDF reader."""

    folder: Path
    bench: Bench
    office: Office

    @classmethod
    def laid(cls, folder: Path) -> "Pipeline":
        bench, state = Bench.laid(folder), folder / "state"
        disk, store = LocalDisk(state, lock_seconds=0.1), SqliteJobs(state, busy_seconds=0.1)
        return cls(folder, bench, Office(bench.studio.root, disk, store, OnePage(), lambda: NOW))

    @property
    def root(self) -> Path:
        return self.bench.root

    def state(self) -> State:
        """Everything, read while no story runs."""
        paths = {path.relative_to(self.root).as_posix(): path for path in sorted(self.root.rglob("*"))}
        files = {name: _content(path) for name, path in paths.items()}
        if DATABASE not in files:
            return State(files, {}, ())
        with closing(sqlite3.connect(f"file:{self.root / DATABASE}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            rows = {row["id"]: dict(row) for row in connection.execute("SELECT * FROM jobs")}
        with self.office.jobs.opened(self.root / DATABASE) as jobs:
            return State(files, rows, tuple(jobs.pending()))

    def told(self, tool: str, story: Callable[[], Any]) -> dict[str, Any]:
        """What a client of the tool is told, which must fit its published schema and name nothing outside."""
        try:
            body: Any = without_none(asdict(story()))
        except CareerError as error:
            body = failed(error).structured_content
        text = json.dumps(body)
        published(tool).validate(json.loads(text))
        assert str(self.folder) not in text
        assert "unforeseen" not in text
        assert "INTERNAL_ERROR" not in text
        answer: dict[str, Any] = body
        return answer

    def dying(self, step: str, times: int) -> Office:
        """The office of a process that ends at this step of its work, once it came there so many times before."""
        fate = _Named(what=die, name=step, times=times)
        disk: Any = Fated(self.office.disk, fate, ("locked",))
        store: Any = Fated(self.office.jobs, fate, ("opened", "opened_or_made"))
        return replace(self.office, disk=disk, jobs=store)

    def start(self, office: Office | None = None) -> None:
        """What a server does when it starts."""
        with (office or self.office).jobs.opened(self.root / DATABASE) as jobs:
            reconcile(jobs, office or self.office)


@cache
def published(tool: str) -> Draft202012Validator:
    """The schema that a tool's answers are promised to fit."""
    return Draft202012Validator(recorded()[tool]["outputSchema"])


def _content(path: Path) -> bytes | None:
    if path.is_symlink():
        return f"link {path.readlink()}".encode()
    if path.is_file():
        return path.read_bytes()
    return None if path.is_dir() else b"neither file nor folder"
