"""Names: employers, clients, places, people and products that a text names and the history does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.facts.patterns import pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, applied_for
from careervp_mcp.career.facts.verbs import acting, claims_a_deed
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.terms import is_occupation, language_level
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import Word, folded

_EMPLOYED = re.compile(
    r"\b(?:at|joined|joining|left|leaving|employed by|worked for|working for|work for|years (?:at|with)"
    r"|role (?:at|with)|"
    r"position (?:at|with)|stint (?:at|with)|time (?:at|with)|hired by|moved to|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NO_NAME = frozenset({"I", "I'm", "I've", "I'd", "I'll"})
_SHORT = 3
"""Letters of a first word that can't stand for a company's name."""
_LOOSE = re.compile(r"^(?:of|and|the|for|de|la|&|van|von)$", re.IGNORECASE)
_HIRED = re.compile(
    r"\b(?:(?:employed|hired) (by)|(?:worked|working|work|job|role|position|years|months|year|time|stint"
    r"|part of \d{4}|while|when) (at|for)|(joined|left)|"
    r"(?:as|was|am) (?:an? |the )(?:[\w-]+ ){1,4}(at|of|with|for|by)|as (?:[\w-]+ ){1,3}(at|of|for)|^(at)"
    r"|,\s(at))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:live|living|lives|based|reside|resides|home is|settled) (?:in|at|near) (?P<place>(?-i:[A-Z][\w-]+))",
    re.IGNORECASE,
)
_EMPLOYED_ME = re.compile(r",?\s+(?:who|which|that) (?:employed|hired|took on) me\b", re.IGNORECASE)
_BEING = r"\bI(?:['’]m| am| was|['’]ve been| have been) (?:now |currently |already |still )?(?:an?|the)\b"
_WITH_YOU = re.compile(
    r"\b(?:(?:my|our) (?:earlier |previous |past |former |last |first )?(?:time|years?|role|stint|work|job"
    r"|months?|spell) (?:with|at|for) (?:you|your)\b"
    r"|when I (?:worked|was) (?:for|with|at) you\b|(?:as|being) your former\b|since I (?:left|joined) you\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """Capital words that stand together."""

    words: tuple[Word, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the clause."""
        return self.words[0].start, self.words[-1].end


def invented_names(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """employer_invented, entity_invented: a name that neither the history nor, where it may, the posting has."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for name in (part for whole in names_in(clause, context) for part in _apart_from_terms(whole, clause)):
        if _known(name, clause, grounds):
            continue
        text = clause.statement.text
        said = text[slice(*name.span)]
        if (context.company and _belongs(said, context.company)) or _of_the_posting(name, clause, context):
            continue
        if applied_for(clause, name.span, context):
            continue
        rule = "employer_invented" if _EMPLOYED.search(text[: name.span[0]]) else "entity_invented"
        yield found_at(clause, name.span, rule, f"the CV does not name {said[:60]}; leave it out")


def _of_the_posting(name: Name, clause: Spoken, context: Context) -> bool:
    """Whether a name is a place of the posting's, in a clause that tells of no deed."""
    text = clause.statement.text
    known = folded("\n".join((context.posting, *context.research)))
    placed = re.search(r"\b(?:the|your|in|to|at|near)\s+$", text[: name.span[0]], re.IGNORECASE)
    held = pattern("held", clause.statement.language).search(text)
    deed = claims_a_deed(clause.statement, bullet=clause.sentence.bullet)
    return bool(placed and not held and not deed and folded(text[slice(*name.span)]) in known)


def target_as_employer(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """target_as_employer: work already done told as done at the company that is applied to."""
    if (
        clause.voice != "candidate"
        or clause.stance
        or not context.company
        or grounds.says(plain_name(context.company))
    ):
        return
    text = clause.statement.text
    short = re.escape(context.company.split()[0]) if len(context.company.split()[0]) > _SHORT else "(?!)"
    before = _WITH_YOU.search(text)
    if before:
        yield found_at(clause, before.span(), "target_as_employer", "you have not worked there; name the employer")
        return
    at = re.search(
        rf"\b(?:(?:at|for|with|inside|within|joined|of|from)\s+"
        rf"|ב-?)((?:the\s+)?(?:{re.escape(context.company)}|{re.escape(plain_name(context.company))}|{short}))",
        text, re.IGNORECASE,
    )  # fmt: skip
    if at and (next(acting(clause.statement), None) is not None or _as_a_post(text[: at.start()], context)):
        yield found_at(
            clause, at.span(1), "target_as_employer", "you have not worked there; name the employer you did this at"
        )


def _as_a_post(before: str, context: Context) -> bool:
    """Whether what stands before the company says that the person holds its post: I am a nurse at."""
    head = context.title.split()[-1] if context.title else ""
    held = rf"{_BEING}[^.;]{{0,60}}\b{re.escape(head)}\b\W*$"
    return bool(head) and re.search(held, before, re.IGNORECASE) is not None


def client_as_employer(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """client_as_employer: a client or partner that the CV names, told as an employer."""
    if clause.voice != "candidate":
        return
    text = clause.statement.text
    for name in names_in(clause, context):
        said = text[slice(*name.span)]
        own = grounds.employers.mentions(said) or grounds.schools.mentions(said) or grounds.is_place(said)
        cue = _HIRED.search(text[: name.span[0]])
        if not own and grounds.says(said) and _EMPLOYED_ME.match(text[name.span[1] :]):
            yield found_at(
                clause, name.span, "client_as_employer", f"the CV does not name {said[:60]} as an employer"
            )
            continue
        if (
            own
            or cue is None
            or language_level(said) is not None
            or "volunteer" in cue.group().lower()
            or not grounds.says(said)
            or grounds.says(f"{cue[cue.lastindex or 0]} {said}")
        ):
            continue
        yield found_at(
            clause,
            (cue.start(), name.span[1]),
            "client_as_employer",
            f"the CV does not name {said[:60]} as an employer",
        )


def wrong_place(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """location_changed: another place told as where the person lives."""
    known = grounds.bank.by_id.get("p.location")
    at = _LIVES.search(clause.statement.text)
    if clause.voice == "candidate" and at and known and folded(at["place"]) not in folded(known.text):
        yield found_at(clause, at.span("place"), "location_changed", f"the CV has {known.text}", expected=known.text)


def names_in(clause: Spoken, _context: Context) -> Iterator[Name]:
    """Runs of capital words; the first word of a sentence counts only with a capital beside it."""
    run: list[Word] = []
    text = clause.statement.text
    for place, word in enumerate(clause.statement.words):
        joins = (
            bool(run)
            and text[run[-1].end : word.start].strip() in {"", "&", ".", "'"}
            and "\n" not in text[run[-1].end : word.start]
        )
        if word.capital and word.text not in _NO_NAME and not _opens(word, clause, place):
            if not joins and run:
                yield from _trimmed(run)
                run = []
            run.append(word)
        elif joins and _LOOSE.match(word.text) and word.text != "and":
            run.append(word)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _apart_from_terms(name: Name, clause: Spoken) -> Iterator[Name]:
    """A name without the skills and the like in it, which other checks judge."""
    taken = [term.span for term in clause.statement.terms]
    run: list[Word] = []
    for word in name.words:
        if any(start <= word.start < end for start, end in taken):
            yield from _trimmed(run)
            run = []
        else:
            run.append(word)
    yield from _trimmed(run)


def _trimmed(run: list[Word]) -> Iterator[Name]:
    kept = list(run)
    while kept and not kept[-1].capital:
        kept.pop()
    while kept and (
        kept[0].text
        in {"I", "I'm", "I've", "I'd", "I'll", "My", "The", "A", "An", "In", "At", "On", "For", "As", "Our"}
    ):
        kept.pop(0)
    if kept:
        yield Name(tuple(kept))


def _opens(word: Word, clause: Spoken, place: int) -> bool:
    """Whether a word is capital only because it begins a sentence."""
    if place or clause.statement.start != clause.sentence.start:
        return False
    following = clause.statement.words[1:2]
    joined = bool(following) and following[0].capital and following[0].text != "I"
    return not joined or word.stop or word.text.lower() in word_set("en", "words", "stop")


def _known(name: Name, clause: Spoken, grounds: Grounds) -> bool:
    said = clause.statement.text[slice(*name.span)]
    if grounds.says(said):
        return True
    plain = word_set("en", "names", "plain")
    unknown = [
        word for word in name.words
        if not (grounds.knows(word) or word.stop or folded(word.text) in plain or is_occupation(word.lemma))
    ]  # fmt: skip
    return not unknown


def _belongs(said: str, company: str) -> bool:
    return set(plain_name(said).split()) <= set(plain_name(company).split())
