"""The child of engine.py: a JSON text a line comes in, a JSON answer a line goes out; it imports nothing of ours.

It dies when its parent does, for its input ends then, and when nobody has asked for the idle seconds given to it.
"""

import json
import os
import re
import sys
import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lt_py import Engine

Row = tuple[int, int, str, str, str, str]
"""First and last character, rule, category, message and first suggestion."""


_TAG = re.compile(r"</?suggestion>")


def main(idle_seconds: float) -> None:
    """Answer until the input ends; what the engine itself prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    watch = _wound(idle_seconds)
    for line in sys.stdin.buffer:
        watch.cancel()
        answers.write(json.dumps(told(json.loads(line))) + "\n")
        answers.flush()
        watch = _wound(idle_seconds)


def _wound(seconds: float) -> threading.Timer:
    """A watch that ends the process unless it is cancelled in time."""
    watch = threading.Timer(seconds, os._exit, (0,))
    watch.daemon = True
    watch.start()
    return watch


def told(text: str) -> list[Row]:
    """The engine's remarks on a text, in the text's order and counted in characters."""
    places = _characters(text)
    rows = [
        (
            places[match["offset"]],
            places[match["offset"] + match["length"]],
            str(match["rule_id"]),
            str(match["category_id"]),
            _TAG.sub("", str(match["message"])),
            str(next(iter(match["suggestions"]), "")),
        )
        for match in _engine().check(text)
    ]
    return sorted(rows)


def _characters(text: str) -> list[int]:
    """For each byte of the text's UTF-8, and its end, the character it belongs to: the engine counts bytes."""
    places = [number for number, character in enumerate(text) for _ in character.encode("utf-8", "replace")]
    return [*places, len(text)]


@cache
def _engine() -> "Engine":
    import lingotweaker_data_en
    import lt_py

    return lt_py.Engine("en-US", data_dir=lingotweaker_data_en.data_dir())


if __name__ == "__main__":
    main(float(sys.argv[1]))
