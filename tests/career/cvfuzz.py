"""Mutated CVs against all readers and the splitter of sentences: nothing but a CareerError, and none takes 2 s.

python tests/career/cvfuzz.py 100000 [seed]
"""

import random
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from cvbench import READERS, SAMPLES

from careervp_mcp.career.cv.export import to_json_resume
from careervp_mcp.career.cv.uploads import read_upload
from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.sentences import clauses, sentences

MOST_SECONDS = 2.0
"""Of processor time, for one input."""
PEOPLE = Path(__file__).parents[2] / "benchmarks" / "factbench" / "people"
ENDINGS = (".txt", ".md", ".json", ".yaml", ".tex")
ODD = (
    *"\n\t -–—|•·,;:()[]{}\\%&#*_`@/.\"'0\u200b\u202e\ufeffא\U0001f600",
    *(
        "2019 - ",
        "Experience\n",
        "## ",
        "\\role{",
        "\\begin{itemize}",
        "- ",
        "Skills: ",
        "(level ",
        " at ",
        "[a](",
        "<!--",
        "&a ",
    ),
    *("since ", "Present", "@example.com", "https://", "\n\n", "   ", "\r\n", "\\'", '{"a": [', "null", "x" * 300),
)


def samples() -> list[tuple[str, str]]:
    """An ending and a text each."""
    found = [(path.suffix, path.read_text("utf-8")) for path in sorted(SAMPLES.iterdir())]
    found += [(".txt", path.read_text("utf-8")) for path in sorted(PEOPLE.glob("*/cv.txt"))]
    return [(ending if ending in ENDINGS else ".txt", text) for ending, text in found]


def inputs(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Samples with some changes each: cuts, copies, swaps, odd signs, repeats."""
    dice, known = random.Random(seed), samples()  # noqa: S311 - the same inputs for the same seed
    for number in range(count):
        ending, text = known[number % len(known)]
        for _ in range(dice.randint(1, 6)):
            text = mutated(text, dice)
        yield (dice.choice(ENDINGS) if dice.random() < 0.1 else ending), text[:40_000]


def mutated(text: str, dice: random.Random) -> str:
    """One change."""
    begin = dice.randrange(len(text) + 1)
    end = min(len(text), begin + dice.randint(0, 200))
    piece = text[begin:end]
    return dice.choice(
        (
            lambda: text[:begin] + text[end:],
            lambda: text[:begin] + piece + text[begin:],
            lambda: text[:begin] + dice.choice(ODD) + text[begin:],
            lambda: text[:begin] + dice.choice(ODD) * dice.randint(2, 400) + text[begin:],
            lambda: text[end:] + text[:begin] + piece,
            lambda: text[:begin] + piece.replace("\n", " ") + text[end:],
            lambda: text[:begin] + piece.upper() + text[end:],
            lambda: text[:begin] + piece[::-1] + text[end:],
        )
    )()


def fuzz(count: int, seed: int) -> float:
    """Read that many inputs; the longest time that one took. Raises for a crash or a slow run."""
    longest = 0.0
    for number, (ending, text) in enumerate(inputs(count, seed)):
        begun = time.process_time()
        try:
            deque(map(clauses, sentences(text)), maxlen=0)
            reading = read_upload(f"cv{ending}", text.encode("utf-8", "surrogatepass"), READERS)
            to_json_resume(reading)
        except CareerError:
            pass
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed} ({ending}) crashed: {error!r}") from error
        took = time.process_time() - begun
        if took > MOST_SECONDS:
            raise AssertionError(f"input {number} of seed {seed} ({ending}) took {took:.1f} s")
        longest = max(longest, took)
    return longest


if __name__ == "__main__":
    asked, chosen = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    sys.stdout.write(f"{asked} inputs, none crashed; the longest took {fuzz(asked, chosen):.2f} s\n")
