"""The plain form we write of a CV: every field named, so that `read_text` reads it back as it was."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from careervp_mcp.career.cv.lists import level_of
from careervp_mcp.career.cv.models import Certification, CVData, Education, FreeEntry, Skill, WorkExperience

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "summary": ("Summary", "תקציר"),
        "experience": ("Experience", "ניסיון תעסוקתי"),
        "education": ("Education", "השכלה"),
        "skills": ("Skills", "מיומנויות"),
        "certifications": ("Certifications", "הסמכות"),
        "languages": ("Languages", "שפות"),
    }
)
"""English and Hebrew; the labels of fields stay English, as field names do."""


def plain_text(cv: CVData) -> str:
    """A CV as text with a label before each field, parts under Markdown headings, a blank line between entries."""
    blocks = [list(_head(cv)), *_parts(cv)]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(cv: CVData) -> Iterator[str]:
    contact = cv.contact_info
    told = (("Name", cv.full_name), ("Headline", cv.headline), ("Location", contact.location))
    yield from _labelled(*told, ("Phone", contact.phone), ("Email", contact.email), ("Link", contact.linkedin))
    yield from _labelled(*(("Link", link) for link in contact.links))


def _labelled(*told: tuple[str, str]) -> Iterator[str]:
    return (f"{label}: {value}" for label, value in told if value)


def _parts(cv: CVData) -> Iterator[list[str]]:
    he = cv.language == "he"
    if cv.professional_summary:
        yield [_heading("summary", he=he), cv.professional_summary]
    yield from _part(_heading("experience", he=he), [list(_role(role)) for role in cv.experience])
    yield from _part(_heading("education", he=he), [list(_study(study)) for study in cv.education])
    yield from _part(_heading("certifications", he=he), [list(_certified(held)) for held in cv.certifications])
    yield from _part(_heading("skills", he=he), [list(_skills(cv.skills))])
    spoken = [f"- {one.name} ({one.level})" if one.level else f"- {one.name}" for one in cv.languages]
    yield from _part(_heading("languages", he=he), [spoken])
    yield from _others(cv.others)


def _heading(kind: str, *, he: bool) -> str:
    return f"## {HEADINGS[kind][he]}"


def _part(heading: str, entries: list[list[str]]) -> Iterator[list[str]]:
    entries = [entry for entry in entries if entry]
    if entries:
        yield [heading]
        yield from entries


def _role(role: WorkExperience) -> Iterator[str]:
    yield from _labelled(("Position", role.role), ("Company", role.company), ("Location", role.location))
    yield from _labelled(("Dates", role.dates), ("Employment type", role.employment_type))
    yield from _labelled(("Description", role.description))
    yield from (f"- {act}" for act in role.achievements)
    yield from _labelled(("Technologies", "; ".join(role.technologies)))


def _study(study: Education) -> Iterator[str]:
    yield from _labelled(("School", study.institution), ("Degree", study.degree), ("Field", study.field_of_study))
    yield from _labelled(("Dates", study.dates), ("Graduated", study.graduation_date), ("GPA", study.gpa))
    yield from _labelled(("Honours", study.honors), ("Status", study.status), ("Description", study.description))


def _certified(held: Certification) -> Iterator[str]:
    yield from _labelled(("Certificate", held.name), ("Issued by", held.issuer), ("Date", held.date))
    yield from _labelled(("Expires", held.expiry_date), ("Credential ID", held.credential_id))


def _skills(skills: tuple[Skill, ...]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for skill in skills:
        groups.setdefault(skill.group, []).append(_skill(skill))
    yield from (f"- {name};" for name in groups.pop("", []))
    yield from (f"{group}: {'; '.join(names)};" for group, names in groups.items())


def _skill(skill: Skill) -> str:
    word = skill.level_text or skill.level.lower()
    level = word if not word or level_of(word) else f"level {word}"
    years = f"{skill.years_of_experience} years" if skill.years_of_experience is not None else ""
    told = ", ".join(filter(None, [level, years]))
    return f"{skill.name} ({told})" if told else skill.name


def _others(others: tuple[FreeEntry, ...]) -> Iterator[list[str]]:
    before = ""
    for entry in others:
        told = list(_labelled(("Title", entry.title), ("Organisation", entry.organisation), ("Dates", entry.dates)))
        if entry.section != before or not told:
            yield [f"## {entry.section or 'Further'}"]
        before = entry.section if told else ""
        yield [*told, *(f"- {line}" for line in entry.lines)]
