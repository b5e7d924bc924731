"""Claims: what a text says, clause by clause, of whom, and of which part of a history."""

from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.facts.voices import Voice

Verdict = Literal["supported", "paraphrase", "computed", "moved", "inflated", "contradicted", "unsupported"]
"""The first three pass."""
PASSING: frozenset[Verdict] = frozenset({"supported", "paraphrase", "computed"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One atomic statement of an output text, judged."""

    text: str
    kind: str
    voice: Voice
    entry: str
    span: tuple[int, int]
    verdict: Verdict
    facts: tuple[str, ...] = ()
    """Ids of the facts it rests on, or was compared with."""
    expected: str = ""
