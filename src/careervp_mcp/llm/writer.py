"""The API writer: a commission becomes a request, its reply a draft; with cache, breaker, patience and purse."""

import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from careervp_mcp.career.ceilings import tokens
from careervp_mcp.career.commissions import (
    BreakerOpen,
    BudgetExceeded,
    Commission,
    Drawn,
    TokensExceeded,
    Unreadable,
    WriterFailed,
)
from careervp_mcp.career.errors import Unforeseen
from careervp_mcp.career.ports import never
from careervp_mcp.career.writing import Cost
from careervp_mcp.llm.breaker import CircuitBreaker
from careervp_mcp.llm.cache import MOST_REPLIES, REPLY_SECONDS, Expiring
from careervp_mcp.llm.costs import PRICES, Price, cost_of
from careervp_mcp.llm.prompts import prompt
from careervp_mcp.llm.provider import Provider, Reply, Request, RequestRefused
from careervp_mcp.llm.retrying import Retrying
from careervp_mcp.llm.routing import MOST_INPUT, ROUTES, Models

log = logging.getLogger(__name__)
_FENCES = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_ENDED = frozenset({"end_turn", "stop_sequence"})


@dataclass(frozen=True)
class ApiWriter:
    """Keeps the ModelWriter port."""

    provider: Provider
    models: Models = field(default_factory=Models)
    prices: Mapping[str, Price] = field(default_factory=lambda: PRICES)
    cap_usd: float = 0.15
    """An application may cost."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    breaker: CircuitBreaker = field(init=False)
    _replies: Expiring[Reply] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "breaker", CircuitBreaker("anthropic", self.clock))
        object.__setattr__(self, "_replies", Expiring[Reply](REPLY_SECONDS, MOST_REPLIES, self.clock))

    def draft(self, commission: Commission, cancelled: Callable[[], bool] = never) -> Drawn:
        """A draft; raises WriterFailed, or Unforeseen where the call was cancelled."""
        if cancelled():
            raise Unforeseen("the call was cancelled; nothing was written", retryable=True)
        request = self._request(commission)
        key = hashlib.sha256(repr(request).encode()).hexdigest()
        known = self._replies.get(key)
        if known is not None:
            return Drawn(_read(known, Cost()), Cost(model=request.model))
        reply = self._sent(request, commission)
        cost = cost_of(request.model, reply, self.prices)
        draft = _read(reply, cost)
        self._replies.put(key, reply)  # only what could be read
        return Drawn(draft, cost)

    def _request(self, commission: Commission) -> Request:
        """The request; raises BudgetExceeded and TokensExceeded before anything is sent."""
        if commission.spent_usd >= self.cap_usd:
            raise BudgetExceeded(f"this application has cost {commission.spent_usd:.3f} of {self.cap_usd:g} dollars")
        route, text = ROUTES[commission.task], prompt(commission.task)
        rules = "\n".join(f"- {rule}" for rule in commission.rules)
        user = text.filled({"rules": rules, "brief": commission.brief})
        if commission.draft is not None or commission.findings:
            user += "\n\n" + _fed_back(commission)
        size = tokens(text.system + user + json.dumps(commission.schema))
        if size > MOST_INPUT:
            raise TokensExceeded(f"a call takes at most {MOST_INPUT:,} tokens, this one has {size:,}")
        model = self.models.of(route.mode, commission.spent_usd, self.cap_usd)
        return Request(model, text.system, user, commission.schema, route.max_tokens, route.seconds)

    def _sent(self, request: Request, commission: Commission) -> Reply:
        """The reply by way of the breaker, which counts what failed after all patience."""
        if not self.breaker.acquire():
            raise BreakerOpen("the provider failed five times in a row and is left alone for a minute")
        begun = self.clock()
        try:
            reply = Retrying(self.provider, self.sleep).send(request)
        except RequestRefused as failure:
            self.breaker.release()
            log.warning("%s: %s %s", commission.task, failure.code, failure.message)
            raise
        except WriterFailed as failure:
            self.breaker.record_failure()
            log.warning("%s: %s, breaker %s", commission.task, failure.code, self.breaker.state)
            raise
        except BaseException:
            self.breaker.release()
            raise
        self.breaker.record_success()
        log.info(
            "%s for %s: %s, %d in, %d out, %.1f s, %s",
            commission.task, commission.application_id, request.model, reply.input_tokens, reply.output_tokens,
            self.clock() - begun, reply.stop_reason,
        )  # fmt: skip
        return reply


def _fed_back(commission: Commission) -> str:
    """The earlier draft and what was found in it."""
    told = [
        {name: value for name, value in asdict(one).items() if value not in (None, "", ())}
        for one in commission.findings
    ]
    return prompt("fvs_feedback").filled(
        {
            "draft": json.dumps(commission.draft, ensure_ascii=False),
            "findings": json.dumps(told, ensure_ascii=False),
        }
    )


def _read(reply: Reply, cost: Cost) -> Mapping[str, object]:
    """The draft in a reply; raises Unreadable, with the cost, for one that is cut off, refused or no object."""
    if reply.stop_reason not in _ENDED:
        cause = {"max_tokens": "was cut off at its longest", "refusal": "was refused"}.get(
            reply.stop_reason, f"ended with {reply.stop_reason or 'nothing'}"
        )
        raise Unreadable(f"the model's answer {cause}", cost=cost)
    found = _FENCES.match(reply.text)
    try:
        draft = json.loads(found[1] if found else reply.text)
    except (ValueError, RecursionError):
        raise Unreadable("the model's answer is no JSON", cost=cost) from None
    if not isinstance(draft, dict):
        raise Unreadable("the model's answer is no JSON object", cost=cost)
    return draft
