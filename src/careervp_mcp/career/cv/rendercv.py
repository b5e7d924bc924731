"""Reading a CV in YAML as RenderCV has it: `cv:` with `sections:`, each a list of texts or entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from careervp_mcp.career.cv.headings import plain_heading
from careervp_mcp.career.cv.lists import certification_in, languages_in, names_in, skill_in, speaks
from careervp_mcp.career.cv.markdown import without_markup
from careervp_mcp.career.cv.models import (
    Certification,
    ContactInfo,
    CVData,
    Education,
    FreeEntry,
    Language,
    Reading,
    Skill,
    WorkExperience,
)
from careervp_mcp.career.cv.periods import find_span
from careervp_mcp.career.cv.plainyaml import parse_yaml
from careervp_mcp.career.cv.structured import reading_of
from careervp_mcp.career.cv.values import first_of, mappings_of, period, prose_of, text_of, texts_of
from careervp_mcp.career.cv.vocabulary import kinds_of_headings
from careervp_mcp.career.errors import Unparsable

Entry = Mapping[str, object]
_KNOWN = frozenset(
    {"name", "title", "date", "start_date", "end_date", "journal", "location", "authors", "summary", "highlights"}
    | {"doi", "url"}
)
"""The fields of an entry that is neither role nor study; others are kept with their names."""


@dataclass
class _Found:
    """What the sections hold, in their order."""

    summary: list[str] = field(default_factory=list)
    roles: list[WorkExperience] = field(default_factory=list)
    studies: list[Education] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    skills: list[Skill] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    others: list[FreeEntry] = field(default_factory=list)


def read_rendercv(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """A CV from YAML; its text is the plain form that we write of it.

    Raises Unparsable for what is no plain YAML, or has no `cv:`.
    """
    whole = next(mappings_of(_plain(parse_yaml(text))), {})
    cv = next(mappings_of(whole.get("cv", whole)), {})
    if not {"sections", "name"} & cv.keys():
        raise Unparsable("the YAML must hold a CV as RenderCV has it: `cv:` with `name:` and `sections:`")
    found = _Found()
    for title, entries in next(mappings_of(cv.get("sections")), {}).items():
        _read_section(title, entries, found)
    return reading_of(_cv(cv, found, user_id), language)


def _plain(value: object) -> object:
    """The value with its texts out of Markdown, which RenderCV allows in all of them."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return without_markup(value) if isinstance(value, str) else value


def _cv(cv: Entry, found: _Found, user_id: str) -> CVData:
    return CVData(
        user_id,
        first_of(cv, "name"),
        headline=first_of(cv, "headline", "label"),
        contact_info=_contact(cv),
        experience=tuple(found.roles),
        education=tuple(found.studies),
        certifications=tuple(found.certifications),
        skills=tuple(found.skills),
        professional_summary=prose_of(tuple(found.summary)),
        languages=tuple(found.languages),
        others=tuple(found.others),
    )


def _contact(cv: Entry) -> ContactInfo:
    networks = list(mappings_of(cv.get("social_networks")))
    links = [
        text for entry in networks if (text := " ".join(texts_of([entry.get("network"), entry.get("username")])))
    ]
    linkedin = next((link for link in links if link.lower().startswith("linkedin")), "")
    others = (first_of(cv, "website"), *(link for link in links if link != linkedin))
    phone = first_of(cv, "phone").removeprefix("tel:")
    name, email, place = first_of(cv, "name"), first_of(cv, "email"), first_of(cv, "location")
    return ContactInfo(name, phone, email, place, linkedin, tuple(filter(None, others)))


def _read_section(title: str, entries: object, found: _Found) -> None:
    heading = title.replace("_", " ").strip()
    heading = heading if heading[:1].isupper() else heading.capitalize()
    kind = kinds_of_headings().get(plain_heading(heading), "")
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, dict):
            _read_entry({str(key): value for key, value in entry.items()}, heading, kind, found)
        elif text_of(entry):
            _read_line(text_of(entry), heading, kind, found)


def _read_entry(entry: Entry, heading: str, kind: str, found: _Found) -> None:
    line = first_of(entry, "bullet", "number", "reversed_number")
    if line:
        _read_line(line, heading, kind, found)
    elif first_of(entry, "company", "position"):
        found.roles.append(_role(entry))
    elif first_of(entry, "institution"):
        found.studies.append(_study(entry))
    elif first_of(entry, "label"):
        _read_list(first_of(entry, "label"), first_of(entry, "details"), heading, kind, found)
    else:
        found.others.append(_free(entry, heading))


def _read_line(line: str, heading: str, kind: str, found: _Found) -> None:
    if kind == "professional_summary":
        found.summary.append(line)
    elif kind == "skills":
        found.skills += [skill_in(name) for name in names_in(line)]
    elif kind == "languages":
        found.languages += languages_in(line)
    elif kind == "certifications":
        found.certifications.append(certification_in(line))
    else:
        found.others.append(FreeEntry(heading, lines=(line,)))


def _read_list(label: str, details: str, heading: str, kind: str, found: _Found) -> None:
    if kind == "languages":
        found.languages.append(Language(label, details))
    elif kind == "skills" and plain_heading(label) == "languages" and speaks(details):
        found.languages += languages_in(details)
    elif kind == "skills":
        found.skills += [skill_in(name, label) for name in names_in(details)]
    elif kind == "certifications":
        found.certifications.append(Certification(label, details))
    else:
        found.others.append(FreeEntry(heading, label, lines=texts_of(details)))


def _when(entry: Entry) -> tuple[str, str, str, bool]:
    date = first_of(entry, "date")
    start, end = first_of(entry, "start_date"), first_of(entry, "end_date")
    if start or not date:
        return period(start, end)
    span = find_span(date)
    return (span.start, span.end, date, span.current) if span and span.text == date else ("", "", date, False)


def _role(entry: Entry) -> WorkExperience:
    start, end, dates, current = _when(entry)
    return WorkExperience(
        first_of(entry, "company"),
        first_of(entry, "position"),
        start,
        end,
        dates,
        current,
        first_of(entry, "location"),
        first_of(entry, "summary"),
        tuple(_highlights(entry)),
    )


def _highlights(entry: Entry) -> Iterator[str]:
    return iter(texts_of(entry.get("highlights", [])))


def _study(entry: Entry) -> Education:
    start, end, dates, _ = _when(entry)
    start = start if end else ""  # one date alone is the graduation's
    return Education(
        first_of(entry, "institution"),
        first_of(entry, "degree"),
        first_of(entry, "area"),
        prose_of((*texts_of(entry.get("summary", [])), *_highlights(entry))),
        start,
        end,
        "" if start else dates,
        dates if start else "",
        first_of(entry, "gpa"),
    )


def _free(entry: Entry, heading: str) -> FreeEntry:
    authors = ", ".join(texts_of(entry.get("authors", [])))
    unknown = (
        f"{without_markup(key)}: {text}"
        for key, value in entry.items()
        if key not in _KNOWN and (text := text_of(value))
    )
    lines = filter(
        None, (authors, first_of(entry, "summary"), *_highlights(entry), first_of(entry, "doi", "url"), *unknown)
    )
    return FreeEntry(
        heading,
        first_of(entry, "name", "title"),
        _when(entry)[2],
        first_of(entry, "journal", "location"),
        tuple(lines),
    )
