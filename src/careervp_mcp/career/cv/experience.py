"""Roles out of the lines of a CV: heads, prose and bullets grouped, then read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.lines import Line, is_sentence, joined
from careervp_mcp.career.cv.models import WorkExperience
from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.rolelines import RoleHead, in_brackets, kind_of_post, read_head_lines, without_kind
from careervp_mcp.career.cv.vocabulary import title_score

_MOST_HEAD_LINES = 5
_HEAD_FIELDS = frozenset({"role", "company", "location", "dates", "employment_type", "link"})


@dataclass
class Entry:
    """One entry of a part: the lines of its head, its prose, its bullets, in the CV's order."""

    heads: list[Line] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    bullets: list[Line] = field(default_factory=list)
    technologies: str = ""

    @property
    def dated(self) -> bool:
        """Whether a line of the head tells a period."""
        return any(find_span(line.text) for line in self.heads)

    @property
    def lines(self) -> list[Line]:
        """All of it, in the CV's order."""
        return sorted((*self.heads, *self.prose, *self.bullets), key=lambda line: line.start)


def entries_of(lines: Sequence[Line]) -> list[Entry]:
    """The entries of a part."""
    found: list[Entry] = []
    for place, line in enumerate(lines):
        now = found[-1] if found else None
        name, value = labelled(line.text)
        if name == "technologies" and now and (now.heads or now.bullets):
            now.technologies = value
        elif line.bullet and _continues_list(line, now):
            _entry(found).bullets.append(line)
        elif name == "description" and now and now.heads:
            now.prose.append(replace(line, text=value, start=line.start + line.text.rindex(value)))
        elif name not in _HEAD_FIELDS and is_sentence(line.text) and not find_span(line.text) and not line.depth:
            _entry(found).prose.append(line)
        elif now is None or _begins(now, line, lines[place + 1 : place + 2]):
            found.append(Entry([line]))
        else:
            now.heads.append(line)
    return found


def _entry(found: list[Entry]) -> Entry:
    if not found:
        found.append(Entry())
    return found[-1]


def _continues_list(line: Line, now: Entry | None) -> bool:
    """Whether a bullet is something done; one with a period, where nothing has a plain head, is a role itself."""
    if now is not None and now.heads and not (now.heads[0].bullet and find_span(line.text)):
        return True
    return not (find_span(line.text) and not is_sentence(line.text))


def _begins(now: Entry, line: Line, after: Sequence[Line]) -> bool:
    """Whether a line of a head begins an entry rather than going on with the one at hand."""
    if now.bullets or now.prose or now.technologies or not now.heads:
        return True
    field_name = labelled(line.text)[0]
    if field_name in _HEAD_FIELDS:
        return line.gap or field_name in {labelled(head.text)[0] for head in now.heads}
    if line.depth:
        return now.heads[0].depth >= line.depth or now.heads[0].depth == 0
    if not now.dated or len(now.heads) >= _MOST_HEAD_LINES:
        return len(now.heads) >= _MOST_HEAD_LINES
    if find_span(line.text):
        return not _under_employer(line, now.heads)
    return line.gap or (len(now.heads) > 1 and any(find_span(next_.text) and not next_.gap for next_ in after))


def _under_employer(line: Line, heads: Sequence[Line]) -> bool:
    """Whether a dated line is the first title under an employer whose own line is dated too."""
    return len(heads) == 1 and not title_score(heads[0].text) and title_score(line.text) > 0


def roles_of(lines: Sequence[Line], source: str) -> tuple[list[WorkExperience], list[Entry]]:
    """The roles of a part, and its entries that are none."""
    roles: list[WorkExperience] = []
    strays: list[Entry] = []
    employer = RoleHead()
    for entry in entries_of(list(_apart(lines))):
        head = read_head_lines([line.text for line in entry.heads])
        if not entry.heads:
            strays.append(entry)
            continue
        if not head.title and head.own_line and not (entry.bullets or entry.prose):
            employer = replace(head, own_line=True)
            continue
        if head.title and not head.company and employer.own_line:
            head = replace(head, company=employer.company, location=head.location or employer.location)
        elif head.company:
            employer = head
        roles.append(_role(head, entry, source))
    if employer.own_line and not employer.title and all(role.company != employer.company for role in roles):
        roles.append(_role(employer, Entry(), source))
    return roles, strays


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, one that lists several roles cut at its semicolons: `Cook at Krone (2012-2014); Waiter at …`."""
    for line in lines:
        pieces = list(re.finditer(r"[^;]+", line.text))
        if len(pieces) < 2 or not all(find_span(piece.group().rstrip(" .)")) for piece in pieces):  # noqa: PLR2004
            yield line
            continue
        for piece in pieces:
            label = re.match(r"\s*(?:[^\W\d][\w ]{2,30}:\s)?\s*", piece.group())
            text = piece.group()[label.end() if label else 0 :].rstrip(" .")
            yield replace(line, text=text, start=line.start + line.text.find(text, piece.start()), mark="")


def _role(head: RoleHead, entry: Entry, source: str) -> WorkExperience:
    span = head.span
    kind = kind_of_post(*head.notes, *in_brackets(head.title), *in_brackets(head.company))
    return WorkExperience(
        company=without_kind(head.company),
        role=head.title,
        start_date=span.start if span else "",
        end_date=span.end if span else "",
        dates=span.text if span else "",
        current=bool(span and span.current),
        location=head.location,
        description=joined(entry.prose, source)
        if entry.prose and _together(entry)
        else next((note for note in head.notes if note != kind), ""),
        achievements=tuple(line.text for line in _acts(entry)),
        technologies=tuple(_listed(entry.technologies)),
        employment_type=kind,
    )


def _together(entry: Entry) -> bool:
    """Whether the prose is one piece before all bullets; a sentence a line is a list without marks."""
    if entry.bullets:
        return bool(entry.prose) and entry.prose[-1].start < entry.bullets[0].start
    return len(entry.prose) == 1 or not all(line.text.endswith((".", "!", "?")) for line in entry.prose)


def _acts(entry: Entry) -> Sequence[Line]:
    """The bullets; prose that stands among them counts as one."""
    if _together(entry):
        return entry.bullets
    return sorted((*entry.bullets, *entry.prose), key=lambda line: line.start)


def _listed(text: str) -> Iterator[str]:
    return (name.strip(" .") for name in re.split(r"[,;|·•]\s*", text) if name.strip(" ."))
