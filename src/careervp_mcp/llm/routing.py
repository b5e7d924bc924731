"""Routing: which kind of model does a task, how long its answer may be, and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Mode = Literal["STRATEGIC", "TEMPLATE"]
MOST_INPUT = 15_000
"""Tokens that one call may take in."""
_SPARING = 0.8
"""Share of an application's cap from which strategic tasks use the template model."""


@dataclass(frozen=True, slots=True)
class Route:
    """How one task is called."""

    mode: Mode
    max_tokens: int
    seconds: float
    """One try may take."""
    temperature: float
    """As designed; the present API takes none, so none is sent."""


ROUTES: Mapping[str, Route] = {
    "vpr_generation": Route("STRATEGIC", 8192, 120, 0.7),
    "cv_tailoring": Route("TEMPLATE", 4096, 300, 0.3),
    "cover_letter": Route("TEMPLATE", 4096, 60, 0.5),
    "interview_prep": Route("TEMPLATE", 4096, 60, 0.5),
}


@dataclass(frozen=True, slots=True)
class Models:
    """The model of each mode."""

    strategic: str = "claude-sonnet-5-5"
    template: str = "claude-haiku-5-5"

    def of(self, mode: Mode, spent: float, cap: float) -> str:
        """The model for a mode; from four fifths of the cap on, the template model."""
        return self.strategic if mode == "STRATEGIC" and spent < _SPARING * cap else self.template
