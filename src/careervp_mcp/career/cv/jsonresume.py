"""Reading JSON Resume 1.0, all its sections."""

import json
from collections.abc import Iterator, Mapping

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
from careervp_mcp.career.cv.structured import reading_of
from careervp_mcp.career.cv.values import first_of, mappings_of, period, prose_of, text_of, texts_of
from careervp_mcp.career.errors import Unparsable

Entry = Mapping[str, object]


def read_json_resume(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """A CV from JSON Resume; its text is the plain form that we write of it.

    Raises Unparsable for what is no JSON object.
    """
    resume = next(mappings_of(_parsed(text)), None)
    if resume is None:
        raise Unparsable(
            'the file must hold one JSON object, as JSON Resume has it: {"basics": {...}, "work": [...]}'
        )
    return reading_of(_cv(resume, user_id), language)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unparsable(f"the file is no JSON: {error.msg} in line {error.lineno}; mend it there") from None
    except RecursionError:
        raise Unparsable("the JSON is nested too deeply; JSON Resume needs five levels") from None
    except ValueError:
        raise Unparsable("the JSON holds a number of unusual length; write numbers of usual length") from None


def _cv(resume: Entry, user_id: str) -> CVData:
    basics = next(mappings_of(resume.get("basics")), {})
    return CVData(
        user_id,
        first_of(basics, "name"),
        headline=first_of(basics, "label"),
        contact_info=_contact(basics),
        experience=tuple(map(_role, _named(resume, "work", "name", "company", "position"))),
        education=tuple(map(_study, _named(resume, "education", "institution", "studyType", "area"))),
        certifications=tuple(map(_certified, _named(resume, "certificates", "name"))),
        skills=tuple(skill for entry in mappings_of(resume.get("skills")) for skill in _skills(entry)),
        professional_summary=first_of(basics, "summary"),
        languages=tuple(map(_language, _named(resume, "languages", "language"))),
        others=tuple(_others(resume)),
    )


def _named(resume: Entry, part: str, *names: str) -> Iterator[Entry]:
    """The entries of a part that have at least one of the fields that name them."""
    return (entry for entry in mappings_of(resume.get(part)) if first_of(entry, *names))


def _contact(basics: Entry) -> ContactInfo:
    profiles = list(mappings_of(basics.get("profiles")))
    linkedin = next((_address(one) for one in profiles if text_of(one.get("network")).lower() == "linkedin"), "")
    links = [first_of(basics, "url", "website"), *map(_address, profiles)]
    others = tuple(dict.fromkeys(link for link in links if link and link != linkedin))
    return ContactInfo(
        first_of(basics, "name"),
        first_of(basics, "phone"),
        first_of(basics, "email"),
        _place(basics),
        linkedin,
        others,
    )


def _address(profile: Entry) -> str:
    return first_of(profile, "url") or " ".join(
        filter(None, texts_of([profile.get("network"), profile.get("username")]))
    )


def _place(basics: Entry) -> str:
    """The place in one line; a plain text where the file has one."""
    parts = next(mappings_of(basics.get("location")), None)
    if parts is None:
        return first_of(basics, "location")
    names = ("address", "city", "region", "postalCode", "countryCode")
    return ", ".join(filter(None, (first_of(parts, name) for name in names)))


def _role(entry: Entry) -> WorkExperience:
    start, end, dates, current = period(first_of(entry, "startDate"), first_of(entry, "endDate"))
    told = texts_of([entry.get("description"), entry.get("summary")])
    return WorkExperience(
        first_of(entry, "name", "company"),
        first_of(entry, "position"),
        start,
        end,
        dates,
        current,
        first_of(entry, "location"),
        prose_of(told),
        texts_of(entry.get("highlights", [])),
        texts_of(entry.get("keywords", [])),
    )


def _study(entry: Entry) -> Education:
    start, end, dates, _ = period(first_of(entry, "startDate"), first_of(entry, "endDate"))
    return Education(
        first_of(entry, "institution"),
        first_of(entry, "studyType"),
        first_of(entry, "area"),
        "; ".join(texts_of(entry.get("courses", []))),
        start,
        end,
        "" if start else dates,
        dates if start else "",
        first_of(entry, "score", "gpa"),
    )


def _certified(entry: Entry) -> Certification:
    return Certification(first_of(entry, "name"), first_of(entry, "issuer"), first_of(entry, "date"))


def _skills(entry: Entry) -> Iterator[Skill]:
    """Each keyword is a skill of the group that has its name; without keywords the name is the skill."""
    name, level = first_of(entry, "name"), first_of(entry, "level")
    keywords = texts_of(entry.get("keywords", []))
    for keyword in keywords or texts_of(name):
        yield Skill(keyword, level_text=level, group=name if keywords else "")


def _language(entry: Entry) -> Language:
    return Language(first_of(entry, "language"), first_of(entry, "fluency"))


def _others(resume: Entry) -> Iterator[FreeEntry]:
    for part, (heading, title, organisation, texts) in OTHERS.items():
        for entry in mappings_of(resume.get(part)):
            start, end = first_of(entry, "startDate"), first_of(entry, "endDate")
            dates = first_of(entry, "date", "releaseDate") or period(start, end)[2]
            lines = tuple(text for name in texts for text in texts_of(entry.get(name, [])))
            found = FreeEntry(heading, first_of(entry, title), dates, first_of(entry, *organisation), lines)
            if found.title or found.organisation or found.lines:
                yield found


OTHERS: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "volunteer": ("Volunteering", "position", ("organization",), ("summary", "highlights")),
    "projects": ("Projects", "name", ("entity",), ("description", "highlights", "keywords", "roles", "url")),
    "awards": ("Awards", "title", ("awarder",), ("summary",)),
    "publications": ("Publications", "name", ("publisher",), ("summary", "url")),
    "interests": ("Interests", "name", (), ("keywords",)),
    "references": ("References", "name", (), ("reference",)),
}
"""A part's heading, the field of its title, of its organisation, and those of its texts."""
