"""career_tailor: a batch of trackers becomes workspaces, contexts and compiled resumes.

It never opens the database, never writes a tracker and never finalizes.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Literal

from careervp_mcp.career.application import Application, CompileNote, tailor_application
from careervp_mcp.career.errors import CareerError, InvalidInput, Unforeseen, understood
from careervp_mcp.career.ports import never
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.root import followed
from careervp_mcp.career.studio import Materials, Orders, Studio
from careervp_mcp.career.tracker import LONGEST, Tracker
from careervp_mcp.career.workspace import workspace_for

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Told after each item: how many are done, how many there are, and what happened."""


@dataclass(frozen=True, slots=True)
class TailorItem:
    """One application to tailor."""

    tracker_path: str
    job_db_id: int | None = None


@dataclass(frozen=True, slots=True)
class TailorRequest:
    """A batch; a path left out means the default of the root."""

    items: tuple[TailorItem, ...]
    force: bool = False
    full_resume_path: str | None = None
    resume_template_path: str | None = None
    applications_dir: str | None = None
    pdflatex_cmd: str | None = None


@dataclass(frozen=True, slots=True)
class Tailored:
    """One item that has its context and its PDF; paths are root-relative."""

    tracker_path: str
    job_db_id: int | None
    application_slug: str
    workspace_dir: str
    resume_tex_path: str
    ai_context_path: str
    resume_pdf_path: str
    resume_tex_action: Literal["created", "preserved", "overwritten"]
    success: Literal[True]
    compile: CompileNote


@dataclass(frozen=True, slots=True)
class NotTailored:
    """One item that failed, and why; the others went on."""

    tracker_path: str
    success: Literal[False]
    error_code: str
    error: str


@dataclass(frozen=True, slots=True)
class SuccessfulItem:
    """What finalize_resume_batch takes, unchanged."""

    id: int
    tracker_path: str
    resume_pdf_path: str


@dataclass(frozen=True, slots=True)
class TailorReport:
    """What became of a batch; `results` stand in the order of the items."""

    run_id: str
    total_count: int
    success_count: int
    failed_count: int
    results: list[Tailored | NotTailored]
    successful_items: list[SuccessfulItem]
    warnings: list[str]


def tailor_batch(
    request: TailorRequest,
    studio: Studio,
    *,
    progress: Progress = lambda _done, _total, _message: None,
    cancelled: Callable[[], bool] = never,
) -> TailorReport:
    """career_tailor: take every item from tracker to PDF, each on its own.

    Raises InvalidInput for what no item could use: an unknown engine, a path outside the root.
    """
    orders = Orders.taken(request, studio)
    plans, warnings = _plan(request.items, orders, studio)
    materials = cache(partial(Materials.read, orders))  # a failure is not kept: each item meets it itself

    def tailor(plan: _Plan) -> Tailored | NotTailored:
        return _tailor(plan, materials, orders, studio, cancelled=cancelled)

    results = _run(plans, tailor, studio.workers, progress)
    return _report(_run_id(studio.clock()), results, warnings)


@dataclass(frozen=True, slots=True)
class _Plan:
    """An item that may run: its tracker is read and its workspace is its own."""

    shown: str
    application: Application


def _plan(items: Iterable[TailorItem], orders: Orders, studio: Studio) -> tuple[list[_Plan | NotTailored], list[str]]:
    claims = _Claims()
    plans: list[_Plan | NotTailored] = []
    warnings: list[str] = []
    for item in items:
        try:
            application = _application(item, orders, studio)
            plan = _Plan(application.tracker_path, application)
            claims.make(plan)
            plans.append(plan)
            warnings.extend(_id_warning(item, plan))
        except Exception as error:  # noqa: BLE001 - a batch goes on
            plans.append(_refused(studio.root.echo(item.tracker_path), error))
    return plans, warnings


def _application(item: TailorItem, orders: Orders, studio: Studio) -> Application:
    path = studio.root.resolve(item.tracker_path, what="tracker_path")
    tracker = Tracker.parse(read_file(path, what="tracker", limit=LONGEST))
    job_db_id = item.job_db_id or tracker.job_db_id
    workspace = workspace_for(tracker, job_db_id, orders.applications, studio.root)
    return Application(tracker, studio.root.show(path), job_db_id, workspace)


class _Claims:
    """Who came first to an id and to a workspace; a second comer is refused by name."""

    def __init__(self) -> None:
        self._taken: dict[int | str, str] = {}

    def make(self, plan: _Plan) -> None:
        workspace = plan.application.workspace
        job_db_id, folder = plan.application.job_db_id, followed(workspace.resume)
        if job_db_id in self._taken:
            raise InvalidInput(f"job_db_id {job_db_id} is already used by {self._taken[job_db_id]} in this batch")
        if folder in self._taken:
            raise InvalidInput(
                f"workspace {workspace.slug} is already used by {self._taken[folder]} in this batch; "
                "give one of them its own job_db_id or resume_path"
            )
        self._taken[folder] = plan.shown
        if job_db_id is not None:
            self._taken[job_db_id] = plan.shown


def _id_warning(item: TailorItem, plan: _Plan) -> list[str]:
    noted = plan.application.tracker.job_db_id
    if item.job_db_id is None or noted is None or item.job_db_id == noted:
        return []
    return [f"Item {plan.shown}: job_db_id {item.job_db_id} of the request is used, the tracker says {noted}"]


def _run(
    plans: list[_Plan | NotTailored],
    tailor: Callable[[_Plan], Tailored | NotTailored],
    workers: int,
    progress: Progress,
) -> list[Tailored | NotTailored]:
    """Each plan's result, in the order of the plans, however many run at once.

    Items that stand finished are recognised one after another, faster than threads could share them; from the
    first that needs the press on, all workers are at it.
    """
    results: dict[int, Tailored | NotTailored] = {}

    def done(position: int, result: Tailored | NotTailored) -> None:
        results[position] = result
        progress(len(results), len(plans), _told(result))

    waiting = [(position, plan) for position, plan in enumerate(plans) if isinstance(plan, _Plan)]
    for position, plan in enumerate(plans):
        if isinstance(plan, NotTailored):
            done(position, plan)
    while waiting and waiting[0][1].application.workspace.resume_pdf.is_file():
        position, plan = waiting.pop(0)
        done(position, tailor(plan))
        if not _recognised(results[position]):
            break
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="tailor") as pool:
        running = {pool.submit(tailor, plan): position for position, plan in waiting}
        for future in as_completed(running):
            done(running[future], future.result())
    return [results[position] for position in range(len(plans))]


def _recognised(result: Tailored | NotTailored) -> bool:
    return isinstance(result, Tailored) and result.compile.cached


def _tailor(
    plan: _Plan,
    materials: Callable[[], Materials],
    orders: Orders,
    studio: Studio,
    *,
    cancelled: Callable[[], bool],
) -> Tailored | NotTailored:
    """One item, whose failure is its own."""
    if cancelled():
        return _refused(plan.shown, Unforeseen("not started: the batch was cancelled; run this item again"))
    try:
        action, note = tailor_application(plan.application, materials(), orders, studio, cancelled=cancelled)
    except Exception as error:  # noqa: BLE001 - a batch goes on
        return _refused(plan.shown, error)
    show, workspace = studio.root.show, plan.application.workspace
    return Tailored(
        tracker_path=plan.shown,
        job_db_id=plan.application.job_db_id,
        application_slug=workspace.slug,
        workspace_dir=show(workspace.folder),
        resume_tex_path=show(workspace.resume_tex),
        ai_context_path=show(workspace.ai_context),
        resume_pdf_path=show(workspace.resume_pdf),
        resume_tex_action=action,
        success=True,
        compile=note,
    )


def _refused(shown: str, error: Exception) -> NotTailored:
    failure = understood(error)
    if not isinstance(error, CareerError):
        log.error("item failed: %s", shown, exc_info=error)
    return NotTailored(shown, success=False, error_code=failure.code, error=failure.message)


def _told(result: Tailored | NotTailored) -> str:
    outcome = result.resume_pdf_path if result.success else f"{result.error_code}: {result.error}"
    return f"{result.tracker_path}: {outcome}"


def _report(run_id: str, results: list[Tailored | NotTailored], warnings: list[str]) -> TailorReport:
    done = [result for result in results if isinstance(result, Tailored)]
    return TailorReport(
        run_id=run_id,
        total_count=len(results),
        success_count=len(done),
        failed_count=len(results) - len(done),
        results=results,
        successful_items=[
            SuccessfulItem(result.job_db_id, result.tracker_path, result.resume_pdf_path)
            for result in done
            if result.job_db_id is not None
        ],
        warnings=warnings
        + [
            f"Item {result.tracker_path} succeeded but has no job_db_id; excluded from successful_items"
            for result in done
            if result.job_db_id is None
        ],
    )


def _run_id(now: datetime) -> str:
    return f"tailor_{now:%Y%m%d}_{secrets.token_hex(4)}"
