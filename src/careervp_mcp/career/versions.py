"""Versions: products and standards that a text names with their number."""

import re
from collections.abc import Iterator

from careervp_mcp.career.amounts import before
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import folded, known_verbs, lemma_of

_NAMED = re.compile(
    r"(?<![\w.])(?P<name>(?:[A-Z][\w+#-]*|ת\"י)(?:\s(?:[A-Z][\w+#-]*"
    r"|\d[A-Z]))?(?:\s(?:[A-Z][\w+#-]*))?)[\s-]v?(?P<version>\d{1,5}(?:\.\d+)*)(?![\w%/:]|,\d|\.\d| (?:percent"
    r"|per|pupils|people))"
)
_OPENERS = ".!?\n•*-"
"""What stands before a word that begins a sentence or an item."""


def versions_in(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each product's or standard's name, folded, its number, and where both stand."""
    for found in _NAMED.finditer(text):
        name, version = found["name"], found["version"]
        last = name.rsplit(maxsplit=1)[-1].lower()
        near = before(text, found.start()).rstrip()
        opens = not near or near[-1] in _OPENERS
        verb = lemma_of(last) != last or last in known_verbs()
        if last in word_set("en", "numbers", "unnamed") or (opens and verb and name[1:].islower()):
            continue  # "Led 4 engineers": a verb that begins a sentence
        yield folded(name), version, found.span()
