"""Notes that are broken or meant to harm: done right or refused in words, no other file touched."""

import pytest
from hostilenotes import NOTE, NOTES
from hostileworld import OWN, finalize, shortlist, update
from pipelinebench import Pipeline, but_status
from torture import TORTURE, every

from careervp_mcp.career.notes import status_of

SLOW = () if TORTURE else ("1,500 levels", "1,500 open brackets")
"""A second each: in the gate other notes are nested too deep."""


@pytest.mark.parametrize("name", [name for name in NOTES if name not in SLOW])
def test_a_hostile_note_is_finalized_and_moved_in_one_line_or_refused_in_words(guarded: Pipeline, name: str) -> None:
    content, told = NOTES[name]
    (guarded.root / NOTE).write_bytes(content)

    foreseen, done = finalize(guarded, dry_run=True), finalize(guarded)
    middle = guarded.state()
    moved = update(guarded)

    assert told in done.get("error", "")
    assert (foreseen["action"], done["action"]) == (
        ("would_fail", "failed") if told else ("would_finalize", "finalized")
    )
    assert foreseen.get("error") == done.get("error")
    assert middle.rows[1]["status"] == ("reviewed" if told else "resume_written")
    assert but_status(content) == but_status(middle.note(NOTE))
    assert not told or content == middle.note(NOTE)
    assert told or not middle.behind(NOTE)
    after = guarded.state()
    assert but_status(middle.note(NOTE)) == but_status(after.note(NOTE))
    assert moved.get("action") != "updated" or status_of(after.note(NOTE)) == "Rejected"
    assert after.rows == middle.rows


@pytest.mark.parametrize("name", every(8, NOTES))
def test_a_hostile_note_in_the_place_of_a_jobs_own_is_kept_or_brought_up(guarded: Pipeline, name: str) -> None:
    content, _ = NOTES[name]
    (guarded.root / OWN).write_bytes(content)
    before = guarded.state()

    kept = shortlist(guarded, force=False)
    middle = guarded.state()
    foreseen, done = shortlist(guarded, dry_run=True), shortlist(guarded)
    after = guarded.state()

    beside = kept["results"][0]["action"] == "created"  # the note says that it is another job's
    assert beside == (
        name.startswith("job_db_id") and kept["results"][0]["tracker_path"] == OWN.replace(".md", "-1.md")
    )
    assert before.note(OWN) == middle.note(OWN)
    assert foreseen == done
    refused = done["results"][0]["action"] == "failed"
    assert refused == bool(done["results"][0].get("error"))
    assert before.note(OWN) == after.note(OWN) or not (refused or beside)
    assert after.rows == before.rows
