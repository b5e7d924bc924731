"""Figures: each number of a text stands in the history, for the same thing, with its unit, bound and direction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from careervp_mcp.career.agreement import Agreement, compare, derivable
from careervp_mcp.career.facts.binding import ENOUGH, Binding, bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Figure, Grounds
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.facts.tenure import is_tenure
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import Change, Quantity, quantities
from careervp_mcp.career.statements import Statement, light_families
from careervp_mcp.career.thesaurus import Meaning, meaning
from careervp_mcp.career.wordlists import word_groups
from careervp_mcp.career.words import words

GOOD: frozenset[Agreement] = frozenset({"same", "computed", "rounded"})
_NO_OBJECT = frozenset(
    word.family
    for word in words(
        "hour day week month quarter year increase reduce time percent rise fall go come take shift night"
    )
)
"""Families of rates and directions: two statements that share them need not speak of one thing."""
_OFTEN = {
    (4, "year"): "quarter",
    (12, "year"): "month",
    (52, "year"): "week",
    (2, "year"): "half",
    (1, "year"): "year",
    (1, "week"): "week",
}
"""How often so many times a year is called."""
_UNKNOWN = Meaning("-", 0, frozenset())
_FARTHER = 2
"""By how many shared words a figure's own sentence may lie farther than the one the clause rests on."""
_BRIEF = 3
"""Content words of a clause that says little beside its figure."""
_SAME = 1e-6
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
    yield from _reversed(clause, grounds)
    for figure in clause.statement.quantities:
        if figure.kind == "frequency" and _as_often(figure, clause, grounds):
            continue
        if is_tenure(figure, clause, grounds) or _planned(figure, clause, context) or _counted(figure, grounds):
            continue
        matches = matched(figure, clause, grounds, context)
        agreeing = [match for match in matches if match.agreement in GOOD]
        fitting = _fitting(figure, clause, agreeing, grounds)
        if fitting:
            yield from _told_right(figure, clause, fitting)
        else:
            yield _without_source(figure, clause, matches, grounds, context)


def _planned(figure: Quantity, clause: Spoken, context: Context) -> bool:
    """Whether a figure of a plan is one: days, a small count, or the posting's own."""
    if clause.voice != "plan":
        return False
    if figure.low in _PLANNED_DAYS or figure.kind == "time" or (figure.kind == "count" and figure.low <= _FEW):
        return True
    return any(compare(figure, asked, "speech") in GOOD for asked in quantities(context.posting))


def _as_often(figure: Quantity, clause: Spoken, grounds: Grounds) -> bool:
    """Whether "four times a year" is the source's "quarterly"."""
    name = _OFTEN.get((int(figure.low), figure.per))
    if name is None:
        return False
    found = any_word("frequencies", clause.statement.language, name)
    return any(found.search(unit.statement.text) for unit in bind(clause, grounds, clause.entries).units)


def _counted(figure: Quantity, grounds: Grounds) -> bool:
    """Whether a figure counts what the CV lists: certifications, languages, employers, degrees."""
    counts = grounds.bank.of("count")
    return (
        figure.kind == "count"
        and bool(figure.noun)
        and any(
            isinstance(fact.value, int)
            and figure.low <= fact.value
            and figure.noun[:_STEM] == fact.id.rsplit(".", 1)[-1][:_STEM]
            for fact in counts
        )
    )


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


def _reversed(clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    """direction_flipped: a change told from its end to its beginning."""
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


def _rank(match: Match) -> tuple[bool, bool, float]:
    return match.rank


def _nearness(clause: Spoken, source: Figure) -> float:
    shared = (clause.statement.families & source.unit.statement.families) - _NO_OBJECT
    light = light_families(clause.statement.language)
    return len(shared - light) + 0.25 * len(shared & light)


def _fitting(figure: Quantity, clause: Spoken, agreeing: list[Match], grounds: Grounds) -> list[Match]:
    """The agreeing source figures that are told of the same thing."""
    bound, families = bind(clause, grounds, clause.entries), clause.statement.families
    return [
        match for match in agreeing if _same_object(figure, match, clause) and not _elsewhere(match, bound, families)
    ]


def _told_right(figure: Quantity, clause: Spoken, fitting: list[Match]) -> Iterator[Finding]:
    """Findings on a figure that the history has for the same thing: under another employer, or turned round."""
    home = [match for match in fitting if match.at_home]
    if not home:
        source = fitting[0].figure
        shift = clause.sentence.start - clause.statement.start
        yield found_at(
            clause, (shift, shift + len(clause.sentence.text)), "number_moved",
            f"the CV has this figure elsewhere: {source.unit.fact.text[:80]}", facts=(source.unit.fact.id,),
        )  # fmt: skip
    elif all(_flipped(figure, clause, match) for match in home):
        yield found_at(
            clause, _with_direction(clause, figure), "direction_flipped",
            f"the CV says the opposite direction: {home[0].figure.unit.fact.text[:80]}",
            facts=(home[0].figure.unit.fact.id,),
        )  # fmt: skip


def _elsewhere(match: Match, bound: Binding, families: frozenset[str]) -> bool:
    """Whether the clause clearly rests on other source sentences than the figure's."""
    if bound.best is None or bound.first < ENOUGH or match.figure.unit in bound.units:
        return False
    return match.near + _FARTHER <= len((bound.best.statement.families & families) - _NO_OBJECT)


def _with_direction(clause: Spoken, figure: Quantity) -> tuple[int, int]:
    """From the word of direction to the figure, whichever comes first."""
    groups = word_groups(clause.statement.language, "facts", "directions")
    ways = [word for word in clause.statement.words if any(word.lemma in group for group in groups.values())]
    starts, ends = [figure.span[0], *(word.start for word in ways)], [figure.span[1], *(word.end for word in ways)]
    return min(starts), max(ends)


def _same_object(figure: Quantity, match: Match, clause: Spoken) -> bool:
    """Whether a stated figure counts what the source counts: the noun, or the statement around it, is shared."""
    if figure.kind == "count" and figure.noun and match.figure.quantity.noun:
        return _same_noun(figure, match.figure) and (match.near > 0 or len(clause.statement.content) <= _BRIEF)
    if figure.role == "team_size" == match.figure.quantity.role:
        return True
    return match.near >= 1 or not (clause.statement.families - light_families(clause.statement.language))


def _same_noun(stated: Quantity, source: Figure) -> bool:
    """Whether what is counted stands in the source sentence, by its word or a more general one."""
    ours = words(f"{stated.noun} {' '.join(stated.modifiers)}")
    held = source.unit.statement
    entailed = {general for word in held.content for general in (meaning(word.lemma) or _UNKNOWN).related}
    return any(word.family in held.families or word.lemma in entailed for word in ours)


def _flipped(figure: Quantity, clause: Spoken, match: Match) -> bool:
    if figure.kind not in {"percent", "points", "multiplier", "money", "count", "time", "fraction"}:
        return False
    stated = _beside(figure, clause.statement.text) or _direction(clause.statement)
    source = _direction(match.figure.unit.statement)
    change = match.figure.change
    if change is not None and change.before.low != change.after.low:
        source = "up" if change.after.low > change.before.low else "down"
    return bool(stated and source and stated != source)


def _beside(figure: Quantity, text: str) -> str:
    """The direction that a small word right beside a figure gives: "up by 34%"."""
    before = re.search(r"\b(up|down)(?: by| to| from)?\s*$", text[: figure.span[0]], re.IGNORECASE)
    after = re.match(r"\s*(higher|lower|up|down|more|fewer|less)\b", text[figure.span[1] :], re.IGNORECASE)
    word = (before or after or [None, ""])[1]
    return {"up": "up", "higher": "up", "more": "up"}.get(word.lower(), "down") if word else ""


def _direction(statement: Statement) -> str:
    """up or down where a statement's words say just one of them."""
    groups = word_groups(statement.language, "facts", "directions")
    said = [way for way, group in groups.items() if not statement.lemmas.isdisjoint(group)]
    return said[0] if len(said) == 1 else ""


def _without_source(
    figure: Quantity, clause: Spoken, matches: list[Match], grounds: Grounds, context: Context
) -> Finding:
    """The finding on a figure that the history has not for this: changed where a near one stands, moved, else invented."""
    bound = bind(clause, grounds, clause.entries)
    others = [match for match in matches if match.agreement not in GOOD and _comparable(figure, match)]
    near = [match for match in others if match.at_home and match.near >= 1] or [
        match for match in others if match.figure.unit in bound.units
    ]
    close = next((match for match in near if match.agreement in _RULES), None)
    points = _as_points(figure, bound, grounds)
    if points is not None:
        return _finding(clause, figure, "points_as_percent", points, "these are percentage points of")
    if close is not None and close.agreement == "different period":
        return found_at(
            clause, (figure.span[0], _rate_end(clause.statement.text, figure.span[1])), "period_changed",
            f"the CV has {close.figure.unit.fact.text[:80]}", facts=(close.figure.unit.fact.id,),
        )  # fmt: skip
    if close is not None:
        return _finding(clause, figure, _RULES[close.agreement], close.figure, "give it as the CV does")
    agreeing = next((match for match in matches if match.agreement in GOOD), None)
    if figure.kind == "multiplier":
        return _finding(clause, figure, "multiplier_added", None, "the CV's figures don't come to this")
    if agreeing is not None:
        return _finding(clause, figure, "number_moved", agreeing.figure, "the CV has this figure for something else")
    if near:
        rule = _changed(figure, clause, near[0].figure, grounds, context)
        return _finding(clause, figure, rule, near[0].figure, "the CV has another figure")
    rule = "points_as_percent" if figure.kind == "points" else "number_invented"
    return _finding(clause, figure, rule, None, "the CV has no such figure")


def _comparable(figure: Quantity, match: Match) -> bool:
    """Whether a figure may be a changed form of a source figure: counts must count the same."""
    if figure.kind != "count" or not figure.noun or not match.figure.quantity.noun:
        return True
    return _same_noun(figure, match.figure)


def _as_points(figure: Quantity, bound: Binding, grounds: Grounds) -> Figure | None:
    """The pair of percentages whose difference a stated percentage is."""
    if figure.kind != "percent":
        return None
    for source in grounds.figures:
        change = source.change
        if change is None or change.before.kind != "percent" or source.unit not in bound.units:
            continue
        if abs(abs(change.before.low - change.after.low) - figure.low) < _SAME:
            return source
    return None


def _rate_end(text: str, end: int) -> int:
    """Where the rate after a figure ends: "1.2 million payments an hour"."""
    rate = _RATE.search(text, end)
    return rate.end() if rate and rate.start() - end < _NEAR else end


def _changed(figure: Quantity, clause: Spoken, source: Figure, grounds: Grounds, context: Context) -> str:
    told = compare(figure, source.quantity, "speech")
    if (
        (figure.approx or figure.bound)
        and (told == "rounded" or figure.approx)
        and (context.channel == "document" or figure.approx)
    ):
        return "approximated"
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
