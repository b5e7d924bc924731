"""Pure functions of one text, remembered: a batch that comes again reads the same notes and sources."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Text = TypeVar("Text", str, bytes)
Result = TypeVar("Result")

MOST = 256
"""Results kept of each function."""
LONGEST = 64 * 1024
"""Characters or bytes of a text worth keeping: memory stays below some 20 MiB a function."""


def remembered(function: Callable[[Text], Result]) -> Callable[[Text], Result]:
    """The same function, which answers at once what it was asked lately; a text that is long is not kept."""
    kept = lru_cache(maxsize=MOST)(function)

    @wraps(function)
    def answer(text: Text) -> Result:
        return kept(text) if len(text) <= LONGEST else function(text)

    return answer
