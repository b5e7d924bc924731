"""How many planted errors the grammar check finds, and how much of what it reports is one.

`python benchmarks/grammar/run.py [dev|held|all] [--listed] [--show]`: `--listed` leaves the engine out, `--show`
prints every miss and every false alarm. An error counts as found when an issue overlaps its span; every other issue,
on clean sentences and beside the errors, is a false alarm. Words of each profession's CV and posting are known, as
they are in the product. The sentences were written before the rules; rules were tuned on `dev` alone.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from careervp_mcp.career.quality import QualityContext, QualityValidator
from careervp_mcp.career.quality.models import QualityIssue
from careervp_mcp.proof.engine import EngineProofreader

HERE = Path(__file__).parent
Row = dict[str, Any]


def main(part: str, *, listed: bool, show: bool) -> None:
    """Report one part, or both."""
    engine = EngineProofreader()
    validator = QualityValidator(None if listed else engine)
    for name in ("dev", "held") if part == "all" else (part,):
        report(name, validator, show=show)
    engine.close()


def report(part: str, validator: QualityValidator, *, show: bool) -> None:
    """Print one part's figures."""
    known = {row["profession"]: words_of(row["known"]) for row in rows("known", part)}
    planted, found, false = Counter[str](), Counter[str](), 0
    for row in rows("errors", part):
        issues = judged(row, known, validator)
        hits = [issue for issue in issues if overlaps(issue, row["span"])]
        planted[row["error"]] += 1
        found[row["error"]] += bool(hits)
        false += len(issues) - len(hits)
        if show:
            told(row, [] if hits else ["MISSED"], [issue for issue in issues if issue not in hits])
    clean = list(rows("clean", part))
    spoiled = 0
    for row in clean:
        issues = judged(row, known, validator)
        false += len(issues)
        spoiled += bool(issues)
        if show:
            told(row, [], issues)
    hit = found.total()
    print(f"{part}: {planted.total()} errors, {len(clean)} clean sentences")
    print(f"  recall {hit / planted.total():.3f} ({hit} of {planted.total()})")
    print(f"  precision {hit / (hit + false):.3f} ({false} false alarms; {spoiled} clean sentences touched)")
    print("  by kind " + ", ".join(f"{kind} {found[kind]}/{count}" for kind, count in sorted(planted.items())))


def words_of(terms: list[str]) -> frozenset[str]:
    """The terms and their words, in small letters."""
    return frozenset(word.lower() for term in terms for word in (term, *term.split()))


def rows(name: str, part: str) -> Iterator[Row]:
    """The rows of one file that belong to a part."""
    for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            yield row


def judged(row: Row, known: dict[str, frozenset[str]], validator: QualityValidator) -> list[QualityIssue]:
    """What grammar says of the row's sentence."""
    context = QualityContext(kind=row["kind"], known=known[row["profession"]])
    return [issue for issue in validator.validate(row["text"], context).issues if issue.type == "GRAMMAR"]


def overlaps(issue: QualityIssue, span: list[int]) -> bool:
    """Whether the issue touches the planted error."""
    return issue.span[0] < span[1] and span[0] < issue.span[1]


def told(row: Row, missed: list[str], false: list[QualityIssue]) -> None:
    """Print what was missed and what was wrongly reported."""
    for word in missed:
        print(f"{word} {row['error']}: {row['text']}")
    for issue in false:
        print(f"FALSE {issue.rule} “{row['text'][slice(*issue.span)]}”: {row['text']}")


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    main(named[0] if named else "all", listed="--listed" in sys.argv, show="--show" in sys.argv)
