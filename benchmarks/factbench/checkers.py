"""Checkers of facts: ours, and any other that is given as a command."""

import json
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lots import Instance, Person

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.facts import Context, verify

TODAY = date(2026, 11, 1)
"""The day to which roles that still run are counted, for every checker that asks."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One blocking finding."""

    rule: str
    start: int
    end: int


def ours(instances: Sequence[Instance]) -> Iterator[tuple[Alarm, ...]]:
    """What our own gate blocks in each instance."""
    banks: dict[str, EvidenceBank] = {}
    for instance in instances:
        who = instance.person
        bank = banks.setdefault(who.id, build_bank(read_text(who.cv, language=who.language), TODAY))
        found = verify(instance.document, bank, _context(instance, who))
        yield tuple(Alarm(finding.rule, *finding.span) for finding in found.findings if finding.blocks)


def _context(instance: Instance, who: Person) -> Context:
    return Context(
        kind=instance.kind,  # type: ignore[arg-type] # one of the format's kinds
        company=who.company, title=who.title, posting=who.posting, research=who.research, language=who.language,
    )  # fmt: skip


def by_command(command: str, instances: Sequence[Instance]) -> Iterator[tuple[Alarm, ...]]:
    """What another checker blocks: one JSON object a line in, one a line out, in the same order."""
    asked = "".join(json.dumps(_asked(instance), ensure_ascii=False) + "\n" for instance in instances)
    done = subprocess.run(shlex.split(command), input=asked, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    if [answer["id"] for answer in answers] != [instance.id for instance in instances]:
        raise SystemExit("the checker must answer each instance once, in order")
    for answer in answers:
        yield tuple(Alarm(found.get("rule", ""), found["start"], found["end"]) for found in answer["findings"])


def _asked(instance: Instance) -> dict[str, object]:
    who = instance.person
    return {
        "id": instance.id, "kind": instance.kind, "document": instance.document, "cv": who.cv, "posting": who.posting,
        "research": who.research, "company": who.company, "title": who.title,
        "language": who.language, "today": TODAY.isoformat(),
    }  # fmt: skip
