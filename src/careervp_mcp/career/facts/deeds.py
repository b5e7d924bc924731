"""Deeds: whether an action and its owner's part in it stand in the history."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from careervp_mcp.career.agreement import compare
from careervp_mcp.career.facts.binding import ENOUGH, Binding, bind_families, claimed
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds, Unit
from careervp_mcp.career.facts.matching import GOOD
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, is_own
from careervp_mcp.career.facts.verbs import LevelClaimed, acting, claims_a_deed, level_claimed, verb_phrases
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.ownership import DID, GUIDED, HELPED, LED, MANAGED
from careervp_mcp.career.statements import Statement, light_families

_REPORTS = re.compile(
    r"\b(?:report(?:s|ed|ing)? (?:directly )?to me|answer(?:s|ed)? to me|direct reports"
    r"|line[- ]manag\w+|under my (?:line )?management)\b",
    re.IGNORECASE,
)
_MANAGES = re.compile(
    r"\b(?:manage[sd]?|managing|supervis(?:e[sd]?|ing|ion)|report(?:s|ed|ing)? to)\b", re.IGNORECASE
)
_OBJECT_ENDS = re.compile(
    r"\b(?:of|for|in|at|with|by|on|from|where|that|which|who|to|so|when|after|before|during|and|or)\b|[,;:.(]"
)
_PLURAL = re.compile(r"(?<!s)s$")
_PRONOUN = re.compile(r"\b(?:it|this|that|them|these)\b(?! (?:I|we|he|she|was|were|is|are|had|has)\b)", re.IGNORECASE)
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
    elif (
        len(telling) < (FEWEST if english else FEWEST + 1)
        or _carried(bound)
        or (not english and _names_a_role(deed, grounds))
    ):
        return
    elif english and (new := _new_object(deed, bound)):
        yield found_at(clause, deed.within(new), "achievement_invented", "the CV says nothing of it; leave it out")
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


_LEARNT_THERE = re.compile(r"\s+(?:in|at|as|with|under|for)\b", re.IGNORECASE)
_TAUGHT = 2
"""The level of whoever teaches, on the ladder of ownership."""
_OF_A_ROLE = frozenset({"title", "employer", "location", "employment_type"})
_PREFIXES = re.compile(r"^[ובכלמשה]{1,2}-?(?=[\u05d0-\u05ea]{2})")


def _names_a_role(deed: Deed, grounds: Grounds) -> bool:
    """Whether all that is said are the words of one post: its title, its employer, how much of a post it was."""
    said = [word.text for word in deed.statement.content]
    for entry in grounds.bank.entries:
        told = " ".join(fact.text for fact in grounds.bank.facts if fact.entry == entry and fact.kind in _OF_A_ROLE)
        if said and all(word in told or _PREFIXES.sub("", word) in told for word in said):
            return True
    return False


def _new_object(deed: Deed, bound: Binding) -> tuple[int, int] | None:
    """From a deed's verb to the end of its object, where the source sentence has neither."""
    verb = next(acting(deed.statement, bullet=True), None)
    if verb is None or any(verb.family in unit.statement.families for unit in bound.units):
        return None
    end = _OBJECT_ENDS.search(deed.statement.text, verb.end + 1)
    stop = end.start() if end else len(deed.statement.text)
    told = [word for word in deed.statement.content if verb.end < word.start < stop]
    held = frozenset(word.family for unit in bound.units[:1] for word in unit.statement.content)
    if len(told) < FEWEST or any(word.family in held for word in told):
        return None
    return verb.start, told[-1].end


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
        nothing = (
            claim is not None and claim.level == DID and not deed.families - light_families(clause.statement.language)
        )
        if claim is None or nothing or source is None or bound.first < NEAR or _done_by_others(claim, deed):
            continue
        if claim.level == DID and not is_own(clause):
            continue
        held = _held(source, deed)
        level = held.level if held else DID
        verb = next((word.lemma for word in deed.statement.words if word.start == claim.span[0]), "")
        if (level != HELPED and verb in source.statement.lemmas) or _told_elsewhere(
            claim, verb, deed, clause, grounds
        ):
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


def _told_elsewhere(claim: LevelClaimed, verb: str, deed: Deed, clause: Spoken, grounds: Grounds) -> bool:
    """Whether another source sentence of the entry uses the very verb, at its level, for something of the deed."""
    light = light_families(deed.statement.language)
    alone = int(any(word.lemma == verb and word.family not in light for word in deed.statement.words))
    for unit in grounds.units:
        if not unit.supports or (clause.entries and unit.entry not in clause.entries and unit.entry.startswith("r")):
            continue
        if verb in unit.statement.lemmas and (
            len((deed.families & unit.statement.families) - light) > alone or _same_figure(deed, unit)
        ):
            held = level_claimed(unit.statement, bullet=True)
            if held is not None and held.level >= claim.level:
                return True
    return False


def _same_figure(deed: Deed, unit: Unit) -> bool:
    return any(
        compare(stated, known, "speech") in GOOD
        for stated in deed.statement.quantities
        for known in unit.statement.quantities
    )


def claimed_reports(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """ownership_inflated: people said to report to the person, where no source sentence says that any do."""
    if clause.voice != "candidate" or clause.statement.language != "en":
        return
    at = _REPORTS.search(clause.statement.text)
    if at is None or any(
        _REPORTS.search(unit.statement.text) or _MANAGES.search(unit.statement.text) for unit in grounds.units
    ):
        return
    yield found_at(clause, at.span(), "ownership_inflated", "the CV does not say that anybody reports to you")


def _done_by_others(claim: LevelClaimed, deed: Deed) -> bool:
    """Whether the claim's verb has a subject of its own, or none: "and nurses led it", "I trained in audit"."""
    if claim.level == _TAUGHT and _LEARNT_THERE.match(deed.statement.text, claim.span[1]):
        return True
    before = [word for word in deed.statement.words if word.end <= claim.span[0]]
    return (
        bool(before)
        and not before[-1].stop
        and before[-1].lemma != before[-1].text.lower()
        and _PLURAL.search(before[-1].text) is not None
    )


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
