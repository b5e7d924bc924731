"""A line cut into its parts at separators, each a slice of the line."""

import re
from collections.abc import Sequence

_STRONG = re.compile(r"\s*\t\s*|\s{3,}|(?<=\d)\s{2,}|\s*\|\s*|\s+[·•∙⋅●]\s+|\s+(?:-{1,3}|–|—)\s+|\s+@\s+|\s*\n\s*")
_COMMA = re.compile(
    r",\s+(?!(?:Inc|LLC|Ltd|LLP|PLC|Corp|Co|GmbH|Limited|Jr|Sr|P\.?C|S\.A|N\.A)\b\.?(?!\s[^\W\d_]))|\s*;\s+",
    re.IGNORECASE,
)
_LONGEST = 20_000
"""Characters; a longer line is nobody's list, and is kept in one piece."""
EDGES = " \t\n,;:|·•–—-*_`"


def strong_parts(text: str) -> list[str]:
    """The parts between tabs, pipes, dots and dashes; brackets are never cut."""
    return _cut(text, _STRONG)


def comma_parts(text: str) -> list[str]:
    """The parts between commas; a firm's legal form stays with its name, brackets are never cut."""
    return _cut(text, _COMMA)


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    if len(text) > _LONGEST:
        return [tidy(text)]
    closed = _depths(text)
    parts, begin = [], 0
    for found in pattern.finditer(text):
        if not closed[found.start()]:
            parts.append(text[begin : found.start()])
            begin = found.end()
    parts.append(text[begin:])
    return [part for part in (tidy(part) for part in parts) if part]


def _depths(text: str) -> Sequence[int]:
    """For each place of a text how many brackets are open; a bracket that never closes opens nothing."""
    depths, depth = [], 0
    closing = text.count(")") + text.count("]")
    for letter in text:
        if letter in "([" and closing:
            depth += 1
        elif letter in ")]":
            depth, closing = max(0, depth - 1), closing - 1
        depths.append(depth)
    return [*depths, 0]


def tidy(part: str) -> str:
    """A part without separators and single brackets at its ends."""
    part = part.strip(EDGES)
    if part.startswith(("(", "[")) and part.endswith((")", "]")) and part.count(part[0]) == 1:
        part = part[1:-1].strip(EDGES)
    if part.count("(") != part.count(")"):
        part = part.strip("()" + EDGES)
    return part


def rejoined(source: str, first: str, last: str) -> str:
    """The slice of a text from one part to another that follows it."""
    begin = source.find(first)
    end = source.find(last, begin)
    return source[begin : end + len(last)] if 0 <= begin <= end else first
