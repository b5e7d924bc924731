"""The circuit breaker: a provider that fails again and again is left alone for a while, then tried carefully."""

import threading
from collections.abc import Callable
from typing import Literal

State = Literal["CLOSED", "OPEN", "HALF_OPEN"]


class CircuitBreaker:
    """CLOSED lets calls through; OPEN lets none; HALF_OPEN lets one at a time through, to see.

    `clock` tells seconds that never go back.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], float],
        *,
        failure_threshold: int = 5,
        recovery_timeout_seconds: float = 60,
        half_open_success_threshold: int = 3,
    ) -> None:
        self.name = name
        self._clock = clock
        self._failure_threshold = failure_threshold
        self._recovery = recovery_timeout_seconds
        self._success_threshold = half_open_success_threshold
        self._state: State = "CLOSED"
        self._failures = self._successes = 0
        self._opened_at: float | None = None
        self._probing = False
        self._lock = threading.Lock()

    @property
    def state(self) -> State:
        """The state by now."""
        with self._lock:
            return self._now()

    def can_proceed(self) -> bool:
        """Whether calls are let through at all."""
        return self.state != "OPEN"

    def acquire(self) -> bool:
        """Whether this call may go; in HALF_OPEN one at a time, which must then be recorded."""
        with self._lock:
            state = self._now()
            if state == "OPEN" or (state == "HALF_OPEN" and self._probing):
                return False
            self._probing = state == "HALF_OPEN"
            return True

    def record_success(self) -> None:
        """A call went well: closes after enough in HALF_OPEN, resets the count in CLOSED, is nothing in OPEN."""
        with self._lock:
            state = self._now()
            if state == "OPEN":
                return
            self._probing = False
            if state == "CLOSED":
                self._failures = 0
                return
            self._successes += 1
            if self._successes >= self._success_threshold:
                self._state, self._opened_at = "CLOSED", None
                self._failures = self._successes = 0

    def record_failure(self) -> None:
        """A call failed: opens after enough in CLOSED, at once in HALF_OPEN."""
        with self._lock:
            state = self._now()
            self._probing = False
            self._failures += 1
            if state == "HALF_OPEN" or (state == "CLOSED" and self._failures >= self._failure_threshold):
                self._state, self._opened_at, self._successes = "OPEN", self._clock(), 0

    def release(self) -> None:
        """A call ended that says nothing of the provider's health, such as one that was refused as malformed."""
        with self._lock:
            self._probing = False

    def get_state(self) -> dict[str, object]:
        """Name, state, counts and thresholds, for a log or a report."""
        with self._lock:
            return {
                "name": self.name,
                "state": self._now(),
                "failure_count": self._failures,
                "failure_threshold": self._failure_threshold,
                "recovery_timeout_seconds": self._recovery,
                "half_open_success_threshold": self._success_threshold,
                "opened_at": self._opened_at,
            }

    def _now(self) -> State:
        opened = self._opened_at
        if self._state == "OPEN" and opened is not None and self._clock() - opened >= self._recovery:
            self._state, self._successes = "HALF_OPEN", 0
        return self._state
