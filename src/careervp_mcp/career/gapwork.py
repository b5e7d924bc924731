"""Gap work by its public names: what is missing, what was answered, and what answers are worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from careervp_mcp.career.answers import answers_of, put_answer
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.gapquestions import identified
from careervp_mcp.career.gaps import GapResponse, ImpactStatement
from careervp_mcp.career.impacts import impact_statements
from careervp_mcp.career.relevance import Assessment, Fit, Severity, assess, fit, fit_word, severity
from careervp_mcp.career.requirements import JobRequirements
from careervp_mcp.career.result import Result


@dataclass(frozen=True, slots=True)
class Covered:
    """One must-have and how far the history meets it."""

    requirement: str
    status: str
    share: float
    """0 to 1."""
    severity: Severity


@dataclass(frozen=True, slots=True)
class GapAnalysisResult:
    """Where a person stands to a posting."""

    coverage: tuple[Covered, ...]
    overall_fit: Fit
    value: float
    """0 to 1."""
    strengths: tuple[str, ...]
    missing_qualifications: tuple[Covered, ...]


@dataclass(frozen=True)
class GapProcessor:
    """Sets a history against what a posting asks."""

    language: str = "en"

    def process_gaps(self, cv_facts: Sequence[Fact], job_requirements: JobRequirements) -> GapAnalysisResult:
        """Each must-have with its status, how well they are met in all, and what is missing."""
        return self.weighed(assess(job_requirements.must_haves, tuple(cv_facts), self.language))

    def weighed(self, assessments: Sequence[Assessment]) -> GapAnalysisResult:
        """The same of demands that were assessed already."""
        musts = [one for one in assessments if one.requirement.modality == "must"]
        value = round(fit(musts), 2)
        return GapAnalysisResult(
            tuple(map(_covered, musts)),
            fit_word(value),
            value,
            tuple(one.requirement.text for one in musts if one.status == "demonstrated"),
            tuple(map(_covered, identified(musts))),
        )

    def generate_impact_statements(self, gap_responses: Sequence[GapResponse]) -> list[ImpactStatement]:
        """A line for each answer that may shape a CV, with its own figures alone."""
        return impact_statements(gap_responses, self.language)


@dataclass(frozen=True)
class GapResponsesHandler:
    """Keeps and gives one owner's answers; the owner is the bureau's."""

    bureau: Bureau

    def save_response(self, user_email: str, application_id: str, response: GapResponse) -> Result[GapResponse]:
        """Keep an answer in the place of the one to the same question of the same application.

        Another owner than the bureau's, or an answer without a question's id, is a failure, not an error.
        """
        if user_email != self.bureau.owner:
            return Result.fail("NOT_FOUND", "answers are kept for the bureau's owner alone")
        if not response.question_id:
            return Result.fail("VALIDATION_MISSING_REQUIRED_FIELD", "question_id is required: the question's own id")
        kept = replace(response, user_email=user_email, application_id=application_id)
        with self.bureau.records.transaction() as ledger:
            put_answer(ledger, self.bureau, kept)
        return Result.ok(kept)

    def get_responses(self, application_id: str) -> list[GapResponse]:
        """The owner's answers of an application, by time; never another owner's."""
        with self.bureau.records.transaction() as ledger:
            return list(answers_of(ledger, self.bureau, application_id))


def _covered(one: Assessment) -> Covered:
    return Covered(one.requirement.text, one.status, one.share, severity(one.share))
