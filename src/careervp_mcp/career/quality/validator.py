"""QualityValidator: one text through the five checks, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from careervp_mcp.career.findings import Finding
from careervp_mcp.career.proofreading import NoProofreader, Proofreader
from careervp_mcp.career.quality.anti_ai import anti_ai
from careervp_mcp.career.quality.formatting import formatting
from careervp_mcp.career.quality.grammar import listed_grammar
from careervp_mcp.career.quality.models import (
    CheckName,
    FVSResult,
    GrammarIssue,
    QualityContext,
    QualityIssue,
    QualityScore,
)
from careervp_mcp.career.quality.opinions import Opinion, heard
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.quality.remarks import engine_grammar
from careervp_mcp.career.quality.scoring import WEIGHTS, scored
from careervp_mcp.career.quality.structure import structure
from careervp_mcp.career.quality.tone import tone_issues

QUALITY_CHECKS: Mapping[CheckName, Callable[[Prose], Iterable[QualityIssue]]] = MappingProxyType(
    {
        "tone": tone_issues,
        "anti_ai": anti_ai,
        "formatting": formatting,
        "structure": structure,
    }
)
"""The checks beside grammar, which asks the engine too."""
_MOST_RECOMMENDED = 5
_ANYWHERE = QualityContext()
_NO_ENGINE = "no grammar engine was asked; only the listed rules were applied"


@dataclass(frozen=True, slots=True)
class QualityValidator:
    """Judges how a text is written; without a proofreader by the listed rules alone, and says so."""

    proofreader: Proofreader | None = None

    def validate(
        self,
        content: str,
        context: QualityContext = _ANYWHERE,
        *,
        findings: Sequence[Finding] = (),
        opinions: Sequence[Opinion] = (),
    ) -> FVSResult:
        """The five scores with every issue; a fact finding that blocks fails it, an opinion only adds an issue."""
        prose = Prose(content, context)
        grammar, notes = self._grammar(prose)
        found: dict[CheckName, list[QualityIssue]] = {"grammar": [issue.issue for issue in grammar]}
        found |= {name: list(check(prose)) for name, check in QUALITY_CHECKS.items()}
        for name, issue in heard(content, opinions):
            found[name].append(issue)
        scores = tuple(scored(name, _judged(prose, issues), prose.words) for name, issues in found.items())
        issues = sorted((*_all(scores), *_facts(findings)), key=lambda issue: issue.span)
        return FVSResult(scores, tuple(issues), (*_recommended(scores, issues), *notes))

    def _grammar(self, prose: Prose) -> tuple[tuple[GrammarIssue, ...], tuple[str, ...]]:
        """Our own rules' issues and the engine's where ours have none, and what to say of the engine."""
        listed = listed_grammar(prose)
        if prose.context.language != "en":
            return listed, ()
        if self.proofreader is None:
            return listed, (_NO_ENGINE,)
        try:
            heard_ = engine_grammar(prose, self.proofreader)
        except NoProofreader as away:
            return listed, (away.message,)
        return tuple(_merged(listed, heard_)), ()


def _merged(listed: Iterable[GrammarIssue], engine: Iterable[GrammarIssue]) -> Iterator[GrammarIssue]:
    """Both in the text's order, no two at one place; where they meet, ours stays."""
    ranked = sorted(
        [(issue.span, 0, issue) for issue in listed] + [(issue.span, 1, issue) for issue in engine], key=_place
    )
    kept: list[tuple[int, GrammarIssue]] = []
    for span, rank, issue in ranked:
        if not kept or span[0] >= kept[-1][1].span[1]:
            kept.append((rank, issue))
        elif rank < kept[-1][0]:
            kept[-1] = (rank, issue)
    return (issue for _, issue in kept)


def _place(ranked: tuple[tuple[int, int], int, GrammarIssue]) -> tuple[tuple[int, int], int]:
    return ranked[0], ranked[1]


def _judged(prose: Prose, issues: Iterable[QualityIssue]) -> tuple[QualityIssue, ...]:
    """The issues in the text's order; what stands in a source's own sentence is told and costs nothing."""
    judged = (_of_source(issue) if _is_the_sources(prose, issue) else issue for issue in issues)
    return tuple(sorted(judged, key=lambda issue: issue.span))


def _is_the_sources(prose: Prose, issue: QualityIssue) -> bool:
    return issue.severity != "HIGH" and bool(prose.context.sources) and prose.of_source(issue.span)


def _of_source(issue: QualityIssue) -> QualityIssue:
    told = f"{issue.rule}: {issue.description} (the source's own sentence)"
    return replace(issue, severity="INFO", rule="source_issue", description=told, deduction=0.0)


def _facts(findings: Iterable[Finding]) -> Iterator[QualityIssue]:
    """What the fact checker blocks."""
    for finding in findings:
        if finding.blocks:
            yield QualityIssue("FACT", finding.hint, "HIGH", finding.span, finding.rule, finding.expected)


def _all(scores: Iterable[QualityScore]) -> Iterator[QualityIssue]:
    return (issue for score in scores for issue in score.issues)


def _recommended(scores: Sequence[QualityScore], issues: Sequence[QualityIssue]) -> Iterator[str]:
    """What to mend first: the checks that failed, then what costs most, at most five sentences."""
    told = [
        f"{score.name} has {score.score:g} and needs {score.minimum:g}: mend "
        + ", ".join(
            f"{rule} ({count})" for rule, count in Counter(issue.rule for issue in score.issues).most_common(3)
        )
        for score in scores
        if not score.passed
    ]
    worst = sorted(issues, key=lambda issue: (-WEIGHTS[issue.severity], issue.span))
    told += [
        f"{issue.rule}: {issue.description}" + (f"; write: {issue.suggestion}" if issue.suggestion else "")
        for issue in worst
        if issue.severity == "HIGH"
    ]
    return iter(told[:_MOST_RECOMMENDED])
