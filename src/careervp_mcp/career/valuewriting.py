"""Writing the value report in six stages: analysed, gathered, joined, corrected, rendered, and weighed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import cycle

from careervp_mcp.career.applications import Application
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.firstperson import as_first_person
from careervp_mcp.career.frames import Frames, apart, quoted
from careervp_mcp.career.relevance import Assessment, coverage, fit, fit_word
from careervp_mcp.career.valuebrief import proposition_of
from careervp_mcp.career.valuefitting import fitted_report
from careervp_mcp.career.valuereport import (
    LIMITS,
    AnalysisResult,
    CorrectedProposition,
    Differentiator,
    DraftProposition,
    EvidenceItem,
    EvidenceList,
    GapStrategy,
    MetaEvaluation,
    SectionName,
    VPRData,
)

_PRIORITIES, _CRITERIA = 5, 7
_ROWS, _QUOTED = 8, 2
"""Rows at most where there are more demands, and quotations of a row."""
_DIFFERENTIATORS, _TALKING = 5, 7
_LONGEST = 40
"""Words of a sentence that is quoted."""
_KEYWORDS = 18
_IMPACTS = ("STRONG", "MODERATE", "DEVELOPING", "NO_EVIDENCE", "WISH")
_PLANNED = 3
"""Gaps that get a plan of their own; further ones are named."""


@dataclass
class VPRGenerator:
    """One report for one application; the same for the same evidence."""

    application: Application
    dropped: list[str] = field(default_factory=list)

    def generate(self) -> VPRData:
        """The six stages in order."""
        analysis = self._analyze_input()
        evidence = self._extract_evidence()
        corrected = self._self_correct(self._synthesize(analysis, evidence))
        return self._final_meta_evaluation(self._generate_output(corrected), corrected)

    def _analyze_input(self) -> AnalysisResult:
        asked = self.application.asked
        duties = [one.text for one in asked.responsibilities] or [fact.text for fact in asked.company_facts]
        criteria = [one.text for one in asked.must_haves]
        rank = {"must": 0, "nice": 1, "responsibility": 2}
        ordered = sorted(self.application.assessments, key=lambda one: rank[one.requirement.modality])
        return AnalysisResult(tuple(duties[:_PRIORITIES]), tuple(criteria[:_CRITERIA]), tuple(ordered[:_ROWS]))

    def _extract_evidence(self) -> EvidenceList:
        acts = [fact for fact in self.application.bank.of("action") if len(fact.text.split()) <= _LONGEST]
        ranked = sorted(acts, key=self._place)
        story = next((fact.text for fact in self.application.bank.of("summary")), "")
        return EvidenceList(tuple(ranked), tuple(ranked[:_DIFFERENTIATORS]), story)

    def _place(self, fact: Fact) -> tuple[bool, bool, bool, str]:
        """Confirmed answers first, then deeds with figures, then recent ones."""
        figure = self.frames.has_figure(fact)
        return fact.source != "gap_answer", not figure, not fact.entry.startswith("r"), fact.entry

    def _synthesize(self, analysis: AnalysisResult, evidence: EvidenceList) -> DraftProposition:
        return DraftProposition(
            summary=tuple(self._summary(evidence)),
            rows=tuple(self._rows(analysis)),
            differentiators=tuple(self._differentiators(evidence)),
            gaps=tuple(self._gaps()),
            culture=tuple(self._culture()),
            talking=tuple(self._talking(evidence)),
        )

    def _self_correct(self, draft: DraftProposition) -> CorrectedProposition:
        """Drop each sentence that does not stand before the gate, and say which."""
        rows = tuple(
            replace(row, evidence=self._standing(row.evidence), impact_potential=self._standing(row.impact_potential))
            for row in draft.rows
        )
        kept = DraftProposition(
            summary=self._standing(draft.summary),
            rows=rows,
            differentiators=tuple(one for one in draft.differentiators if len(self._standing(one.told)) > 1),
            gaps=tuple(
                replace(one, mitigation_approach=self._standing(one.mitigation_approach)) for one in draft.gaps
            ),
            culture=self._standing(draft.culture),
            talking=self._standing(draft.talking),
        )
        return CorrectedProposition(kept, tuple(dict.fromkeys(self.dropped)))

    def _generate_output(self, corrected: CorrectedProposition) -> VPRData:
        made = corrected.proposition
        words = [keyword.name for keyword in self.application.asked.keywords][:_KEYWORDS]
        sections: dict[SectionName, tuple[Sentence, ...]] = {
            "summary": made.summary,
            "culture": made.culture,
            "talking": made.talking,
            "gaps": (self.frames.sentence("gap", "opening"), self.frames.sentence("gap", "closing"))
            if made.gaps
            else (self.frames.sentence("gap", "none"),),
            "keywords": (self.frames.sentence("keywords", "text", words=", ".join(words)),) if words else (),
            "note": (self.frames.sentence("note", "text"),),
        }
        return VPRData(
            application_id=self.application.id,
            user_id=self.application.person.user_id,
            sections=sections,
            evidence_matrix=tuple(sorted(made.rows, key=_by_strength)),
            differentiators=made.differentiators,
            gap_strategies=made.gaps,
            talking_points=tuple(sentence.text for sentence in made.talking),
            keywords=tuple(words),
            company_job_fit_score=round(coverage(self.application.assessments), 2),
            language=self.frames.language,
            value_proposition=proposition_of(made, self.application),
        )

    def _final_meta_evaluation(self, report: VPRData, corrected: CorrectedProposition) -> VPRData:
        """How persuasive, specific, actionable and complete it is; rules, no opinion."""
        strong = [row.alignment_score in {"STRONG", "MODERATE"} for row in report.evidence_matrix]
        figures = [row.alignment_score == "STRONG" for row in report.evidence_matrix]
        planned = [bool(one.mitigation_approach) for one in report.gap_strategies]
        rated = MetaEvaluation(
            persuasion=_share(strong),
            specificity=_share(figures),
            actionability=_share([*planned, bool(report.talking_points)]),
            completeness=_share([bool(report.evidence_matrix), bool(report.differentiators), bool(report.sections)]),
            improvements=(*corrected.changes, "rows ordered by strength"),
        )
        return fitted_report(replace(report, meta_evaluation=rated))

    def _summary(self, evidence: EvidenceList) -> Iterator[Sentence]:
        musts = self.application.musts
        word = fit_word(fit(self.application.assessments))
        yield self.frames.sentence("summary", "opening")
        yield self.frames.sentence("summary", f"fit_{word}")
        if evidence.story:
            yield Sentence(_ended(evidence.story), ("sum1",))
        yield self.frames.sentence("summary", "strongest")
        for frame, fact in zip(self.frames.pool("summary", "quotes"), evidence.achievements, strict=False):
            yield self._quote_of(frame, fact)
        missing = next((one for one in musts if one.status == "missing"), None)
        if missing:
            yield self.frames.sentence("summary", "open_gap", term=quoted(missing.requirement.text))
        else:
            yield self.frames.sentence("summary", "no_gap")
        yield self.frames.sentence("summary", "reading")
        yield self.frames.sentence("summary", "use")
        yield self.frames.sentence("summary", "rule")

    def _rows(self, analysis: AnalysisResult) -> Iterator[EvidenceItem]:
        needs = {name: cycle(self.frames.pool("need", name)) for name in ("rows", "nice")}
        impacts = {name: cycle(self.frames.pool("impact", name)) for name in _IMPACTS}
        shown, asks = cycle(self.frames.pool("evidence", "shown")), cycle(self.frames.pool("ask", "rows"))
        for one in analysis.requirements:
            need = next(needs["rows" if one.requirement.modality == "must" else "nice"])
            yield EvidenceItem(
                requirement=" ".join(one.requirement.text.split()).strip(" .;|"),
                evidence=tuple(self._evidence(one, shown)),
                impact_potential=tuple(self._impact(one, impacts, asks)),
                alignment_score=one.strength,
                facts=one.facts,
                need=(Sentence(self.frames.filled(need)),),
            )

    def _impact(
        self, one: Assessment, impacts: Mapping[str, Iterator[str]], asks: Iterator[str]
    ) -> Iterator[Sentence]:
        """What it is worth, what will be asked next, and how well the two meet."""
        wish = one.strength == "NO_EVIDENCE" and one.requirement.modality != "must"
        yield Sentence(self.frames.filled(next(impacts["WISH" if wish else one.strength])))
        if one.strength != "NO_EVIDENCE":
            yield Sentence(self.frames.filled(next(asks)))
        yield self.frames.sentence("alignment", one.strength)

    def _evidence(self, one: Assessment, shown: Iterator[str]) -> Iterator[Sentence]:
        facts = [fact for fact in map(self.application.bank.by_id.get, one.facts) if fact is not None]
        told = [fact for fact in facts if fact.kind == "action" and len(fact.text.split()) <= _LONGEST]
        if one.status == "adjacent" and told:
            yield self._quoted("evidence", "near", told[0])
        elif told:
            yield from (self._quote_of(next(shown), fact) for fact in sorted(told, key=self._place)[:_QUOTED])
        elif one.requirement.kind == "years" and one.held:
            years = next((fact.text for fact in self.application.bank.of("total_years")), "")
            yield self.frames.sentence("evidence", "years", years=re.sub(r"\D", "", years))
        elif one.held:
            yield self.frames.sentence(
                "evidence", "listed", term=(one.requirement.terms or (one.requirement.text,))[0]
            )
        else:
            yield self.frames.sentence("evidence", "none")

    def _differentiators(self, evidence: EvidenceList) -> Iterator[Differentiator]:
        edges, reasons, uses = (cycle(self.frames.pool("difference", name)) for name in ("edge", "why", "use"))
        for fact in evidence.differentiators:
            told = (
                self._quoted("summary", "quote", fact),
                Sentence(self.frames.filled(next(edges))),
                Sentence(self.frames.filled(next(reasons))),
                Sentence(self.frames.filled(next(uses))),
            )
            answered = fact.source == "gap_answer"
            yield Differentiator(_ended(fact.text), "gap_response" if answered else "cv", (fact.id,), told)

    def _gaps(self) -> Iterator[GapStrategy]:
        honest = cycle(self.frames.pool("gap", "honest"))
        for place, one in enumerate(one for one in self.application.musts if not one.held):
            facts = [fact for fact in map(self.application.bank.by_id.get, one.facts) if fact is not None]
            near = next((fact for fact in facts if fact.kind == "action"), None)
            told = [Sentence(self.frames.filled(next(honest), demand=quoted(one.requirement.text)))]
            told.append(self._quoted("gap", "near", near) if near else self.frames.sentence("gap", "nothing_near"))
            if place < _PLANNED:
                told += [Sentence(self.frames.filled(text)) for text in self.frames.pool("gap", "plan")]
            yield GapStrategy(quoted(one.requirement.text), tuple(told), (near.id,) if near else ())

    def _culture(self) -> Iterator[Sentence]:
        """Only with research: what the company says of itself."""
        if not self.application.research:
            return
        yield self.frames.sentence("culture", "opening")
        room = LIMITS["culture"][1] - 60
        for told in apart(self.application.research):
            room -= len(told.split())
            if room < 0:
                break
            yield Sentence(self.frames.filled(self.frames.text("culture", "quote"), told=told))
        yield self.frames.sentence("culture", "match")
        yield self.frames.sentence("culture", "closing")

    def _talking(self, evidence: EvidenceList) -> Iterator[Sentence]:
        count = 0
        yield self.frames.sentence("talking", "opening")
        for fact in evidence.achievements:
            told = as_first_person(fact.text, self.frames.language)
            if told is None or count == _TALKING:
                continue
            count += 1
            employer = self.frames.employer(fact)
            name = "line" if employer else "free"
            yield Sentence(
                self.frames.filled(self.frames.text("talking", name), told=told, employer=employer), (fact.id,)
            )
        yield self.frames.sentence("talking", "closing")

    def _quoted(self, part: str, name: str, fact: Fact) -> Sentence:
        return self._quote_of(self.frames.text(part, name), fact)

    def _quote_of(self, frame: str, fact: Fact) -> Sentence:
        told, employer = _ended(fact.text), self.frames.employer(fact) or self._entry(fact)
        return Sentence(self.frames.filled(frame, told=told, employer=employer), (fact.id,))

    def _entry(self, fact: Fact) -> str:
        title = self.application.bank.by_id.get(f"{fact.entry}.title")
        return title.text if title else self.application.person.full_name

    def _standing(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The sentences that stand before the gate; the others are noted."""
        kept = self.frames.standing(sentences)
        self.dropped += [f"dropped: {one.text[:60]}" for one in sentences if one not in kept]
        return kept

    @cached_property
    def frames(self) -> Frames:
        """What the report says of its own."""
        return Frames("report", self.application)


def _by_strength(row: EvidenceItem) -> int:
    return ("STRONG", "MODERATE", "DEVELOPING", "NO_EVIDENCE").index(row.alignment_score)


def _share(parts: Sequence[bool]) -> float:
    return round(10 * sum(parts) / len(parts), 1) if parts else 0.0


def _ended(text: str) -> str:
    told = " ".join(text.split())
    return told if told.endswith((".", "!", "?")) else f"{told}."
