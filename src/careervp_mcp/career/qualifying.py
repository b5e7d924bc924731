"""Qualifiers: the words beside a fact that limit what it proves."""

import re
from collections.abc import Mapping
from functools import cache

from careervp_mcp.career.wordlists import word_groups

NO_SUPPORT = frozenset({"negated", "wished", "learning"})
"""Qualifiers under which a statement proves neither possession nor use."""


def qualifiers_of(kind: str, text: str, language: str = "en") -> tuple[str, ...]:
    """The qualifiers of a fact, by name and, for limits, by the word itself."""
    if kind in {"name", "email", "phone", "link", "employer", "institution"}:
        return ()
    found = [name for name, pattern in _patterns(language).items() if name != "limited" and pattern.search(text)]
    limits = _patterns(language)["limited"].findall(text)
    titles = _limiters(language).findall(text) if kind == "title" else []
    return tuple(dict.fromkeys([*found, *(word.lower() for word in (*limits, *titles))]))


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    groups = word_groups(language, "facts", "qualifiers")
    return {name: _any_of(group) for name, group in groups.items()}


@cache
def _limiters(language: str) -> re.Pattern[str]:
    groups = word_groups(language, "facts", "limiter")
    return _any_of(tuple(word for group in groups.values() for word in group))


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w'])(?:{listed})(?![\w'])", re.IGNORECASE)
