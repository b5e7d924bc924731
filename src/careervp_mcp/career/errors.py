"""The tree of failures: each says what would be right, in words a caller may see.

A message never holds an absolute path, a stack trace or a value of the environment: whoever raises
one writes it for the person at the other end.
"""

import errno
from collections.abc import Mapping
from typing import ClassVar


class CareerError(Exception):
    """Something the caller can understand and mostly mend."""

    code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(self, message: str, *, retryable: bool = False, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable
        self.details = details
        """What a caller may act on, as plain JSON values; None where the message says all."""


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


class FieldMissing(CareerError):
    """A required field is absent; the message names it."""

    code = "VALIDATION_MISSING_REQUIRED_FIELD"


class ToneInvalid(CareerError):
    """A letter's tone is none of those there are."""

    code = "VALIDATION_INVALID_TONE"


class TargetLengthInvalid(CareerError):
    """A CV's target length is none of those there are."""

    code = "VALIDATION_INVALID_TARGET_LENGTH"


class CvIdInvalid(CareerError):
    """A given cv_id is not of the form that ids have."""

    code = "VALIDATION_INVALID_CV_ID"


class FileSizeExceeded(InvalidInput):
    """An upload is empty or over its limit; the message says which."""

    code = "VALIDATION_FILE_SIZE_EXCEEDED"


class TextTooShort(CareerError):
    """A text has fewer characters than it needs."""

    code = "VALIDATION_TEXT_TOO_SHORT"


class TextTooLong(CareerError):
    """A text has more characters than it may."""

    code = "VALIDATION_TEXT_TOO_LONG"


class FormatUnsupported(InvalidInput):
    """A file's ending is unknown, or its content is of another kind."""

    code = "UNSUPPORTED_FILE_FORMAT"


class Unparsable(InvalidInput):
    """A document is encrypted, scanned or unreadable."""

    code = "PARSE_ERROR"


class CvInsufficient(CareerError):
    """A text holds no experience, no education and no skills."""

    code = "INSUFFICIENT_CV_DATA"


class CvUnknown(CareerError):
    """No CV of this owner has the id."""

    code = "CV_NOT_FOUND"


class Unknown(CareerError):
    """No record of this owner has the id."""

    code = "NOT_FOUND"


class JobUnknown(CareerError):
    """No posting of this owner has the id, and no row of the jobs database the number."""

    code = "JOB_NOT_FOUND"


class PostingTooShort(CareerError):
    """A posting has fewer characters than it needs."""

    code = "VALIDATION_JOB_DESCRIPTION_TOO_SHORT"


class PostingTooLong(CareerError):
    """A posting has more characters than it may."""

    code = "VALIDATION_JOB_DESCRIPTION_TOO_LONG"


class PostingEmpty(CareerError):
    """Nothing of a posting is left once hidden text and lines that speak to a model are gone."""

    code = "VALIDATION_JOB_DESCRIPTION_EMPTY"


class PayloadTooLarge(CareerError):
    """A draft or an answer is over its limit."""

    code = "PAYLOAD_TOO_LARGE"


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


class BoardRefused(CareerError):
    """Research cites a job board, which knows nothing of the company that the company has not paid for."""

    code = "JOB_BOARD_URL_REJECTED"


class PrerequisitesNotMet(CareerError):
    """An earlier step is missing; the message names it and the next call."""

    code = "PREREQUISITES_NOT_MET"


class Unauthorized(CareerError):
    """A request over HTTP carries no token that holds."""

    code = "UNAUTHORIZED"


class TooManyCalls(CareerError):
    """A user calls writing tools faster than they may; `details` tell when to call again."""

    code = "RATE_LIMIT_EXCEEDED"
