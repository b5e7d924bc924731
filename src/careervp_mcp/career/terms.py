"""Terms: names of skills, credentials, degrees, languages and industries, however they are written."""

import re
from collections.abc import Sequence
from functools import lru_cache

from careervp_mcp.career.levels import degree_level, language_level, same_degree
from careervp_mcp.career.termindex import atoms_of, singulars_of
from careervp_mcp.career.termscan import TermMention, entry_of, find_terms
from careervp_mcp.career.titlewords import is_occupation, same_title, seniority, title_words
from careervp_mcp.career.wordlists import word_set

__all__ = [
    "TermMention",
    "canonical",
    "degree_level",
    "find_terms",
    "initials_match",
    "is_occupation",
    "language_level",
    "same_degree",
    "same_term",
    "same_title",
    "seniority",
    "title_words",
]

_INITIALS = re.compile(r"[A-Z][A-Z0-9]{1,7}")


@lru_cache(maxsize=1 << 14)
def canonical(name: str) -> str:
    """The name that all forms of a term share, with its version; an unknown name in lower case."""
    key = atoms_of(name)
    entry = entry_of(key) if key else None
    if entry:
        return f"{entry.canonical} {entry.version}".strip()
    known = find_terms(name, context="list")
    if len(known) == 1 and known[0].text == name.strip() and known[0].kind != "product":
        return f"{known[0].canonical} {known[0].version}".strip()
    return " ".join(key) or name.strip().lower()


def same_term(one: str, other: str) -> bool:
    """Whether two names name one thing, as far as the lists of aliases, plurals and initials tell."""
    first, second = canonical(one), canonical(other)
    return first == second or first in singulars_of(second) or second in singulars_of(first)


def initials_match(short: str, long: str) -> bool:
    """Whether a short name is made of the initials of a long one: CKA, Certified Kubernetes Administrator."""
    short = short.replace(".", "").strip()
    if not _INITIALS.fullmatch(short):
        return False
    named = re.sub(r"\([^)]*\)", " ", long)
    words = re.findall(r"\d+|[^\W\d_]+", named)
    telling = [word for word in words if word.lower() not in word_set("", "beside", "small")]
    without_kind = (
        telling[:-1] if telling and telling[-1].lower() in word_set("", "beside", "certificates") else telling
    )
    return short in {_initials(some) for some in (words, telling, without_kind)}


def _initials(words: Sequence[str]) -> str:
    return "".join(word if word.isdigit() else word[0].upper() for word in words) if len(words) > 1 else ""
