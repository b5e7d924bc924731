"""The demonstration: a real client, the real server process, two invented candidates, committed resumes out."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio

from careervp_mcp.applying import Applied, told, written
from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.rehearsal import Rehearsed, rehearse
from careervp_mcp.starting import clear, make_workspace

CANDIDATES = ("nurse", "engineer")
BROKEN = "broken_example"
"""In the name of the one sample tracker that must fail."""
BAR = 24
"""Characters of the progress bar."""


def show(folder: Path) -> int:
    """Make fresh workspaces in `folder`, take every job in them from posting to committed resume, say where to look.

    The sample holds one broken tracker on purpose; anything else that fails makes the exit code 1.
    """
    try:
        clear(folder)
    except FileExistsError:
        print(f"{folder} is there and is no earlier demonstration; name another folder", file=sys.stderr)
        return 2
    print(
        f"CareerVP: invented candidates, a real client, the real server. It all lands in {near(folder)}/, made afresh"
    )
    done = {name: _candidate(folder.resolve() / name) for name in CANDIDATES}
    well = all(_as_meant(report) for report in done.values())
    if well:
        _what_next(folder, done)
    return 0 if well else 1


def _candidate(root: Path) -> Rehearsed:
    list(make_workspace(root, sample=root.name))
    print(f"\nThe {root.name}")
    done = anyio.run(rehearse, root, bar)
    _tell_steps(done)
    _tell_applied(done.applied, root)
    _tell_tailored(done.tailored, root)
    _tell_finalized(done.finalized)
    _tell_board(done, root)
    return done


def _tell_steps(done: Rehearsed) -> None:
    for tool, report, counts in (
        ("add_jobs", done.added, ("inserted", "duplicate", "failed")),
        ("bulk_update_job_status", done.triaged, ("updated", "failed")),
        ("initialize_shortlist_trackers", done.noted, ("created", "skipped", "failed")),
    ):
        if not _refused(report):
            told = ", ".join(f"{report[f'{count}_count']} {count}" for count in counts)
            print(f"  {tool:<30} {told}")


def _tell_applied(done: Applied, root: Path) -> None:
    print(f"  a whole application, from {Path(done.tracker).name}")
    for tool, words in told(done):
        print(f"  {tool:<30} {words}")
    for path in written(done):
        print(f"          {near(root / path)}")


async def bar(progress: float, total: float | None = None, message: str | None = None) -> None:  # noqa: ARG001 - the SDK's signature
    """One line that grows on a terminal; on a pipe or in a log, a line a step."""
    filled = round(BAR * progress / (total or 1))
    bar = f"  [{'#' * filled}{'.' * (BAR - filled)}] {progress:.0f}/{total or 0:.0f}"
    if sys.stdout.isatty():
        print(f"\r{bar}", end="\n" if progress == total else "", flush=True)
    else:
        print(bar, flush=True)


def _refused(report: Mapping[str, Any]) -> bool:
    if "error" in report:
        print(f"  {report['error']['code']}: {report['error']['message']}")
    return "error" in report


def _tell_tailored(report: Mapping[str, Any], root: Path) -> None:
    if _refused(report):
        return
    print(
        f"  {'career_tailor':<30} {report['success_count']} of {report['total_count']} done; run {report['run_id']}"
    )
    for result in report["results"]:
        _tell_item(result, root)
    for warning in report["warnings"]:
        print(f"  warning: {warning}")


def _tell_finalized(report: Mapping[str, Any]) -> None:
    if _refused(report):
        return
    told = f"{report['finalized_count']} finalized, {report['failed_count']} failed; run {report['run_id']}"
    print(f"  {'finalize_resume_batch':<30} {told}")
    for result in report["results"]:
        if not result["success"]:
            print(f"  failed  {Path(result['tracker_path']).name}\n          {result['error']}")


def _tell_board(done: Rehearsed, root: Path) -> None:
    notes = _notes(root)
    print("\n  the board: row, note, job")
    for job in sorted(done.board, key=lambda job: int(job["id"])):
        print(
            f"  {job['id']:>6}  {job['status']:<15} {notes.get(job['id'], '-'):<15} {job['company']}: {job['title']}"
        )


def _notes(root: Path) -> dict[int, str]:
    """What each row's note says of its status."""
    found = {}
    for path in root.glob("trackers/*.md"):
        with suppress(CareerError):
            note = Tracker.parse(path.read_bytes())
            if note.job_db_id is not None:
                found[note.job_db_id] = note.status
    return found


def _tell_item(result: Mapping[str, Any], root: Path) -> None:
    name = Path(result["tracker_path"]).name
    if result["success"]:
        note = result["compile"]
        print(f"  done    {name}\n          {near(root / result['resume_pdf_path'])}")
        print(f"          {note['pages']} page(s), {note['engine']}, {note['duration_ms']} ms")
        for warning in note["warnings"]:
            print(f"          warning: {warning}")
    else:
        print(f"  failed  {name}{_on_purpose(name)}\n          {result['error_code']}: {result['error']}")


def _on_purpose(name: str) -> str:
    return " (broken on purpose: it fails alone)" if BROKEN in name else ""


def _as_meant(done: Rehearsed) -> bool:
    """Whether every tracker was tailored but the broken one, which must have been refused, and all were recorded."""
    steps = (done.added, done.triaged, done.noted, done.tailored, done.finalized)
    return not any("error" in report for report in steps) and (
        done.applied.well
        and done.added["failed_count"] == done.noted["failed_count"] == done.finalized["failed_count"] == 0
        and all(result["success"] != (BROKEN in result["tracker_path"]) for result in done.tailored["results"])
        and done.finalized["finalized_count"] == len(done.tailored["successful_items"])
    )


def _what_next(folder: Path, done: Mapping[str, Rehearsed]) -> None:
    results = done[CANDIDATES[0]].tailored["results"]
    first = next(result for result in results if result["success"])
    root = folder / CANDIDATES[0]
    print("\nWhat to look at next")
    for what, path in (
        ("a finished resume", first["resume_pdf_path"]),
        ("what a writer is given", first["ai_context_path"]),
        ("the note it came from", first["tracker_path"]),
        ("the true history behind it", "data/templates/full_resume.md"),
    ):
        print(f"  {what:<27} {near(root / path)}")
    program = near(Path(sys.executable).with_name("careervp-mcp"))
    print(f"  {'your own workspace':<27} {program} init ~/career")
    print(f"  {'is this machine ready?':<27} {program} doctor")


def near(path: Path) -> str:
    """The path from the current folder when it lies below it, else in full."""
    absolute = path.absolute()
    return str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)
