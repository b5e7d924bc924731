"""Files that are always whole, and locks that die with their holder."""

import fcntl
import hashlib
import logging
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from careervp_mcp.career.errors import CareerError, CompileFailed, Unforeseen
from careervp_mcp.career.root import followed
from careervp_mcp.store.swapping import (
    exchanged,
    left_waiting,
    mark_of,
    renamed_into_nothing,
    settled,
    waiting_name,
)

log = logging.getLogger(__name__)

LEFTOVER = ".careervp-{}.tmp"
"""Name of a half-written file; only a killed process leaves one."""


class LocalDisk:
    """The Disk port on a local file system; locks live in the state folder, keyed by resolved path."""

    def __init__(self, state: Path, *, lock_seconds: float = 10) -> None:
        self._locks = state / "locks"
        self._rescued = state / "rescued"
        self._lock_seconds = lock_seconds

    def replace(self, path: Path, content: bytes) -> None:
        """Write beside the target, sync, rename over it and sync the folder; mode and owner are kept."""
        with _written(path, content) as temporary:
            temporary.replace(path)
        _sync_folder(path.parent)

    def create(self, path: Path, content: bytes) -> bool:
        """Write beside the target, sync, and rename to where nothing stands."""
        with _written(path, content) as temporary:
            made = renamed_into_nothing(temporary, path)
            if made is None and not os.path.lexists(path):  # by the lock alone: see docs/decisions/007
                temporary.replace(path)
                made = True
        _sync_folder(path.parent)
        return bool(made)

    def swap(self, path: Path, old: bytes, new: bytes) -> bool:
        """Exchange the note with a file that holds `new`, and give it back unless `old` came out."""
        note = path.resolve()
        waiting = waiting_name(note, old, new)
        with _written(note, new) as temporary:
            temporary.rename(waiting)  # what bears that name is whole
        try:
            possible = _standing(note) == old and exchanged(waiting, note)
        except BaseException:
            with suppress(OSError):
                self._recover(note)  # it may have come after the exchange: what waits can be the user's
            raise
        if possible is None:
            waiting.replace(note)  # by the lock and the look just taken: see docs/decisions/007
        elif possible:
            possible = settled(waiting, note, self._rescue)
        else:
            waiting.unlink()
        _sync_folder(note.parent)
        return possible is not False

    @contextmanager
    def locked(self, path: Path) -> Iterator[None]:
        """Hold a folder, or a note alone, and clear what a killed process left half-written there."""
        real = Path(followed(path))
        name = hashlib.sha256(os.fsencode(real)).hexdigest()[:32]
        is_folder = real.is_dir()
        with self._held(f"{self._locks}{os.sep}{name}.lock", is_folder=is_folder):
            if is_folder:
                _clear(real)
            else:
                self._recover(real)
            yield

    @contextmanager
    def _held(self, path: str, *, is_folder: bool) -> Iterator[None]:
        """Hold a lock file: at once where nobody has it, else by waiting for whoever has."""
        handle = _taken(path)
        if handle is None:
            with self._waited_for(path, is_folder=is_folder):
                yield
            return
        try:
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _waited_for(self, path: str, *, is_folder: bool) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self._locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=self._lock_seconds)
        try:
            lock.acquire()
        except Timeout:
            raise self._in_use(is_folder=is_folder) from None
        try:
            yield
        finally:
            lock.release()

    def _in_use(self, *, is_folder: bool) -> CareerError:
        waited = f"(waited {self._lock_seconds:g} s); this can be retried"
        if is_folder:
            return CompileFailed(f"another process is working in this workspace {waited}", retryable=True)
        return Unforeseen(f"another process is writing this note {waited}", retryable=True)

    def _recover(self, note: Path) -> None:
        """Finish or take back what a killed process left of its writing to this note."""
        for left in left_waiting(note):
            if left.suffix == ".swap":
                settled(left, note, self._rescue)
            else:
                left.unlink(missing_ok=True)

    def _rescue(self, waiting: Path, note: Path) -> None:
        """Keep a user's text for which the note has no place any more in the state folder."""
        self._rescued.mkdir(parents=True, exist_ok=True)
        kept = self._rescued / f"{secrets.token_hex(4)}-{note.name}"
        try:
            waiting.rename(kept)  # a program that has it open writes on there
        except OSError:  # another file system
            with _written(kept, waiting.read_bytes()) as temporary:
                temporary.replace(kept)
            waiting.unlink()
        log.warning("two programs wrote %s at once; what one of them saved is kept in the state folder", note.name)


@contextmanager
def _written(target: Path, content: bytes) -> Iterator[Path]:
    """A synced file beside `target` with its mode and owner; it is gone afterwards unless it was renamed."""
    temporary = target.with_name(LEFTOVER.format(f"{mark_of(target)}-{secrets.token_hex(8)}"))
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            _keep_mode(target, handle)
            os.fsync(handle)
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()


def _standing(path: Path) -> bytes | None:
    """The content of a regular file; None for anything else."""
    with suppress(FileNotFoundError):
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
    return None


def _taken(path: str) -> int | None:
    """The lock file's handle when it was there and free, the usual case: a fiftieth of the library's time."""
    handle = None
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the same lock that the library takes
        if os.fstat(handle).st_nlink == 0:  # removed meanwhile: it guards no name
            raise FileNotFoundError
    except OSError:
        if handle is not None:
            os.close(handle)
        return None
    return handle


def _clear(folder: Path) -> None:
    """Remove what a killed process left half-written."""
    head, tail = LEFTOVER.split("{}")
    with suppress(FileNotFoundError):
        with os.scandir(folder) as entries:
            leftovers = [entry.path for entry in entries if entry.name.startswith(head) and entry.name.endswith(tail)]
        for leftover in leftovers:
            Path(leftover).unlink(missing_ok=True)


def _keep_mode(path: Path, handle: int) -> None:
    try:
        old = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(old.st_mode):
        os.fchmod(handle, stat.S_IMODE(old.st_mode))
        with suppress(OSError):  # only root may give a file away
            os.fchown(handle, old.st_uid, old.st_gid)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
