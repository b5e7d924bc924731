"""Keeping a report's sections within their words: what says least goes first, and no sentence is cut."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.valuepage import section_words
from careervp_mcp.career.valuereport import LIMITS, EvidenceItem, GapStrategy, SectionName, VPRData

Shorter = Callable[[VPRData], VPRData | None]
"""The report with one thing less; None where nothing more can go."""


def fitted_report(report: VPRData) -> VPRData:
    """The report with every section at or under its upper limit."""
    for name, (_, most) in LIMITS.items():
        shorter = _SHORTER[name]
        while section_words(report)[name] > most:
            less = shorter(report)
            if less is None:
                break
            report = less
    return report


def _summary(report: VPRData) -> VPRData | None:
    """Without the longest quotation."""
    told = report.sections["summary"]
    quotations = [sentence for sentence in told if sentence.facts]
    return _without(report, "summary", max(quotations, key=_words)) if quotations else None


def _culture(report: VPRData) -> VPRData | None:
    """Without the last of what the company says; opening, match and closing stay."""
    said = report.sections["culture"][1:-2]
    return _without(report, "culture", said[-1]) if said else None


def _talking(report: VPRData) -> VPRData | None:
    """Without the last point; opening and closing stay."""
    points = report.sections["talking"][1:-1]
    return _without(report, "talking", points[-1]) if points else None


def _differentiators(report: VPRData) -> VPRData | None:
    return replace(report, differentiators=report.differentiators[:-1]) if report.differentiators else None


def _matrix(report: VPRData) -> VPRData | None:
    """Without a row's second quotation, then without what will be asked next, then without the weakest row."""
    rows = report.evidence_matrix
    for less in (_fewer_quotations, _fewer_asks):
        longest = max((row for row in rows if less(row)), key=_row_words, default=None)
        if longest:
            return replace(report, evidence_matrix=tuple(less(row) or row if row is longest else row for row in rows))
    return replace(report, evidence_matrix=rows[:-1]) if rows else None


def _fewer_quotations(row: EvidenceItem) -> EvidenceItem | None:
    return replace(row, evidence=row.evidence[:-1]) if len(row.evidence) > 1 else None


def _fewer_asks(row: EvidenceItem) -> EvidenceItem | None:
    worth, *rest = row.impact_potential or (Sentence(""),)
    return replace(row, impact_potential=(worth, rest[-1])) if len(rest) > 1 else None


def _gaps(report: VPRData) -> VPRData | None:
    """Without the last sentence of the longest plan; then without the last gap."""
    plans = report.gap_strategies
    longest = max((one for one in plans if len(one.mitigation_approach) > 1), key=_plan_words, default=None)
    if longest:
        less = replace(longest, mitigation_approach=longest.mitigation_approach[:-1])
        return replace(report, gap_strategies=tuple(less if one is longest else one for one in plans))
    return replace(report, gap_strategies=plans[:-1]) if plans else None


_SHORTER: Mapping[SectionName, Shorter] = {
    "summary": _summary,
    "matrix": _matrix,
    "differentiators": _differentiators,
    "gaps": _gaps,
    "culture": _culture,
    "talking": _talking,
}


def _without(report: VPRData, name: SectionName, gone: Sentence) -> VPRData:
    kept = tuple(sentence for sentence in report.sections[name] if sentence is not gone)
    return replace(report, sections={**report.sections, name: kept})


def _words(sentence: Sentence) -> int:
    return len(sentence.text.split())


def _row_words(row: EvidenceItem) -> int:
    return _total((*row.evidence, *row.impact_potential))


def _plan_words(plan: GapStrategy) -> int:
    return _total(plan.mitigation_approach)


def _total(sentences: Sequence[Sentence]) -> int:
    return sum(map(_words, sentences))
