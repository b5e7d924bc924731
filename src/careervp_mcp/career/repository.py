"""The knowledge repository: what is remembered of a person, by its public names, over the Records port."""

from dataclasses import dataclass, replace

from careervp_mcp.career.answers import answers_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.erased import EraseRequest
from careervp_mcp.career.erasing import erase
from careervp_mcp.career.gaps import GapResponse
from careervp_mcp.career.gapwork import GapResponsesHandler
from careervp_mcp.career.knowing import know
from careervp_mcp.career.known import Knowledge, KnowledgeRequest
from careervp_mcp.career.remembering import Theme, differentiators_of, themes_of
from careervp_mcp.career.researched import CompanyResearch
from careervp_mcp.career.researching import keep_research, the_research
from careervp_mcp.career.result import Result

MOST = 50
"""Entries of a list."""


@dataclass(frozen=True)
class KnowledgeRepository:
    """Answers for 730 days, research for 30, and what is made of them; each owner's apart."""

    bureau: Bureau

    def save_gap_response(self, response: GapResponse) -> Result[GapResponse]:
        """Keep an answer by owner, application and question; a second question never takes the first one's place."""
        handler = GapResponsesHandler(self._of(response.user_email))
        return handler.save_response(handler.bureau.owner, response.application_id, response)

    def get_gap_responses(self, user_email: str, application_id: str) -> list[GapResponse]:
        """The answers of an application that are still kept, by time; at most fifty."""
        return GapResponsesHandler(self._of(user_email)).get_responses(application_id)[:MOST]

    def find_similar_response(self, question_hash: str) -> GapResponse | None:
        """The owner's latest answer to the same demand, in any application."""
        with self.bureau.records.transaction() as ledger:
            found = [one for one in answers_of(ledger, self.bureau) if one.question_hash == question_hash]
        return found[-1] if found else None

    def save_company_research(self, company: str, research: CompanyResearch) -> Result[CompanyResearch]:
        """Keep what is known of a company under its plain name, for thirty days from now."""
        return Result.ok(keep_research(self.bureau, company, research))

    def get_company_research(self, company: str) -> CompanyResearch | None:
        """What is known of a company; None where nothing is, or it is too old."""
        return the_research(self.bureau, company)

    def load_themes(self) -> list[Theme]:
        """The demands that were answered in three applications or more, the heaviest first."""
        with self.bureau.records.transaction() as ledger:
            return themes_of(answers_of(ledger, self.bureau), self.bureau.clock())

    def load_differentiators(self) -> list[tuple[str, int]]:
        """What reports say sets the owner apart, and in how many of them."""
        with self.bureau.records.transaction() as ledger:
            return differentiators_of(ledger, self.bureau)

    def get_knowledge_summary(self, user_email: str) -> Knowledge:
        """Counts, themes, core differentiators, last applications and costs."""
        return know(KnowledgeRequest("summary"), self._of(user_email))

    def delete_user_knowledge(self, user_email: str) -> Result[dict[str, int]]:
        """Erase everything of an owner without a trace; how many records of each kind there were."""
        gone = erase(EraseRequest("all", agreed=True), self._of(user_email))
        return Result.ok(dict(gone.counts))

    def _of(self, user_email: str) -> Bureau:
        return replace(self.bureau, owner=user_email or self.bureau.owner)
