"""The demonstration: a real client, the real server process, two invented candidates, PDFs out."""

import os
import sys
from pathlib import Path
from typing import Any

import anyio

from careervp_mcp.starting import clear, make_workspace

CANDIDATES = ("nurse", "engineer")
BROKEN = "broken_example"
"""In the name of the one sample tracker that must fail."""
BAR = 24
"""Characters of the progress bar."""


def show(folder: Path) -> int:
    """Make fresh workspaces in `folder`, tailor every tracker in them, and say where to look.

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
    reports = {name: _candidate(folder.resolve() / name) for name in CANDIDATES}
    well = all(_as_meant(report) for report in reports.values())
    if well:
        _what_next(folder, reports)
    return 0 if well else 1


def _candidate(root: Path) -> dict[str, Any]:
    list(make_workspace(root, sample=root.name))
    trackers = sorted(path.relative_to(root).as_posix() for path in root.glob("trackers/*.md"))
    print(f"\nThe {root.name}: {len(trackers)} trackers, one call of career_tailor")
    report = anyio.run(_tailored, root, trackers)
    _tell(report, root)
    return report


async def _tailored(root: Path, trackers: list[str]) -> dict[str, Any]:
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "careervp_mcp.cli", "serve"],
        env={**os.environ, "CAREERVP_ROOT": str(root)},
    )
    async with Client(server) as client:
        result = await client.call_tool(
            "career_tailor", {"items": [{"tracker_path": path} for path in trackers]}, progress_callback=bar
        )
    return result.structured_content or {}


async def bar(progress: float, total: float | None = None, message: str | None = None) -> None:  # noqa: ARG001 - the SDK's signature
    """One line that grows on a terminal; on a pipe or in a log, a line a step."""
    filled = round(BAR * progress / (total or 1))
    bar = f"  [{'#' * filled}{'.' * (BAR - filled)}] {progress:.0f}/{total or 0:.0f}"
    if sys.stdout.isatty():
        print(f"\r{bar}", end="\n" if progress == total else "", flush=True)
    else:
        print(bar, flush=True)


def _tell(report: dict[str, Any], root: Path) -> None:
    if "error" in report:
        print(f"  {report['error']['code']}: {report['error']['message']}")
        return
    for result in report["results"]:
        _tell_item(result, root)
    for warning in report["warnings"]:
        print(f"  warning: {warning}")
    print(f"  {report['success_count']} of {report['total_count']} done; run {report['run_id']}")


def _tell_item(result: dict[str, Any], root: Path) -> None:
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


def _as_meant(report: dict[str, Any]) -> bool:
    """Whether every tracker was tailored but the broken one, which must have been refused."""
    return "results" in report and all(
        result["success"] != (BROKEN in result["tracker_path"]) for result in report["results"]
    )


def _what_next(folder: Path, reports: dict[str, dict[str, Any]]) -> None:
    first = next(result for result in reports[CANDIDATES[0]]["results"] if result["success"])
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
