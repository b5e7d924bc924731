"""LocalDisk.swap and create: what another program saves meanwhile is never lost, whenever we die."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from careervp_mcp.career.errors import Unforeseen
from careervp_mcp.store import files, swapping
from careervp_mcp.store.files import LocalDisk

OLD, NEW, SAVED, LATER = b"old\n", b"new\n", b"saved by the user\n", b"and saved again\n"
NOBODY = 65534


@pytest.fixture
def note(tmp_path: Path) -> Path:
    folder = tmp_path / "trackers"
    folder.mkdir()
    path = folder / "note.md"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def disk(tmp_path: Path) -> LocalDisk:
    return LocalDisk(tmp_path / "state", lock_seconds=0.1)


def rescued(note: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in note.parent.parent.glob("state/rescued/*"))


def alone(note: Path) -> bool:
    """Whether nothing of ours stands beside the note."""
    return [path.name for path in note.parent.iterdir()] == [note.name]


def save_in_place(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def save_by_rename(path: Path, content: bytes) -> None:
    beside = path.with_name("note.md.tmp~")
    beside.write_bytes(content)
    beside.replace(path)


SAVES = [save_in_place, save_by_rename]
Save = Callable[[Path, bytes], None]


def test_a_note_that_is_as_it_was_read_is_swapped(disk: LocalDisk, note: Path) -> None:
    assert disk.swap(note, OLD, NEW)

    assert note.read_bytes() == NEW
    assert alone(note)


def test_a_note_that_is_not_as_it_was_read_stays(disk: LocalDisk, note: Path) -> None:
    before = note.stat()

    assert not disk.swap(note, b"read long ago", NEW)

    assert (note.read_bytes(), note.stat().st_ino) == (OLD, before.st_ino)
    assert alone(note)


def test_a_note_that_is_gone_stays_gone(disk: LocalDisk, note: Path) -> None:
    note.unlink()

    assert not disk.swap(note, OLD, NEW)

    assert list(note.parent.iterdir()) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_the_mode_is_kept(disk: LocalDisk, note: Path, mode: int) -> None:
    note.chmod(mode)

    disk.swap(note, OLD, NEW)

    assert stat.S_IMODE(note.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_is_kept(disk: LocalDisk, note: Path) -> None:
    os.chown(note, NOBODY, NOBODY)

    disk.swap(note, OLD, NEW)

    assert (note.stat().st_uid, note.stat().st_gid) == (NOBODY, NOBODY)


def test_a_link_is_followed_to_the_note(disk: LocalDisk, note: Path, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(note)

    assert disk.swap(tmp_path / "link.md", OLD, NEW)

    assert (tmp_path / "link.md").is_symlink()
    assert note.read_bytes() == NEW


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that knows no renames with promises."""
    monkeypatch.setattr(swapping, "_renameat2", lambda: None)


@pytest.mark.usefixtures("no_exchange")
def test_without_the_exchange_a_note_is_compared_and_replaced(disk: LocalDisk, note: Path) -> None:
    assert disk.swap(note, OLD, NEW)
    assert not disk.swap(note, OLD, b"newer")

    assert note.read_bytes() == NEW
    assert alone(note)


def test_nothing_is_created_where_something_stands(disk: LocalDisk, note: Path) -> None:
    assert not disk.create(note, NEW)
    assert disk.create(note.with_name("other.md"), NEW)

    assert (note.read_bytes(), note.with_name("other.md").read_bytes()) == (OLD, NEW)
    assert sorted(path.name for path in note.parent.iterdir()) == ["note.md", "other.md"]


@pytest.mark.usefixtures("no_exchange")
def test_without_the_exchange_nothing_is_created_over_what_is_there_either(disk: LocalDisk, note: Path) -> None:
    assert not disk.create(note, NEW)
    assert disk.create(note.with_name("other.md"), NEW)

    assert (note.read_bytes(), note.with_name("other.md").read_bytes()) == (OLD, NEW)


class Meddling:
    """Lets something happen just before or just after one of the exchanges."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.before: dict[int, Callable[[], None]] = {}
        self.after: dict[int, Callable[[], None]] = {}
        self.count = 0
        self._real = swapping.exchanged
        monkeypatch.setattr(files, "exchanged", self.exchanged)
        monkeypatch.setattr(swapping, "exchanged", self.exchanged)

    def exchanged(self, one: Path, other: Path) -> bool | None:
        self.count += 1
        number = self.count
        self.before.get(number, lambda: None)()
        done = self._real(one, other)
        self.after.get(number, lambda: None)()
        return done


@pytest.fixture
def meddling(monkeypatch: pytest.MonkeyPatch) -> Meddling:
    return Meddling(monkeypatch)


@pytest.mark.parametrize("save", SAVES)
def test_what_is_saved_just_before_the_exchange_goes_back(
    disk: LocalDisk, note: Path, meddling: Meddling, save: Save
) -> None:
    meddling.before[1] = lambda: save(note, SAVED)

    assert not disk.swap(note, OLD, NEW)

    assert (note.read_bytes(), rescued(note)) == (SAVED, [])
    assert alone(note)


@pytest.mark.parametrize("save", SAVES)
def test_what_is_saved_just_after_the_exchange_is_saved_upon_ours(
    disk: LocalDisk, note: Path, meddling: Meddling, save: Save
) -> None:
    meddling.after[1] = lambda: save(note, SAVED)

    assert disk.swap(note, OLD, NEW)

    assert (note.read_bytes(), rescued(note)) == (SAVED, [])
    assert alone(note)


@pytest.mark.parametrize("saves", [(one, two) for one in SAVES for two in SAVES])
@pytest.mark.parametrize("when", ["after the exchange", "before it goes back", "after it went back"])
def test_of_two_saves_around_the_exchange_the_later_stands_and_the_earlier_is_kept(
    disk: LocalDisk, note: Path, meddling: Meddling, saves: tuple[Save, Save], when: str
) -> None:
    meddling.before[1] = lambda: saves[0](note, SAVED)
    hook, number = {
        "after the exchange": (meddling.after, 1),
        "before it goes back": (meddling.before, 2),
        "after it went back": (meddling.after, 2),
    }[when]
    hook[number] = lambda: saves[1](note, LATER)

    assert not disk.swap(note, OLD, NEW)

    assert note.read_bytes() == LATER
    assert rescued(note) == ([] if when == "after it went back" else [SAVED])
    assert alone(note)


def test_a_program_that_has_the_note_open_to_write_gets_it_back(
    disk: LocalDisk, note: Path, meddling: Meddling
) -> None:
    with note.open("r+b", buffering=0) as user:
        assert not disk.swap(note, OLD, NEW)
        user.write(SAVED)

    assert meddling.count == 2
    assert (note.read_bytes(), rescued(note)) == (SAVED, [])
    assert alone(note)


def test_a_program_that_opens_ours_to_write_keeps_it_and_the_save_before_is_kept(
    disk: LocalDisk, note: Path, meddling: Meddling
) -> None:
    opened: list[int] = []
    meddling.before[1] = lambda: save_in_place(note, SAVED)
    meddling.after[1] = lambda: opened.append(os.open(note, os.O_WRONLY))

    assert not disk.swap(note, OLD, NEW)
    os.write(opened[0], LATER)
    os.close(opened[0])

    assert note.read_bytes() == LATER
    assert rescued(note) == [SAVED]
    assert alone(note)


@pytest.mark.parametrize("becomes", ["folder", "link", "gone"])
def test_a_note_that_becomes_something_else_meanwhile_is_left_to_the_user(
    disk: LocalDisk, note: Path, meddling: Meddling, becomes: str
) -> None:
    def become() -> None:
        note.unlink()
        if becomes == "folder":
            note.mkdir()
        elif becomes == "link":
            note.symlink_to("elsewhere.md")

    meddling.before[1] = become

    assert not disk.swap(note, OLD, NEW)

    assert {"folder": note.is_dir(), "link": note.is_symlink(), "gone": not note.exists()}[becomes]
    assert [path.name for path in note.parent.iterdir()] == ([] if becomes == "gone" else ["note.md"])


def test_a_save_whose_note_was_moved_away_meanwhile_is_kept(disk: LocalDisk, note: Path, meddling: Meddling) -> None:
    meddling.before[1] = lambda: save_in_place(note, SAVED)
    meddling.after[1] = lambda: os.rename(note, note.with_name("archived.md"))  # noqa: PTH104 - gives None

    assert not disk.swap(note, OLD, NEW)

    assert rescued(note) == [SAVED]
    assert [path.name for path in note.parent.iterdir()] == ["archived.md"]


KILLED = 137


def killed(work: Callable[[], object]) -> None:
    """Run it in a copy of this process that ends where it calls `die`."""
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            work()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == KILLED


def die() -> None:
    os._exit(KILLED)


@pytest.mark.parametrize(
    ("moment", "left"),
    [(("before", 1), OLD), (("after", 1), NEW)],
    ids=["killed before the exchange", "killed after it"],
)
def test_a_kill_around_the_exchange_leaves_a_whole_note_and_the_next_hold_clears_up(
    disk: LocalDisk, note: Path, meddling: Meddling, moment: tuple[str, int], left: bytes
) -> None:
    getattr(meddling, moment[0])[moment[1]] = die
    killed(lambda: disk.swap(note, OLD, NEW))
    lying = not alone(note)

    with disk.locked(note):
        assert alone(note)

    assert lying
    assert (note.read_bytes(), rescued(note)) == (left, [])


def test_a_kill_while_a_note_is_created_leaves_none_and_the_next_hold_clears_up(
    disk: LocalDisk, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note.unlink()
    monkeypatch.setattr(files, "renamed_into_nothing", lambda _source, _target: die())
    killed(lambda: disk.create(note, NEW))
    left = len(list(note.parent.iterdir()))

    with disk.locked(note):
        assert list(note.parent.iterdir()) == []

    assert left == 1


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("moment", [("after", 1), ("before", 2), ("after", 2)])
@pytest.mark.parametrize("later", [False, True])
def test_a_kill_while_a_save_is_out_of_place_loses_no_save(
    disk: LocalDisk, note: Path, meddling: Meddling, save: Save, moment: tuple[str, int], *, later: bool
) -> None:
    meddling.before[1] = lambda: save(note, SAVED)
    getattr(meddling, moment[0])[moment[1]] = die
    killed(lambda: disk.swap(note, OLD, NEW))
    if later:
        save(note, LATER)

    meddling.count = 10
    with disk.locked(note):
        assert alone(note)

    saves = {note.read_bytes(), *rescued(note)}
    assert note.read_bytes() == (LATER if later else SAVED)
    assert SAVED in saves or moment == ("after", 2)  # there the later save took its place in the note


@pytest.mark.parametrize("again", ["locked", "swapped"])
def test_what_a_neighbour_is_writing_is_not_cleared(disk: LocalDisk, note: Path, again: str) -> None:
    neighbour = note.with_name("neighbour.md")
    waiting = swapping.waiting_name(neighbour, OLD, NEW)
    waiting.write_bytes(SAVED)

    if again == "swapped":
        disk.swap(note, OLD, NEW)
    else:
        with disk.locked(note):
            pass

    assert waiting.read_bytes() == SAVED


def test_a_file_that_only_looks_like_ours_is_never_removed_unread(disk: LocalDisk, note: Path) -> None:
    strange = note.with_name(f".careervp-{swapping.mark_of(note)}-mine.swap")
    strange.write_bytes(SAVED)

    with disk.locked(note):
        assert strange.read_bytes() == SAVED


FULL = """
import resource, sys
from pathlib import Path
from careervp_mcp.store.files import LocalDisk
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    LocalDisk(Path(sys.argv[1])).swap(Path(sys.argv[2]), b"old\\n", b"n" * 100_000)
except OSError as error:
    print(error.errno)
"""


def test_a_full_disk_leaves_the_note_whole_and_nothing_beside_it(note: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", FULL, str(note.parent.parent / "state"), str(note)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "27\n"
    assert note.read_bytes() == OLD
    assert alone(note)


def test_a_note_that_is_held_makes_others_wait_and_then_ask_to_try_again(disk: LocalDisk, note: Path) -> None:
    with (
        disk.locked(note),
        pytest.raises(Unforeseen, match="another process is writing") as refused,
        disk.locked(note),
    ):
        pytest.fail("two hold one note")

    assert refused.value.retryable


def test_two_notes_of_a_folder_are_held_at_once(disk: LocalDisk, note: Path) -> None:
    with disk.locked(note), disk.locked(note.with_name("other.md")):
        assert alone(note)
