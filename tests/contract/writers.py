"""A writer to a store of jobs in a process of its own, which imports it by this name."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ledger import NOW, posting

from careervp_mcp.career.errors import DatabaseFailed
from careervp_mcp.store.stores import STORES


def insist(write: Callable[[], object]) -> None:
    """Write, and again whenever that may be tried again: on a busy machine a writer can wait too long."""
    while True:
        try:
            write()
        except DatabaseFailed as failed:
            if not failed.retryable:
                raise
        else:
            return


def write_much(name: str, state: Path, path: Path, first: int) -> None:
    """One of several writers: ten rows of its own, and one attempt more for row 1 with each."""
    with STORES[name](state).opened(path) as jobs:
        for number in range(first, first + 10):
            insist(partial(jobs.add, [posting(number), posting(1)], NOW))
            insist(partial(jobs.refuse, 1, f"by {first}", "run", NOW))
