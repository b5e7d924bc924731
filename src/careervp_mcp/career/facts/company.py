"""The company voice: what is said of the employer applied to stands in the posting or the research."""

from collections.abc import Iterator
from functools import lru_cache

from careervp_mcp.career.agreement import compare
from careervp_mcp.career.dates import YearMonth
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.entities import names_in
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.patterns import pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import canonical
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import folded


def unsupported_company_facts(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """company_fact_unsupported: a figure, name or superlative on the company without a source."""
    if clause.voice not in {"company", "question"} or context.gave(clause.statement.text):
        return
    language = context.language or grounds.bank.language
    known = _known(context.posting, context.research, f"{context.company}\n{context.title}", language)
    for figure in clause.statement.quantities:
        if not any(
            compare(figure, source, "speech") in {"same", "rounded", "computed"} for source in known.quantities
        ) and not any(compare(figure, source.quantity, "speech") == "same" for source in grounds.figures):
            yield found_at(
                clause, figure.span, "company_fact_unsupported", "neither posting nor research has this figure"
            )
    yield from _undated(clause, known)
    for name in names_in(clause, context):
        strange = [word for word in name.words if not _named(word.text, word.lemma, known, grounds)]
        if strange:
            yield found_at(
                clause,
                (strange[0].start, strange[-1].end),
                "company_fact_unsupported",
                "neither posting nor research names this",
            )
    marks = (
        pattern(table, clause.statement.language).search(clause.statement.text) for table in ("superlative", "awards")
    )
    at = next((mark for mark in marks if mark and folded(mark.group()) not in known.folded), None)
    if at and not clause.employers and not (clause.stance and "best" in at.group().lower()):
        yield found_at(
            clause, at.span(), "company_fact_unsupported", "neither posting nor research makes this comparison"
        )


def _undated(clause: Spoken, known: Statement) -> Iterator[Finding]:
    """Findings on dates that the company's sources lack."""
    for mention in clause.statement.dates:
        if isinstance(mention.value, YearMonth) and str(mention.value.year) not in known.folded:
            yield found_at(
                clause, mention.span, "company_fact_unsupported", "neither posting nor research has this date"
            )


def _named(text: str, lemma: str, known: Statement, grounds: Grounds) -> bool:
    plain = folded(text)
    return (
        canonical(text) in {term.canonical for term in known.terms}
        or plain in known.folded
        or lemma in known.lemmas
        or lemma in grounds.lemmas
        or plain in word_set("en", "names", "plain")
        or plain in word_set("en", "words", "stop")
    )


@lru_cache(maxsize=16)
def _known(posting: str, research: tuple[str, ...], names: str, language: str) -> Statement:
    return Statement("\n".join((names, posting, *research)), language=language)
