"""Making a finding of a clause's words, or of a fact that a document lists."""

from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding, Severity, quoted


def found_at(
    clause: Spoken,
    span: tuple[int, int],
    rule: str,
    hint: str,
    severity: Severity = "CRITICAL",
    *,
    expected: str = "",
    facts: tuple[str, ...] = (),
) -> Finding:
    """A finding on words of a clause; the span is the clause's own."""
    sentence, shift = clause.sentence, clause.statement.start - clause.sentence.start
    words = quoted(sentence.text, (max(0, span[0] + shift), span[1] + shift))
    return Finding(rule, severity, clause.statement.place(span), words, hint, expected, tuple(filter(None, facts)))


def found_in(  # noqa: PLR0917 - a finding's parts in their usual order
    stated: EvidenceBank, fact: Fact, rule: str, hint: str, expected: str = "", facts: tuple[str, ...] = ()
) -> Finding:
    """A finding on a fact of the bank that was made of the document itself."""
    return Finding(rule, "CRITICAL", fact.span, quoted(stated.text, fact.span), hint, expected, facts)
