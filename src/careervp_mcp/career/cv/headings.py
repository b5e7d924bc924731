"""Headings of a CV: which lines open a part, and of what kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.lines import Line
from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.vocabulary import fields, firm_score, kinds_of_headings, kinds_of_words, title_score

_MOST_WORDS = 6
_EDGES = " =#*_:|—–-•·~"
_INLINE = re.compile(r"([^\n:]{2,40}):\s+(?=\S)")
_ENTRIES = frozenset({"work_experience", "education", "projects"})
"""Parts whose own lines may look like a heading."""


@dataclass(frozen=True, slots=True)
class Part:
    """The lines under one heading; the first part has none."""

    kind: str
    heading: str = ""
    lines: tuple[Line, ...] = ()


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The parts of a CV in order, the first the lines above all headings."""
    parts = [Part("head")]
    held: list[list[Line]] = [[]]
    style = _Style.of(lines)
    for place, line in enumerate(lines):
        kind = _kind(line, lines[place + 1 : place + 2], parts[-1].kind, style)
        if kind and (place or kind != "other"):
            parts.append(Part(kind, line.text.strip(_EDGES)))
            held.append([])
            continue
        opened = _inline(line, parts[-1].kind)
        if opened:
            parts.append(opened)
            held.append([*opened.lines])
        else:
            held[-1].append(line)
    return _with_roles([replace(part, lines=tuple(inside)) for part, inside in zip(parts, held, strict=True)])


def _with_roles(parts: list[Part]) -> list[Part]:
    """The parts; where none is for roles, those under a heading of the person's own that hold dated titles are."""
    if any(part.kind == "work_experience" for part in parts):
        return parts
    return [
        replace(part, kind="work_experience") if part.kind == "other" and _holds_roles(part) else part
        for part in parts
    ]


def _holds_roles(part: Part) -> bool:
    """Whether a part has a line with a title and a period, and something done beside it."""
    heads = any(_dated([line]) and title_score(line.text) > 0 for line in part.lines if not line.bullet)
    return heads and any(line.bullet for line in part.lines)


@dataclass(frozen=True, slots=True)
class _Style:
    """How this CV writes its headings."""

    capitals: bool
    depth: int
    """The Markdown level of its known headings; 0 where they have none."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Style":
        known = [line for line in lines if not line.bullet and _named(line)]
        upper = sum(line.text.isupper() for line in known)
        return cls(upper * 2 > len(known), min((line.depth for line in known if line.depth), default=0))


def _named(line: Line) -> str:
    plain = plain_heading(line.text)
    known = kinds_of_headings()
    return known.get(plain) or known.get(re.split(r"\s*[,(–—]", plain)[0].strip(), "") if line.text.strip() else ""


def plain_heading(text: str) -> str:
    """A heading as the word lists have it."""
    return re.sub(r"\s+", " ", text.strip(_EDGES).lower())


def _kind(line: Line, after: Sequence[Line], now: str, style: _Style) -> str:
    """The kind of part a line opens, `other` for a heading that no list has, or empty."""
    if line.bullet or (style.depth and line.depth > style.depth) or _is_field(line):
        return ""
    named = _named(line)
    if named:
        return "" if now == "skills" and named == "languages" and not after else named
    words = plain_heading(line.text).split()
    if not words or len(words) > _MOST_WORDS + 2 or re.search(r"[\d@|\t]|[.;](?:\s|$)", line.text.strip(_EDGES)):
        return ""
    if "," in line.text and not (line.text.isupper() and line.gap):
        return ""
    if not _looks(line, after, now, style):
        return ""
    found = {kinds_of_words().get(word, "") for word in words} - {""}
    return _kind_of_a_piece(line.text) or (found.pop() if len(found) == 1 else "other")


def _kind_of_a_piece(text: str) -> str:
    """The kind of a heading that joins known ones, such as `Registration and courses`: that of the first."""
    pieces = re.split(r"\s+and\s+|\s*[&,/]\s*", plain_heading(text))
    return next((kind for piece in pieces if (kind := kinds_of_headings().get(piece, ""))), "")


def _is_field(line: Line) -> bool:
    """Whether a line is a field and its value, such as `Title: Nurse`."""
    name, value = labelled(line.text)
    return bool(name and value)


def _looks(line: Line, after: Sequence[Line], now: str, style: _Style) -> bool:
    """Whether a line that no list has is written as this CV writes its headings."""
    if line.depth:
        return line.depth == style.depth
    known = _kind_of_a_piece(line.text)
    if now in _ENTRIES and (firm_score(line.text) or title_score(line.text) or (_dated(after) and not known)):
        return False
    if line.text.isupper() and len(line.text) > 3:  # noqa: PLR2004 - shorter ones are abbreviations
        return style.capitals and now != "head"
    if line.text.endswith(":") and line.gap:
        return len(line.text.split()) <= _MOST_WORDS
    if line.strong and now != "head":
        return line.gap or now not in _ENTRIES
    told = known or any(word in kinds_of_words() for word in plain_heading(line.text).split())
    return line.gap and len(line.text.split()) <= _MOST_WORDS and (bool(told) or _stands_apart(line, after, now))


def _stands_apart(line: Line, after: Sequence[Line], now: str) -> bool:
    """Whether a plain line between a gap and prose can be a heading: never above what looks like an entry."""
    return (
        now not in {"head", *_ENTRIES}
        and line.text[0].isupper()
        and line.text[-1].isalpha()
        and bool(after)
        and (after[0].gap or after[0].bullet or len(after[0].text) > len(line.text))
    )


def _dated(after: Sequence[Line]) -> bool:
    return any(find_span(line.text) for line in after)


def _inline(line: Line, now: str) -> Part | None:
    """A part on one line: `Skills: Python, SQL`."""
    found = _INLINE.match(line.text)
    if found is None or line.bullet or now in {"skills", "contact"}:
        return None
    label = plain_heading(found[1])
    kind = kinds_of_headings().get(label, "")
    if not kind or (now in _ENTRIES and not line.gap) or (label in fields() and kind not in {"skills", "languages"}):
        return None
    if now in _ENTRIES and label in fields():
        return None
    rest = line.text[found.end() :]
    return Part(kind, found[1].strip(_EDGES), (replace(line, text=rest, start=line.start + found.end()),))


def flat(parts: Sequence[Part], kind: str) -> Iterator[Line]:
    """The lines of all parts of one kind."""
    for part in parts:
        if part.kind == kind:
            yield from part.lines
