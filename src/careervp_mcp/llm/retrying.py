"""Retrying: a provider that is busy or has trouble is asked again, three times at most."""

from collections.abc import Callable
from dataclasses import dataclass

from careervp_mcp.career.commissions import RateLimited
from careervp_mcp.llm.provider import Provider, Reply, Request, ServerFailed

WAITS = (1.0, 2.0, 4.0)
"""Seconds before each further try."""
LONGEST = 30.0
"""Seconds of a retry-after that are waited for."""


@dataclass(frozen=True)
class Retrying:
    """A provider with patience."""

    provider: Provider
    sleep: Callable[[float], None]

    def send(self, request: Request) -> Reply:
        """The first reply; what can't get better is raised at once, the rest after the last try."""
        for wait in WAITS:
            try:
                return self.provider.send(request)
            except (RateLimited, ServerFailed) as failure:
                self.sleep(max(wait, min(failure.retry_after, LONGEST)))
        return self.provider.send(request)
