"""Word lists whose entries are patterns: a space in one stands for any run of blanks."""

import re
from collections.abc import Mapping
from functools import cache

from careervp_mcp.career.wordlists import word_groups


@cache
def pattern_groups(language: str, noun: str, key: str) -> Mapping[str, re.Pattern[str]]:
    """Each list of a table as one pattern that any of its entries fits, without regard to case."""
    return {
        name: re.compile("|".join(f"(?:{spaced(one)})" for one in group), re.IGNORECASE)
        for name, group in word_groups(language, noun, key).items()
    }


def spaced(pattern: str) -> str:
    """A pattern as compiled: a space reads any run of blanks, an optional space may be none."""
    return pattern.replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,6}")
