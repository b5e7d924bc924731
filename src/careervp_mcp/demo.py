"""The demonstration: a real client, the real server process, two invented candidates, PDFs out."""

import os
import sys
from pathlib import Path
from typing import Any

import anyio

from careervp_mcp.starting import clear, make_workspace

CANDIDATES = ("nurse", "engineer")
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
    folder.mkdir(parents=True)
    (folder / ".careervp-demo").touch()
    outcomes = [_candidate(folder.resolve() / name) for name in CANDIDATES]
    return 0 if all(outcomes) else 1


def _candidate(root: Path) -> bool:
    list(make_workspace(root, sample=root.name))
    trackers = sorted(path.relative_to(root).as_posix() for path in root.glob("trackers/*.md"))
    print(f"\n{root.name}: {len(trackers)} trackers, one call of career_tailor")
    return _told(anyio.run(_tailored, root, trackers), root)


async def _tailored(root: Path, trackers: list[str]) -> dict[str, Any]:
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "careervp_mcp.cli", "serve"],
        env={**os.environ, "CAREERVP_ROOT": str(root)},
    )
    async with Client(server) as client:
        result = await client.call_tool(
            "career_tailor", {"items": [{"tracker_path": path} for path in trackers]}, progress_callback=_bar
        )
    return result.structured_content or {}


async def _bar(progress: float, total: float | None = None, message: str | None = None) -> None:  # noqa: ARG001 - the SDK's signature
    filled = round(BAR * progress / (total or 1))
    ending = "\n" if progress == total else ""
    print(f"\r  [{'#' * filled}{'.' * (BAR - filled)}] {progress:.0f}/{total:.0f}", end=ending, flush=True)


def _told(report: dict[str, Any], root: Path) -> bool:
    if "error" in report:
        print(f"  {report['error']['code']}: {report['error']['message']}")
        return False
    for result in report["results"]:
        if result["success"]:
            note = result["compile"]
            print(f"  done    {result['tracker_path']}")
            print(f"          {root / result['resume_pdf_path']}")
            print(f"          {note['pages']} page(s), {note['engine']}, {note['duration_ms']} ms")
            print("".join(f"          warning: {warning}\n" for warning in note["warnings"]), end="")
        else:
            print(f"  failed  {result['tracker_path']}\n          {result['error_code']}: {result['error']}")
    print("".join(f"  warning: {warning}\n" for warning in report["warnings"]), end="")
    print(f"  {report['success_count']} of {report['total_count']} done; run {report['run_id']}")
    return all(result["success"] or "broken" in result["tracker_path"] for result in report["results"])
