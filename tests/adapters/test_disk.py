"""LocalDisk keeps the Disk port's promise: files are whole, locks die with their holder."""

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from careervp_mcp.career.errors import CompileFailed, understood
from careervp_mcp.career.ports import Disk
from careervp_mcp.store.files import LEFTOVER, LocalDisk

NOBODY = 65534
HOLD = """
import sys
from pathlib import Path
from careervp_mcp.store.files import LocalDisk
with LocalDisk(Path(sys.argv[1])).locked(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""
STOP_BEFORE_RENAME = """
import os, sys
from pathlib import Path
from careervp_mcp.store.files import LocalDisk
Path.replace = lambda *_: os._exit(9)
LocalDisk(Path(sys.argv[1])).replace(Path(sys.argv[2], "resume.tex"), b"new")
"""
REPLACE_A_LOT = """
import sys
from pathlib import Path
from careervp_mcp.career.errors import understood
from careervp_mcp.store.files import LocalDisk
try:
    LocalDisk(Path(sys.argv[1])).replace(Path(sys.argv[2], "resume.tex"), b"n" * 100_000)
except OSError as error:
    print(understood(error).message)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    (made / "resume.tex").write_bytes(b"old")
    return made


@pytest.fixture
def disk(tmp_path: Path) -> LocalDisk:
    return LocalDisk(tmp_path / "state", lock_seconds=0.1)


def child(script: str, folder: Path, limit: int = resource.RLIM_INFINITY) -> subprocess.Popen[str]:
    """A process that runs `script` with a state folder and `folder`, and may write files of `limit` bytes."""
    guarded = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n{script}"
    command = [sys.executable, "-B", "-c", guarded, str(folder.parent / "state"), str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_local_disk_is_a_disk(disk: LocalDisk, folder: Path) -> None:
    port: Disk = disk

    port.replace(folder / "resume.tex", b"new")

    assert (folder / "resume.tex").read_bytes() == b"new"
    assert names(folder) == ["resume.tex"]


def test_a_reader_of_the_old_file_keeps_the_old_file(disk: LocalDisk, folder: Path) -> None:
    with (folder / "resume.tex").open("rb") as reader:
        disk.replace(folder / "resume.tex", b"new")

        assert reader.read() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o444])
def test_the_mode_is_kept(disk: LocalDisk, folder: Path, mode: int) -> None:
    (folder / "resume.tex").chmod(mode)

    disk.replace(folder / "resume.tex", b"new")

    assert stat.S_IMODE((folder / "resume.tex").stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_the_user_asks_for(disk: LocalDisk, folder: Path) -> None:
    (folder / "by_hand").write_bytes(b"")

    disk.replace(folder / "new", b"new")

    assert (folder / "new").stat().st_mode == (folder / "by_hand").stat().st_mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_is_kept(disk: LocalDisk, folder: Path) -> None:
    os.chown(folder / "resume.tex", NOBODY, NOBODY)

    disk.replace(folder / "resume.tex", b"new")

    found = (folder / "resume.tex").stat()
    assert (found.st_uid, found.st_gid) == (NOBODY, NOBODY)


def test_a_link_is_replaced_and_never_followed(disk: LocalDisk, folder: Path) -> None:
    (folder / "link").symlink_to("resume.tex")

    disk.replace(folder / "link", b"new")

    assert not (folder / "link").is_symlink()
    assert ((folder / "link").read_bytes(), (folder / "resume.tex").read_bytes()) == (b"new", b"old")


def test_a_failed_replace_leaves_no_leftover(disk: LocalDisk, folder: Path) -> None:
    (folder / "taken").mkdir()

    with pytest.raises(IsADirectoryError):
        disk.replace(folder / "taken", b"new")
    assert names(folder) == ["resume.tex", "taken"]


def test_a_missing_folder_is_an_error_of_the_system(disk: LocalDisk, folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        disk.replace(folder / "gone" / "resume.tex", b"new")


def test_a_crash_before_the_rename_leaves_the_old_file_and_the_next_lock_clears_up(
    disk: LocalDisk, folder: Path
) -> None:
    (folder / ".careervp-notes.md").write_bytes(b"mine")
    with child(STOP_BEFORE_RENAME, folder) as process:
        assert process.wait(30) == 9
    left = [name for name in names(folder) if name.endswith(".tmp")]

    with disk.locked(folder):
        cleared = names(folder)

    assert len(left) == 1
    assert cleared == [".careervp-notes.md", "resume.tex"]
    assert (folder / "resume.tex").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_is_told_in_words(folder: Path) -> None:
    with child(REPLACE_A_LOT, folder, limit=50_000) as process:
        told, _ = process.communicate(timeout=30)

    assert told == "a file would grow past the limit set for this process; raise it and run again\n"
    assert names(folder) == ["resume.tex"]
    assert (folder / "resume.tex").read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_the_systems_own_word_for_a_full_disk_is_understood() -> None:
    with pytest.raises(OSError, match="No space left") as full, Path("/dev/full").open("wb", buffering=0) as device:
        device.write(b"new")

    failure = understood(full.value)
    assert (failure.message, failure.retryable) == (
        "no space left on the disk; free some and run this item again",
        True,
    )


def test_a_second_process_waits_and_then_fails_in_words_that_ask_to_try_again(disk: LocalDisk, folder: Path) -> None:
    with child(HOLD, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(CompileFailed) as refused, disk.locked(folder):
            pytest.fail("two hold one lock")
        holder.communicate(timeout=30)

    assert refused.value.retryable
    assert refused.value.message == (
        "another process is working in this workspace (waited 0.1 s); this can be retried"
    )


def test_a_lock_dies_with_its_holder(disk: LocalDisk, folder: Path) -> None:
    with child(HOLD, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.communicate(timeout=30)

    with disk.locked(folder):
        assert names(folder) == ["resume.tex"]


def test_a_lock_belongs_to_the_folder_and_not_to_its_spelling(disk: LocalDisk, folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)

    with disk.locked(folder), pytest.raises(CompileFailed), disk.locked(folder.parent / "link"):
        pytest.fail("two hold one folder")


def test_a_lock_excludes_others_whether_or_not_it_was_ever_used(disk: LocalDisk, folder: Path) -> None:
    for _ in range(2):
        with disk.locked(folder), pytest.raises(CompileFailed), disk.locked(folder):
            pytest.fail("two hold one folder")

        with child(HOLD, folder) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(CompileFailed), disk.locked(folder):
                pytest.fail("two hold one folder")
            holder.communicate(timeout=30)


def test_two_folders_are_held_at_once_and_no_lock_stands_beside_the_work(disk: LocalDisk, folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()

    with disk.locked(folder), disk.locked(other):
        assert names(folder) == ["resume.tex"]
    with disk.locked(folder):
        assert len(names(folder.parent / "state" / "locks")) == 2


def test_the_lock_is_given_back_when_the_work_fails(disk: LocalDisk, folder: Path) -> None:
    with pytest.raises(KeyError), disk.locked(folder):
        raise KeyError

    with disk.locked(folder):
        assert LEFTOVER.format("x") not in names(folder)
