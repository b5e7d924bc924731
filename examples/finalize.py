"""Tailor a workspace's trackers and record what got its PDF, from plain Python: `python finalize.py WORKSPACE`."""

import sys
from dataclasses import asdict
from pathlib import Path

from careervp_mcp.career.finalizing import FinalizeItem, FinalizeRequest, finalize_batch
from careervp_mcp.career.tailoring import TailorItem, TailorRequest, tailor_batch
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings


def main(workspace: Path) -> int:
    """Print what became of each resume that is ready; the exit code is 1 when one could not be recorded."""
    desk = Desk(Settings(root=workspace))
    notes = sorted(workspace.glob("trackers/*.md"))
    tailored = tailor_batch(
        TailorRequest(tuple(TailorItem(note.relative_to(workspace).as_posix()) for note in notes)), desk.studio
    )
    ready = tuple(FinalizeItem(**asdict(item)) for item in tailored.successful_items)

    foreseen = finalize_batch(FinalizeRequest(ready, dry_run=True), desk.office)
    recorded = finalize_batch(FinalizeRequest(ready), desk.office)

    for before, after in zip(foreseen.results, recorded.results, strict=True):
        print(f"{after.tracker_path}: {before.action}, {after.action}", after.error or "")
    return 1 if recorded.failed_count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
