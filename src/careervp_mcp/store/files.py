"""Files that are always whole, and locks that die with their holder."""

import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.root import followed

LEFTOVER = ".careervp-{}.tmp"
"""Name of a half-written file; only a killed process leaves one."""


class LocalDisk:
    """The Disk port on a local file system; locks live in the state folder, keyed by resolved path."""

    def __init__(self, state: Path, *, lock_seconds: float = 10) -> None:
        self._locks = state / "locks"
        self._lock_seconds = lock_seconds

    def replace(self, path: Path, content: bytes) -> None:
        """Write beside the target, sync, rename over it and sync the folder; mode and owner are kept."""
        temporary = path.with_name(LEFTOVER.format(secrets.token_hex(8)))
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                _keep_mode(path, handle)
                os.fsync(handle)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(path.parent)

    @contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        """Hold `folder` and clear what a killed process left half-written in it."""
        name = hashlib.sha256(os.fsencode(followed(folder))).hexdigest()[:32]
        with self._held(f"{self._locks}{os.sep}{name}.lock"):
            _clear(folder)
            yield

    @contextmanager
    def _held(self, path: str) -> Iterator[None]:
        """Hold a lock file: at once where nobody has it, else by waiting for whoever has."""
        handle = _taken(path)
        if handle is None:
            with self._waited_for(path):
                yield
            return
        try:
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _waited_for(self, path: str) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self._locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=self._lock_seconds)
        try:
            lock.acquire()
        except Timeout:
            raise CompileFailed(
                f"another process is working in this workspace (waited {self._lock_seconds:g} s); "
                "this can be retried",
                retryable=True,
            ) from None
        try:
            yield
        finally:
            lock.release()


def _taken(path: str) -> int | None:
    """The lock file's handle when it was there and free, the usual case: a fiftieth of the library's time."""
    handle = None
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the same lock that the library takes
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
