"""The words that tell a CV's lines apart, from the data files of a language and of English."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from careervp_mcp.career.terms import is_occupation
from careervp_mcp.career.wordlists import word_groups, word_map

_WORD = re.compile(r"[A-Za-zÀ-ÿ\u05d0-\u05ea]+(?:[-'’&.\"״][A-Za-zÀ-ÿ\u05d0-\u05ea]+)*\.?")
LANGUAGES = ("en", "he")


@cache
def kinds_of_headings() -> Mapping[str, str]:
    """Each heading in lower case to the kind of part that it opens."""
    return {word: kind for language in LANGUAGES for word, kind in word_map(language, "headings", "headings").items()}


@cache
def kinds_of_words() -> Mapping[str, str]:
    """Each single word that tells a heading's kind."""
    return {word: kind for language in LANGUAGES for word, kind in word_map(language, "headings", "words").items()}


@cache
def document_titles() -> frozenset[str]:
    """What stands over a CV instead of a name."""
    return frozenset(
        word for language in LANGUAGES for word in word_groups(language, "headings", "titles")["document"]
    )


@cache
def fields() -> Mapping[str, str]:
    """Each label in lower case to the field it names."""
    return {word: name for language in LANGUAGES for word, name in word_map(language, "headings", "fields").items()}


@cache
def listed(noun: str, key: str = "words") -> tuple[str, ...]:
    """A list of words, in the files' order."""
    return tuple(word for language in LANGUAGES for word in word_groups(language, "cvwords", noun).get(key, ()))


@cache
def known(noun: str, key: str = "words") -> frozenset[str]:
    """The same in lower case, for looking up."""
    return frozenset(word.lower() for word in listed(noun, key))


@cache
def levels() -> Mapping[str, str]:
    """Each word for a skill's level to its grade."""
    return {word: grade for language in LANGUAGES for word, grade in word_map(language, "cvwords", "levels").items()}


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted({*words}, key=len, reverse=True))


def words_of(text: str) -> list[str]:
    """The words of a line in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def title_score(text: str) -> int:
    """How much a part of a line reads as a role's name: 0 not at all, 2 when its last word is one."""
    found = [is_occupation(word.rstrip(".")) or word in known("ranks") for word in _before_of(text)]
    return 2 if found and found[-1] else int(any(found))


def firm_score(text: str) -> int:
    """How much it reads as an organisation's name."""
    found = words_of(text)
    if found and (found[-1] in known("firms", "endings") or found[-1].rstrip(".") in known("firms", "endings")):
        return 3
    marks = [word in known("firms", "kinds") for word in found]
    return 2 if marks and (marks[-1] or marks[0]) else int(any(marks))


def _before_of(text: str) -> list[str]:
    """The words of a title before `of`, `for` or a bracket: the head of `Director of Studies`."""
    return words_of(re.split(r"\s(?:of|for|to)\s|[(,:/]|\s[-–—]\s", text, maxsplit=1)[0])
