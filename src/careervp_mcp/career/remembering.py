"""Remembering: what comes back over a person's applications: themes of answers, and what sets the person apart."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from careervp_mcp.career.answers import answers_of
from careervp_mcp.career.artefacts import Artefact, all_artefacts
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.gapquestions import GapQuestionsGenerator
from careervp_mcp.career.gaps import GapResponse, theme_of
from careervp_mcp.career.records import Ledger

DIFFERENTIATORS = "differentiator"
"""Kind of the record of what one application's report says sets the person apart."""
CORE = 5
"""Reports from which a differentiator is a core one."""
MOST = 50
_HOURS = 730 * 24
_FRESH = timedelta(days=7)
_FULL, _HALF = 30, 30
"""Days for which a theme weighs fully, and in which its weight halves after them."""
_LAST = 5


@dataclass(frozen=True, slots=True)
class Theme:
    """A demand that was answered in three applications or more."""

    theme: str
    answers: int
    last_seen: str
    """ISO instant."""
    weight: float
    """1.0 for thirty days, then half as much for every thirty days more."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a writer may want to know of a person's earlier applications, in this order."""

    themes: tuple[Theme, ...] = ()
    """Of the last seven days."""
    core_differentiators: tuple[str, ...] = ()
    last_applications: tuple[str, ...] = ()


def keep_differentiators(ledger: Ledger, bureau: Bureau, application_id: str, labels: Sequence[str]) -> None:
    """Keep what an application's report says sets the person apart, for two years."""
    payload = json.dumps(labels, ensure_ascii=False).encode()
    bureau.keep(ledger, DIFFERENTIATORS, application_id, payload, hours=_HOURS)


def differentiators_of(ledger: Ledger, bureau: Bureau) -> list[tuple[str, int]]:
    """What reports say sets the owner apart, and how many of them; the most frequent first, at most fifty."""
    found = ledger.find(bureau.owner, DIFFERENTIATORS)
    counted = Counter(label for record in found for label in dict.fromkeys(json.loads(record.payload)))
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]


def themes_of(answers: Sequence[GapResponse], now: datetime) -> list[Theme]:
    """The recurring themes of a person's answers, the heaviest first, at most fifty.

    They are made of the answers each time: a theme is forgotten with its answers.
    """
    recurring = GapQuestionsGenerator().identify_recurring_themes(answers)
    themes = [_theme(name, answers, now) for name in recurring]
    return sorted(themes, key=lambda theme: (-theme.weight, theme.theme))[:MOST]


def memory_of(ledger: Ledger, bureau: Bureau) -> Memory:
    """What is remembered of the owner's applications."""
    now = bureau.clock()
    themes = themes_of(answers_of(ledger, bureau), now)
    return Memory(
        tuple(theme for theme in themes if now - datetime.fromisoformat(theme.last_seen) <= _FRESH),
        tuple(label for label, reports in differentiators_of(ledger, bureau) if reports >= CORE),
        tuple(_latest(all_artefacts(ledger, bureau))),
    )


def remembered_in(bureau: Bureau) -> dict[str, object]:
    """The same, as a brief tells it."""
    with bureau.records.transaction() as ledger:
        return asdict(memory_of(ledger, bureau))


def weight_of(days: float) -> float:
    """What a theme weighs so many days after it was last seen."""
    return round(min(1.0, math.exp2((_FULL - days) / _HALF)), 3)


def _theme(name: str, answers: Sequence[GapResponse], now: datetime) -> Theme:
    mine = [one for one in answers if theme_of(one.requirement or one.question) == name]
    seen = max(one.created_at for one in mine)
    days = (now - datetime.fromisoformat(seen)) / timedelta(days=1)
    return Theme(name, len(mine), seen, weight_of(days))


def _latest(artefacts: Iterator[Artefact]) -> list[str]:
    """The last five applications that have a document, by its day, the latest first."""
    told = sorted(artefacts, key=lambda one: (one.created_at, one.application_id), reverse=True)
    return list(dict.fromkeys(f"{one.title}, {one.company}" for one in told))[:_LAST]
