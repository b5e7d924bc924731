"""Matching: the source figures that a stated figure may be compared with, and which of them it is."""

import re
from dataclasses import dataclass, replace
from functools import cache

from careervp_mcp.career.agreement import Agreement, compare, derivable
from careervp_mcp.career.facts.binding import ENOUGH, Binding, bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Figure, Grounds
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.quantities import Change, Quantity
from careervp_mcp.career.statements import Statement, light_families
from careervp_mcp.career.thesaurus import Meaning, meaning
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import words

GOOD: frozenset[Agreement] = frozenset({"same", "computed", "rounded"})
_NO_OBJECT_WORDS = "hour day week month quarter year increase reduce time percent rise fall go come take shift night"
_UNKNOWN = Meaning("-", 0, frozenset())
_POINTS_BACK = re.compile(r"\W*(?:It|This|That|They|These|Both|Which)\b", re.IGNORECASE)
"""How a sentence begins that speaks of what the one before it named."""
_FARTHER = 2
"""By how many shared words a figure's own sentence may lie farther than the one the clause rests on."""
_BRIEF = 3
"""Content words of a clause that says little beside its figure."""


@dataclass(frozen=True, slots=True)
class Match:
    """A source figure beside a stated one."""

    figure: Figure
    agreement: Agreement
    near: float
    """How much the two statements share, telling words counting whole."""
    at_home: bool
    """Whether it stands under an entry that the clause speaks of, or the clause names none."""

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Agreeing first, then at home, then near."""
        return self.agreement in GOOD, self.at_home, self.near


def matched(figure: Quantity, clause: Spoken, grounds: Grounds, context: Context) -> list[Match]:
    """Each source figure that may be compared with a stated one, best first."""
    found = []
    for source in grounds.figures:
        agreement = compare(_in_unit_of(source.quantity, figure), source.quantity, context.channel)
        paired = _pair_of(figure, clause)
        if paired is not None and source.quantity.low != source.quantity.high and _is_range(paired, source.quantity):
            agreement = "same"
        elif (
            paired is None
            and source.change is not None
            and agreement not in GOOD
            and derivable(source.change, figure, context.channel)
        ):
            agreement = "computed"
        if agreement != "incomparable":
            home = not clause.entries or source.entry in clause.entries or not source.entry.startswith("r")
            found.append(Match(source, agreement, _nearness(clause, source), home))
    return sorted(found, key=_rank, reverse=True)


def _in_unit_of(source: Quantity, figure: Quantity) -> Quantity:
    """A bare number taken in a source figure's unit, when it is that figure's own number: "70 instead of 90"."""
    if figure.kind != "count" or figure.noun or source.kind == "count" or figure.low != source.amount:
        return figure
    return replace(source, bound=figure.bound, approx=figure.approx, per=figure.per)


def _pair_of(figure: Quantity, clause: Spoken) -> Change | None:
    """The from–to pair that a stated figure is an end of."""
    return next((one for one in clause.statement.changes if figure in {one.before, one.after}), None)


def _is_range(pair: Change, source: Quantity) -> bool:
    """Whether "from ten to fifteen" is a range of the source."""
    return (pair.before.low, pair.after.low) == (source.low, source.high)


def _rank(match: Match) -> tuple[bool, bool, float]:
    return match.rank


@cache
def _no_object() -> frozenset[str]:
    """Families of rates and directions: two statements that share them need not speak of one thing."""
    return frozenset(word.family for word in words(_NO_OBJECT_WORDS))


def _nearness(clause: Spoken, source: Figure) -> float:
    families = clause.statement.families
    if len(families - light_families(clause.statement.language)) <= _BRIEF:
        families |= Statement(clause.sentence.text, language=clause.statement.language).families
        if _POINTS_BACK.match(clause.sentence.text):
            families |= Statement(clause.earlier, language=clause.statement.language).families
    shared = (families & source.unit.statement.families) - _no_object()
    light = light_families(clause.statement.language)
    return len(shared - light) + 0.25 * len(shared & light)


def fitting(figure: Quantity, clause: Spoken, agreeing: list[Match], grounds: Grounds) -> list[Match]:
    """The agreeing source figures that are told of the same thing."""
    bound, families = bind(clause, grounds, clause.entries), clause.statement.families
    return [
        match for match in agreeing if _same_object(figure, match, clause) and not _elsewhere(match, bound, families)
    ]


def _elsewhere(match: Match, bound: Binding, families: frozenset[str]) -> bool:
    """Whether the clause clearly rests on other source sentences than the figure's."""
    if bound.best is None or bound.first < ENOUGH or match.figure.unit is bound.best:
        return False
    team = match.figure.quantity.role == "team_size" and match.near > 0
    if team or (match.figure.unit in bound.units and match.near >= _FARTHER):
        return False
    return match.near + _FARTHER <= len((bound.best.statement.families & families) - _no_object())


def _same_object(figure: Quantity, match: Match, clause: Spoken) -> bool:
    """Whether a stated figure counts what the source counts: the noun, or the statement around it, is shared."""
    if figure.kind == "count" and figure.noun and match.figure.quantity.noun:
        return _same_noun(figure, match.figure) and (match.near > 0 or len(clause.statement.content) <= _BRIEF)
    if figure.role == "team_size" == match.figure.quantity.role:
        return True
    return match.near >= 1 or not (clause.statement.families - light_families(clause.statement.language))


def comparable(figure: Quantity, match: Match) -> bool:
    """Whether a figure may be a changed form of a source figure: counts must count the same."""
    if figure.kind != "count" or not figure.noun or not match.figure.quantity.noun:
        return True
    return _same_noun(figure, match.figure)


def _same_noun(stated: Quantity, source: Figure) -> bool:
    """Whether what is counted stands in the source sentence, by its word or a more general one."""
    ours = words(f"{stated.noun} {' '.join(stated.modifiers)}")
    held = source.unit.statement
    entailed = {general for word in held.content for general in (meaning(word.lemma) or _UNKNOWN).related}
    anybody = word_set("en", "words", "anybody")
    return any(
        word.family in held.families or word.lemma in entailed or (word.lemma in anybody and "people" in held.objects)
        for word in ours
    )
