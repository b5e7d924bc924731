"""Drafts of value reports: a host's sections, held to the limits that ours keep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.tailoringdrafts import SENTENCE, sentences_of
from careervp_mcp.career.valuepage import section_words
from careervp_mcp.career.valuereport import (
    LIMITS,
    MOST_WORDS,
    Differentiator,
    EvidenceItem,
    GapStrategy,
    SectionName,
    VPRData,
)

_PROSE = ("summary", "talking", "culture")
_FIELDS = (*_PROSE, "matrix", "differentiators", "gaps")
_REQUIRED = ("summary", "matrix", "differentiators", "gaps", "talking")
_ROW = {
    "type": "object",
    "required": ["requirement", "sentences"],
    "properties": {"requirement": {"type": "string"}, "sentences": {"type": "array", "items": SENTENCE}},
}
DRAFT_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "required": list(_REQUIRED),
    "additionalProperties": False,
    "properties": {
        **{name: {"type": "array", "items": SENTENCE} for name in _PROSE},
        "matrix": {"type": "array", "items": _ROW, "description": "one row a requirement, quoted exactly"},
        "differentiators": {"type": "array", "items": {"type": "array", "items": SENTENCE}},
        "gaps": {"type": "array", "items": _ROW, "description": "one for each must-have that is not held"},
    },
}
RULES = (
    "summary 200-250 words, matrix 600-800, differentiators 300-400 (3-5), gaps 200-300, talking 150-200 (5-7).",
    "At most 2,000 words. culture only where research is kept: 150-200 words.",
    "Every sentence about the person rests on facts of evidence; name their ids. Invent nothing.",
    "A row of the matrix: the need in the posting's own words, what shows it, what that is worth.",
    "A must-have that is missing is said to be missing, with what comes nearest and a 30-60-90-day plan.",
    "No claim of leading or managing where the evidence has none; helped stays helped.",
    "Figures as in the evidence; a percentage or ratio computed from two of them is welcome.",
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft read: the report it makes, and where each of its sentences stood."""

    report: VPRData
    paths: Mapping[str, str]
    missing: tuple[str, ...]


def from_draft(draft: Mapping[str, object], base: VPRData) -> Drafted:
    """The report of a draft; raises InvalidInput for another form than the schema's."""
    unknown = sorted(draft.keys() - set(_FIELDS))
    if unknown:
        raise InvalidInput(f"draft has no section {unknown[0]}; its sections are {', '.join(_FIELDS)}")
    paths: dict[str, str] = {}
    prose = {name: sentences_of(draft.get(name, []), f"/{name}", paths) for name in _PROSE}
    sections: dict[SectionName, tuple[Sentence, ...]] = {
        **base.sections,
        "summary": prose["summary"],
        "talking": prose["talking"],
        "culture": prose["culture"],
    }
    report = replace(
        base,
        sections=sections,
        evidence_matrix=tuple(_rows(draft, base, paths)),
        differentiators=tuple(_differentiators(draft, paths)),
        gap_strategies=tuple(_gaps(draft, paths)),
        talking_points=tuple(sentence.text for sentence in prose["talking"]),
    )
    return Drafted(report, paths, tuple(name for name in _REQUIRED if not draft.get(name) and name != "gaps"))


def measured(report: VPRData, missing: tuple[str, ...]) -> Iterator[Finding]:
    """Sections that are missing or over their limits; lower limits warn elsewhere, upper ones block."""
    for name in missing:
        yield Finding("section_missing", "CRITICAL", (0, 0), name, f"the section {name} is missing", path=f"/{name}")
    words = section_words(report)
    for name, (_, most) in LIMITS.items():
        if words[name] > most:
            hint = f"{name} has at most {most} words, this one {words[name]}"
            yield Finding("too_long", "CRITICAL", (0, 0), name, hint, str(most), path=f"/{name}")
    whole = sum(words.values())
    if whole > MOST_WORDS:
        hint = f"a report has at most {MOST_WORDS} words, this one {whole}"
        yield Finding("too_long", "CRITICAL", (0, 0), str(whole), hint, str(MOST_WORDS))


def _rows(draft: Mapping[str, object], base: VPRData, paths: dict[str, str]) -> Iterator[EvidenceItem]:
    known = {row.requirement: row for row in base.evidence_matrix}
    for place, (name, sentences) in enumerate(_named(draft, "matrix", paths)):
        row = known.get(name)
        if row is None:
            raise InvalidInput(f"draft.matrix[{place}].requirement must be one of: {'; '.join(known)}"[:400])
        yield replace(row, need=(), evidence=sentences, impact_potential=())


def _gaps(draft: Mapping[str, object], paths: dict[str, str]) -> Iterator[GapStrategy]:
    return (GapStrategy(name, sentences) for name, sentences in _named(draft, "gaps", paths))


def _named(
    draft: Mapping[str, object], part: str, paths: dict[str, str]
) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    told = draft.get(part, [])
    if not isinstance(told, list) or any(not isinstance(one, Mapping) for one in told):
        raise InvalidInput(f"draft.{part} must be a list of {{requirement, sentences}}")
    for place, one in enumerate(told):
        yield str(one.get("requirement", "")), sentences_of(one.get("sentences"), f"/{part}/{place}/sentences", paths)


def _differentiators(draft: Mapping[str, object], paths: dict[str, str]) -> Iterator[Differentiator]:
    told = draft.get("differentiators", [])
    if not isinstance(told, list):
        raise InvalidInput("draft.differentiators must be a list of lists of sentences")
    for place, one in enumerate(told):
        sentences = sentences_of(one, f"/differentiators/{place}", paths)
        facts = tuple(fact for sentence in sentences for fact in sentence.facts)
        yield Differentiator(sentences[0].text if sentences else "", "cv", facts, sentences)
