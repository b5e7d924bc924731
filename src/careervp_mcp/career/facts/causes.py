"""Causes: a result told as come of a deed that the source does not tie to it."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.binding import ENOUGH, bind_statement
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds, Unit
from careervp_mcp.career.facts.patterns import pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement, light_families

FEWEST = 2
"""Telling words that a source sentence must share with a side, where the side has them."""
_OPENING = 3
"""Characters within which a mark of cause begins the sentence."""
_AHEAD = 10
"""Characters before a clause in which the mark that opens it may stand."""
_AFTERTHOUGHT = re.compile(r"(?<=\w),\s+(?:which|and I|but|though|a |an )")
_RESULT = re.compile(
    r"(?<=[a-z\d,] )(?:cut|shortened|reduced|lowered|raised|increased|saved|lifted|improved|halved|doubled|tripled"
    r"|boosted|brought|shortened|won|earned|took|dropped)\b"
)
_PERSON = re.compile(
    r"^\W*(?:I|she|he|we|they|in|at|as|while|when|since|during|(?-i:[A-Z][a-z]+ [A-Z][a-z]+))\b", re.IGNORECASE
)


def joined_causes(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """causality_invented: a result hung on an action that the source does not tie to it."""
    if clause.voice != "candidate" or clause.stance:
        return
    sentence = clause.sentence.text
    for first, whole, start in _joints(clause):
        second = _AFTERTHOUGHT.split(whole)[0] if _AFTERTHOUGHT.split(whole)[0].strip(" ,") else whole
        if (
            not clause.statement.start - _AHEAD
            <= clause.sentence.start + start
            < clause.statement.start + len(clause.statement.text)
        ):
            continue
        sides = (Statement(first, 0, clause.statement.language), Statement(second, 0, clause.statement.language))
        if _from_two(sides, clause, grounds):
            shift = clause.sentence.start - clause.statement.start
            yield found_at(
                clause, (shift, len(sentence) + shift), "causality_invented",
                "the CV does not say that the one came of the other; say them apart",
            )  # fmt: skip
            return


def _joints(clause: Spoken) -> Iterator[tuple[str, str, int]]:
    """Where a sentence hangs a result on something: what comes before, what after, and the place."""
    text = clause.sentence.text
    for mark in pattern("causal", clause.statement.language).finditer(text):
        if mark.start() > _OPENING:
            yield text[: mark.start()], text[mark.start() :], mark.start()
        else:
            cut = re.search(r",\s", text[mark.end() :]) or re.search(r"\b(?:I|she|he|we|they)\b", text[mark.end() :])
            if cut and cut.start():
                yield text[: mark.end() + cut.start()], text[mark.end() + cut.start() :], mark.start()
    result = _RESULT.search(text)
    if result and not _PERSON.match(text):
        yield text[: result.start()], text[result.start() :], result.start()


def _from_two(sides: tuple[Statement, Statement], clause: Spoken, grounds: Grounds) -> bool:
    """Whether both sides have sources, and no source sentence holds something of both."""
    told = [bind_statement(side, grounds, clause.entries) for side in sides]
    if any(bound.first < ENOUGH or bound.best is None for bound in told) or _of_one_change(sides, grounds):
        return False
    first, second = (bound.best for bound in told)
    if first is None or second is None or first is second:
        return False
    return not any(_holds(unit, sides) for unit in grounds.units)


def _of_one_change(sides: tuple[Statement, Statement], grounds: Grounds) -> bool:
    """Whether one source sentence has every figure of the result, two at least, and something telling of the deed."""
    light = light_families(sides[0].language)
    for side, other in (sides, sides[::-1]):
        values = {figure.low for figure in side.quantities}
        for unit in grounds.units:
            known = {figure.low for figure in unit.statement.quantities}
            if len(values) > 1 and values <= known and (other.families - light) & unit.statement.families:
                return True
    return False


def _holds(unit: Unit, sides: tuple[Statement, Statement]) -> bool:
    """Whether a source sentence holds a good part of each side: half of it, two telling words where there are."""
    light = light_families(unit.statement.language)
    for side in sides:
        telling = side.families - light
        shared = len(telling & unit.statement.families)
        if shared * 2 < len(telling) or shared < min(FEWEST, len(telling)):
            return False
    return True
