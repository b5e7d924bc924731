"""Two servers tailor and finalize the same applications while one of them is killed: nothing is lost."""

import json
import os
import random
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from ledger import Ledger, posting
from rooms import PAGE
from torture import TORTURE
from wire import Wire, started

from careervp_mcp.career.notes import status_of

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "40" if TORTURE else "2"))
COUNT = 2
MOMENTS = ("tailor is asked", "tailor has answered", "finalize is asked", "the other's finalize has answered")
NOTE = """\
---
job_db_id: {id}
company: Amazon   # mine
position: Nurse
status: Reviewed
---

## Job Description

Nurse patients.

## Notes
"""
STATUS = re.compile(r"^status: .*$", re.MULTILINE)


class Place:
    """A root with two jobs on the shortlist, their notes, and what its user wrote into them."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.root = Ledger.laid(folder), folder / "root"
        self.written = [NOTE.format(id=number) for number in self.ids]
        for name in ("trackers", "data/templates", "templates"):
            (self.root / name).mkdir(parents=True)
        (self.root / "data/templates/full_resume.md").write_text("# Ada Quill\n")
        (self.root / "templates/resume.tex").write_text(PAGE % "Ada Quill")
        self.ledger.add(*(posting(number) for number in self.ids))

    @property
    def ids(self) -> range:
        return range(1, COUNT + 1)

    def note(self, number: int) -> Path:
        return self.root / f"trackers/{number}.md"

    def begin(self, number: int) -> None:
        """The user writes a line more into each note and puts all of it back to the beginning."""
        self.written = [f"{note}Round {number}.\n" for note in self.written]
        for id_, note in zip(self.ids, self.written, strict=True):
            self.note(id_).write_text(note)
        for resume in self.root.glob("data/applications/*/resume/resume.pdf"):
            resume.unlink()
        self.ledger.sql("UPDATE jobs SET status = 'shortlist'")

    def losses(self) -> list[str]:
        """What is not as it should be at the end of a round."""
        found = [f"row {id_}" for id_ in self.ids if self.ledger.row(id_).status != "resume_written"]
        for id_, note in zip(self.ids, self.written, strict=True):
            text = self.note(id_).read_text()
            found += [f"status {id_}"] if status_of(text.encode()) != "Resume Written" else []
            found += [f"text {id_}"] if STATUS.sub("", text) != STATUS.sub("", note) else []
        found += [path.name for path in self.root.rglob("*.swap")] + [path.name for path in self.root.rglob("*.tmp")]
        return found + [f"waits {row}" for row in self.ledger.sql("SELECT * FROM outbox")]


def called(wire: Wire, tool: str, arguments: dict[str, Any]) -> None:
    wire.send(json.dumps(arguments), tool)


def answered(wire: Wire) -> dict[str, Any]:
    body: dict[str, Any] = wire.answer()["result"]["structuredContent"]
    return body


def tailored(wire: Wire, wanted: dict[str, Any]) -> dict[str, Any]:
    """What a server that was asked hands over, once it could tailor all: a lock of a killed one may cost a try."""
    for _ in range(5):
        report = answered(wire)
        if report["failed_count"] == 0:
            return {"items": report["successful_items"]}
        called(wire, "career_tailor", wanted)
    pytest.fail(f"not tailored: {report['results']}")


def go_round(victim: Wire, other: Wire, place: Place, moment: str) -> None:
    """Both tailor and finalize all; one is killed at the moment, and the other then calls once more."""
    wanted = {"items": [{"tracker_path": f"trackers/{id_}.md"} for id_ in place.ids]}
    called(victim, "career_tailor", wanted)
    called(other, "career_tailor", wanted)
    if moment == MOMENTS[0]:
        victim.process.kill()
    handed = tailored(other, wanted)
    if moment == MOMENTS[1]:
        victim.process.kill()
    if moment in MOMENTS[2:]:
        answered(victim)
        called(victim, "finalize_resume_batch", handed)
    called(other, "finalize_resume_batch", handed)
    if moment == MOMENTS[2]:
        victim.process.kill()
    answered(other)
    victim.process.kill()
    called(other, "finalize_resume_batch", handed)
    assert answered(other)["failed_count"] == 0


def test_row_note_and_the_users_text_survive_two_servers_of_which_one_is_killed(
    tmp_path: Path, counted: Callable[[str], None], request: pytest.FixtureRequest
) -> None:
    place = Place(tmp_path)
    chance = random.Random(request.config.getoption("randomly_seed"))  # noqa: S311 - chance, not secrecy
    losses = {}
    with ExitStack() as stack:

        def begun(name: str) -> Wire:
            return stack.enter_context(started(place.root, tmp_path / "state", tmp_path / name))

        servers = [begun("first"), begun("second")]
        for number in range(ROUNDS):
            victim = chance.randrange(2)
            place.begin(number)
            go_round(servers[victim], servers[1 - victim], place, MOMENTS[number % len(MOMENTS)])
            if found := place.losses():
                losses[number] = found
            servers[victim].process.wait()
            servers[victim] = begun(f"errors {number}")

    counted(f"two servers that finalize: {ROUNDS} rounds, {ROUNDS} kills, {len(losses)} with losses")
    assert losses == {}
