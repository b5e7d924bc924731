"""First person: a sentence of a CV as its owner would say it, with no other word changed."""

import re

from careervp_mcp.career.facts.verbs import acting
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import is_occupation
from careervp_mcp.career.words import known_verbs, words

_OWN = re.compile(r"^(?:I|I've|I'm|I'd|My|We)\b")
_OPENER = re.compile(r"^(?:In|At|Since|From|After|During|As|On|For|With|Together)\b")
_RESPONSIBLE = re.compile(r"^(?:Responsible|Accountable) for\b")
_LONGEST = 45
"""Words of a sentence that a letter can carry."""


def as_first_person(text: str, language: str = "en") -> str | None:
    """“Led a team of 4.” as “I led a team of 4.”; None for what is no deed, or too long to be said.

    Hebrew tells person and gender in the verb itself, so its sentences stay as they are.
    """
    told = " ".join(text.split()).rstrip(" .;")
    if not told or len(told.split()) > _LONGEST or "\n" in text or ": " in told[:40]:
        return None
    if language != "en" or _OWN.match(told):
        return f"{told}."
    if _RESPONSIBLE.match(told):
        return f"I was {_lowered(told)}."
    if _OPENER.match(told):
        return None
    first = next(iter(words(told)), None)
    deeds = {word.start for word in acting(Statement(told), bullet=True)}
    if first is None or first.text.endswith(("ing", "s")) or first.lemma not in known_verbs():
        return None
    return f"I {_lowered(told)}." if first.start in deeds else None


def as_self_description(text: str) -> str | None:
    """A summary's “Data engineer with 7 years.” as “I'm a data engineer with 7 years.”; None for another form."""
    told = " ".join(text.split()).rstrip(" .;")
    if _OWN.match(told):
        return f"{told}."
    head = re.match(r"((?:[\w/-]+ ){0,4}?[\w/-]+)(?= (?:with|who|for|in|of|on)\b)", told)
    if head is None or not is_occupation(head[1].split()[-1].lower()) or len(told.split()) > _LONGEST:
        return None
    short = told[:2].isupper()
    lowered = told if short else _lowered(told)
    vowel = lowered[0] in ("AEFHILMNORSX" if short else "aeiou") and not lowered.startswith(("uni", "use", "eu"))
    return f"I'm {'an' if vowel else 'a'} {lowered}."


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
