import errno

import pytest

from careervp_mcp.career.errors import FileMissing, understood


def test_a_failure_of_ours_is_shown_as_it_is() -> None:
    failure = FileMissing("tracker not found: a.md")

    assert understood(failure) is failure


@pytest.mark.parametrize(
    ("number", "words", "code", "retryable"),
    [
        (errno.ENOSPC, "no space left on the disk", "INTERNAL_ERROR", True),
        (errno.EDQUOT, "no space left on the disk", "INTERNAL_ERROR", True),
        (errno.EFBIG, "past the limit set for this process", "INTERNAL_ERROR", False),
        (errno.EACCES, "give this user the right to read and write", "INTERNAL_ERROR", False),
        (errno.EROFS, "give this user the right to read and write", "INTERNAL_ERROR", False),
        (errno.ENAMETOOLONG, "a path is too long for this disk; shorten it", "VALIDATION_ERROR", False),
        (errno.EIO, "something unforeseen happened", "INTERNAL_ERROR", True),
    ],
)
def test_what_the_system_refused_is_told_without_a_path(
    number: int, words: str, code: str, *, retryable: bool
) -> None:
    failure = understood(OSError(number, "refused", "/home/ada/secret"))

    assert words in failure.message
    assert "secret" not in failure.message
    assert (failure.code, failure.retryable) == (code, retryable)


def test_anything_else_is_generic() -> None:
    failure = understood(KeyError("/home/ada/secret"))

    assert failure.message == "something unforeseen happened; the server's log has the detail"
    assert (failure.code, failure.retryable) == ("INTERNAL_ERROR", True)
