"""Verification: a text about a person against the evidence bank, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from careervp_mcp.career.claims import Claim, Verdict
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.facts import (
    causes,
    company,
    credit,
    deeds,
    directions,
    entities,
    figures,
    hebrew,
    levels,
    matter,
    reach,
    skills,
    studies,
    tenure,
    times,
    titles,
)
from careervp_mcp.career.facts.binding import ENOUGH, bind
from careervp_mcp.career.facts.contact import wrong_contact
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.document import read_document
from careervp_mcp.career.facts.grounds import Grounds, grounds_of
from careervp_mcp.career.facts.rules import rank_of
from careervp_mcp.career.facts.speech import Spoken, placed, spoken
from careervp_mcp.career.findings import SEVERITIES, Finding

Check = Callable[[Spoken, Grounds, Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    figures.wrong_figures,
    directions.reversed_changes,
    tenure.wrong_tenure,
    times.wrong_dates,
    times.still_there,
    times.changed_frequency,
    titles.wrong_titles,
    entities.target_as_employer,
    entities.client_as_employer,
    entities.invented_names,
    entities.wrong_place,
    skills.added_skills,
    skills.claimed_knowledge,
    skills.claimed_certificates,
    skills.changed_versions,
    levels.raised_levels,
    skills.invented_honours,
    skills.invented_logistics,
    studies.wrong_degrees,
    studies.swapped_schools,
    studies.crossed_schools,
    studies.changed_fields,
    studies.studied_elsewhere,
    studies.finished_studies,
    studies.raised_grades,
    reach.widened_scope,
    reach.added_superlatives,
    reach.changed_employment,
    reach.invented_domains,
    credit.taken_credit,
    credit.owned_budgets,
    causes.joined_causes,
    deeds.raised_ownership,
    deeds.claimed_reports,
    deeds.invented_deeds,
    matter.invented_matter,
    company.unsupported_company_facts,
    hebrew.in_hebrew,
)
"""Each looks at one clause for one kind of invention."""


@dataclass(frozen=True)
class FactResult:
    """What a verification found."""

    is_valid: bool
    """Whether nothing blocks."""
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    """Worst first, then by place."""
    counts: dict[Verdict, int] = field(default_factory=dict)
    bank_hash: str = ""


def verify(document: str, bank: EvidenceBank, context: Context | None = None) -> FactResult:
    """Judge a text about a person by the evidence alone; offline, in time linear in its length.

    Spans are characters of `document`. The source of the rules is the craft's table of inventions.
    """
    context = context or Context(language=bank.language)
    grounds = grounds_of(bank)
    clauses, structural = _read(document, grounds, context)
    found = [*structural, *wrong_contact(document, grounds, context)]
    found += [finding for clause in clauses for check in CHECKS for finding in check(clause, grounds, context)]
    findings = tuple(sorted(_one_each(found), key=_order))
    claims = tuple(_claims(clauses, findings, grounds))
    counts = dict(Counter(claim.verdict for claim in claims))
    return FactResult(not any(finding.blocks for finding in findings), claims, findings, counts, bank.bank_hash)


def _read(document: str, grounds: Grounds, context: Context) -> tuple[tuple[Spoken, ...], list[Finding]]:
    if context.kind != "cv":
        return spoken(document, grounds, context), []
    read = read_document(document, grounds, context)
    changed = [(span, entry) for span, entry in read.sentences if not _kept(document[slice(*span)], entry, grounds)]
    return tuple(placed(document, changed, grounds, context)), list(read.findings)


def _kept(text: str, entry: str, grounds: Grounds) -> bool:
    """Whether a sentence is the source's own, word for word and under its own entry."""
    at_home = grounds.verbatim.get(" ".join(text.split()), frozenset())
    return bool(at_home) and (not entry or entry in at_home)


def _one_each(found: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each changed fact: where two overlap, the more specific rule."""
    kept: list[Finding] = []
    for finding in sorted(found, key=_strength):
        if finding.rule in _RELATIONS or not any(
            _overlap(finding, other) for other in kept if other.rule not in _RELATIONS
        ):
            kept.append(finding)
    return iter(kept)


_RELATIONS = frozenset({"causality_invented", "achievement_moved"})
"""Rules on how two facts are tied: they stand beside findings on the facts themselves."""


def _strength(finding: Finding) -> tuple[int, int, int]:
    return SEVERITIES.index(finding.severity), rank_of(finding.rule), finding.span[0]


def _overlap(one: Finding, other: Finding) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _order(finding: Finding) -> tuple[int, int]:
    return SEVERITIES.index(finding.severity), finding.span[0]


_VERDICTS: dict[str, Verdict] = {
    "moved": "moved",
    "inflated": "inflated",
    "invented": "unsupported",
    "added": "unsupported",
}


def _claims(clauses: Sequence[Spoken], findings: Sequence[Finding], grounds: Grounds) -> Iterator[Claim]:
    """Each clause as a claim, with the facts it rests on or the verdict of its worst finding."""
    for clause in clauses:
        start, end = clause.statement.start, clause.statement.start + len(clause.statement.text)
        entry = min(clause.entries, default="")
        against = [
            finding for finding in findings if finding.blocks and finding.span[0] < end and start < finding.span[1]
        ]
        if against:
            worst = against[0]
            yield Claim(
                clause.statement.text, "statement", clause.voice, entry, (start, end), _verdict(worst.rule),
                worst.facts, worst.expected,
            )  # fmt: skip
            continue
        bound = bind(clause, grounds, clause.entries)
        facts = tuple(unit.fact.id for unit in bound.units) if clause.voice == "candidate" else ()
        found: Verdict = "supported" if bound.share > 1 - ENOUGH / 2 else "paraphrase"
        yield Claim(clause.statement.text, "statement", clause.voice, entry, (start, end), found, facts)


def _verdict(rule: str) -> Verdict:
    return next((verdict for part, verdict in _VERDICTS.items() if part in rule), "contradicted")
