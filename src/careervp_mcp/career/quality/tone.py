"""Tone: what is too loud, too loose, too stiff, too vague or hidden behind the passive."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from careervp_mcp.career.quality.models import QualityIssue, Severity, ToneIssue, ToneKind
from careervp_mcp.career.quality.phrases import find
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.wordlists import word_set

LISTS: Mapping[str, tuple[ToneKind, Severity]] = MappingProxyType(
    {
        "generic": ("generic", "MEDIUM"),
        "hyperbole": ("hyperbole", "MEDIUM"),
        "informal": ("informal", "MEDIUM"),
        "over_formal": ("over-formal", "LOW"),
        "hedging": ("hedging", "LOW"),
    }
)
"""Each list of `quality.toml` that tells a tone, and what a word of it costs."""
MESSAGES: Mapping[ToneKind, str] = MappingProxyType(
    {
        "generic": "anybody could say this",
        "hyperbole": "the word claims more than a reader will believe",
        "informal": "too loose for an application",
        "over-formal": "stiffer than people write",
        "hedging": "it takes back what it says",
        "passive": "it hides who did it",
    }
)
_LOUD = re.compile(r"!{2,}|(?<!\w):-?\)|(?<!\w);-?\)|[\U0001f300-\U0001faff\u2764]")


def tone(prose: Prose) -> tuple[ToneIssue, ...]:
    """Every such expression, in the text's order."""
    found = [*_listed(prose), *_loud(prose), *_passive(prose)]
    return tuple(sorted(found, key=lambda issue: issue.span))


def tone_issues(prose: Prose) -> tuple[QualityIssue, ...]:
    """What tone finds, as issues."""
    return tuple(found.issue for found in tone(prose))


def _listed(prose: Prose) -> Iterator[ToneIssue]:
    for key, (kind, severity) in LISTS.items():
        for phrase, span in find(prose.text, prose.context.language, key):
            yield ToneIssue(kind, span, severity, phrase.instead, MESSAGES[kind])


def _loud(prose: Prose) -> Iterator[ToneIssue]:
    for match in _LOUD.finditer(prose.text):
        yield ToneIssue("informal", match.span(), "MEDIUM", "words alone", MESSAGES["informal"])


def _passive(prose: Prose) -> Iterator[ToneIssue]:
    if prose.context.language != "en":
        return
    states = word_set("en", "quality", "states")
    for one in prose.running:
        for match in _passive_pattern().finditer(one.text):
            if match["done"].lower() not in states:
                span = (one.start + match.start(), one.start + match.end())
                yield ToneIssue("passive", span, "LOW", "say who did it", MESSAGES["passive"])


@cache
def _passive_pattern() -> re.Pattern[str]:
    irregular = "|".join(sorted(word_set("en", "quality", "irregular_participles")))
    be = r"(?:is|are|was|were|been|being|be)"
    return re.compile(
        rf"\b{be} (?:\w+ly |also |then |never |always )?(?P<done>\w{{2,}}ed|{irregular})\b", re.IGNORECASE
    )
