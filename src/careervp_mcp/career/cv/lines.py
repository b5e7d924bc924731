"""The lines of a CV: each without its mark, with its place; wrapped lines made whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.vocabulary import known

_MARK = re.compile(r"(?:[•●▪■◦○‣∙⁃·➤►▶✓✔→»\uf000-\uf0ff]\s*|[*+–—-]\s+|\d{1,2}[.)]\s+|o\s+(?=[A-Z]))(?=\S)")
_HASHES = re.compile(r"(#{1,6})\s+")
_FENCED = re.compile(r"(?:=+|-{2,}|\*{3,}|_{3,})\s*(.*?)\s*(?:=+|-{2,}|\*{3,}|_{3,})?")
_RULE = re.compile(r"[\s=_*~#|+.·•–—-]+")
_MARKUP = "*_`"
_LONG = 60
"""Characters from which a line without an end may go on in the next."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or several that belong together."""

    text: str
    """Without mark and markup around it; a slice of the source."""
    start: int
    """Where the text stands in the source."""
    mark: str = ""
    """The bullet, or the hashes of a Markdown heading."""
    indent: int = 0
    gap: bool = False
    """Whether a blank line or a rule stands before."""
    strong: bool = False
    """Whether all of it was written bold, or fenced as a heading."""

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        return self.start + len(self.text)

    @property
    def bullet(self) -> bool:
        """Whether it has a bullet."""
        return bool(self.mark) and not self.mark.startswith("#")

    @property
    def depth(self) -> int:
        """The level of a Markdown heading; 0 for none."""
        return len(self.mark) if self.mark.startswith("#") else 0


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that hold something, in order."""
    place, gap = 0, False
    for raw in text.split("\n"):
        line = _line(raw, place, gap=gap)
        if line is not None:
            yield line
        gap = line is None
        place += len(raw) + 1


def _line(raw: str, place: int, *, gap: bool) -> Line | None:
    if not raw.strip() or _RULE.fullmatch(raw):
        return None
    body = raw.strip()
    at = place + raw.index(body[0])
    indent = at - place
    found = _HASHES.match(body) or _MARK.match(body)
    mark = found.group().strip() if found else ""
    if found:
        at, body = at + found.end(), body[found.end() :].rstrip("# ") if mark.startswith("#") else body[found.end() :]
    fenced = _FENCED.fullmatch(body) if body.startswith(("==", "--", "__", "***")) else None
    if fenced and fenced[1] and not mark:
        at, body = at + fenced.start(1), fenced[1]
    bare = body.strip(_MARKUP + " ")
    strong = bool(fenced) or (body.startswith(("**", "__")) and body.rstrip(" :").endswith(("**", "__")))
    if not bare:
        return None
    return Line(bare, at + body.index(bare), mark, indent, gap=gap, strong=strong)


def whole(lines: Iterable[Line], source: str) -> list[Line]:
    """The lines with those that only wrap joined to the line before; the joined text is a slice of the source."""
    done: list[Line] = []
    for line in lines:
        if done and _goes_on(done[-1], line):
            done[-1] = replace(done[-1], text=source[done[-1].start : line.end])
        else:
            done.append(line)
    return done


def unwrapped(text: str) -> str:
    """The text with each bullet and each paragraph of prose on one line."""
    parts, place = [], 0
    for line in whole(lines_of(text), text):
        if "\n" in line.text:
            parts += [text[place : line.start], " ".join(line.text.split())]
            place = line.end
    return "".join([*parts, text[place:]])


_LABELLED = re.compile(r"[^:;|,.]{2,40}:\s+\S")
"""`Software: …`, the head of a group and its list."""


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line continues the one before it: a hanging indent, or a small letter after no full stop."""
    if line.mark or line.gap or line.strong or before.depth:
        return False
    last = before.text.rsplit("\n", 1)[-1]
    ended = last.endswith((".", "!", "?", ":"))
    if before.bullet:
        return line.indent > before.indent or (not ended and (line.text[0].islower() or _carries(last, line)))
    return len(last) > _LONG and not ended and (line.text[0].islower() or (_is_prose(last) and _carries(last, line)))


def _carries(last: str, line: Line) -> bool:
    """Whether a line goes on from one as wide as the page: it has no date, and is as wide or ends a sentence."""
    if _LABELLED.match(last) and _LABELLED.match(line.text):
        return False  # one group of a list after another
    whole_line = line.text.endswith(".") or len(line.text) > _LONG
    return len(last) > _LONG and whole_line and "\t" not in line.text and find_span(line.text) is None


def _is_prose(text: str) -> bool:
    """Whether a line reads as part of a paragraph rather than as a head or an address."""
    small = sum(word[0].islower() for word in text.split())
    return small > 4 and "@" not in text and find_span(text) is None  # noqa: PLR2004 - names have no small words


def joined(lines: Iterable[Line], source: str) -> str:
    """The source from the first to the last of some lines."""
    found = list(lines)
    return source[found[0].start : found[-1].end] if found else ""


def is_sentence(text: str) -> bool:
    """Whether a line is prose rather than a heading of an entry."""
    found = text.split()
    short = len(found) > 2 and text.endswith((".", "!", "?")) and len(found[-1]) > 3  # noqa: PLR2004 - no Inc., Ltd.
    return (short and found[-1].lower() not in known("firms", "endings")) or len(found) > 16  # noqa: PLR2004
