"""Kill -9 at any moment of a batch: every file is whole, and one rerun makes it as if nothing had happened.

CRASH_ROUNDS sets how many moments are tried; pytest's random seed, which it prints, chooses them.
"""

import json
import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from rooms import PAGE, PATIENCE, engines, of, write_trackers
from wire import Wire, started

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "1"))
COUNT = 3
OLD, NEW = (PAGE % text for text in ("Ada Quill was here", "Ada Quill, Nurse"))
BATCH = json.dumps(of([f"trackers/note-{number:03}.md" for number in range(1, COUNT + 1)]) | {"force": True})
MADE_ANEW = (".pdf", ".press.json")
"""Files that hold a date: known by their form, not by their bytes."""


@dataclass(frozen=True)
class Rehearsal:
    """A root with the work of an old run in it, its files, and what a new run makes of them in how long."""

    root: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    folder = tmp_path_factory.mktemp("rehearsal")
    root = folder / "root"
    write_trackers(root, COUNT)
    (root / "templates/resume.tex").write_text(OLD)
    finish(root, folder / "state")
    (root / "templates/resume.tex").write_text(NEW)
    (root / "data/templates/full_resume.md").write_text("# Ada Quill\n\nNurse since 2011, ward head since 2020.\n")
    again = Path(shutil.copytree(root, folder / "again"))
    seconds = finish(again, folder / "state")
    return Rehearsal(root, files(root), files(again), seconds)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_every_file_is_old_or_new_after_a_kill_and_a_rerun_finishes_the_batch(
    tmp_path: Path, rehearsal: Rehearsal, request: pytest.FixtureRequest, number: int
) -> None:
    seed = f"{request.config.getoption('randomly_seed')}/{number}"
    moment = random.Random(seed).uniform(0, rehearsal.seconds * 1.1)  # noqa: S311 - chance, not secrecy
    print(f"seed {seed}: killed after {moment:.3f} of {rehearsal.seconds:.3f} s")  # noqa: T201 - shown on failure
    root, state = Path(shutil.copytree(rehearsal.root, tmp_path / "root")), tmp_path / "state"

    with started(root, state, tmp_path / "errors") as wire:
        ready(wire)
        wire.send(BATCH)
        time.sleep(moment)
        wire.process.kill()
        wire.process.wait(PATIENCE)
    left = files(root)

    assert orphans(state) == []
    assert [name for name, content in left.items() if not is_whole(name, content, rehearsal)] == []
    assert rehearsal.old.keys() <= left.keys()
    finish(root, state)
    assert {name: content for name, content in files(root).items() if not name.endswith(MADE_ANEW)} == {
        name: content for name, content in rehearsal.new.items() if not name.endswith(MADE_ANEW)
    }
    assert {text_of(path.read_bytes()) for path in root.rglob("*.pdf")} == {"Ada Quill, Nurse"}
    assert [path.name for path in state.glob("press/*") if path.name != ".gate"] == []
    assert list(state.rglob(".new-*")) == []


def ready(wire: Wire) -> None:
    """Wait until the server answers, so that the moment falls into the batch and not into the start."""
    wire.send("{}")
    wire.answer()


def finish(root: Path, state: Path) -> float:
    """Run the batch to its end, every item a success; how many seconds it took."""
    with started(root, state, root.with_name("errors")) as wire:
        ready(wire)
        before = time.monotonic()
        wire.send(BATCH)
        report = wire.answer()["result"]["structuredContent"]
        seconds = time.monotonic() - before
        wire.close()
        wire.process.wait(PATIENCE)
    assert report["success_count"] == COUNT, report
    return seconds


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def is_whole(name: str, content: bytes, rehearsal: Rehearsal) -> bool:
    """Whether a file is one of the two runs', or a leftover where the next run clears it."""
    if name not in rehearsal.new:
        return Path(name).match("data/applications/*/resume/.careervp-*.tmp")
    if name.endswith(".pdf"):
        return text_of(content) in {"Ada Quill was here", "Ada Quill, Nurse"}
    if name.endswith(".press.json"):
        return len(json.loads(content)) > 1
    return content in {rehearsal.old.get(name), rehearsal.new[name]}


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        words: str = document[0].get_textpage().get_text_bounded()
    return words.splitlines()[0].strip()


def orphans(state: Path) -> list[int]:
    """Engines that live on although their server is dead; the kernel may take a moment."""
    deadline = time.monotonic() + PATIENCE
    while (living := engines(state)) and time.monotonic() < deadline:
        time.sleep(0.005)
    return living
