"""Tailor every tracker of a workspace from plain Python: `python tailor.py WORKSPACE`."""

import sys
from pathlib import Path

from careervp_mcp.career.tailoring import TailorItem, TailorRequest, tailor_batch
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings


def main(workspace: Path) -> int:
    """Print a line a tracker; the exit code is 1 when one failed."""
    desk = Desk(Settings(root=workspace))
    notes = sorted(workspace.glob("trackers/*.md"))
    request = TailorRequest(items=tuple(TailorItem(note.relative_to(workspace).as_posix()) for note in notes))

    report = tailor_batch(request, desk.studio)

    for result in report.results:
        print(result.tracker_path, "->", result.resume_pdf_path if result.success else result.error)
    return 1 if report.failed_count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
