"""How much of its tables and chances a run tries: `make torture-ci` all of them, the gate some of each kind."""

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

TORTURE = "TORTURE" in os.environ
Case = TypeVar("Case")


def every(step: int, cases: Iterable[Case]) -> Sequence[Case]:
    """The cases, of which the gate tries one in so many."""
    return list(cases)[:: 1 if TORTURE else step]


def only(gate: Iterable[Case], cases: Iterable[Case]) -> Sequence[Case]:
    """The cases, of which the gate tries those that are named."""
    named = list(gate)
    return [case for case in cases if TORTURE or case in named]
