"""Phrases of the word lists, found in a text by whole words, whatever their case and spacing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.quality.models import Span
from careervp_mcp.career.wordlists import table

_EDGE = r"(?<![\w-]){}(?![\w-])"
_LETTERS = {"'": "['\u2019]", " ": r"\s+", "-": "[-\u2010\u2011]"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a list, in all the forms it takes."""

    name: str
    forms: tuple[str, ...]
    instead: str = ""
    """What to write; words, or advice in brackets."""
    unless: tuple[str, ...] = ()
    """Longer phrases in which it means something else."""


def phrases(language: str, key: str) -> tuple[Phrase, ...]:
    """The entries of one list of `quality.toml`, in the file's order."""
    return _phrases(language, key)


@cache
def _phrases(language: str, key: str) -> tuple[Phrase, ...]:
    rows = table(language, "quality")[key]
    if not isinstance(rows, list):
        raise TypeError(f"quality.toml: {key} must be a list")
    return tuple(_read(row) for row in rows)


def _read(row: object) -> Phrase:
    if isinstance(row, str):
        return Phrase(row, (row,))
    if not isinstance(row, Mapping):
        raise TypeError("quality.toml: an entry is a phrase, or a table with its forms")
    forms = tuple(map(str, row["forms"]))
    return Phrase(forms[0], forms, str(row.get("instead", "")), tuple(map(str, row.get("unless", ()))))


def find(text: str, language: str, key: str) -> Iterator[tuple[Phrase, Span]]:
    """Each place where an entry stands, in the text's order."""
    pattern, by_form = _compiled(language, key)
    for match in pattern.finditer(text):
        phrase = by_form[int(str(match.lastgroup)[1:])]
        if not any(_covers(text, longer, match.span()) for longer in phrase.unless):
            yield phrase, match.span()


@cache
def _compiled(language: str, key: str) -> tuple[re.Pattern[str], tuple[Phrase, ...]]:
    """One pattern for the whole list, longer forms first; each group is named for its entry."""
    found = phrases(language, key)
    forms = sorted(
        ((form, number) for number, phrase in enumerate(found) for form in phrase.forms),
        key=lambda pair: (-len(pair[0]), pair[1]),
    )
    by_form = tuple(found[number] for _, number in forms)
    parts = [f"(?P<f{place}>{pattern_of(form)})" for place, (form, _) in enumerate(forms)]
    return re.compile(_EDGE.format(f"(?:{'|'.join(parts)})"), re.IGNORECASE), by_form


def pattern_of(phrase: str) -> str:
    """A regular expression that finds the phrase however it is spaced or its apostrophe is set."""
    return "".join(_LETTERS.get(letter, re.escape(letter)) for letter in phrase)


def _covers(text: str, longer: str, span: Span) -> bool:
    """Whether the longer phrase stands around the span."""
    near = text[max(0, span[0] - 40) : span[1] + 40]
    start = span[0] - max(0, span[0] - 40)
    return any(
        match.start() <= start and match.end() >= start + span[1] - span[0]
        for match in re.finditer(_EDGE.format(pattern_of(longer)), near, re.IGNORECASE)
    )
