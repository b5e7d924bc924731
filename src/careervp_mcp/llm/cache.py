"""Caches in memory: what is costly to make or to ask again, each for its time."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
DAY, HOUR = 24 * 3600.0, 3600.0
REPLY_SECONDS, MOST_REPLIES = 300.0, 128


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Kept]):
    value: Kept
    until: float


class Expiring(Generic[Kept]):
    """At most so many things, each for so many seconds; what was put first goes first."""

    def __init__(self, seconds: float, most: int, clock: Callable[[], float]) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._kept: OrderedDict[str, _Entry[Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, key: str, value: Kept) -> None:
        """Keep it in the place of what has the key."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = _Entry(value, self._clock() + self._seconds)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, key: str) -> Kept | None:
        """What has the key; None once its time is over."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or self._clock() >= found.until:
                self._kept.pop(key, None)
                return None
            return found.value


class ContentCache:
    """What a model's prompts are made of: CV contexts a day, demands an hour, research thirty days.

    A key holds the content's hash where the content may change: an edited CV never meets an old context.
    """

    def __init__(self, clock: Callable[[], float], most: int = 1024) -> None:
        self._contexts = Expiring[str](DAY, most, clock)
        self._demands = Expiring[str](HOUR, most, clock)
        self._research = Expiring[str](30 * DAY, most, clock)

    def cache_cv_context(self, cv_id: str, context: str, content: str) -> None:
        """Keep the context made of a CV whose text is `content`."""
        self._contexts.put(_key(cv_id, content), context)

    def get_cv_context(self, cv_id: str, content: str) -> str | None:
        """The context of exactly this text, for a day."""
        return self._contexts.get(_key(cv_id, content))

    def cache_job_requirements(self, job_id: str, reqs: str) -> None:
        """Keep what a posting asks; a job_id is made of the posting's text."""
        self._demands.put(job_id, reqs)

    def get_job_requirements(self, job_id: str) -> str | None:
        """What a posting asks, for an hour."""
        return self._demands.get(job_id)

    def cache_company_research(self, company: str, research: str) -> None:
        """Keep what is known of a company."""
        self._research.put(company.casefold(), research)

    def get_company_research(self, company: str) -> str | None:
        """What is known of a company, for thirty days."""
        return self._research.get(company.casefold())


def _key(name: str, content: str) -> str:
    return f"{name}/{hashlib.sha256(content.encode()).hexdigest()}"
