"""A CV as the judged text: its roles, studies, lists and contact data, each as a whole, against the history's."""

from collections.abc import Iterator
from dataclasses import dataclass

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.listed import wrong_lists
from careervp_mcp.career.facts.pairing import paired
from careervp_mcp.career.facts.roles import wrong_roles
from careervp_mcp.career.facts.schooling import wrong_studies
from careervp_mcp.career.findings import Finding, quoted
from careervp_mcp.career.words import folded


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The running text of a CV by entry, and what its other parts hold against the history."""

    sentences: tuple[tuple[tuple[int, int], str], ...]
    """Each bullet's and prose line's place, and the entry of the history it stands under."""
    findings: tuple[Finding, ...]


def read_document(document: str, grounds: Grounds, context: Context) -> ReadDocument:
    """Read a CV and compare its parts; the running text is left to the checks of clauses."""
    language = context.language or grounds.bank.language
    theirs = build_bank(read_text(document, language=language))
    roles = paired(theirs, grounds.bank, "r")
    places = {pair.stated: pair.known for pair in roles if pair.known}
    lines = tuple(
        (fact.span, places.get(fact.entry, ""))
        for fact in theirs.facts
        if fact.kind in {"action", "summary"} and fact.span != (0, 0)
    )
    findings = (
        *_person(document, theirs, grounds.bank),
        *wrong_roles(theirs, grounds, context, roles),
        *wrong_studies(theirs, grounds),
        *wrong_lists(theirs, grounds),
    )
    return ReadDocument(lines, findings)


def _person(document: str, theirs: EvidenceBank, known: EvidenceBank) -> Iterator[Finding]:
    """name_changed, location_changed: the person's own data, which are copied or left out."""
    for kind in ("name", "location"):
        stated, ours = theirs.by_id.get(f"p.{kind}"), known.by_id.get(f"p.{kind}")
        if stated is None or ours is None or _same(stated, ours) or folded(stated.text) in folded(known.text):
            continue
        yield Finding(
            f"{kind}_changed", "CRITICAL", stated.span, quoted(document, stated.span), f"the CV has {ours.text}",
            ours.text, (ours.id,),
        )  # fmt: skip


def _same(one: Fact, other: Fact) -> bool:
    return " ".join(folded(one.text).split()) == " ".join(folded(other.text).split())
