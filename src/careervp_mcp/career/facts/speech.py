"""What a text says, read for judging: its clauses, each with its voice and the entries it speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.names import NameMention
from careervp_mcp.career.facts.verbs import acting
from careervp_mcp.career.facts.voices import Voice, stance_at, voice_of
from careervp_mcp.career.sentences import Clause, Sentence, clauses, sentences
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.wordlists import word_set

_THERE = re.compile(
    r"\b(?:there|in that (?:role|job|post|position)|at that (?:firm|company|job)|while there)\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:I|I've|I'd|I'm|me|we|she|he|my|our|her|his)\b", re.IGNORECASE)
_SUBJECTLESS = re.compile(
    r"^\W*(?:and |then |also |later |by |where |when |while |which )?(?:\w+ly )?[a-z]*(?:ed|built|wrote|led"
    r"|ran|cut|made|took|taught|grew|ing)\b|^\W*[A-Z]\w+(?:ed|ing)\b",
    re.IGNORECASE,
)
_GERUND_SUBJECT = re.compile(
    r"^\W*\w+ing\b.*\b(?:is|was|are|were|means|takes|makes|made|gave|gives|has|had)\b", re.IGNORECASE
)
_JOINS = re.compile(r",\s+(?:and\s+|then\s+)?|\s+and\s+(?:then\s+)?")
_ANEW = re.compile(
    r"(?:I|we|he|she|before|after|later|earlier|then|now|today|at|as|while|when|from|in|since)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“„].{10,}", re.DOTALL)
_NOTHING_ELSE = re.compile(r"[\"“„][^\"“”„]+[\"”]\W*$", re.DOTALL)
"""A sentence that is a quotation and no more, as in a heading."""
_SHORT_QUOTE = 10
"""Characters of a quotation."""
_CURRENT = re.compile(
    r"\bmy (?:current|present) (?:employer|company|firm|role|job|position|post|team|workplace|school|hospital)\b"
    r"|\bwhere i (?:now |currently )?work(?: now| today)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Spoken:
    """One clause of the judged text."""

    statement: Statement
    sentence: Sentence
    voice: Voice
    entries: frozenset[str]
    """The entries it speaks of; empty when it names none."""
    employers: tuple[NameMention, ...] = ()
    """Where it names an employer of the person; spans of the clause."""
    placed: bool = False
    """Whether its entry comes from the CV's heading that it stands under."""
    earlier: str = ""
    """The sentence before, which "it" may speak of."""

    @cached_property
    def stance(self) -> bool:
        """Whether it tells a view or a feeling only."""
        begins = stance_at(self.statement.text, self.statement.language)
        if begins is None or self.statement.language != "en":
            return begins is not None
        owning = word_set("en", "verbs", "possession")
        return all(verb.start >= begins for verb in acting(self.statement) if verb.lemma not in owning)


_APPLYING = re.compile(
    r"\b(?:appl(?:y|ying|ication)|consider(?:ation|ed)?|interest in|candidacy"
    r"|(?:post|position|role|vacancy|job) (?:of|as)|your (?:next|new))\b",
    re.IGNORECASE,
)


def applied_for(clause: Spoken, span: tuple[int, int], context: Context) -> bool:
    """Whether words are the title or the company that a clause applies for, and no part of a history."""
    text = clause.statement.text
    if not _APPLYING.search(text[: span[0]]):
        return False
    for name in filter(None, (context.title, context.company)):
        start = text.casefold().find(name.casefold())
        if start >= 0 and start <= span[0] and span[1] <= start + len(name):
            return True
    return False


def is_own(clause: Spoken) -> bool:
    """Whether a clause tells what the person did: it names them, or has no subject of its own."""
    text = clause.statement.text
    if clause.sentence.bullet or clause.placed or _OWN.search(text):
        return True
    return bool(_SUBJECTLESS.match(text)) and not _GERUND_SUBJECT.match(text)


def spoken(document: str, grounds: Grounds, context: Context) -> tuple[Spoken, ...]:
    """The clauses of running text in order."""
    language = context.language or grounds.bank.language
    found: list[Spoken] = []
    before: frozenset[str] = frozenset()
    earlier = ""
    for sentence in sentences(document):
        for clause in _of_sentence(sentence, grounds, context, language, before):
            before = clause.entries or before
            found.append(replace(clause, earlier=earlier))
        earlier = sentence.text
    return tuple(found)


def placed(
    document: str, spans: Sequence[tuple[tuple[int, int], str]], grounds: Grounds, context: Context
) -> Iterator[Spoken]:
    """The clauses of a CV's sentences, each under its heading's entry."""
    language = context.language or grounds.bank.language
    for (start, end), entry in spans:
        sentence = Sentence(document[start:end], start, end, bullet=True, paragraph=0)
        for clause in _of_sentence(sentence, grounds, context, language, frozenset()):
            entries = frozenset({entry}) if entry else clause.entries
            voice: Voice = "candidate" if clause.voice in {"company", "question"} else clause.voice
            yield Spoken(clause.statement, sentence, voice, entries, clause.employers, placed=bool(entry))


def _of_sentence(
    sentence: Sentence, grounds: Grounds, context: Context, language: str, before: frozenset[str]
) -> Iterator[Spoken]:
    voice: Voice | None = None
    whole = grounds.employers.mentions(sentence.text)
    shared = whole[0].entries if len({mention.entries for mention in whole}) == 1 else frozenset[str]()
    for clause in (part for whole_clause in clauses(sentence) for part in _by_employer(whole_clause, grounds)):
        statement = Statement(clause.text, clause.start, language)
        voice = voice_of(clause.text, sentence.text, voice, company=context.company, language=language)
        if _is_quotation(sentence.text, clause.text, context):
            voice = "company"
        named = grounds.employers.mentions(clause.text)
        entries = frozenset[str]().union(*(mention.entries for mention in named))
        entries = entries or _referred(clause.text, grounds, shared or before) or shared
        yield Spoken(statement, sentence, voice, entries, named)


def _is_quotation(sentence: str, clause: str, context: Context) -> bool:
    """Whether a clause repeats the posting or the research word for word between quotation marks."""
    told = clause.strip(' "“”„.')
    sources = " ".join("\n".join((context.posting, context.title, context.company, *context.research)).split())
    whole = _NOTHING_ELSE.match(sentence.strip()) is not None
    marked = _QUOTED.match(sentence.strip()) is not None and len(told) > _SHORT_QUOTE
    return bool(told) and (whole or marked) and told in sources


def _by_employer(clause: Clause, grounds: Grounds) -> Iterator[Clause]:
    """A clause that names two employers, cut before the second one's own part."""
    begin = 0
    named = grounds.employers.mentions(clause.text)
    for first, second in pairwise(named):
        cut = _cut(clause.text, first.span[1], second.span[0])
        if cut and not first.entries & second.entries:
            yield Clause(clause.text[begin : cut.start()], clause.start + begin, clause.start + cut.start())
            begin = cut.end()
    yield Clause(clause.text[begin:], clause.start + begin, clause.end)


def _cut(text: str, begin: int, end: int) -> re.Match[str] | None:
    """Where the second employer's part begins: at a join before a new subject or time, else at the first join."""
    joins = list(_JOINS.finditer(text, begin, end))
    return next((join for join in joins if _ANEW.match(text, join.end())), next(iter(joins), None))


def _referred(clause: str, grounds: Grounds, before: frozenset[str]) -> frozenset[str]:
    """The entries a clause points at without their name."""
    if _CURRENT.search(clause):
        return frozenset(entry for entry, period in grounds.periods.items() if period.current)
    return before if _THERE.search(clause) else frozenset()
