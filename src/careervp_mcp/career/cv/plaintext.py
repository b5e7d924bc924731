"""Reading a CV from plain text or Markdown: every value is a slice of the text, and no line is lost."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from careervp_mcp.career.cv.contact import Head, read_head
from careervp_mcp.career.cv.experience import roles_of
from careervp_mcp.career.cv.freeparts import entries_in
from careervp_mcp.career.cv.headings import Part, flat, parts_of
from careervp_mcp.career.cv.lines import Line, joined, lines_of, whole
from careervp_mcp.career.cv.lists import MOST_SKILLS, certifications_of, languages_of, skills_of
from careervp_mcp.career.cv.models import (
    Certification,
    CVData,
    CVSection,
    Education,
    FreeEntry,
    Language,
    Reading,
    Skill,
    WorkExperience,
)
from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.studies import studies_of

_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_LATIN = re.compile(r"[A-Za-z]")
_TOP = 3
"""Top achievements, at most."""


@dataclass
class _Found:
    """What the parts of a CV hold, as they are read in order."""

    source: str
    summary: list[Line] = field(default_factory=list)
    roles: list[WorkExperience] = field(default_factory=list)
    studies: list[Education] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    skills: list[Skill] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    others: list[FreeEntry] = field(default_factory=list)
    top: list[str] = field(default_factory=list)


def read_text(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """A CV as its text has it; line breaks inside a value stay as they are.

    The language is told by the share of Hebrew letters where it is `auto`.
    """
    lines = whole(lines_of(text), text)
    parts = parts_of(lines)
    found = _Found(text)
    top, unheaded = _apart_from_roles(parts)
    head = read_head(top, list(flat(parts, "contact")))
    _take_rest(head, found)
    if unheaded:
        _read_roles(Part("work_experience", "", tuple(unheaded)), found)
    for part in parts[1:]:
        _READERS.get(part.kind, _read_other)(part, found)
    return Reading(text, _cv(found, head, user_id, language), _sections(parts), oddities=_oddities(found))


def language_of(text: str) -> str:
    """`he` where most letters are Hebrew, else `en`."""
    return "he" if len(_HEBREW.findall(text)) > len(_LATIN.findall(text)) else "en"


def _apart_from_roles(parts: Sequence[Part]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines above the first heading, apart from roles that stand there without one: a period, then bullets."""
    lines = parts[0].lines
    if any(part.kind == "work_experience" for part in parts[1:]):
        return lines, ()
    for place, line in enumerate(lines):
        listed = place + 1 < len(lines) and lines[place + 1].bullet
        if place and listed and not line.bullet and find_span(line.text):
            return lines[:place], lines[place:]
    return lines, ()


def _take_rest(head: Head, found: _Found) -> None:
    """What the head holds beside names and addresses: prose is the summary."""
    found.summary += head.rest


def _read_summary(part: Part, found: _Found) -> None:
    found.summary += part.lines


def _read_roles(part: Part, found: _Found) -> None:
    roles, strays = roles_of(part.lines, found.source)
    found.roles += roles
    found.others += [FreeEntry(part.heading, lines=tuple(line.text for line in entry.lines)) for entry in strays]


def _read_studies(part: Part, found: _Found) -> None:
    found.studies += studies_of(part.lines, found.source)


def _read_skills(part: Part, found: _Found) -> None:
    skills, spoken, prose = skills_of(part.lines)
    found.skills += skills
    found.languages += spoken
    if prose:
        found.others.append(FreeEntry(part.heading, lines=tuple(line.text for line in prose)))


def _read_certifications(part: Part, found: _Found) -> None:
    found.certifications += certifications_of(part.lines)


def _read_languages(part: Part, found: _Found) -> None:
    found.languages += languages_of(part.lines)


def _read_achievements(part: Part, found: _Found) -> None:
    found.top += [line.text for line in part.lines]
    _read_other(part, found)


def _read_other(part: Part, found: _Found) -> None:
    found.others += entries_in(part)


def _pass(_part: Part, _found: _Found) -> None:
    """Contact details were read with the head."""


_READERS: dict[str, Callable[[Part, _Found], None]] = {
    "professional_summary": _read_summary,
    "work_experience": _read_roles,
    "education": _read_studies,
    "skills": _read_skills,
    "certifications": _read_certifications,
    "languages": _read_languages,
    "achievements": _read_achievements,
    "contact": _pass,
}


def _cv(found: _Found, head: Head, user_id: str, language: str) -> CVData:
    return CVData(
        user_id,
        head.name,
        language=language_of(found.source) if language == "auto" else language,
        headline=head.headline,
        contact_info=head.contact,
        experience=tuple(found.roles),
        education=tuple(found.studies),
        certifications=tuple(found.certifications),
        skills=tuple(found.skills[:MOST_SKILLS]),
        top_achievements=tuple(found.top[:_TOP]),
        professional_summary=_prose(found),
        languages=tuple(found.languages),
        others=tuple(found.others),
    )


def _prose(found: _Found) -> str:
    """The summary: one slice of the source where its lines stand together, else line by line."""
    lines = sorted(found.summary, key=lambda line: line.start)
    whole_text = joined(lines, found.source)
    spoken = sum(len(line.text) for line in lines)
    return whole_text if len(whole_text) <= spoken + 8 * len(lines) else "\n".join(line.text for line in lines)


def _sections(parts: Sequence[Part]) -> tuple[CVSection, ...]:
    return tuple(
        CVSection(part.kind, part.heading, tuple(line.text for line in part.lines)) for part in parts if part.lines
    )


def _oddities(found: _Found) -> tuple[str, ...]:
    return tuple(_told(found))


def _told(found: _Found) -> Iterator[str]:
    if len(found.skills) > MOST_SKILLS:
        yield f"{len(found.skills)} skills are listed; the first {MOST_SKILLS} are read"
