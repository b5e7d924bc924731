"""Bounds: the words before and after a figure that say it is a limit, or near the truth."""

import re
from collections.abc import Mapping
from functools import cache

from careervp_mcp.career.amounts import Approximation, Bound
from careervp_mcp.career.wordlists import word_map

_NEAR = 30
"""Characters before a figure in which such words stand."""


def qualified(near: str, text: str, end: int, language: str) -> tuple[Bound, Approximation, int]:
    """A figure's bound and approximation, and where it ends with the sign or words that say so."""
    after = _after(language).match(text, end)
    kinds = [_kinds(language, "bounds")[found] for found in _told(near, language)]
    if after:
        kinds.append(_kinds(language, "trailing")[_plain(after[1])])
    bound: Bound = ""
    if "at_least" in kinds or "at_most" in kinds:
        bound = "at_least" if "at_least" in kinds else "at_most"
    approx: Approximation = ""
    if "nearly" in kinds or "about" in kinds:
        approx = "nearly" if "nearly" in kinds else "about"
    return bound, approx, after.end() if after and after[1] == "+" else end


def _told(near: str, language: str) -> list[str]:
    found = _before(language).search(near[-_NEAR:])
    return [_plain(found[1])] if found else []


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


@cache
def _kinds(language: str, key: str) -> Mapping[str, str]:
    found = word_map(language, "numbers", key)
    return found if language == "en" else {**word_map("en", "numbers", key), **found}


@cache
def _before(language: str) -> re.Pattern[str]:
    """The longest of the words that end right before a number: "no more than" is not "more than"."""
    return re.compile(
        rf"(?:^|[\s(,–-])[בלמו]?-?({_either(language, 'bounds')})\s*(?:בני|בן|בנות|של)?\s*(?:the |a |an )?"
        r"(?:(?:US|C|A)?[$€£₪])?\s*$",
        re.IGNORECASE,
    )


@cache
def _after(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s?({_either(language, 'trailing')})(?!\w)", re.IGNORECASE)


def _either(language: str, key: str) -> str:
    listed = sorted(_kinds(language, key), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in listed)
