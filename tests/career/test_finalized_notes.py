"""Whatever note a user keeps, finalizing changes its status and not one byte beside it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger import posting
from notebench import Drawer
from test_notes import STATUS, notes

from careervp_mcp.career.finalizing import FinalizeItem, FinalizeReport, FinalizeRequest, finalize_batch
from careervp_mcp.career.notes import status_of

OURS = "job_db_id: 1\ncompany: Amazon\nposition: Nurse\nresume_path: data/applications/amazon-7/resume/resume.pdf\n"
POSTING = "\n\n## Job Description\n\nNurse patients.\n\n## Notes\n"


@contextmanager
def a_finished_application() -> Iterator[Drawer]:
    with tempfile.TemporaryDirectory() as folder:
        drawer = Drawer.laid(Path(folder).resolve())
        drawer.finish()
        drawer.ledger.add(posting())
        drawer.ledger.sql("UPDATE jobs SET status = 'shortlist'")
        yield drawer


def finalize(drawer: Drawer, *, dry_run: bool = False) -> FinalizeReport:
    item = FinalizeItem(1, "trackers/a.md")
    return finalize_batch(FinalizeRequest((item,), run_id="run", dry_run=dry_run), drawer.office)


@settings(max_examples=40, deadline=None)
@given(note=notes(), status=STATUS, crlf=st.booleans())
def test_only_the_value_of_the_status_line_differs_and_the_dry_run_foretells_it(
    note: tuple[str, str], status: str, *, crlf: bool
) -> None:
    head, after = note
    head = head.replace("---\n", f"---\n{OURS}", 1)
    before, behind = (part.replace("\n", "\r\n" if crlf else "\n").encode() for part in (head, after + POSTING))
    comment = b" # c" if status == "x # c" else b""

    with a_finished_application() as drawer:
        path = drawer.put("trackers/a.md", before + status.encode() + behind)
        told, done = finalize(drawer, dry_run=True), finalize(drawer)
        changed, row = path.read_bytes(), drawer.ledger.row(1)

    assert [report.results[0].action for report in (told, done)] == ["would_finalize", "finalized"]
    assert row.status == "resume_written"
    assert status_of(changed) == "Resume Written"
    assert changed.startswith(before.rstrip(b" "))
    assert changed.endswith(comment + behind)
    value = changed[len(before) : len(changed) - len(comment + behind)].strip()
    assert value.strip(b"'\"") == b"Resume Written"
