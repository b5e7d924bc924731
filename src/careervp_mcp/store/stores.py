"""The ways to keep jobs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from careervp_mcp.career.jobs import JobStore
from careervp_mcp.store.sqlite import SqliteJobs

STORES: Mapping[str, Callable[[Path], JobStore]] = {"sqlite": SqliteJobs}
"""Each is made from the state folder; all keep the promise that tests/contract/test_jobs_store.py holds them to."""
