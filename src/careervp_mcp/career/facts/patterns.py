"""The patterns of the word lists, compiled once a language."""

import re
from functools import cache

from careervp_mcp.career.wordlists import word_groups


@cache
def pattern(table: str, language: str, key: str = "patterns") -> re.Pattern[str]:
    """All the patterns of one list of `facts.toml` as one, without regard to case."""
    marks = word_groups(language, "facts", table)[key]
    return re.compile("|".join(f"(?:{mark})" for mark in marks), re.IGNORECASE)


@cache
def any_word(table: str, language: str, key: str) -> re.Pattern[str]:
    """The words of one list of `facts.toml`, whole words only."""
    listed = sorted(word_groups(language, "facts", table)[key], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in listed)})(?![\w-])", re.IGNORECASE)
