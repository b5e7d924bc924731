"""Deeds: whether an action, its owner's part in it and its result stand in the history."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from careervp_mcp.career.facts.binding import ENOUGH, Binding, bind_families, bind_statement, claimed
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds, Unit
from careervp_mcp.career.facts.patterns import pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, is_own
from careervp_mcp.career.facts.verbs import LevelClaimed, claims_a_deed, level_claimed, verb_phrases
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.ownership import DID, GUIDED, HELPED, LED, MANAGED, sole_words
from careervp_mcp.career.statements import Statement, light_families

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
_PRONOUN = re.compile(r"\b(?:it|this|that|them|these)\b", re.IGNORECASE)
HARDLY = 0.34
"""The share of a deed's content under which it has no source at all."""
BOTH = 0.75
"""The share that two source sentences must hold together when neither holds half."""
NEAR = 0.4
"""The share from which a source sentence's verb is set against the deed's."""
HARDLY_OTHER = 0.2
"""The same for a language whose word forms are only roughly matched, over all its source sentences."""
CLEAR = 0.7
"""The share from which any deed of one's own is set against helping, whatever its verb."""
FEWEST = 2
"""Telling words from which a deed is looked for."""
ELSEWHERE = 0.3
"""By how much another entry must hold more of a deed for it to have been moved from there."""


def invented_deeds(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """achievement_invented, achievement_moved, weak_support: an action without its source sentence."""
    if clause.voice != "candidate" or clause.stance or (clause.statement.language == "en" and not is_own(clause)):
        return
    for deed in deeds_of(clause):
        if claims_a_deed(deed.statement, bullet=clause.sentence.bullet or deed.shift > 0):
            yield from _sourced(deed, clause, grounds)


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of a clause."""

    statement: Statement
    """Its words; spans in it count from the clause's start by `shift`."""
    shift: int
    families: frozenset[str]
    """What it claims, without names and titles."""

    def within(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of its own as one of the clause."""
        return span[0] + self.shift, span[1] + self.shift


def deeds_of(clause: Spoken) -> Iterator[Deed]:
    """The actions of a clause, each with its own words."""
    text = clause.statement.text
    for start, end in verb_phrases(clause.statement, bullet=clause.sentence.bullet):
        statement = Statement(text[start:end], clause.statement.start + start, clause.statement.language)
        named = [mention.span for mention in clause.employers]
        inside = [(begin - start, stop - start) for begin, stop in named]
        yield Deed(statement, start, claimed(statement, inside))


def _sourced(deed: Deed, clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    telling = deed.families - light_families(clause.statement.language)
    english = clause.statement.language == "en"
    bound = bind_families(deed.families, grounds, clause.entries)
    moved = tuple(_moved(deed, clause, grounds, bound))
    if moved:
        yield from moved
    elif len(telling) < (FEWEST if english else FEWEST + 1) or _carried(bound):
        return
    elif (bound.first < HARDLY) if english else (bound.share < HARDLY_OTHER):
        yield found_at(
            clause, _missing_span(deed, bound), "achievement_invented",
            "leave it out, or say what the CV's own sentence says",
        )  # fmt: skip
    else:
        best = bound.best.fact.id if bound.best else ""
        yield found_at(
            clause, _missing_span(deed, bound), "weak_support", f"say it in the words of {best}", "WARNING",
            facts=(best,),
        )  # fmt: skip


def _carried(bound: Binding) -> bool:
    """Whether one source sentence holds at least half of a deed, or two hold nearly all of it."""
    return bound.first >= ENOUGH or (bound.share >= BOTH and bound.first >= HARDLY)


def _moved(deed: Deed, clause: Spoken, grounds: Grounds, bound: Binding) -> Iterator[Finding]:
    """An action whose source sentence stands under another entry."""
    if not clause.entries or not deed.families:
        return
    anywhere = bind_families(deed.families, grounds)
    best = anywhere.best
    if best is None or best.entry in clause.entries or not best.entry.startswith("r"):
        return
    if len(deed.families - light_families(deed.statement.language)) < FEWEST:
        return
    if anywhere.first >= ENOUGH and anywhere.first - bound.first >= ELSEWHERE:
        start, end = clause.sentence.start, clause.sentence.end
        whole = (start - clause.statement.start, end - clause.statement.start)
        employer = grounds.bank.by_id.get(f"{best.entry}.employer")
        yield found_at(
            clause, whole, "achievement_moved", f"it belongs to {employer.text if employer else best.entry}",
            expected=best.fact.text[:80], facts=(best.fact.id,),
        )  # fmt: skip


def _missing_span(deed: Deed, bound: Binding) -> tuple[int, int]:
    """From the first to the last word that no source sentence holds."""
    absent = [word for word in deed.statement.content if word.family in bound.missing]
    if not absent:
        return deed.within((0, len(deed.statement.text)))
    return deed.within((absent[0].start, absent[-1].end))


def raised_ownership(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """ownership_inflated: a verb above the level of the source's own."""
    if clause.voice != "candidate":
        return
    for deed in deeds_of(clause):
        claim = level_claimed(deed.statement, bullet=clause.sentence.bullet or deed.shift > 0)
        bound = bind_families(_meant(deed, clause), grounds, clause.entries)
        source = bound.best
        if claim is None or source is None or bound.first < NEAR:
            continue
        if claim.level == DID and not is_own(clause):
            continue
        held = _held(source, deed)
        level = held.level if held else DID
        verb = next((word.lemma for word in deed.statement.words if word.start == claim.span[0]), "")
        if level != HELPED and verb in source.statement.lemmas:
            continue
        if level == HELPED and claim.level == DID and not _same_work(claim, deed, source) and bound.first < CLEAR:
            continue
        if _above(claim.level, level, deed):
            soft = claim.level == MANAGED and held is not None and held.level == LED
            soft = soft and not ({"people", "money"} & deed.statement.objects)
            yield found_at(
                clause, deed.within(claim.span), "ownership_inflated",
                f"the CV says: {source.fact.text[:80]}", "WARNING" if soft else "CRITICAL",
                expected=held.word if held else "", facts=(source.fact.id,),
            )  # fmt: skip


def _same_work(claim: LevelClaimed, deed: Deed, source: Unit) -> bool:
    """Whether the source's own verbs hold the one that a deed claims."""
    verb = next((word for word in deed.statement.words if word.start == claim.span[0]), None)
    return verb is not None and verb.family in source.statement.families


def _held(source: Unit, deed: Deed) -> LevelClaimed | None:
    """The level that the source claims for this deed: that of its own verb phrase, where it tells of several."""
    text = source.statement.text
    parts = [
        Statement(text[start:end], start, source.statement.language)
        for start, end in verb_phrases(source.statement, bullet=True)
    ]
    near = [part for part in parts if (part.families & deed.families) - light_families(part.language)]
    levels = [level_claimed(part, bullet=True) for part in near or parts]
    return max((level for level in levels if level is not None), key=_level, default=None)


def _level(claim: LevelClaimed) -> int:
    return claim.level


def _meant(deed: Deed, clause: Spoken) -> frozenset[str]:
    """What a deed is done to: for "I coordinated it", what the sentence spoke of before."""
    telling = deed.families - light_families(deed.statement.language)
    if len(telling) > 1 or not _PRONOUN.search(deed.statement.text):
        return deed.families
    before = clause.sentence.text[: clause.statement.start - clause.sentence.start]
    return claimed(Statement(before, 0, deed.statement.language), ()) or deed.families


def _above(level: int, held: int, deed: Deed) -> bool:
    """Whether a level claims more than another; doing and guiding are equal unless colleagues are guided."""
    if level == GUIDED and held == DID and "people" not in deed.statement.objects:
        return False
    return level > held


def taken_credit(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """credit_taken: a result claimed as one person's alone."""
    if clause.voice != "candidate":
        return
    for phrase in sole_words(clause.statement.language):
        at = re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", clause.statement.text, re.IGNORECASE)
        if at and not grounds.says(phrase):
            yield found_at(clause, at.span(), "credit_taken", f"leave out “{phrase}”")
            return


def owned_budgets(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """budget_owned: money that was only touched, claimed as owned."""
    if clause.voice != "candidate":
        return
    text = clause.statement.text
    at = re.search(
        r"\b(?:own(?:ed|ing|er|ership)?|manag(?:ed|ing|e)|held|hold(?:ing)?|controll(?:ed|ing)|responsib\w+"
        r"|accountab\w+|ran|"
        r"running|oversaw|charge|handled|administered|in command)\b[^.;]{0,40}?\b(?:budgets?|P&L|funds?|purse"
        r"|profit and loss)\b"
        r"|(?:אחראי(?:ת)?|ניהלתי|ניהול|באחריותי|החזקתי|שלטתי|ניהלה) (?:על |ב)?(?:ה)?תקציב"
        r"|\bbudgets? (?:was|is|were) mine\b|\bmy (?:own )?(?:\w+ )?budget\b"
        r"|\b(?:budgets?|P&L)\b[^.;]{0,25}\b(?:owner(?:ship)?|responsib\w+|accountab\w+|in my hands"
        r"|under my control)\b",
        text,
        re.IGNORECASE,
    )
    if at is None:
        return
    holders = [
        unit
        for unit in grounds.units
        if re.search(r"\b(?:budget|P&L|fund)|תקציב", unit.statement.text, re.IGNORECASE)
    ]
    owned = [unit for unit in holders if (level_claimed(unit.statement, bullet=True) or _NO_CLAIM).level >= LED]
    if not owned:
        facts = tuple(unit.fact.id for unit in holders)
        yield found_at(
            clause, at.span(), "budget_owned", "say what you did with the money, as the CV does", facts=facts
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
    if any(bound.first < ENOUGH or bound.best is None for bound in told):
        return False
    first, second = (bound.best for bound in told)
    if first is None or second is None or first is second:
        return False
    return not any(_holds(unit, sides) for unit in grounds.units)


def _holds(unit: Unit, sides: tuple[Statement, Statement]) -> bool:
    """Whether a source sentence holds a good part of both sides: half of each, and two telling words where it has them."""
    light = light_families(unit.statement.language)
    for side in sides:
        telling = side.families - light
        shared = len(telling & unit.statement.families)
        if shared * 2 < len(telling) or shared < min(FEWEST, len(telling)):
            return False
    return True


_NO_CLAIM = LevelClaimed(DID, "", (0, 0))
