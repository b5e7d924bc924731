"""How long the truth gate takes: facts for a letter, how that grows, and the whole of `fvs_validate`'s work.

    python benchmarks/gate.py [--rounds 15]

Prints medians in one run, warm: facts for a 400-word letter (goal 100 ms), the ratio at ten times its length (goal
12, linear is 10), the quality checks without the grammar engine's start-up, and both together (goal 300 ms). The
letter is made of truthful sentences of FactBench's invented people, so that every check has something to do.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent / "factbench"))

from lots import Instance, lot, person

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.facts import Context, verify
from careervp_mcp.career.quality import QualityContext, QualityValidator

PERSON = "nora"
WORDS = 400


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    who = person(PERSON)
    bank = build_bank(read_text(who.cv))
    context = Context("letter", who.company, who.title, who.posting, who.research)
    one, ten = _letter(WORDS), _letter(WORDS * 10)
    facts = _median(lambda: verify(one, bank, context), rounds)
    long = _median(lambda: verify(ten, bank, context), max(3, rounds // 3))
    validator, around = QualityValidator(), QualityContext(kind="letter")
    quality = _median(lambda: validator.validate(one, around), rounds)
    print(f"facts, {len(one.split())} words      {facts:7.1f} ms   (goal 100)")
    print(f"facts, {len(ten.split())} words     {long:7.1f} ms   {long / facts:.1f} times (goal 12)")
    print(f"quality, {len(one.split())} words    {quality:7.1f} ms   without the grammar engine")
    print(f"facts and quality     {facts + quality:7.1f} ms   (goal 300)")


def _letter(words: int) -> str:
    """Truthful sentences of one person, in paragraphs, as many as the words need."""
    said = [instance.document for instance in lot("dev") if _fits(instance)]
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        parts.append(said[len(parts) % len(said)])
    return "\n\n".join(" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4))


def _fits(instance: Instance) -> bool:
    return instance.person.id == PERSON and instance.kind == "letter" and not instance.rule


def _median(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds, the first call left out."""
    act()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return median(times)


if __name__ == "__main__":
    main()
