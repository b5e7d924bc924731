"""Reading a file that a caller named: regular, bounded, with an error that says what would be right."""

import os
import stat
from pathlib import Path

from careervp_mcp.career.errors import FileMissing, InvalidInput
from careervp_mcp.career.root import last_part

_CHUNK = 1 << 16


def read_file(path: Path, *, what: str, limit: int) -> bytes:
    """The whole content of a regular file of at most `limit` bytes.

    Raises FileMissing when it is not there, not a file or not readable, InvalidInput when it is too long.
    """
    name = last_part(path)
    try:
        content = _read(path, limit + 1)
    except FileNotFoundError:
        raise FileMissing(f"{what} not found: {name}") from None
    except IsADirectoryError:
        raise FileMissing(f"{what} is not a file: {name}") from None
    except OSError as error:
        raise FileMissing(f"{what} can't be read: {name} ({error.strerror})") from None
    if len(content) > limit:
        raise InvalidInput(f"{what} is longer than {limit} bytes: {name}")
    return content


def _read(path: Path, most: int) -> bytes:
    """Up to `most` bytes; a folder, a pipe or a device is told as IsADirectoryError, never waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise IsADirectoryError
        return _read_on(handle, about.st_size, most)
    finally:
        os.close(handle)


def _read_on(handle: int, size: int, most: int) -> bytes:
    """Read to the end or to `most` bytes; `size` is only what a file was when it was opened."""
    parts = [os.read(handle, min(size + 1, most))]
    total = len(parts[0])
    while parts[-1] and total < most:
        parts.append(os.read(handle, min(most - total, _CHUNK)))
        total += len(parts[-1])
    return b"".join(parts)


def read_text(path: Path, *, what: str, limit: int) -> str:
    """The same as text: UTF-8 with or without BOM, line ends as LF."""
    try:
        text = read_file(path, what=what, limit=limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{what} is not UTF-8 (byte {error.start}): {last_part(path)}; save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
