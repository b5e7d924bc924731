"""The lines that head a role: which part is the title, which the employer, the place and the period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.periods import Span, find_span
from careervp_mcp.career.cv.splitting import EDGES, comma_parts, rejoined, strong_parts, tidy
from careervp_mcp.career.cv.vocabulary import any_of, firm_score, known, listed, title_score

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]")


@dataclass(frozen=True, slots=True)
class RoleHead:
    """What the head of a role says; each value a slice of its line."""

    title: str = ""
    company: str = ""
    location: str = ""
    span: Span | None = None
    notes: tuple[str, ...] = ()
    """What kind of post it was, where that stands apart."""
    own_line: bool = False
    """Whether the employer has a line of its own, so that later roles may stand under it."""


def read_head_lines(lines: Sequence[str]) -> RoleHead:
    """The head of a role from its one to four lines."""
    named = [labelled(line) for line in lines]
    if any(name in {"role", "company"} for name, _ in named):
        return _labelled(named)
    bare: list[str] = []
    spans: list[tuple[int, Span]] = []
    notes: list[str] = []
    for line in lines:
        text, span, note = _without_span(line)
        spans += [(len(bare), span)] if span else []
        notes += [note] if note else []
        bare += [text] if text else []
    head = _one_line(bare[0]) if len(bare) == 1 else _many_lines(bare)
    return replace(head, span=_inner(spans, bare, head), notes=(*head.notes, *notes))


def _labelled(named: Sequence[tuple[str, str]]) -> RoleHead:
    found = {name: value for name, value in reversed(named) if name}
    written = found.get("dates", "")
    span = find_span(written) or (Span("", "", current=False, text=written, place=(0, 0)) if written else None)
    notes = tuple(filter(None, [found.get("employment_type", "")]))
    return RoleHead(found.get("role", ""), found.get("company", ""), found.get("location", ""), span, notes)


def _without_span(line: str) -> tuple[str, Span | None, str]:
    """A line without its period, the period, and what stood in brackets beside it."""
    span = find_span(line)
    if span is None:
        return tidy(line), None, ""
    before, after = line[: span.place[0]], line[span.place[1] :]
    note = ""
    opened = max(before.rfind("("), before.rfind("["))
    if opened > max(before.rfind(")"), before.rfind("]")):  # Pedal & Pine (part-time, Sep 2018 - Jan 2019)
        note = before[opened + 1 :].strip(EDGES)
        before, after = before[:opened], after.lstrip(" )]")
    after = _duration().sub("", after)
    before, after = before.rstrip(EDGES + "(["), after.strip(EDGES + ")]([")
    return (f"{before}\t{after}" if before and after else tidy(before or after)), span, note


def _inner(spans: Sequence[tuple[int, Span]], bare: Sequence[str], head: RoleHead) -> Span | None:
    """The role's own period: the one in the title's line, where the employer's line has one too."""
    if not spans:
        return None
    own = next(
        (span for place, span in spans if place < len(bare) and head.title and head.title in bare[place]), None
    )
    return own or spans[0][1]


def _one_line(line: str) -> RoleHead:
    parts, notes = _without_types(strong_parts(line))
    if len(parts) == 1:
        head = _at(parts[0]) or _commas(parts[0])
        return replace(head, notes=notes)
    best = _best_title(parts)
    title, others = parts[best], [part for place, part in enumerate(parts) if place != best]
    inside = comma_parts(title)
    if len(inside) > 1 and firm_score(inside[1]) > max(map(firm_score, others), default=0):
        others = [title[title.find(inside[1]) :], *others]
        title = inside[0]
    company, location = _company(others)
    return RoleHead(title, company, location, notes=notes)


def _without_types(parts: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The parts that name something, and those that only say what kind of post it was."""
    kinds = known("types")
    kept = [part for part in parts if part.lower() not in kinds]
    if len(kept) < 2:  # noqa: PLR2004 - `Designer | Freelance`: a title and what stands for the employer
        return list(parts), ()
    return kept, tuple(part for part in parts if part.lower() in kinds)


def _at(text: str) -> RoleHead | None:
    """`Cook at The Lantern Room, Bristol`."""
    before, word, after = text.partition(" at ")
    if not word or "," in before or not after[:1].isupper():
        return None
    company, location = _company([after])
    return RoleHead(before.strip(EDGES), company, location)


def _commas(text: str) -> RoleHead:
    parts, notes = _without_types(comma_parts(text))
    if len(parts) == 1:
        alone = firm_score(text) > title_score(text)
        return RoleHead("" if alone else text, text if alone else "", own_line=alone, notes=notes)
    if notes:
        text = rejoined(text, parts[0], parts[-1])
    best = _best_title(parts)
    if best:  # Northern Prairie Press, Deputy Editor, Leeds
        behind = parts[best + 1 :]
        place = rejoined(text, behind[0], behind[-1]) if behind else ""
        before = parts[:best]
        return RoleHead(
            parts[best],
            before[0],
            place or (rejoined(text, before[1], before[-1]) if before[1:] else ""),
            notes=notes,
        )
    firm = max(range(1, len(parts)), key=lambda place: (firm_score(parts[place]), -place))
    firm = firm if firm_score(parts[firm]) else 1
    location = rejoined(text, parts[firm + 1], parts[-1]) if parts[firm + 1 :] else ""
    return RoleHead(rejoined(text, parts[0], parts[firm - 1]), parts[firm], location, notes=notes)


def _best_title(parts: Sequence[str]) -> int:
    """The place of the part that reads most as a title; the first among equals."""
    return max(range(len(parts)), key=lambda place: (title_score(parts[place]) - firm_score(parts[place]), -place))


def _company(parts: Sequence[str]) -> tuple[str, str]:
    """The employer among some parts and the place."""
    if not parts:
        return "", ""
    best = max(range(len(parts)), key=lambda place: (firm_score(parts[place]), -place))
    others = [part for place, part in enumerate(parts) if place != best]
    inside = comma_parts(parts[best])
    if len(inside) > 1 and not others:
        return inside[0], rejoined(parts[best], inside[1], inside[-1])
    return parts[best], others[0] if others else ""


def _many_lines(lines: Sequence[str]) -> RoleHead:
    if not lines:
        return RoleHead()
    scores = [max((title_score(part) - firm_score(part) for part in strong_parts(line)), default=0) for line in lines]
    best = max(range(len(lines)), key=lambda place: (scores[place], -place))
    inside, notes = _without_types(strong_parts(lines[best]))
    others, more = _without_types(
        [part for place, line in enumerate(lines) if place != best for part in strong_parts(line)]
    )
    titled = _best_title(inside)
    apart = [part for place, part in enumerate(inside) if place != titled]
    if apart and not max(map(firm_score, others), default=0) > max(map(firm_score, apart)):
        company, location = _company(apart)
        return RoleHead(
            inside[titled], company, location or others[0], notes=(*notes, *more, *others[0 if location else 1 :])
        )
    whole = _at(inside[titled]) or (_commas(inside[titled]) if _names_both(inside[titled], others) else None)
    if whole:
        return replace(whole, location=whole.location or (others[0] if others else ""), notes=(*notes, *more))
    company, location = _company(others)
    return RoleHead(
        inside[titled], company, location or (apart[0] if apart else ""), notes=(*notes, *more), own_line=True
    )


def _names_both(line: str, others: Sequence[str]) -> bool:
    """Whether one line names title and employer, so that the others only add a place."""
    parts = comma_parts(line)
    return len(parts) > 1 and max(map(firm_score, parts[1:])) > max(map(firm_score, others), default=0)


def kind_of_post(*notes: str) -> str:
    """The first note that says what kind of post it was: `part-time`, `fixed-term contract, remote`."""
    kinds = known("types")
    return next((note for note in notes if all(part.lower() in kinds for part in (comma_parts(note) or [""]))), "")


def without_kind(company: str) -> str:
    """An employer's name without the kind of post in brackets behind it."""
    kind = kind_of_post(*in_brackets(company))
    return company[: -len(kind) - 2].rstrip() if kind and company.endswith((f"({kind})", f"[{kind}]")) else company


@cache
def _duration() -> re.Pattern[str]:
    """`· 3 yrs 2 mos` behind a period."""
    units = any_of(listed("durations"))
    return re.compile(rf"^[\s·•|,(–-]*(?:\d{{1,2}}\s?(?:{units})\b\.?[\s,]*){{1,2}}\)?", re.IGNORECASE)


def in_brackets(title: str) -> list[str]:
    """What a title holds in brackets."""
    return _BRACKETS.findall(title)
