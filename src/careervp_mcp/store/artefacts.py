"""The craft's files in one folder, each below its key."""

import re
from pathlib import Path

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.ports import Disk
from careervp_mcp.career.root import Root

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}")
_LONGEST = 6
"""Parts of a key."""


class FolderFiles:
    """The Files port on a local file system, in a folder inside the root."""

    def __init__(self, root: Root, folder: Path, disk: Disk) -> None:
        self._root = root
        self._folder = folder
        self._disk = disk

    def put(self, key: str, content: bytes | None) -> None:
        path = self._path(key)
        if content is None:
            path.unlink(missing_ok=True)
            return
        _make_folder(path.parent)
        self._disk.replace(path, content)

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        return path.read_bytes() if path.is_file() else None

    def _path(self, key: str) -> Path:
        """Where a key's file stands, once it is known to lie inside the root, links followed."""
        refuse_bad_key(key)
        path = self._folder / key
        self._root.refuse_outside(path, what="the craft's file")
        return path


def _make_folder(folder: Path) -> None:
    """A folder for its user alone: what it holds is a person's history."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InvalidInput(
            "a file stands where a folder for the craft's files must be, beside CAREERVP_DB; move it away"
        ) from None


def refuse_bad_key(key: str) -> None:
    """Raise InvalidInput for what is no key: plain names between slashes."""
    parts = key.split("/")
    if len(parts) > _LONGEST or not all(_PART.fullmatch(part) for part in parts):
        raise InvalidInput("a file's key must be plain names between slashes, such as cvs/local/cv_1f.pdf")
