"""One finalize of a world that stands in a folder: a process of its own, to be killed from outside."""

import sys
from pathlib import Path

from statebench import World


def main(folder: str, count: str, rounds: str = "1") -> None:
    """Finalize so often, and say how each item ended."""
    world = World(Path(folder), int(count))
    for _ in range(int(rounds)):
        report = world.finalize()
        print(*(result.action for result in report.results), flush=True)  # noqa: T201 - a program for a test


if __name__ == "__main__":
    main(*sys.argv[1:])
