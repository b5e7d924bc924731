"""The tree of failures: each says what would be right, in words a caller may see.

A message never holds an absolute path, a stack trace or a value of the environment: whoever raises
one writes it for the person at the other end.
"""

import errno
from typing import ClassVar


class CareerError(Exception):
    """Something the caller can understand and mostly mend."""

    code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable


class InvalidInput(CareerError):
    """A request, a tracker or a source is not of the form it must have."""

    code = "VALIDATION_ERROR"


class FileMissing(CareerError):
    """A file that the work needs is missing or can't be read."""

    code = "FILE_NOT_FOUND"


class TemplateMissing(CareerError):
    """The named template is missing."""

    code = "TEMPLATE_NOT_FOUND"


class CompileFailed(CareerError):
    """The source could not be made into a sound PDF; retryable when only time or a lock was short."""

    code = "COMPILE_ERROR"


class DatabaseMissing(CareerError):
    """The jobs database is not there."""

    code = "DB_NOT_FOUND"


class DatabaseFailed(CareerError):
    """The jobs database is not of the form it must have, or refused the work; retryable when it was only locked."""

    code = "DB_ERROR"


class Unforeseen(CareerError):
    """Anything we did not plan for: the message is generic, the log has the detail."""

    code = "INTERNAL_ERROR"


def understood(error: Exception) -> CareerError:
    """The failure a caller is shown for any exception: what the system refused in words, the rest generic."""
    if isinstance(error, CareerError):
        return error
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return Unforeseen("no space left on the disk; free some and run this item again", retryable=True)
        if error.errno == errno.EFBIG:
            return Unforeseen("a file would grow past the limit set for this process; raise it and run again")
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return Unforeseen(
                "the disk refused access; give this user the right to read and write in the root and the state folder"
            )
        if error.errno == errno.ENAMETOOLONG:
            return InvalidInput("a path is too long for this disk; shorten it")
    return Unforeseen("something unforeseen happened; the server's log has the detail", retryable=True)
