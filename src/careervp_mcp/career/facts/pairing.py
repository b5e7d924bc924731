"""Pairing the entries of a judged CV with those of the history, by what they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.words import folded

_WEIGHTS = {
    "employer": 3.0,
    "title": 2.0,
    "start": 1.5,
    "end": 1.0,
    "institution": 3.0,
    "degree": 2.0,
    "field": 1.0,
    "name": 3.0,
}
_ENOUGH = 2.0
"""What two entries must share to be taken for one."""
_ALIKE = 0.8
"""From here two names are taken for spellings of one, when entries are paired."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of the judged text and the history's that it tells of, if any."""

    stated: str
    known: str


def paired(theirs: EvidenceBank, known: EvidenceBank, prefix: str) -> tuple[Pair, ...]:
    """Each stated entry with the known one it shares most with; a known one serves once."""
    stated, ours = _entries(theirs, prefix), _entries(known, prefix)
    scores = sorted(
        (
            (_shared(stated[one], ours[other]), -place, one, other)
            for place, one in enumerate(stated)
            for other in ours
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for score, _, one, other in scores:
        if score >= _ENOUGH and one not in found and other not in found.values():
            found[one] = other
    return tuple(Pair(entry, found.get(entry, "")) for entry in stated)


def _entries(bank: EvidenceBank, prefix: str) -> dict[str, dict[str, Fact]]:
    return {
        entry: {fact.kind: fact for fact in reversed(bank.facts) if fact.entry == entry and fact.kind in _WEIGHTS}
        for entry in bank.entries
        if entry.startswith(prefix) and entry[1:].isdigit()
    }


def _shared(one: dict[str, Fact], other: dict[str, Fact]) -> float:
    return sum(
        weight * _alike(one[kind], other[kind]) for kind, weight in _WEIGHTS.items() if kind in one and kind in other
    )


def _alike(one: Fact, other: Fact) -> float:
    if one.value is not None and one.kind in {"start", "end"}:
        return float(one.value == other.value)
    a, b = plain_name(one.text), plain_name(other.text)
    if a == b:
        return 1.0
    ratio = SequenceMatcher(None, a, b).ratio()
    return ratio * 0.8 if ratio >= _ALIKE else 0.0


def same_text(one: str, other: str) -> bool:
    """Whether two values are one but for case, accents, spaces and dashes."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("–", "-").replace("—", "-").replace(",", " ").split())


def texts(facts: Sequence[Fact]) -> str:
    """Some facts' texts for a hint."""
    return ", ".join(fact.text for fact in facts)
