"""The door of the HTTP transport: who a request is from, and how often they may write."""

import math
import time
from collections import deque
from collections.abc import Callable

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken

from careervp_mcp.career.errors import TooManyCalls, Unauthorized
from careervp_mcp.tools.auth import Tokens


class Pace:
    """So many calls in so many seconds for each user, by a clock in seconds that only goes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, calls: int = 10, seconds: float = 60) -> None:
        self._clock = clock
        self._calls = calls
        self._seconds = seconds
        self._taken: dict[str, deque[float]] = {}

    def step(self, user: str) -> None:
        """Count one call; raises TooManyCalls, which counts nothing."""
        now = self._clock()
        taken = self._taken.setdefault(user, deque())
        while taken and now - taken[0] >= self._seconds:
            taken.popleft()
        if len(taken) >= self._calls:
            wait = math.ceil(self._seconds - (now - taken[0]))
            raise TooManyCalls(
                f"writing tools take {self._calls} calls in {self._seconds:g} s; call again in {wait} s",
                retryable=True,
                details={"retry_after_s": wait},
            )
        taken.append(now)


class Door:
    """Lets in who carries a token that holds, and knows them again while their request is worked on."""

    def __init__(self, tokens: Tokens, pace: Pace) -> None:
        self._tokens = tokens
        self._pace = pace

    async def verify_token(self, token: str) -> AccessToken | None:
        """The SDK's question at every request; None is answered with 401."""
        try:
            user = self._tokens.user(token)
        except ValueError:
            return None
        return AccessToken(token=token, client_id=user.email, subject=user.user_id, scopes=[])

    def owner(self) -> str:
        """The e-mail of this request's user; raises Unauthorized where nobody was let in."""
        held = get_access_token()
        if held is None:
            raise Unauthorized("send a token that holds: `Authorization: Bearer <token>`")
        return held.client_id

    def admit(self) -> None:
        """Count a call of a writing tool; raises TooManyCalls when it is one too many."""
        self._pace.step(self.owner())
