"""Education of a judged CV, each course of study as one tuple."""

from collections.abc import Iterator

from careervp_mcp.career.dates import YearMonth
from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.facts.pairing import Pair, paired, same_text
from careervp_mcp.career.facts.reports import found_in
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.terms import same_degree


def wrong_studies(theirs: EvidenceBank, grounds: Grounds) -> Iterator[Finding]:
    """degree_inflated, field_changed, institution_swapped, study_completed, gpa_honour_changed, date_stretched."""
    for pair in paired(theirs, grounds.bank, "e"):
        if pair.known:
            yield from _compared(theirs, grounds, pair)
            continue
        fact = theirs.by_id.get(f"{pair.stated}.degree") or theirs.by_id.get(f"{pair.stated}.institution")
        if fact is not None and not grounds.says(fact.text):
            rule = "degree_inflated" if fact.kind == "degree" else "institution_swapped"
            yield found_in(theirs, fact, rule, "the CV has no such study; leave it out")


def _compared(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    for kind, rule in (
        ("degree", "degree_inflated"),
        ("field", "field_changed"),
        ("institution", "institution_swapped"),
    ):
        stated, known = theirs.by_id.get(f"{pair.stated}.{kind}"), grounds.bank.by_id.get(f"{pair.known}.{kind}")
        if stated is not None and not _agrees(stated, known, grounds):
            expected = known.text if known else ""
            yield found_in(theirs, stated, rule, f"the CV has {expected or 'none'}", expected)
    yield from _status(theirs, grounds, pair)
    for kind in ("gpa", "honour"):
        stated = theirs.by_id.get(f"{pair.stated}.{kind}")
        if stated is not None and not grounds.says(stated.text):
            yield found_in(theirs, stated, "gpa_honour_changed", "the CV has no such grade; leave it out")
    for part in ("start", "end"):
        stated, known = theirs.by_id.get(f"{pair.stated}.{part}"), grounds.bank.by_id.get(f"{pair.known}.{part}")
        if (
            stated
            and known
            and isinstance(stated.value, YearMonth)
            and isinstance(known.value, YearMonth)
            and stated.value.year != known.value.year
        ):
            yield found_in(theirs, stated, "date_stretched", f"the CV has {known.text}", known.text)


def _agrees(stated: Fact, known: Fact | None, grounds: Grounds) -> bool:
    if known is None:
        return grounds.says(stated.text)
    if same_text(stated.text, known.text) or (grounds.says(stated.text) and stated.text in known.text):
        return True
    if stated.kind == "degree":
        return same_degree(stated.text, known.text)
    return plain_name(stated.text) == plain_name(known.text)


def _status(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    known, stated = grounds.bank.by_id.get(f"{pair.known}.status"), theirs.by_id.get(f"{pair.stated}.status")
    if known is None or known.text.lower().startswith("complete") or stated is not None:
        return
    fact = theirs.by_id.get(f"{pair.stated}.end") or theirs.by_id.get(f"{pair.stated}.degree")
    if fact is not None:
        yield found_in(theirs, fact, "study_completed", f"the CV says {known.text}", known.text)
