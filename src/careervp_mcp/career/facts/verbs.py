"""Verbs in use: which words of a clause act, and the level of ownership they claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.ownership import DID, HELPED, LED, level_of, noun_levels, phrases
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.wordlists import word_map, word_set
from careervp_mcp.career.words import Word, known_verbs

_BEFORE_A_VERB = frozenset(
    {
        "i",
        "we",
        "to",
        "who",
        "and",
        "also",
        "then",
        "he",
        "she",
        "they",
        "which",
        "that",
        "would",
        "will",
        "can",
        "could",
    }
    | {
        "i've",
        "have",
        "had",
        "has",
        "been",
        "personally",
        "often",
        "regularly",
        "now",
        "currently",
        "still",
        "or",
        "was",
    }
    | {"were", "be", "being", "jointly", "successfully", "by", "while", "when", "after", "before", "directly", "both"}
)
_JOINING = frozenset({"and", "or", "also", "then"})
_BEFORE_A_NOUN = frozenset(
    {
        "a",
        "an",
        "the",
        "my",
        "your",
        "our",
        "their",
        "its",
        "his",
        "her",
        "this",
        "that",
        "of",
        "in",
        "with",
        "as",
        "for",
    }
    | {"technical", "team", "new", "good", "strong", "daily", "clinical", "customer", "user", "sales", "shift"}
)
_JOIN = re.compile(
    r"(?:,\s+(?:and\s+|then\s+)?|\band\s+|\bthen\s+)(?:(?:have|has|had|also|then|later|since|\w+ly)\s+){0,2}$"
)
_INVARIANT = frozenset({"set", "cut", "put", "let", "hit", "shut", "cast", "spread", "split", "read"})
"""Verbs whose past looks like their dictionary form."""
_AFTER_A_VERB = frozenset(
    {"a", "an", "the", "up", "out", "in", "my", "our", "its", "their", "new", "down", "together"}
)
_PAST = re.compile(r"(?:ed|ught|uilt)$")


@dataclass(frozen=True, slots=True)
class LevelClaimed:
    """The level of ownership that a clause claims, by which word and where."""

    level: int
    word: str
    span: tuple[int, int]


def acting(statement: Statement, *, bullet: bool = False) -> Iterator[Word]:
    """The words used as verbs: by their form, or by the word before them."""
    before, present = "", False
    for place, word in enumerate(statement.words):
        if _done_to(statement, place):
            before = word.text.lower()
            continue
        if _acts(word, before, first=place == 0, bullet=bullet) and (
            before not in _JOINING or present or _formed(word) or _is_past(statement, place)
        ):
            present = present or not (_formed(word) or before in {"to", "by"} or word.text.lower().endswith("ing"))
            yield word
        before = word.text.lower()


def _is_past(statement: Statement, place: int) -> bool:
    """Whether a word such as "set" stands as a verb of the past: "and set up a clinic"."""
    following = statement.words[place + 1 : place + 2]
    return (
        statement.words[place].text.lower() in _INVARIANT
        and bool(following)
        and following[0].text.lower() in _AFTER_A_VERB
    )


def _done_to(statement: Statement, place: int) -> bool:
    """Whether a verb's object is the person: "taught me"."""
    following = statement.words[place + 1 : place + 2]
    return (
        bool(following)
        and following[0].text.lower() in {"me", "us", "him", "her"}
        and statement.words[place].text.lower() not in {"with", "by", "for", "to"}
    )


def _acts(word: Word, before: str, *, first: bool, bullet: bool) -> bool:
    text = word.text.lower()
    if text in _nouns() or (word.stop and word.lemma not in {"make", "give", "take", "bring", "use", "keep"}):
        return False
    if word.lemma not in known_verbs() and not (_formed(word) and not word.capital):
        return False
    if first:
        return bullet or _formed(word) or text.endswith("ing")
    if before in _BEFORE_A_NOUN or word.capital:
        return False
    if text.endswith("ing"):
        return before in {"by", "was", "were", "been", "be", "am", "i'm", "of", "from"}
    third = text != word.lemma and before not in {"he", "she", "which", "who", "that", "it"}
    return _formed(word) or (before in _BEFORE_A_VERB and not third)


def _formed(word: Word) -> bool:
    """Whether a word's form is a past one."""
    text = word.text.lower()
    if text == word.lemma or text in _nouns() or text.endswith(("s", "ing")):
        return False
    return bool(_PAST.search(text)) or text in _pasts() or word.lemma in known_verbs()


@cache
def _pasts() -> frozenset[str]:
    return word_set("en", "words", "irregular") - {"data", "staff", "media", "less", "fewer", "lesser"}


@cache
def _nouns() -> frozenset[str]:
    """Words that look like verbs and are none."""
    return word_set("en", "verbs", "nouns")


def verb_phrases(statement: Statement, *, bullet: bool = False) -> tuple[tuple[int, int], ...]:
    """Where each deed of a clause stands: "led engineers | and set up their rota"."""
    text = statement.text
    begins = [0]
    if statement.language != "en":
        begins += [verb.start for verb in sorted(_hebrew_acts(statement, bullet=bullet), key=_where) if verb.start]
        begins = [0, *begins[2:]]
        return tuple(zip(begins, [*begins[1:], len(text)], strict=True))
    for verb in acting(statement, bullet=bullet):
        join = _JOIN.search(text[: verb.start])
        if join and join.start() > begins[-1]:
            begins.append(verb.start)
    return tuple(zip(begins, [*begins[1:], len(text)], strict=True))


def _where(word: Word) -> int:
    return word.start


def claims_a_deed(statement: Statement, *, bullet: bool = False) -> bool:
    """Whether a clause says that something was or is done."""
    if statement.language != "en":
        return bool(_hebrew_acts(statement, bullet=bullet))
    owning = word_set("en", "verbs", "possession")
    return any(verb.lemma not in owning for verb in acting(statement, bullet=bullet))


def level_claimed(statement: Statement, *, bullet: bool) -> LevelClaimed | None:
    """The highest level that a clause's verbs claim; a verb of helping limits those that follow it."""
    claims = sorted(_claims(statement, bullet=bullet), key=lambda claim: claim.span)
    if not claims:
        return None
    if claims[0].level == HELPED or any(claim.level == HELPED and " " in claim.word for claim in claims):
        later = [claim for claim in claims if claim.level >= LED and " and " in statement.text[: claim.span[0]]]
        return max(later, key=_level, default=_helped(claims))
    return max(claims, key=_level)


def _hebrew_acts(statement: Statement, *, bullet: bool) -> set[Word]:
    """The words of Hebrew that act: those of the ladder, the first person's past, and a bullet's first word."""
    ladder = set(word_map("he", "facts", "ladder"))
    return {
        word
        for place, word in enumerate(statement.words)
        if word.lemma in ladder
        or word.lemma[1:] in ladder
        or (word.lemma.endswith("תי") and len(word.lemma) > len("בתי") + 1)
        or (bullet and not place)
    }


def _helped(claims: list[LevelClaimed]) -> LevelClaimed:
    return next(claim for claim in claims if claim.level == HELPED)


def _level(claim: LevelClaimed) -> int:
    return claim.level


def _claims(statement: Statement, *, bullet: bool) -> Iterator[LevelClaimed]:
    language = statement.language
    for wording, level in phrases(language):
        found = wording.search(statement.text)
        if found:
            yield LevelClaimed(level, found.group(), found.span())
    nouns = noun_levels(language)
    acts = set(acting(statement, bullet=bullet)) if language == "en" else _hebrew_acts(statement, bullet=bullet)
    for word in statement.words:
        level_here = level_of(word, statement.objects, language) if word in acts else None
        if level_here is None and word in acts and not statement.text[: word.start].lower().endswith("to "):
            level_here = DID
        if level_here is None and word not in acts:
            level_here = nouns.get(word.lemma) if word.text.lower() in nouns else None
        if level_here is not None:
            yield LevelClaimed(level_here, word.text, (word.start, word.end))
