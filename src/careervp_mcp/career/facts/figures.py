"""Figures: each number of a text stands in the history, for the same thing, with its unit, bound and direction."""

import re
from collections.abc import Iterator

from careervp_mcp.career.agreement import Agreement, compare
from careervp_mcp.career.facts.binding import Binding, bind
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.directions import flipped, with_direction
from careervp_mcp.career.facts.grounds import Figure, Grounds
from careervp_mcp.career.facts.matching import GOOD, Match, comparable, fitting, matched
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, is_own
from careervp_mcp.career.facts.tenure import is_tenure
from careervp_mcp.career.facts.verbs import claims_a_deed
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.quantities import Quantity, quantities
from careervp_mcp.career.wordlists import word_set

_OFTEN = {
    (4, "year"): "quarter",
    (12, "year"): "month",
    (52, "year"): "week",
    (2, "year"): "half",
    (1, "year"): "year",
    (1, "week"): "week",
}
"""How often so many times a year is called."""
_SAME = 1e-6
_LISTED = 5
"""Things that a text may announce: "two results stand out"."""
_FEW = 12
"""A count up to this may be planned."""
_CERTIFICATES = frozenset({"course", "licenc", "licens", "creden", "qualif", "ticket"})
"""What certificates are called too, as far as a counted noun is compared."""
_STEM = 6
"""Letters by which a counted noun is known."""
_RATE = re.compile(
    r"\b(?:an?|per|each|every)\s+\w+|/\w+|\b(?:hour|dai|week|month|quarter|year)ly\b|(?<![א-ת])ב(?:שעה|יום|שבוע|חודש|רבעון|שנה)(?![א-ת])",
    re.IGNORECASE,
)
_NEAR = 40
"""Characters from a figure within which a rate is its own."""
_GRADE = re.compile(r"\b(GPA|grade|mark|score)(?: (?:of|was|is))?\s*$", re.IGNORECASE)
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


def wrong_figures(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """Every rule of figures: the number's source, its object, its unit, bound, period and direction."""
    if clause.voice in {"company", "question"} or context.gave(clause.statement.text):
        return
    for figure in clause.statement.quantities:
        if figure.kind == "frequency" and _as_often(figure, clause, grounds):
            continue
        if (
            is_tenure(figure, clause, grounds)
            or _between_dates(figure, clause, grounds)
            or _planned(figure, clause, context)
            or _counted(figure, grounds)
            or _is_grade(figure, clause, grounds)
        ):
            continue
        matches = matched(figure, clause, grounds, context)
        agreeing = [match for match in matches if match.agreement in GOOD]
        own = fitting(figure, clause, agreeing, grounds)
        if not own and _of_the_company(figure, clause, context):
            continue
        if own:
            yield from _told_right(figure, clause, own)
        else:
            yield _without_source(figure, clause, matches, grounds, context)


def _planned(figure: Quantity, clause: Spoken, context: Context) -> bool:
    """Whether a figure of a plan is one: days, a small count, or the posting's own."""
    if clause.voice != "plan":
        return False
    if figure.low in _PLANNED_DAYS or figure.kind == "time" or (figure.kind == "count" and figure.low <= _FEW):
        return True
    return any(compare(figure, asked, "speech") in GOOD for asked in quantities(context.posting))


def _between_dates(figure: Quantity, clause: Spoken, grounds: Grounds) -> bool:
    """Whether "two years after" is the time between two dates of the history."""
    if figure.unit != "month" or not re.match(
        r"\s+(?:after|before|later|earlier)\b", clause.statement.text[figure.span[1] :]
    ):
        return False
    years = {date.year for _, date in grounds.dated}
    return any((one - other) * 12 == figure.low for one in years for other in years)


def _of_the_company(figure: Quantity, clause: Spoken, context: Context) -> bool:
    """Whether a figure is the posting's or the research's, in a clause that tells of no deed of the person's."""
    if clause.voice != "gap" and is_own(clause) and claims_a_deed(clause.statement, bullet=clause.sentence.bullet):
        return False
    known = quantities("\n".join((context.posting, *context.research)), clause.statement.language)
    return any(compare(figure, asked, "speech") in GOOD for asked in known)


def _as_often(figure: Quantity, clause: Spoken, grounds: Grounds) -> bool:
    """Whether "four times a year" is the source's "quarterly"."""
    name = _OFTEN.get((int(figure.low), figure.per))
    if name is None:
        return False
    found = any_word("frequencies", clause.statement.language, name)
    return any(found.search(unit.statement.text) for unit in bind(clause, grounds, clause.entries).units)


def _counted(figure: Quantity, grounds: Grounds) -> bool:
    """Whether a figure counts no more than the CV lists: certifications, languages, employers, degrees."""
    if figure.kind != "count":
        return False
    listed = word_set("en", "words", "listed")
    if not listed.isdisjoint({figure.noun, *figure.modifiers}) and figure.low <= _LISTED and figure.text.isalpha():
        return True
    nouns = {word[:_STEM] for word in (figure.noun, *figure.modifiers) if word}
    if not nouns.isdisjoint(_CERTIFICATES):
        nouns.add("certif")
    return any(
        isinstance(fact.value, int) and figure.low <= fact.value and fact.id.rsplit(".", 1)[-1][:_STEM] in nouns
        for fact in grounds.bank.of("count")
    )


def _is_grade(figure: Quantity, clause: Spoken, grounds: Grounds) -> bool:
    """Whether a figure is a grade of the CV's, which stands in no sentence there."""
    named = _GRADE.search(clause.statement.text[: figure.span[0]])
    return named is not None and (
        grounds.says(f"{named[1]} {figure.text}") or grounds.says(f"{named[1]}: {figure.text}")
    )


def _told_right(figure: Quantity, clause: Spoken, own: list[Match]) -> Iterator[Finding]:
    """Findings on a figure that the history has for the same thing: under another employer, or turned round."""
    home = [match for match in own if match.at_home]
    if not home:
        source = own[0].figure
        shift = clause.sentence.start - clause.statement.start
        yield found_at(
            clause, (shift, shift + len(clause.sentence.text)), "number_moved",
            f"the CV has this figure elsewhere: {source.unit.fact.text[:80]}", facts=(source.unit.fact.id,),
        )  # fmt: skip
    elif all(flipped(figure, clause, match) for match in home):
        yield found_at(
            clause, with_direction(clause, figure), "direction_flipped",
            f"the CV says the opposite direction: {home[0].figure.unit.fact.text[:80]}",
            facts=(home[0].figure.unit.fact.id,),
        )  # fmt: skip


def _without_source(
    figure: Quantity, clause: Spoken, matches: list[Match], grounds: Grounds, context: Context
) -> Finding:
    """The finding on a figure that the history has not for this: changed, moved or invented."""
    bound = bind(clause, grounds, clause.entries)
    others = [match for match in matches if match.agreement not in GOOD and comparable(figure, match)]
    near = [match for match in others if match.at_home and match.near >= 1] or [
        match for match in others if match.figure.unit in bound.units
    ]
    found = (
        _as_points(figure, clause, bound, grounds) or _nearly(figure, clause, near) or _moved(figure, clause, matches)
    )
    if found is not None:
        return found
    if near:
        rule = _changed(figure, clause, near[0].figure, grounds, context)
        return _finding(clause, figure, rule, near[0].figure, "the CV has another figure")
    rule = "points_as_percent" if figure.kind == "points" else "number_invented"
    return _finding(clause, figure, rule, None, "the CV has no such figure")


def _nearly(figure: Quantity, clause: Spoken, near: list[Match]) -> Finding | None:
    """The finding on a figure whose unit, rate, bound or range alone was changed."""
    close = next((match for match in near if match.agreement in _RULES), None)
    if close is None:
        return None
    if close.agreement != "different period":
        return _finding(clause, figure, _RULES[close.agreement], close.figure, "give it as the CV does")
    return found_at(
        clause, (figure.span[0], _rate_end(clause.statement.text, figure.span[1])), "period_changed",
        f"the CV has {close.figure.unit.fact.text[:80]}", facts=(close.figure.unit.fact.id,),
    )  # fmt: skip


def _moved(figure: Quantity, clause: Spoken, matches: list[Match]) -> Finding | None:
    """The finding on a figure that the history has for something else."""
    if figure.kind == "multiplier":
        return _finding(clause, figure, "multiplier_added", None, "the CV's figures don't come to this")
    agreeing = next((match for match in matches if match.agreement in GOOD), None)
    if agreeing is None:
        return None
    return _finding(clause, figure, "number_moved", agreeing.figure, "the CV has this figure for something else")


def _as_points(figure: Quantity, clause: Spoken, bound: Binding, grounds: Grounds) -> Finding | None:
    """The finding on a percentage that is the difference of two: those are points."""
    if figure.kind != "percent":
        return None
    for source in grounds.figures:
        change = source.change
        if change is None or change.before.kind != "percent" or source.unit not in bound.units:
            continue
        if abs(abs(change.before.low - change.after.low) - figure.low) < _SAME:
            return _finding(clause, figure, "points_as_percent", source, "these are percentage points of")
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
