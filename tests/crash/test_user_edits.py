"""A user edits a note while we write to it and are killed: no edit is lost.

The user reads the note, adds a line and saves it, by renaming as Obsidian does or in place, and first waits for the
line of the edit before: so every lost edit is seen. TORTURE runs 4,000 edits; each test prints what happened.
"""

import os
import random
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from torture import TORTURE

from careervp_mcp.store.files import LocalDisk

EDITS = int(os.environ.get("USER_EDITS", "4000" if TORTURE else "250"))
PATIENCE = 20
START = b"---\ncompany: Amazon\nstatus: Reviewed\n---\n"
LOST = 3

Write = Callable[[LocalDisk, Path, bytes, bytes], bool]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: there a sync takes no time, and writes meet far more often."""
    if not os.access("/dev/shm", os.W_OK):  # noqa: S108 - a folder of its own is made in it
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(dir="/dev/shm"))
    yield made
    shutil.rmtree(made)


def by_swap(disk: LocalDisk, note: Path, old: bytes, new: bytes) -> bool:
    with disk.locked(note):
        return disk.swap(note, old, new)


def blindly(disk: LocalDisk, note: Path, _old: bytes, new: bytes) -> bool:
    """What peers do, to show that these tests bite."""
    disk.replace(note, new)
    return True


def by_hash(disk: LocalDisk, note: Path, old: bytes, new: bytes) -> bool:
    """Look, then replace: an edit between the two is lost."""
    if note.read_bytes() != old:
        return False
    disk.replace(note, new)
    return True


def copied(work: Callable[[], int]) -> int:
    """The process id of a copy of this process that does the work."""
    pid = os.fork()
    if pid == 0:
        status = 1
        with suppress(BaseException):
            status = work()
        os._exit(status)
    return pid


def ended(pid: int, patience: float) -> int | None:
    """The exit status of a copy; None when it still works after so long."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    return None


def our_work(folder: Path, write: Write, seed: str) -> int:
    """Set one status after the other for ever; the number of writes and of refused ones goes into a file."""
    disk, note, chance = LocalDisk(folder / "state"), folder / "notes/note.md", random.Random(seed)  # noqa: S311 - chance, not secrecy
    log = os.open(folder / "writes", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        old = note.read_bytes()
        status = chance.choice([b"Reviewed", b"Resume Written", b"Applied"])
        new = re.sub(rb"(?m)^status: .*$", b"status: " + status, old)
        if new != old:
            os.write(log, b"w" if write(disk, note, old, new) else b"r")


def users_work(folder: Path, seed: str, edits: int, patience: float) -> int:
    """Make all edits, each upon the note that shows the one before; LOST when that one does not come to be seen."""
    note, chance = folder / "notes/note.md", random.Random(seed)  # noqa: S311 - chance, not secrecy
    while not (folder / "writes").exists():  # we are there
        time.sleep(0.001)
    for number in range(1, edits + 1):
        text = shown(note, number - 1, patience)
        if text is None:
            return LOST
        save = chance.choice([rename_over, in_place, opened_and_written_later])
        save(note, text + b"line %d\n" % number)
        time.sleep(chance.choice([0, 0, 0.0005, 0.002]))
    return 0 if shown(note, edits, patience) is not None else LOST


def shown(note: Path, number: int, patience: float) -> bytes | None:
    """The note once it shows this edit; None when it does not within the patience."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        text = note.read_bytes()
        if number == 0 or text.endswith(b"line %d\n" % number):
            return text
    return None


def rename_over(note: Path, text: bytes) -> None:
    beside = note.with_name("note.md.saving")
    beside.write_bytes(text)
    beside.replace(note)


def in_place(note: Path, text: bytes) -> None:
    note.write_bytes(text)


def opened_and_written_later(note: Path, text: bytes) -> None:
    """As an editor does that keeps the file open while it thinks."""
    with note.open("r+b", buffering=0) as file:
        time.sleep(0.0005)
        file.write(text)
        file.truncate()


def at_work_together(
    folder: Path, write: Write, seed: str, *, kills: bool, edits: int = EDITS, patience: float = PATIENCE
) -> int | None:
    """The user's exit status, after we have been at the same note all the while, with or without kills."""
    (folder / "notes").mkdir()
    (folder / "notes/note.md").write_bytes(START)
    with LocalDisk(folder / "state").locked(folder / "notes"):  # what loads on first use is in every copy then
        pass
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    user = copied(partial(users_work, folder, seed, edits, patience))
    status = None
    for life in count():
        ours = copied(partial(our_work, folder, write, f"{seed}/{life}"))
        status = ended(user, chance.uniform(0.005, 0.06) if kills else 600)
        os.kill(ours, signal.SIGKILL)
        os.waitpid(ours, 0)
        if status is not None:
            break
    written = (folder / "writes").read_bytes()
    print(  # noqa: T201 - shown on failure and with -s
        f"{edits} edits, {written.count(b'w')} writes of ours, {written.count(b'r')} refused, {life} kills, "
        f"{len(list(folder.glob('state/rescued/*')))} kept aside, seed {seed}: {'lost' if status else 'none lost'}"
    )
    return status


@pytest.mark.parametrize("kills", [False, True], ids=["at peace", "killed"])
def test_no_edit_of_a_user_is_lost(folder: Path, request: pytest.FixtureRequest, *, kills: bool) -> None:
    seed = f"{request.config.getoption('randomly_seed')}/{kills}"

    status = at_work_together(folder, by_swap, seed, kills=kills)

    note = folder / "notes/note.md"
    with LocalDisk(folder / "state").locked(note):
        lines = note.read_bytes().splitlines()
    assert status == 0
    assert lines[4:] == [b"line %d" % number for number in range(1, EDITS + 1)]
    assert re.fullmatch(rb"status: (Reviewed|Resume Written|Applied)", lines[2])
    assert [path.name for path in note.parent.iterdir()] == ["note.md"]


@pytest.mark.parametrize("write", [blindly, by_hash], ids=lambda write: write.__name__)
def test_a_write_that_does_not_look_at_what_came_out_is_caught_by_the_same_programme(
    folder: Path, request: pytest.FixtureRequest, write: Write
) -> None:
    status = at_work_together(
        folder, write, f"{request.config.getoption('randomly_seed')}", kills=False, edits=100 * EDITS, patience=0.5
    )

    assert status == LOST
