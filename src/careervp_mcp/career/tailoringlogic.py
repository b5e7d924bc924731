"""Tailoring by rules in three stages: what the posting needs of this history, the CV, and its revision."""

from dataclasses import dataclass, replace

from careervp_mcp.career.composed import rendered
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.exhibits import Exhibit
from careervp_mcp.career.keywords import Keyword
from careervp_mcp.career.screening import estimate
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.tailored import TailoredCV
from careervp_mcp.career.tailoringpage import page
from careervp_mcp.career.tailoringplan import Plan
from careervp_mcp.career.tailoringscore import parts_of, score_of

_REVISED = 7.0
"""The score under which a CV is revised."""
_DIFFERENTIATORS, _KEYWORDS = 5, 18


@dataclass(frozen=True, slots=True)
class TailoringAnalysis:
    """Stage 1: what of the history counts for this posting."""

    differentiators: tuple[Fact, ...]
    """Deeds with figures, at most five."""
    keywords: tuple[Keyword, ...]
    """The posting's, at most eighteen."""
    supporting_facts: tuple[str, ...]
    """Ids of the facts that meet a demand."""


@dataclass(frozen=True, slots=True)
class CorrectedCV:
    """Stage 3: the CV as it stands after revision, with its score, 0 to 10, and what was changed."""

    made: TailoredCV
    score: float
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CVTailoringLogic:
    """One CV for one application."""

    plan: Plan

    def tailored(self) -> TailoredCV:
        """The CV, revised where that makes it better."""
        return self._self_correct(self._generate()).made

    def _analyze(self) -> TailoringAnalysis:
        """Deeds with figures, the posting's keywords, and what meets a demand."""
        application = self.plan.application
        language = application.bank.language
        figured = [one for one in application.bank.of("action") if Statement(one.text, language=language).quantities]
        meeting = dict.fromkeys(name for one in application.assessments for name in one.facts)
        return TailoringAnalysis(
            tuple(figured[:_DIFFERENTIATORS]), tuple(application.asked.keywords[:_KEYWORDS]), tuple(meeting)
        )

    def _generate(self) -> TailoredCV:
        """The history's own sentences, chosen and ordered."""
        return self.plan.tailored()

    def _self_correct(self, made: TailoredCV) -> CorrectedCV:
        """The CV, or where it scores under seven one with every bullet, if that is better; nothing is ever added."""
        score, request = self._score(made), self.plan.request
        if score >= _REVISED or request.preserve_length or request.target_length == "one_page":
            return CorrectedCV(made, score)
        whole = replace(self.plan, request=replace(request, preserve_length=True)).tailored()
        revised = self._score(whole)
        return CorrectedCV(whole, revised, ("every bullet shown",)) if revised > score else CorrectedCV(made, score)

    def _score(self, made: TailoredCV) -> float:
        application = self.plan.application
        text, _ = rendered(page(made, application.person))
        ats = estimate(Exhibit(text), application.posting, application.person, application.bank)
        return score_of(parts_of(made, text, self.plan, ats))
