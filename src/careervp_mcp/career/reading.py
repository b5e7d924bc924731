"""Reading a file that a caller named: regular, bounded, with an error that says what would be right."""

import os
import stat
from pathlib import Path

from careervp_mcp.career.errors import FileMissing, InvalidInput


def read_file(path: Path, *, what: str, limit: int) -> bytes:
    """The whole content of a regular file of at most `limit` bytes.

    Raises FileMissing when it is not there, not a file or not readable, InvalidInput when it is too long.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise FileMissing(f"{what} not found: {path.name}") from None
    except OSError as error:
        raise FileMissing(f"{what} can't be read: {path.name} ({error.strerror})") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileMissing(f"{what} is not a file: {path.name}")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise InvalidInput(f"{what} is longer than {limit} bytes: {path.name}")
    return content


def read_text(path: Path, *, what: str, limit: int) -> str:
    """The same as text: UTF-8 with or without BOM, line ends as LF."""
    try:
        text = read_file(path, what=what, limit=limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{what} is not UTF-8 (byte {error.start}): {path.name}; save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
