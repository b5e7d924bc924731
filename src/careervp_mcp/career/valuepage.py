"""A value report on the page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from careervp_mcp.career.composed import Block, Placed, Sentence, bullets, heading, line, prose
from careervp_mcp.career.valuereport import SECTIONS, EvidenceItem, SectionName, VPRData
from careervp_mcp.career.wordlists import table

_LONG = 120
"""Words from which a section is two paragraphs."""


def page(report: VPRData, company: str, title: str) -> list[Block]:
    """The blocks of a report, section by section; an empty one is left out."""
    blocks = [heading(f"“{title}”", 1), line(company)]
    for name in SECTIONS:
        body = [block for block in _body(name, report) if block.sentences]
        if body:
            blocks += [heading(headings(report.language)[name]), *body]
    return blocks


def headings(language: str) -> Mapping[str, str]:
    """The heading of each section."""
    found = table(language, "report")["headings"]
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, Mapping) else {}


def section_words(report: VPRData) -> Mapping[SectionName, int]:
    """How many words each section has, without its heading."""
    return {
        name: sum(
            len(sentence.text.split())
            for block in _body(name, report)
            if block.form != "heading"
            for sentence in block.sentences
        )
        for name in SECTIONS
    }


def as_json(report: VPRData, placed: tuple[Placed, ...]) -> bytes:
    """The report and what each sentence rests on; the direction of its text is declared."""
    told = asdict(report) | {"direction": "rtl" if report.language == "he" else "ltr"}
    told["provenance"] = [asdict(one) for one in placed]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _body(name: SectionName, report: VPRData) -> Iterator[Block]:
    if name == "matrix":
        for row in report.evidence_matrix:
            yield from _row(row)
    elif name == "differentiators":
        for one in report.differentiators:
            yield prose(one.told)
    elif name == "gaps":
        yield prose(report.sections.get("gaps", ())[:1])
        for strategy in report.gap_strategies:
            yield prose(strategy.mitigation_approach)
        yield prose(report.sections.get("gaps", ())[1:])
    else:
        sentences = report.sections.get(name, ())
        if name == "talking":
            yield from (prose(sentences[:1]), bullets(sentences[1:-1]), prose(sentences[-1:]))
        else:
            half = len(sentences) // 2 if sum(len(one.text.split()) for one in sentences) > _LONG else 0
            yield from (prose(sentences[:half]), prose(sentences[half:]))


def _row(row: EvidenceItem) -> Iterator[Block]:
    yield heading(f"“{row.requirement}”", 3)
    yield prose((*row.need, *row.evidence, *row.impact_potential))


def plain(sentences: tuple[Sentence, ...]) -> str:
    """Sentences as one line."""
    return " ".join(sentence.text for sentence in sentences)
