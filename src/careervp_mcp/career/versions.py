"""Versions: products and standards that a text names with their number."""

import re
from collections.abc import Iterator

from careervp_mcp.career.words import folded, known_verbs, lemma_of

_NAMED = re.compile(
    r"(?<![\w.])(?P<name>(?:[A-Z][\w+#-]*|ת\"י)(?:\s(?:[A-Z][\w+#-]*"
    r"|\d[A-Z]))?(?:\s(?:[A-Z][\w+#-]*))?)[\s-]v?(?P<version>\d{1,5}(?:\.\d+)*)(?![\w%/:]|,\d|\.\d| (?:percent"
    r"|per|pupils|people))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_PRODUCT = frozenset(
    {
        "in",
        "since",
        "from",
        "until",
        "to",
        "at",
        "the",
        "and",
        "by",
        "of",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
    }
    | {
        "august",
        "september",
        "october",
        "november",
        "december",
        "led",
        "trained",
        "mentored",
        "over",
        "about",
        "around",
        "up",
        "some",
    }
    | {
        "between",
        "with",
        "for",
        "after",
        "before",
        "my",
        "our",
        "i",
        "we",
        "a",
        "an",
        "as",
        "on",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
    }
    | {
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "q",
        "autumn",
        "spring",
        "summer",
        "winter",
        "class",
        "phone",
        "tel",
    }
)


def versions_in(text: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each product's or standard's name, folded, its number, and where both stand."""
    for found in _NAMED.finditer(text):
        name, version = found["name"], found["version"]
        last = name.split()[-1].lower()
        opens = found.start() == 0 or text[: found.start()].rstrip()[-1:] in {".", "!", "?", "\n", "•", "*", "-"}
        if last in _NO_PRODUCT or (opens and " " not in name and name.islower()):
            continue
        if opens and " " not in name and name[1:].islower() and (lemma_of(last) != last or last in known_verbs()):
            continue  # "Led 4 engineers": a verb that begins a sentence
        yield folded(name), version, found.span()
