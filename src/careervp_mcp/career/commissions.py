"""Commissions: a document asked of a language model, and what comes back; who keeps the promise lives outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.ports import never
from careervp_mcp.career.telling import Told
from careervp_mcp.career.writing import Cost

Task = Literal["vpr_generation", "cv_tailoring", "cover_letter", "interview_prep"]
"""The tasks of the routing table that write whole documents."""


@dataclass(frozen=True, slots=True)
class Commission:
    """One try at a draft. Nothing in it names how to reach the person."""

    task: Task
    application_id: str
    """Whose account the call is booked on."""
    brief: str
    """Requirements, evidence and the fenced posting, as JSON text."""
    rules: tuple[str, ...]
    schema: Mapping[str, object]
    """JSON Schema of the draft."""
    draft: Mapping[str, object] | None = None
    """The try before, when it was rejected."""
    findings: tuple[Told, ...] = ()
    """What was found in it, worst first; at most five."""
    spent_usd: float = 0.0
    """Dollars that the application has cost before."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft as a model gave it, unproved, and what it cost."""

    draft: Mapping[str, object]
    cost: Cost = field(default_factory=Cost)


class ModelWriter(Protocol):
    """Writes drafts with a language model."""

    def draft(self, commission: Commission, cancelled: Callable[[], bool] = never) -> Drawn:
        """A draft of the commission's schema; raises WriterFailed, whose `cost` is what was booked all the same."""


class WriterFailed(CareerError):
    """The model gave no draft."""

    code: ClassVar[str] = "LLM_API_ERROR"
    passing: ClassVar[bool] = True
    """Whether the same call may succeed later."""

    def __init__(self, message: str, *, cost: Cost | None = None, retry_after: float = 0.0) -> None:
        super().__init__(message, retryable=self.passing)
        self.cost = cost or Cost()
        self.retry_after = retry_after
        """Seconds that the provider asks to wait."""


class RateLimited(WriterFailed):
    """The provider asks for patience, more than our retries had."""

    code = "LLM_RATE_LIMITED"


class TimedOut(WriterFailed):
    """No answer within the task's time."""

    code = "LLM_TIMEOUT"


class Unreadable(WriterFailed):
    """The answer was cut off, refused, or is no JSON of the schema."""

    code = "LLM_PARSE_ERROR"


class TokensExceeded(WriterFailed):
    """The commission is longer than one call may be."""

    code = "LLM_TOKEN_LIMIT_EXCEEDED"
    passing = False


class BudgetExceeded(WriterFailed):
    """The application has cost what it may."""

    code = "LLM_BUDGET_EXCEEDED"
    passing = False


class WriterUnavailable(WriterFailed):
    """There is no API key."""

    code = "WRITER_UNAVAILABLE"
    passing = False


class BreakerOpen(WriterFailed):
    """The provider failed so often that it is left alone for a minute."""

    code = "WRITER_UNAVAILABLE"
