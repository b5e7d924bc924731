"""Sayings: in which other words a history says what a posting names, where the two mean one thing."""

import re
from collections.abc import Mapping
from functools import lru_cache

from careervp_mcp.career.showing import Shown
from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.wordlists import table, word_set

_KNOWN = 1 << 12


@lru_cache(maxsize=_KNOWN)
def ways_to_say(name: str) -> tuple[str, ...]:
    """The name first; then a known skill in it that only general words stand around, and what a table lists.

    `Linux administration` is also said by Linux, `team leadership` by a team that was led.
    """
    return tuple(dict.fromkeys((name, *_core(name), *_listed(name))))


def says(shown: Shown, name: str) -> bool:
    """Whether a text names a thing in one of these words."""
    return any(shown.shows(said) for said in ways_to_say(name))


def _core(name: str) -> tuple[str, ...]:
    found = [term for term in find_terms(name, "en", context="list") if term.kind == "skill"]
    rest = name
    for term in reversed(found):
        rest = rest[: term.span[0]] + " " + rest[term.span[1] :]
    general = word_set("en", "sayings", "general")
    return tuple(term.text for term in found) if found and all(word in general for word in _words(rest)) else ()


def _listed(name: str) -> tuple[str, ...]:
    plain = " ".join(_words(name))
    groups = table("en", "sayings")["said"]
    found: list[str] = []
    for group in groups.values() if isinstance(groups, Mapping) else ():
        if isinstance(group, Mapping) and any(re.fullmatch(asked, plain) for asked in group["asked"]):
            found += group["told"]
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:/[^\W_]+)*", text.lower())
