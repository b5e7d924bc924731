"""FactBench: how many inventions a checker blocks, and how many truthful sentences it refuses.

    python benchmarks/factbench/run.py dev                     # ours, one table a lot
    python benchmarks/factbench/run.py dev test --misses       # with each instance that it gets wrong
    python benchmarks/factbench/run.py test --checker "cmd …"  # another checker: see README.md

An invention counts as blocked when a blocking finding's span overlaps the words that make it false. A truthful
instance counts as refused when anything in its document is blocked. Intervals are Wilson's, 95 %.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from checkers import Alarm, by_command, ours
from lots import Instance, lot

Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An instance and what was blocked in it."""

    instance: Instance
    alarms: tuple[Alarm, ...]

    @property
    def right(self) -> bool:
        """Blocked at the false words, or not refused."""
        if not self.instance.rule:
            return not self.alarms
        return any(self._hits(alarm) for alarm in self.alarms)

    def _hits(self, alarm: Alarm) -> bool:
        spans = self.instance.changed or ((0, len(self.instance.document)),)
        return any(alarm.start < end and start < alarm.end for start, end in spans)


def main() -> None:
    """Print a table a lot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lots", nargs="+")
    parser.add_argument("--checker", help="a command that reads instances as JSON lines and writes its findings")
    parser.add_argument("--person", help="this person's instances alone")
    parser.add_argument("--misses", action="store_true", help="print each instance that was judged wrongly")
    chosen = parser.parse_args()
    for name in chosen.lots:
        instances = [one for one in lot(name) if chosen.person in {None, one.person.id}]
        judged = _judged(instances, chosen.checker)
        _print_table(name, judged)
        if chosen.misses:
            _print_misses(judged)


def _judged(instances: Sequence[Instance], checker: str | None) -> list[Judged]:
    found = by_command(checker, instances) if checker else ours(instances)
    return [Judged(instance, alarms) for instance, alarms in zip(instances, found, strict=True)]


def _print_table(name: str, judged: Sequence[Judged]) -> None:
    false = [one for one in judged if one.instance.rule]
    true = [one for one in judged if not one.instance.rule]
    print(f"\nlot {name}: {len({one.instance.person.id for one in judged})} people")
    _print_rows("inventions blocked", _grouped(false, lambda one: one.instance.rule))
    _print_rows("truthful refused", _grouped(true, lambda one: one.instance.variant), wrong=True)
    for language in sorted({one.instance.person.language for one in judged}):
        here = [one for one in judged if one.instance.person.language == language]
        print(f"{language}: {_told([one for one in here if one.instance.rule])} blocked, ", end="")
        print(f"{_told([one for one in here if not one.instance.rule], wrong=True)} refused")
    print(f"in all: {_told(false)} blocked, {_told(true, wrong=True)} refused")


def _grouped(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return dict(sorted(groups.items()))


def _print_rows(title: str, groups: dict[str, list[Judged]], *, wrong: bool = False) -> None:
    print(f"\n{title}")
    for name, group in groups.items():
        print(f"  {name:28} {_told(group, wrong=wrong)}")


def _told(group: Sequence[Judged], *, wrong: bool = False) -> str:
    hits = sum(one.right != wrong for one in group)
    low, high = _interval(hits, len(group))
    share = hits / len(group) if group else 0.0
    return f"{hits:4} of {len(group):4} = {share:6.1%}  [{low:.1%}, {high:.1%}]"


def _interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _print_misses(judged: Sequence[Judged]) -> None:
    for one in judged:
        if one.right:
            continue
        instance = one.instance
        start, end = instance.focus
        words = " | ".join(instance.document[slice(*span)] for span in instance.changed)
        found = [f"{alarm.rule} “{instance.document[alarm.start : alarm.end][:60]}”" for alarm in one.alarms]
        told = "; ".join(found)
        kind = f"MISSED {instance.rule} “{words}”" if instance.rule else f"REFUSED {instance.variant}"
        print(f"\n{instance.id} [{instance.kind}] {kind}\n  {instance.document[start:end]}")
        print(f"  found: {told or 'nothing'}")


if __name__ == "__main__":
    main()
