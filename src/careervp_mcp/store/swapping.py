"""Writing a note that somebody else may be writing too: exchange the files, then look at what came out.

The exchange is one step of the kernel, so that what came out is exactly what our text took the place of. When that
is not what we had read, it goes back. The temporary's name says which texts it may hold by right, so that whoever
comes after a death can tell them from a user's.
"""

import ctypes
import errno
import fcntl
import hashlib
import os
import re
import secrets
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

WAITING = ".careervp-{target}-{old}-{new}-{chance}.swap"
"""Name of a file that is, or was, exchanged with a note: whose, and the hashes of what it may hold by right."""
_WAITING = re.compile(r"\.careervp-[0-9a-f]{16}-(?P<old>[0-9a-f]{64})-(?P<new>[0-9a-f]{64})-[0-9a-f]{8}\.swap")
_ROUNDS = 100
"""Exchanges after which a program that never stops writing has its way, and the rest is left to the next call."""
_BUSY = "busy"
_NOT_A_FILE = "not a file"
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_UNKNOWN_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""What a system or a file system answers that does not know these renames."""

Rescue = Callable[[Path, Path], None]
"""Moves a user's text, the first file, out of the way: the note, the second, has no place for it any more."""


def mark_of(note: Path) -> str:
    """What tells the temporaries of one note from those of its neighbours."""
    return hashlib.sha256(os.fsencode(note.name)).hexdigest()[:16]


def digest(content: bytes) -> str:
    """A text as the names of temporaries tell it."""
    return hashlib.sha256(content).hexdigest()


def waiting_name(note: Path, old: bytes, new: bytes) -> Path:
    """A name beside the note for a file that holds `new`, whole, and is to be exchanged for `old`."""
    name = WAITING.format(target=mark_of(note), old=digest(old), new=digest(new), chance=secrets.token_hex(4))
    return note.with_name(name)


def renamed_into_nothing(source: Path, target: Path) -> bool | None:
    """Rename unless something stands at `target`: False then; None where the system can't promise it."""
    try:
        _rename(source, target, _RENAME_NOREPLACE)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno in _UNKNOWN_HERE:
            return None
        raise
    return True


def exchanged(one: Path, other: Path) -> bool | None:
    """Exchange two files in one step; False when one is not there, None where the system can't do it."""
    try:
        _rename(one, other, _RENAME_EXCHANGE)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno in _UNKNOWN_HERE:
            return None
        raise
    return True


def settled(waiting: Path, note: Path, rescue: Rescue) -> bool:
    """Whether what our text took the place of was what we had read; if not, the note is the user's again.

    Also for what a killed process left: a text that is ours, or that ours took the place of, is removed. A user's
    goes back into the note; one that the user has followed up there by now is handed to `rescue`.
    """
    rights = _WAITING.fullmatch(waiting.name)
    if rights is None:  # not a name of ours, whoever wrote it
        return False
    passed_over = ""
    for turn in range(_ROUNDS):
        found, standing = _look(waiting), _look(note)
        if found == rights["new"] or (turn == 0 and found == rights["old"]):
            waiting.unlink()
            return found == rights["old"]
        back = _was_saved_last(found, standing, turn, waiting, note) or (turn == 0 and standing == rights["new"])
        if found == passed_over or not back or not exchanged(waiting, note):
            rescue(waiting, note)
            return False
        passed_over = standing
    return False


def left_waiting(note: Path) -> Iterator[Path]:
    """What killed processes left of this note's exchanges."""
    head = f".careervp-{mark_of(note)}-"
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(note.parent) as entries:
        yield from [Path(entry.path) for entry in entries if entry.name.startswith(head)]


def _was_saved_last(found: str, standing: str, turn: int, waiting: Path, note: Path) -> bool:
    """Whether the waiting file, and not the one in the note, is what a user saved last."""
    if _BUSY in {found, standing}:  # who is writing has the note
        return found == _BUSY
    if turn > 0:  # it came out of the note later than we looked there
        return True
    with suppress(FileNotFoundError):
        return waiting.lstat().st_mtime_ns > note.lstat().st_mtime_ns
    return False


def _look(path: Path) -> str:
    """The hash of a file's content; other words while a program has it open to write, or for what is no file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return _NOT_A_FILE
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return _NOT_A_FILE
        if _is_being_written(handle):
            return _BUSY
        with os.fdopen(handle, "rb", closefd=False) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    finally:
        os.close(handle)


def _is_being_written(handle: int) -> bool:
    """Whether another program has the file open to write: then, and only then, the kernel refuses a read lease.

    Where leases are not known, or the file is another user's, nothing can be told.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(
            handle, fcntl.F_SETSIG, signal.SIGURG
        )  # a broken lease is told by a signal, and this one ends nobody
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def _rename(source: Path, target: Path, flags: int) -> None:
    call = _renameat2()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(source))


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """Linux's rename with promises, by way of the C library; None where there is none."""
    function: Callable[[int, bytes, int, bytes, int], int] | None
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return function
