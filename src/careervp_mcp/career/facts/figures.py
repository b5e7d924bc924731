"""Figures: each number of a text stands in the history, for the same thing, with its unit, bound and direction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from careervp_mcp.career.agreement import Agreement, compare, derivable
from careervp_mcp.career.facts.binding import bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Figure, Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.facts.tenure import is_tenure
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import Quantity, quantities
from careervp_mcp.career.statements import Statement, light_families
from careervp_mcp.career.wordlists import word_groups

GOOD: frozenset[Agreement] = frozenset({"same", "computed", "rounded"})
_FEW = 12
"""A count up to this may be planned."""
_STEM = 6
"""Letters by which a counted noun is known."""
_RATE = re.compile(r"\b(?:an?|per|each|every)\s+\w+|/\w+|\b(?:hour|dai|week|month|quarter|year)ly\b", re.IGNORECASE)
_NEAR = 40
"""Characters from a figure within which a rate is its own."""
_PLANNED_DAYS = frozenset({30.0, 60.0, 90.0})
_RULES: dict[Agreement, str] = {
    "different unit": "unit_changed",
    "different currency": "currency_changed",
    "different period": "period_changed",
    "bound dropped": "qualifier_dropped",
    "range collapsed": "range_collapsed",
}
"""What a figure that nearly agrees is found for."""
_BY_KIND = {
    "percent": "percent_inflated",
    "points": "percent_inflated",
    "money": "money_inflated",
    "time": "duration_changed",
    "multiplier": "multiplier_added",
    "fraction": "percent_inflated",
    "frequency": "frequency_changed",
}


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


def wrong_figures(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """Every rule of figures: the number's source, its object, its unit, bound, period and direction."""
    if clause.voice in {"company", "question"}:
        return
    for figure in clause.statement.quantities:
        if is_tenure(figure, clause, grounds) or _planned(figure, clause, context) or _counted(figure, grounds):
            continue
        matches = matched(figure, clause, grounds, context)
        agreeing = [match for match in matches if match.agreement in GOOD]
        if agreeing:
            yield from _judged(figure, clause, agreeing, grounds)
        else:
            yield _without_source(figure, clause, matches, grounds)


def _planned(figure: Quantity, clause: Spoken, context: Context) -> bool:
    """Whether a figure of a plan is one: days, a small count, or the posting's own."""
    if clause.voice != "plan":
        return False
    if figure.low in _PLANNED_DAYS or figure.kind == "time" or (figure.kind == "count" and figure.low <= _FEW):
        return True
    return any(compare(figure, asked, "speech") in GOOD for asked in quantities(context.posting))


def _counted(figure: Quantity, grounds: Grounds) -> bool:
    """Whether a figure counts what the CV lists: certifications, languages, employers, degrees."""
    counts = grounds.bank.of("count")
    return figure.kind == "count" and any(
        fact.value == figure.low and figure.noun[:_STEM] == fact.id.rsplit(".", 1)[-1][:_STEM] for fact in counts
    )


def matched(figure: Quantity, clause: Spoken, grounds: Grounds, context: Context) -> list[Match]:
    """Each source figure that may be compared with a stated one, best first."""
    found = []
    for source in grounds.figures:
        agreement = compare(figure, source.quantity, context.channel)
        if source.change is not None and agreement not in GOOD and derivable(source.change, figure, context.channel):
            agreement = "computed"
        if agreement != "incomparable":
            home = not clause.entries or source.entry in clause.entries or not source.entry.startswith("r")
            found.append(Match(source, agreement, _nearness(clause, source), home))
    return sorted(found, key=_rank, reverse=True)


def _rank(match: Match) -> tuple[bool, bool, float]:
    return match.rank


def _nearness(clause: Spoken, source: Figure) -> float:
    shared = clause.statement.families & source.unit.statement.families
    light = light_families(clause.statement.language)
    return len(shared - light) + 0.25 * len(shared & light)


def _judged(figure: Quantity, clause: Spoken, agreeing: list[Match], grounds: Grounds) -> Iterator[Finding]:
    """Findings on a figure that the history has: moved to another thing, or turned round."""
    fitting = [match for match in agreeing if _same_object(figure, match, clause)]
    if not fitting:
        source = agreeing[0].figure
        yield _finding(clause, figure, "number_moved", source, "the CV has this figure for something else")
        return
    home = [match for match in fitting if match.at_home]
    if not home:
        source = fitting[0].figure
        shift = clause.sentence.start - clause.statement.start
        yield found_at(
            clause, (shift, shift + len(clause.sentence.text)), "number_moved",
            f"the CV has this figure elsewhere: {source.unit.fact.text[:80]}", facts=(source.unit.fact.id,),
        )  # fmt: skip
        return
    if all(_flipped(figure, clause, match) for match in home):
        yield found_at(
            clause, _with_direction(clause, figure), "direction_flipped",
            f"the CV says the opposite direction: {home[0].figure.unit.fact.text[:80]}",
            facts=(home[0].figure.unit.fact.id,),
        )  # fmt: skip


def _with_direction(clause: Spoken, figure: Quantity) -> tuple[int, int]:
    """From the word of direction to the figure, whichever comes first."""
    groups = word_groups(clause.statement.language, "facts", "directions")
    ways = [word for word in clause.statement.words if any(word.lemma in group for group in groups.values())]
    starts, ends = [figure.span[0], *(word.start for word in ways)], [figure.span[1], *(word.end for word in ways)]
    return min(starts), max(ends)


def _same_object(figure: Quantity, match: Match, clause: Spoken) -> bool:
    """Whether a stated figure counts what the source counts: the noun, or the statement around it, is shared."""
    if figure.kind == "count" and _same_noun(figure, match.figure.quantity):
        return match.near > 0 or len(clause.statement.content) <= 3
    return match.near >= 1 or not (clause.statement.families - light_families(clause.statement.language))


def _same_noun(stated: Quantity, source: Quantity) -> bool:
    from careervp_mcp.career.words import words

    ours = {word.family for word in words(f"{stated.noun} {' '.join(stated.modifiers)}")}
    theirs = {word.family for word in words(f"{source.noun} {' '.join(source.modifiers)}")}
    return not ours or not theirs or bool(ours & theirs)


def _flipped(figure: Quantity, clause: Spoken, match: Match) -> bool:
    if figure.kind not in {"percent", "points", "multiplier", "money", "count", "time", "fraction"}:
        return False
    stated, source = _direction(clause.statement), _direction(match.figure.unit.statement)
    change = match.figure.change
    if change is not None and change.before.low != change.after.low:
        source = "up" if change.after.low > change.before.low else "down"
    return bool(stated and source and stated != source)


def _direction(statement: Statement) -> str:
    """up or down where a statement's words say just one of them."""
    groups = word_groups(statement.language, "facts", "directions")
    said = [way for way, group in groups.items() if not statement.lemmas.isdisjoint(group)]
    return said[0] if len(said) == 1 else ""


def _without_source(figure: Quantity, clause: Spoken, matches: list[Match], grounds: Grounds) -> Finding:
    """The finding on a figure that the history has nowhere: changed where a near one stands, else invented."""
    bound = bind(clause, grounds, clause.entries)
    near = [match for match in matches if match.at_home and match.near >= 1] or [
        match for match in matches if match.figure.unit in bound.units
    ]
    close = next((match for match in near if match.agreement in _RULES), None)
    if close is not None and close.agreement == "different period":
        return found_at(
            clause, (figure.span[0], _rate_end(clause.statement.text, figure.span[1])), "period_changed",
            f"the CV has {close.figure.unit.fact.text[:80]}", facts=(close.figure.unit.fact.id,),
        )  # fmt: skip
    if close is not None:
        return _finding(clause, figure, _RULES[close.agreement], close.figure, "give it as the CV does")
    if near:
        return _finding(
            clause,
            figure,
            _changed(figure, clause, near[0].figure, grounds),
            near[0].figure,
            "the CV has another figure",
        )
    if figure.kind in {"multiplier", "points"}:
        rule = "multiplier_added" if figure.kind == "multiplier" else "points_as_percent"
        return _finding(clause, figure, rule, None, "the CV's figures don't come to this")
    return _finding(clause, figure, "number_invented", None, "the CV has no such figure")


def _rate_end(text: str, end: int) -> int:
    """Where the rate after a figure ends: "1.2 million payments an hour"."""
    rate = _RATE.search(text, end)
    return rate.end() if rate and rate.start() - end < _NEAR else end


def _changed(figure: Quantity, clause: Spoken, source: Figure, grounds: Grounds) -> str:
    if figure.kind == "count":
        if _is_sum(figure, grounds):
            return "sum_invented"
        if source.quantity.role == "team_size" or "people" in clause.statement.objects:
            return "team_size_changed"
        return "number_inflated"
    if figure.kind == "percent" and source.change is not None and source.change.before.kind == "percent":
        return "points_as_percent"
    return _BY_KIND.get(figure.kind, "number_inflated")


def _is_sum(figure: Quantity, grounds: Grounds) -> bool:
    counts = [source.quantity.low for source in grounds.figures if source.quantity.kind == "count"]
    return any(figure.low == first + second for place, first in enumerate(counts) for second in counts[place + 1 :])


def _finding(clause: Spoken, figure: Quantity, rule: str, source: Figure | None, hint: str) -> Finding:
    if source is None:
        return found_at(clause, figure.span, rule, f"{hint}; leave it out")
    return found_at(
        clause, figure.span, rule, f"{hint}: {source.quantity.text}", expected=source.quantity.text,
        facts=(source.unit.fact.id,),
    )  # fmt: skip
