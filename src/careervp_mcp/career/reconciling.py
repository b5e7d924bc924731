"""The outbox: notes that a row promised to bring to agreement, brought there whoever died in between.

An intent is committed with its row. Carrying it out can be repeated at any time: a note that is there already,
or further, is left alone. What can't be carried out takes the row back instead.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from careervp_mcp.career.errors import understood
from careervp_mcp.career.jobs import Intent, Jobs
from careervp_mcp.career.notes import advance_note
from careervp_mcp.career.office import Office

log = logging.getLogger(__name__)

LONGEST_REASON = 500
"""Characters of `last_error`."""


def reconcile(jobs: Jobs, office: Office, *, but: Sequence[tuple[int, str]] = ()) -> int:
    """Carry out what is pending, except for these rows with these notes; how many intents were dealt with."""
    dealt = 0
    for intent in jobs.pending():
        if (intent.job_id, intent.tracker_path) in but:
            continue
        try:
            dealt += _replayed(intent, jobs, office)
        except Exception as error:  # noqa: BLE001 - one intent that has to wait keeps no other back
            log.warning("the note of row %s waits: %s", intent.job_id, understood(error).message)
    return dealt


def carry_out(intent: Intent, jobs: Jobs, office: Office) -> Exception | None:
    """Bring the note to agree and drop the intent; what kept it away, once the row is taken back.

    The caller holds the note's lock.
    """
    try:
        advance_note(_note(intent, office), "Resume Written", office)
    except Exception as error:  # noqa: BLE001 - whatever it was, row and note must agree
        reason = understood(error).message[:LONGEST_REASON]
        jobs.refuse(intent.job_id, reason, intent.run_id, office.clock(), intent=intent.id)
        return error
    jobs.settle(intent.id)
    return None


def _replayed(intent: Intent, jobs: Jobs, office: Office) -> bool:
    """Whether there was still something to do, and it is done."""
    with office.disk.locked(_note(intent, office)):
        if intent not in jobs.pending():
            return False  # another process was faster
        row = jobs.get(intent.job_id)
        if row is None or row.status not in {"resume_written", "applied"}:
            jobs.settle(intent.id)
        elif (failure := carry_out(intent, jobs, office)) is not None:
            log.warning("row %s was taken back: %s", intent.job_id, understood(failure).message)
    return True


def _note(intent: Intent, office: Office) -> Path:
    return office.root.resolve(intent.tracker_path, what="tracker_path")
