"""A disk of its own that can be filled: a file system in memory with a few bytes of room."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, room: int) -> Iterator[Path]:
    """A file system of `room` bytes at a new folder; where this user can't mount one, the test is skipped."""
    folder.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only who may mount a small disk can fill it")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "-l", folder], check=True)


def fill(folder: Path, *, but: int) -> Path:
    """A file that leaves `but` bytes free on the disk of a folder."""
    room = os.statvfs(folder)
    filler = folder / "filler"
    filler.write_bytes(b"x" * max(0, room.f_bavail * room.f_frsize - but))
    return filler
