"""What is neither role nor study nor list: projects, awards, publications, service; kept line by line."""

from collections.abc import Iterator, Sequence

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.experience import Entry, entries_of
from careervp_mcp.career.cv.headings import Part
from careervp_mcp.career.cv.lines import Line
from careervp_mcp.career.cv.models import FreeEntry
from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.splitting import EDGES, strong_parts, tidy

LABELLED = frozenset({"role", "company", "dates"})


def entries_in(part: Part) -> Iterator[FreeEntry]:
    """The entries of a part: a head with its bullets is one; lines without a head stay together."""
    loose: list[Line] = []
    for entry in entries_of(part.lines):
        if entry.heads and (entry.bullets or entry.prose or _is_labelled(entry)):
            yield from _loose(part, loose)
            loose = []
            yield _headed(part, entry)
        else:
            loose += entry.lines
    yield from _loose(part, loose)


def _is_labelled(entry: Entry) -> bool:
    return any(labelled(line.text)[0] in LABELLED for line in entry.heads)


def _headed(part: Part, entry: Entry) -> FreeEntry:
    acts = tuple(line.text for line in sorted((*entry.prose, *entry.bullets), key=lambda line: line.start))
    if _is_labelled(entry):
        told = dict(reversed([labelled(line.text) for line in entry.heads]))
        return FreeEntry(part.heading, told.get("role", ""), told.get("dates", ""), told.get("company", ""), acts)
    head = entry.heads[0].text
    span = find_span(head)
    bare = tidy(head[: span.place[0]]) or tidy(head[span.place[1] :]) if span else head
    parts = strong_parts(bare)
    dates = (
        span.text if span else next((found.text for line in entry.heads[1:] if (found := find_span(line.text))), "")
    )
    more = tuple(line.text for line in entry.heads[1:] if line.text.strip(EDGES + "()") != dates)
    organisation = bare[bare.find(parts[1]) :] if len(parts) > 1 else ""
    return FreeEntry(part.heading, parts[0] if parts else bare, dates, organisation, (*more, *acts))


def _loose(part: Part, lines: Sequence[Line]) -> Iterator[FreeEntry]:
    if lines:
        yield FreeEntry(part.heading, lines=tuple(line.text for line in lines))
