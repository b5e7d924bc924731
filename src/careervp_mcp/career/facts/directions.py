"""Directions: whether a figure grew or shrank, as a text tells it and as the source does."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.matching import Match
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import Change, Quantity
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.wordlists import word_groups

_DIRECTED = frozenset({"percent", "points", "multiplier", "money", "count", "time", "fraction"})
"""Kinds of figure that a direction is told of."""
_UP_BEFORE = re.compile(
    r"(?:\b(?:went|gone|go|was|were|came|are|is) )?\b(up|down)(?: by| from|(?<=down) to"
    r"|(?<=went up) to|(?<=gone up) to)?\s*$",
    re.IGNORECASE,
)
_UP_AFTER = re.compile(r"\s*(higher|lower|up|down|more|fewer|less)\b", re.IGNORECASE)


def reversed_changes(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """direction_flipped: a change told from its end to its beginning."""
    if clause.voice in {"company", "question"}:
        return
    for stated in clause.statement.changes:
        known = [figure for figure in grounds.figures if figure.change is not None]
        if any(_ends(figure.change) == _ends(stated) for figure in known):
            continue
        for figure in known:
            if figure.change is not None and _ends(figure.change) == _ends(stated)[::-1]:
                yield found_at(
                    clause, stated.span, "direction_flipped", f"the CV says: {figure.unit.fact.text[:80]}",
                    facts=(figure.unit.fact.id,),
                )  # fmt: skip
                break


def _ends(change: Change | None) -> tuple[float, float]:
    return (change.before.low, change.after.low) if change else (0.0, 0.0)


def flipped(figure: Quantity, clause: Spoken, match: Match) -> bool:
    """Whether a figure that is right is told in the opposite direction."""
    if figure.kind not in _DIRECTED:
        return False
    stated = _beside(figure, clause.statement.text) or _direction(clause.statement)
    source = _direction(match.figure.unit.statement)
    change = match.figure.change
    if change is not None and change.before.low != change.after.low:
        source = "up" if change.after.low > change.before.low else "down"
    return bool(stated and source and stated != source)


def with_direction(clause: Spoken, figure: Quantity) -> tuple[int, int]:
    """From the word of direction to the figure, whichever comes first."""
    groups = word_groups(clause.statement.language, "facts", "directions")
    ways = [word for word in clause.statement.words if any(word.lemma in group for group in groups.values())]
    beside = [way for way in _small_words(figure, clause.statement.text) if way[0] < way[1]]
    starts = [figure.span[0], *(word.start for word in ways), *(start for start, _ in beside)]
    ends = [figure.span[1], *(word.end for word in ways), *(end for _, end in beside)]
    return min(starts), max(ends)


def _small_words(figure: Quantity, text: str) -> Iterator[tuple[int, int]]:
    """Where "went up by" and "higher" stand right beside a figure."""
    before, after = _UP_BEFORE.search(text[: figure.span[0]]), _UP_AFTER.match(text[figure.span[1] :])
    if before:
        yield before.span()
    if after:
        yield figure.span[1], figure.span[1] + after.end()


def _beside(figure: Quantity, text: str) -> str:
    """The direction that a small word right beside a figure gives: "up by 34%"."""
    before, after = _UP_BEFORE.search(text[: figure.span[0]]), _UP_AFTER.match(text[figure.span[1] :])
    word = (before or after or [None, ""])[1]
    return {"up": "up", "higher": "up", "more": "up"}.get(word.lower(), "down") if word else ""


def _direction(statement: Statement) -> str:
    """Up or down, where a statement's words say just one of them."""
    groups = word_groups(statement.language, "facts", "directions")
    said = [way for way, group in groups.items() if not statement.lemmas.isdisjoint(group)]
    return said[0] if len(said) == 1 else ""
