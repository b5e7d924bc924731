"""Matter: the things, people and fields a text speaks of are the history's, or more general words for them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, is_own
from careervp_mcp.career.facts.verbs import acting
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import families_of
from careervp_mcp.career.thesaurus import meaning
from careervp_mcp.career.wordlists import table, word_set
from careervp_mcp.career.words import Word, folded, words

_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9+#&]*(?:[ -][A-Z][A-Za-z0-9+#&]*)*")
_RUN = 2
"""Unknown Hebrew words side by side that make a thing of their own."""
EVERYDAY = 40
"""Counted uses from which a noun for an activity is a word of everyday, which names no field of work."""
_COMMON = {"idea": 8, "thing": 300, "person": 300, "field": 1}
"""The same for other kinds of noun; ideas are common sooner, things and people later."""
_FIELD_CLAIMED = re.compile(
    r"\b(?:background|experience|experienced|worked|work|years? (?:in|of|with)|what I know|knowledge of"
    r"|cover(?:s|ed|ing)?|"
    r"fields?|spent|career|speciali[sz]\w+|practice|lies?|range[sd]?|familiar|skilled|trained)\b",
    re.IGNORECASE,
)


def invented_matter(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """achievement_invented, domain_invented: a noun that the history neither holds nor entails."""
    if clause.voice != "candidate" or clause.stance:
        return
    if clause.statement.language != "en":
        yield from _invented_in_hebrew(clause, grounds, context)
        return
    acts = set(acting(clause.statement, bullet=clause.sentence.bullet))
    deed = any(verb.lemma not in word_set("en", "verbs", "possession") for verb in acts) and is_own(clause)
    if not deed and not _FIELD_CLAIMED.search(clause.statement.text):
        return
    outside = _outside(clause, grounds, context)
    strange = [
        word for word in clause.statement.content
        if word not in acts and not _within(word, outside) and is_strange(word, grounds)
    ]  # fmt: skip
    if strange:
        rule = "achievement_invented" if deed else "domain_invented"
        told = ", ".join(word.text for word in strange[:3])
        yield found_at(
            clause, (strange[0].start, strange[-1].end), rule, f"the CV says nothing of {told}; leave it out"
        )


def _invented_in_hebrew(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """Latin names and runs of words that the history has in no form; single words have too many forms to judge."""
    text = clause.statement.text
    for name in _LATIN.finditer(text):
        if not grounds.says(name.group()) and not all(
            part in grounds.lemmas for part in folded(name.group()).split()
        ):
            yield found_at(
                clause, name.span(), "skill_added_text", f"the CV does not name {name.group()}; leave it out"
            )
    outside = _outside(clause, grounds, context)
    run: list[Word] = []
    for word in (*clause.statement.content, None):
        strange = word is not None and not grounds.knows(word) and not _is_plain(word, outside)
        if word is not None and strange:
            run.append(word)
            continue
        if len(run) >= _RUN:
            yield found_at(
                clause, (run[0].start, run[-1].end), "achievement_invented",
                f"the CV says nothing of {' '.join(one.text for one in run)}; leave it out",
            )  # fmt: skip
        run = []


def _is_plain(word: Word, outside: list[tuple[int, int]]) -> bool:
    if _within(word, outside) or _LATIN.search(word.text):
        return True
    plain = word_set("he", "words", "everyday") | _framed()
    return word.lemma in plain or word.lemma[1:] in plain


@cache
def _framed() -> frozenset[str]:
    """The words of the sentences that our own letters and reports say without claiming anything."""
    told = "\n".join(text for noun in ("letter", "report", "interview") for text in _texts(table("he", noun)))
    return frozenset(word.lemma for word in words(told))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)


def _within(word: Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start < end for start, end in spans)


def _outside(clause: Spoken, grounds: Grounds, context: Context) -> list[tuple[int, int]]:
    """Where names, figures and terms stand, which other checks judge."""
    statement = clause.statement
    spans = [mention.span for mention in (*clause.employers, *grounds.schools.mentions(statement.text))]
    spans += [figure.span for figure in statement.quantities] + [term.span for term in statement.terms]
    spans += [mention.span for mention in statement.dates]
    for name in (context.company, context.title):
        at = statement.text.find(name) if name else -1
        spans += [(at, at + len(name))] if at >= 0 else []
    return spans


def is_strange(word: Word, grounds: Grounds) -> bool:
    """Whether a word names something of its own that the history knows under no name."""
    if (word.capital and word.start) or word.lemma in word_set("en", "words", "everyday") or grounds.knows(word):
        return False
    known = meaning(word.lemma)
    if known is None or known.kind in {"-", "inner"} or known.uses >= _COMMON.get(known.kind, EVERYDAY):
        return False
    if any(part in grounds.families for part in families_of(word)[1:]):
        return False
    return word.lemma not in grounds.entailed
