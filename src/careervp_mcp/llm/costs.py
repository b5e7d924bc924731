"""Costs: what a reply is billed, by a table of prices that a setting may replace."""

from collections.abc import Mapping
from dataclasses import dataclass

from careervp_mcp.career.writing import Cost
from careervp_mcp.llm.provider import Reply

_MILLION = 1_000_000
_CACHE_WRITTEN, _CACHE_READ = 1.25, 0.1
"""Of the price of what goes in."""


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars a million tokens."""

    into: float
    out: float


PRICES: Mapping[str, Price] = {"claude-sonnet-5-5": Price(3.0, 15.0), "claude-haiku-5-5": Price(1.0, 5.0)}


def cost_of(model: str, reply: Reply, prices: Mapping[str, Price]) -> Cost:
    """What a reply cost; a model that no table has is billed as the dearest."""
    price = prices.get(model) or max(prices.values(), key=lambda one: one.out)
    into = reply.input_tokens + _CACHE_WRITTEN * reply.cache_written + _CACHE_READ * reply.cache_read
    dollars = (into * price.into + reply.output_tokens * price.out) / _MILLION
    taken = reply.input_tokens + reply.cache_written + reply.cache_read
    return Cost(1, taken, reply.output_tokens, round(dollars, 6), model)


def prices_in(text: str) -> Mapping[str, Price]:
    """A table written as `model=in/out`, entries separated by commas; raises ValueError for another form."""
    table = dict[str, Price]()
    for entry in filter(None, (part.strip() for part in text.split(","))):
        model, _, price = entry.partition("=")
        into, _, out = price.partition("/")
        try:
            table[model.strip()] = Price(float(into), float(out))
        except ValueError:
            raise ValueError(f"write model=in/out in dollars a million tokens; got {entry[:80]}") from None
    return table or PRICES
