"""How long one page of jobs takes as the database grows: the first, one in the middle, and the last.

Databases of all sizes are filled with the same invented postings, and stand open side by side. Pages are read
in rounds, each size in turn, the order reversed every other round, so that a busy moment meets all alike. The
middle page begins amid the rows of one date, a hundredth of all; the last one amid those without a date.

    python benchmarks/store.py [--sizes 1000,100000,1000000] [--rounds 51] [--limit 50] [--full]
"""

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path

from careervp_mcp.career.jobs import Jobs, Place
from careervp_mcp.store.sqlite import SqliteJobs

BAR = 2.0
"""How much longer a page may take in the largest database than in the smallest."""
DAYS = 100
DESCRIPTION = "Nurse the patients of the ward, by day and by night, and hand over in writing. " * 12
"""About a thousand characters, so that a million rows make 1.3 GB."""


def main() -> None:
    """Print medians and ratios, and whether the bar is held; a benchmark never fails."""
    parser = argparse.ArgumentParser(description="Time of a page of jobs at several sizes of the database")
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=51)
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--full", action="store_true")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    print(f"pages of {chosen.limit}, {'full' if chosen.full else 'summary'}, {chosen.rounds} rounds", end=", ")
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        store = SqliteJobs(Path(scratch) / "state")
        shelves: dict[int, tuple[Jobs, Mapping[str, Place | None]]] = {}
        for size in sizes:
            path = Path(scratch) / f"{size}.db"
            fill(store, path, size)
            shelves[size] = (stack.enter_context(store.opened(path)), places(path, chosen.limit))
        report(sizes, measured(shelves, chosen.rounds, chosen.limit, full=chosen.full))


def fill(store: SqliteJobs, path: Path, size: int) -> None:
    """Today's tables with so many rows; they go in directly, since `add` would look for doubles of each."""
    with store.opened_or_made(path):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT INTO jobs (status, title, company, description, url, captured_at) VALUES (?, ?, ?, ?, ?, ?)",
            rows(size),
        )


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """Postings spread over the days; a third is no longer new, a hundredth bears no date."""
    today = date(2026, 2, 7)
    for number in range(size):
        day = number * 7919 % DAYS
        captured = (today - timedelta(days=day)).isoformat() if day else ""
        status = "shortlist" if number % 3 == 0 else "new"
        yield (
            status,
            f"Nurse {number}",
            f"Hospital {number % 997}",
            DESCRIPTION,
            f"https://jobs.example/{number}",
            captured,
        )


def places(path: Path, limit: int) -> Mapping[str, Place | None]:
    """Where each page begins."""
    with closing(sqlite3.connect(path)) as connection:
        ordered = (
            "SELECT coalesce(captured_at, ''), id FROM jobs WHERE status = 'new' "
            "ORDER BY captured_at DESC, id DESC LIMIT 1 OFFSET ?"
        )
        count = connection.execute("SELECT count(*) FROM jobs WHERE status = 'new'").fetchone()[0]

        def at(offset: int) -> Place:
            return Place(*connection.execute(ordered, (offset,)).fetchone())

        return {"first": None, "middle": at(count // 2 + count // DAYS // 2), "last": at(count - limit - 1)}


def measured(
    shelves: Mapping[int, tuple[Jobs, Mapping[str, Place | None]]], rounds: int, limit: int, *, full: bool
) -> Mapping[tuple[str, int], list[float]]:
    """Milliseconds of every page, by its name and the size of its database."""
    times: dict[tuple[str, int], list[float]] = {}
    for number in range(-2, rounds):  # the first two warm the disk cache
        for size in sorted(shelves, reverse=bool(number % 2)):
            jobs, begins = shelves[size]
            for name, after in begins.items():
                begun = time.perf_counter()
                page = jobs.page("new", limit, after, full=full)
                spent = (time.perf_counter() - begun) * 1000
                if len(page) != limit:
                    raise SystemExit(f"the {name} page of {size} has {len(page)} rows")
                if number >= 0:
                    times.setdefault((name, size), []).append(spent)
    return times


def report(sizes: list[int], times: Mapping[tuple[str, int], list[float]]) -> None:
    """Print the medians, and the largest size's against the smallest's."""
    print(f"{'ms (median)':12}" + "".join(f"{size:>14,}" for size in sizes) + f"{'ratio':>10}")
    held = []
    for name in dict.fromkeys(name for name, _ in times):
        medians = [statistics.median(times[name, size]) for size in sizes]
        held.append(medians[-1] / medians[0])
        print(f"{name:12}" + "".join(f"{median:14.3f}" for median in medians) + f"{held[-1]:10.2f}")
    print(f"a page is {'within' if max(held) <= BAR else 'ABOVE'} {BAR:g} times the smallest database's")


if __name__ == "__main__":
    main()
