"""Consistency: the documents of one application say the same of the same thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from careervp_mcp.career.agreement import compare, derivable
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.facts.context import Context, Kind
from careervp_mcp.career.facts.grounds import grounds_of
from careervp_mcp.career.facts.matching import GOOD
from careervp_mcp.career.facts.speech import Spoken, spoken
from careervp_mcp.career.findings import Finding, quoted
from careervp_mcp.career.quantities import Quantity
from careervp_mcp.career.statements import Statement, light_families

ALIKE = 2
"""Telling words that two clauses share when they speak of one thing."""
ALIKE_SHARE = 0.5
"""Or the share of the shorter one's telling words."""


_NAMES = frozenset({"employer", "institution"})


@dataclass(frozen=True, slots=True)
class _Known:
    """What the evidence says with figures, and the names in it."""

    names: frozenset[str]
    """Families of the names that a person worked and learnt under: two deeds at one place are still two."""
    told: tuple[Statement, ...]

    @classmethod
    def of(cls, bank: EvidenceBank) -> "_Known":
        """Read off the bank."""
        read = [(fact, Statement(fact.text, language=bank.language)) for fact in bank.facts]
        names = [said.families for fact, said in read if fact.kind in _NAMES]
        return cls(frozenset().union(*names), tuple(said for _, said in read if said.quantities))

    def has(self, figure: Quantity, said: Statement) -> bool:
        """Whether the evidence has the figure in a sentence that shares a telling word with the clause."""
        return any(
            (fact.families & said.families) - self.names and any(_same(figure, one) for one in fact.quantities)
            for fact in self.told
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One accepted text of an application."""

    id: str
    """Its artefact id, or another name that a person would know it by."""
    text: str
    kind: Kind = "other"
    bank_hash: str = ""
    """The bank it was accepted on; another than today's makes it stale."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What comparing the documents of one application found."""

    pairs: int
    conflicts: tuple[Finding, ...]
    """Spans are characters of the document that `path` names; the hint names both."""
    stale: tuple[str, ...]
    """Ids of documents that were accepted on another bank than today's."""


def consistency(documents: Sequence[Document], bank: EvidenceBank, context: Context | None = None) -> Consistency:
    """Compare each two documents clause by clause: the same object, the same figure; rounding is allowed."""
    context = context or Context(language=bank.language)
    read = [(document, _telling(document, bank, context)) for document in documents]
    pairs = list(combinations(read, 2))
    known = _Known.of(bank)
    found = tuple(finding for one, other in pairs for finding in _conflicts(one, other, known))
    stale = tuple(document.id for document in documents if document.bank_hash not in {"", bank.bank_hash})
    return Consistency(len(pairs), found, stale)


def _telling(document: Document, bank: EvidenceBank, context: Context) -> tuple[Spoken, ...]:
    """The clauses with figures that speak of the person."""
    clauses = spoken(document.text, grounds_of(bank), context)
    return tuple(clause for clause in clauses if clause.voice == "candidate" and clause.statement.quantities)


_Read = tuple[Document, tuple[Spoken, ...]]


def _conflicts(one: _Read, other: _Read, known: _Known) -> Iterator[Finding]:
    """Where two clauses speak of one thing in two figures, on the one whose figure the evidence does not have."""
    for ours in one[1]:
        for theirs in other[1]:
            if _of_one_thing(ours, theirs, known.names):
                yield from _compared(ours, theirs, (one[0], other[0]), known)
                yield from _compared(theirs, ours, (other[0], one[0]), known)


def _of_one_thing(ours: Spoken, theirs: Spoken, names: frozenset[str]) -> bool:
    light = light_families(ours.statement.language) | names
    mine, yours = ours.statement.families - light, theirs.statement.families - light
    shared = len(mine & yours)
    return shared >= ALIKE and shared >= ALIKE_SHARE * min(len(mine), len(yours))


def _compared(ours: Spoken, theirs: Spoken, documents: tuple[Document, Document], known: _Known) -> Iterator[Finding]:
    """A figure of the second text that the evidence lacks, and whose kind the first has, but whose value it has not.

    What stands in quotation marks and not in the evidence is somebody else's, such as the posting's.
    """
    for figure in theirs.statement.quantities:
        rivals = [rival for rival in ours.statement.quantities if _rival(figure, rival)]
        if not rivals or any(_agree(figure, rival, ours, theirs) for rival in ours.statement.quantities):
            continue
        start, end = theirs.statement.place(figure.span)
        if known.has(figure, theirs.statement) or _quoted(documents[1].text, start):
            continue
        names = f"{documents[0].id} says {rivals[0].text}, {documents[1].id} says {figure.text}"
        yield Finding(
            "cross_document_conflict", "CRITICAL", (start, end), quoted(documents[1].text, (start, end)),
            f"{names}; make them agree", rivals[0].text, path=documents[1].id,
        )  # fmt: skip


def _quoted(text: str, place: int) -> bool:
    """Whether a place lies between quotation marks of its own paragraph."""
    before = text[text.rfind("\n", 0, place) + 1 : place]
    return before.rfind("“") > before.rfind("”")


def _rival(figure: Quantity, rival: Quantity) -> bool:
    return figure.kind == rival.kind and compare(figure, rival, "document") != "incomparable"


def _agree(figure: Quantity, rival: Quantity, ours: Spoken, theirs: Spoken) -> bool:
    if _same(figure, rival):
        return True
    changes = (*ours.statement.changes, *theirs.statement.changes)
    return any(derivable(change, figure) or derivable(change, rival) for change in changes)


def _same(figure: Quantity, rival: Quantity) -> bool:
    return compare(figure, rival, "speech") in GOOD or compare(rival, figure, "speech") in GOOD
