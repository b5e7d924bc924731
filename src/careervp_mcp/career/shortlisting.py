"""initialize_shortlist_trackers: each job on the shortlist gets its note and an empty workspace.

The jobs database is only read.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from careervp_mcp.career.drafting import draft, note_name, refreshed, workspace_slug
from careervp_mcp.career.errors import CareerError, InvalidInput, Unforeseen, understood
from careervp_mcp.career.jobs import Job
from careervp_mcp.career.notes import fields_of, rewrite
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import never
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.root import last_part
from careervp_mcp.career.tailoring import Progress
from careervp_mcp.career.tracker import LONGEST
from careervp_mcp.career.workspace import Workspace

log = logging.getLogger(__name__)

_LINK = re.compile(rb"^[\"']?reference_link[\"']?[ \t]*:\s*[\"'<]*(?P<address>[^\s\"'<>]+)", re.MULTILINE)
"""An address as a note tells it, before the note is understood: most notes need not be."""

Action = Literal["created", "overwritten", "skipped_exists", "failed"]


@dataclass(frozen=True, slots=True)
class ShortlistRequest:
    """How many jobs of the shortlist, newest first, and where their notes go."""

    limit: int = 50
    trackers_dir: str | None = None
    force: bool = False
    dry_run: bool = False
    db_path: str | None = None


@dataclass(frozen=True, slots=True)
class Initialized:
    """What became of one job; the path is root-relative."""

    id: int
    job_id: str
    tracker_path: str
    action: Action
    success: bool
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ShortlistReport:
    """What became of the shortlist, in the order of bulk_read_new_jobs; overwritten notes count as created."""

    created_count: int
    skipped_count: int
    failed_count: int
    results: list[Initialized]


def initialize_trackers(
    request: ShortlistRequest,
    office: Office,
    *,
    progress: Progress = lambda _done, _total, _message: None,
    cancelled: Callable[[], bool] = never,
) -> ShortlistReport:
    """initialize_shortlist_trackers: a note for each job of the shortlist that has none yet.

    Raises InvalidInput for a folder that can't hold notes, DatabaseMissing and DatabaseFailed.
    """
    folder = office.trackers(request.trackers_dir)
    if os.path.lexists(folder) and not folder.is_dir():
        raise InvalidInput(f"trackers_dir needs a folder where a file stands: {last_part(folder)}; move it away")
    with office.jobs.opened(office.database(request.db_path)) as jobs:
        rows = jobs.page("shortlist", request.limit, None, full=True)
    links = _linked(folder, {row.url.strip() for row in rows} - {""}, office)
    shelf = _Shelf(folder, office, request, links)
    results: list[Initialized] = []
    for row in rows:
        results.append(shelf.stopped(row) if cancelled() else shelf.initialize(row))
        progress(len(results), len(rows), f"{results[-1].tracker_path}: {results[-1].action}")
    return _report(results)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The folder of notes with one request at work in it."""

    folder: Path
    office: Office
    request: ShortlistRequest
    links: dict[str, Path]
    """The note in which a posting's address stands."""
    taken: dict[Path, str] = field(default_factory=dict)
    """The rows of this request whose notes these are."""

    def initialize(self, job: Job) -> Initialized:
        """One job, whose failure is its own."""
        path = self.folder / note_name(job)
        try:
            path = self._path(job)
            action = self._foreseen(job, path) if self.request.dry_run else self._made(job, path)
        except Exception as error:  # noqa: BLE001 - a batch goes on
            return self._failed(job, path, error)
        return Initialized(job.id, job.job_id, self.office.root.show(path), action, success=True)

    def stopped(self, job: Job) -> Initialized:
        """A job that a cancelled request did not come to."""
        error = Unforeseen("not started: the call was cancelled; call again")
        return self._failed(job, self.folder / note_name(job), error)

    def _path(self, job: Job) -> Path:
        """Where the job's note is: the one with its address, else the one of its name that is no other job's."""
        known = self.links.get(job.url.strip())
        path = known or self.folder / note_name(job)
        if known is None and self.taken.get(path, _owner(path)) not in {"", str(job.id)}:
            path = self.folder / note_name(job, with_row=True)
        self.taken[path] = str(job.id)
        self.office.root.refuse_outside(path, what="tracker")
        return path

    def _foreseen(self, job: Job, path: Path) -> Action:
        if not os.path.lexists(path):
            draft(job, self._resume_pdf(job))
            return "created"
        if not self._may_refresh(job, path):
            return "skipped_exists"
        refreshed(read_file(path, what="tracker", limit=LONGEST), job, self._resume_pdf(job))
        return "overwritten"

    def _made(self, job: Job, path: Path) -> Action:
        with self.office.disk.locked(path):
            if not os.path.lexists(path):
                note = draft(job, self._resume_pdf(job))
                self._workspace(job).make(self.office.root)
                path.parent.mkdir(parents=True, exist_ok=True)
                return "created" if self.office.disk.create(path, note) else "skipped_exists"
            if not self._may_refresh(job, path):
                return "skipped_exists"
            rewrite(path, lambda content: refreshed(content, job, self._resume_pdf(job)), self.office)
            self._workspace(job).make(self.office.root)
            return "overwritten"

    def _may_refresh(self, job: Job, path: Path) -> bool:
        """Whether force was asked for, and the note is this job's own and not one that only has its address."""
        return self.request.force and path.parent == self.folder and _owner(path) in {"", str(job.id)}

    def _workspace(self, job: Job) -> Workspace:
        return Workspace(self.office.applications() / workspace_slug(job))

    def _resume_pdf(self, job: Job) -> str:
        return self.office.root.show(self._workspace(job).resume_pdf)

    def _failed(self, job: Job, path: Path, error: Exception) -> Initialized:
        if not isinstance(error, CareerError):
            log.error("no tracker for row %s", job.id, exc_info=error)
        shown, message = self.office.root.show(path), understood(error).message
        return Initialized(job.id, job.job_id, shown, "failed", success=False, error=message)


def _owner(path: Path) -> str:
    """The row that a note says it belongs to; empty when it says none or is not there."""
    try:
        fields = fields_of(read_file(path, what="tracker", limit=LONGEST))
    except CareerError:
        return ""
    return str(fields.get("job_db_id") or "").strip()


def _linked(folder: Path, urls: set[str], office: Office) -> dict[str, Path]:
    """In which note below the folder each of these addresses stands as `reference_link`."""
    found: dict[str, Path] = {}
    wanted = {url.encode("utf-8", "replace") for url in urls}
    for path in _notes(folder):
        try:
            if path.is_symlink():  # the folder itself lies inside
                office.root.refuse_outside(path, what="tracker")
            content = read_file(path, what="tracker", limit=LONGEST)
            told = _LINK.search(content)
            if told is None or told["address"] not in wanted:
                continue
            link = str(fields_of(content).get("reference_link") or "").strip().strip("<>")
        except CareerError:  # a note that can't be read claims nothing
            continue
        if link in urls:
            found.setdefault(link, path)
    return found


def _notes(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if name.endswith(".md"))


def _report(results: list[Initialized]) -> ShortlistReport:
    actions = [result.action for result in results]
    made, failed = actions.count("created") + actions.count("overwritten"), actions.count("failed")
    return ShortlistReport(made, actions.count("skipped_exists"), failed, results)
