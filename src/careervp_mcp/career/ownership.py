"""The ladder of ownership: how much of a deed a verb claims, from taking part to founding."""

import re
from collections.abc import Mapping
from functools import cache

from careervp_mcp.career.wordlists import word_groups, word_map, word_set
from careervp_mcp.career.words import Word

HELPED, DID, GUIDED, LED, MANAGED, FOUNDED = range(6)
"""The levels; 1 and 2 are equal unless the object is colleagues."""
_PEOPLE_ONLY = {"run": LED, "conduct": LED, "direct": LED}
"""Level 3 with people as object, otherwise a plain deed."""
_ORGANISATION_ONLY = frozenset({"establish", "introduce", "launch", "start", "create", "set"})


def level_of(word: Word, objects: frozenset[str], language: str = "en") -> int | None:
    """The level a verb claims over its objects; None where the word is no verb of the ladder.

    `objects` are the kinds of what it is done to: people, recipients, money, organisation.
    """
    if word.lemma in _PEOPLE_ONLY:
        return LED if "people" in objects else DID
    if word.lemma in _ORGANISATION_ONLY:
        return FOUNDED if "organisation" in objects else DID
    found = _ladder(language).get(word.lemma)
    return found if found is not None or language == "en" else _ladder(language).get(word.lemma[1:])


@cache
def _ladder(language: str) -> Mapping[str, int]:
    return {word: int(level) for word, level in word_map(language, "facts", "ladder").items()}


@cache
def noun_levels(language: str) -> Mapping[str, int]:
    """Nouns that claim a level as their verbs do."""
    return {word: int(level) for word, level in word_map(language, "facts", "ladder_nouns").items()}


@cache
def phrases(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Phrases of several words that claim a level."""
    groups = word_groups(language, "facts", "ladder_phrases")
    return tuple(
        (re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE), int(level))
        for level, group in groups.items()
        for phrase in group
    )


def objects_among(lemmas: frozenset[str], language: str = "en") -> frozenset[str]:
    """The kinds of object that stand among some words."""
    groups = word_groups(language, "facts", "objects")
    return frozenset(kind for kind, group in groups.items() if not lemmas.isdisjoint(group))


def sole_words(language: str = "en") -> frozenset[str]:
    """Words that take a team's result for one person's."""
    return word_set(language, "facts", "sole")
