"""Paths that are broken or meant to harm: refused in words, no file touched outside the root."""

import pytest
from hostilenotes import FOLDER, NOTE, note
from hostileworld import finalize, shortlist, update
from pipelinebench import Pipeline, but_status

from careervp_mcp.career.office import DATABASE
from careervp_mcp.career.triage import ReadRequest, read_jobs

PATHS: dict[str, str] = {
    "../outside.pdf": "outside the root",
    "/etc/passwd": "outside the root",
    "/proc/self/environ": "outside the root",
    "trackers/../../outside.pdf": "outside the root",
    "link-out/outside.pdf": "outside the root",
    "../root-twin/a.md": "outside the root",
    "link-out": "outside the root",
    ".": "inside the root",
    "/": "inside the root",
    "trackers/..": "inside the root",
    "loop": "can be followed",
    "loop/a.md": "can be followed",
    "a\0b": "control character",
    "a\nb": "control character",
    "\x1b[31m": "control character",
    "a\u2028b": "control character",
    "trackers": "",
    "pipe": "",
    "~": "",
    "~/a.md": "",
    "@nobody/a.md": "",
    "file:///etc/passwd": "",
    "C:\\a.md": "",
    "x" * 300: "",
    "x/" * 3000: "",
    "😀.md": "",
    DATABASE: "",
    f"{FOLDER}/resume.pdf": "",
    f"{FOLDER}/resume.tex": "",
    f"{FOLDER}/resume.tex/a.md": "",
    "trackers/other.md/a.md": "",
}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: repr(path)[:40])
def test_a_hostile_path_is_refused_in_words_by_every_tool(guarded: Pipeline, path: str) -> None:
    told = PATHS[path]
    before = guarded.state()
    (guarded.root / NOTE).write_bytes(note(head="job_db_id: 1\ncompany: Lark\nposition: Nurse\n"))

    as_tracker, as_pdf, as_note = finalize(guarded, path), finalize(guarded, NOTE, path), update(guarded, path)
    as_database = guarded.told("bulk_read_new_jobs", lambda: read_jobs(ReadRequest(db_path=path), guarded.office))

    assert told in as_tracker["error"]
    assert told in as_note["error"]["message"]
    assert told in as_database.get("error", {"message": told})["message"]
    assert as_pdf["action"] == ("finalized" if path == f"{FOLDER}/resume.pdf" else "failed")
    assert told in as_pdf.get("error", told)
    after = guarded.state()
    assert before.changed(after) <= {NOTE, DATABASE}
    assert but_status(after.note(NOTE)) == but_status(note(head="job_db_id: 1\ncompany: Lark\nposition: Nurse\n"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: repr(path)[:40])
def test_a_hostile_folder_of_trackers_is_refused_in_words_or_made_inside(guarded: Pipeline, path: str) -> None:
    told = PATHS[path]

    foreseen = shortlist(guarded, dry_run=True, folder=path)

    if told:
        assert told in foreseen["error"]["message"]
    else:
        assert "error" in foreseen or foreseen["results"][0]["tracker_path"].startswith(path.partition("//")[0])
