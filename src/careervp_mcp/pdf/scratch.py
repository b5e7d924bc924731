"""Private folders for one run each, and the sweeping of those a killed process left."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "run-"
_LOCK = "held"
_GATE = ".gate"
_NEW = ".new-"
_ATTEMPTS, _PAUSE_SECONDS = 20, 0.01


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run's private place; only `work` and `home` are the engine's."""

    path: Path

    @property
    def work(self) -> Path:
        """The folder the engine runs in: the source and its assets, later the PDF and the log."""
        return self.path / "work"

    @property
    def home(self) -> Path:
        """What the engine takes for the user's home."""
        return self.path / "home"

    @property
    def transcript(self) -> Path:
        """What the engine says on its terminal; it can't reach this file by name."""
        return self.path / "transcript"


@contextlib.contextmanager
def run_folder(root: Path) -> Iterator[RunFolder]:
    """Hold a fresh 0700 folder below `root`; it is gone afterwards, whatever happened."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _gate(root):  # no sweep may see the folder before its lock is held
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
        lock = os.open(path / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        folder = RunFolder(path)
        folder.work.mkdir(mode=0o700)
        folder.home.mkdir(mode=0o700)
        yield folder
    finally:
        _remove(path)
        os.close(lock)


def sweep(root: Path) -> int:
    """Remove the folders no living process holds; how many. Safe beside other servers."""
    if not root.is_dir():
        return 0
    with _gate(root):
        return sum(_swept(path) for path in root.glob(f"{_PREFIX}*"))


def put(path: Path, content: bytes) -> None:
    """Write `content` at `path` in one step: whole or not at all, whoever else writes it too."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path.parent):
        for leftover in path.parent.glob(f"{_NEW}*"):  # of a killed process: who lives still waits
            leftover.unlink()
        handle, name = tempfile.mkstemp(prefix=_NEW, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _swept(path: Path) -> bool:
    try:
        lock = os.open(path / _LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        lock = None  # its process died before it took the lock: the gate was ours since
    except OSError:
        return False
    try:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(path)
    except BlockingIOError:
        return False
    finally:
        if lock is not None:
            os.close(lock)
    return True


def _remove(path: Path) -> None:
    """Remove a folder, also from under a process that was killed and is not quite dead."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(_PAUSE_SECONDS)


@contextlib.contextmanager
def _gate(root: Path) -> Iterator[None]:
    gate = os.open(root / _GATE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder itself: no file of ours may stand in it."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
