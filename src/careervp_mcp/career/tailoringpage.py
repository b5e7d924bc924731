"""A tailored CV on the page: Markdown, plain text and JSON say the same; who and when come from the CV alone."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from careervp_mcp.career.composed import Block, Placed, Sentence, bullets, heading, line, prose
from careervp_mcp.career.cv.models import Certification, CVData, Education, FreeEntry
from careervp_mcp.career.tailored import Section, TailoredCV, TailoredRole

HEADINGS: Mapping[Section, tuple[str, str]] = {
    "summary": ("Summary", "תקציר"),
    "experience": ("Professional Experience", "ניסיון תעסוקתי"),
    "skills": ("Skills", "מיומנויות"),
    "education": ("Education", "השכלה"),
    "certifications": ("Certifications", "הסמכות"),
    "languages": ("Languages", "שפות"),
    "others": ("", ""),
}


def page(made: TailoredCV, person: CVData) -> list[Block]:
    """The blocks of a tailored CV in its order of sections."""
    blocks = [heading(person.full_name, 1), *_head(person)]
    for section in made.section_order:
        blocks += _SECTIONS[section](made, person)
    return [block for block in blocks if block.sentences]


def plain(blocks: list[Block]) -> str:
    """The same as plain text: headings in capitals, no marks but the bullets'."""
    lines: list[str] = []
    for block in blocks:
        if block.form == "heading" and lines:
            lines.append("")
        for sentence in block.sentences:
            text = sentence.text.upper() if block.form == "heading" and block.level == 2 else sentence.text  # noqa: PLR2004
            lines.append(f"- {text}" if block.form == "bullets" else text)
    return "\n".join(lines) + "\n"


def as_json(made: TailoredCV, placed: tuple[Placed, ...], language: str) -> bytes:
    """The tailored CV and what each sentence rests on; the direction of its text is declared."""
    told = asdict(made) | {"language": language, "direction": "rtl" if language == "he" else "ltr"}
    told["provenance"] = [asdict(one) for one in placed]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _head(person: CVData) -> Iterator[Block]:
    contact = person.contact_info
    if person.headline:
        yield line(person.headline)
    links = dict.fromkeys(filter(None, (contact.linkedin, *contact.links)))
    told = [part for part in (contact.location, contact.email, contact.phone, *links) if part]
    if told:
        yield line(" | ".join(told))


def _titled(section: Section, person: CVData, blocks: list[Block]) -> list[Block]:
    full = [block for block in blocks if block.sentences]
    return [heading(HEADINGS[section][person.language == "he"]), *full] if full else []


def _summary(made: TailoredCV, person: CVData) -> list[Block]:
    return _titled("summary", person, [prose(made.professional_summary)])


def _experience(made: TailoredCV, person: CVData) -> list[Block]:
    return _titled("experience", person, [block for role in made.work_experience for block in _role(role)])


def _role(role: TailoredRole) -> Iterator[Block]:
    yield heading(role.role or role.company, 3)
    beside = (role.company, role.dates, role.location) if role.role else (role.dates, role.location)
    yield line(" | ".join(filter(None, beside)))  # a place or a firm with a comma is still read as one
    yield bullets(role.bullets)


def _skills(made: TailoredCV, person: CVData) -> list[Block]:
    levels = {skill.name: skill.level_text for skill in person.skills}
    named = [f"{name} ({levels[name]})" if levels.get(name) else name for name in made.skills]
    return _titled("skills", person, [line(", ".join(named))] if named else [])


def _education(_made: TailoredCV, person: CVData) -> list[Block]:
    return _titled("education", person, [line(_study(study)) for study in person.education])


def _study(study: Education) -> str:
    when = study.dates or study.graduation_date or study.end_date
    return ", ".join(filter(None, (study.course, study.institution, when, study.gpa, study.honors, study.status)))


def _certifications(_made: TailoredCV, person: CVData) -> list[Block]:
    return _titled("certifications", person, [line(_certified(held)) for held in person.certifications])


def _certified(held: Certification) -> str:
    return ", ".join(filter(None, (held.name, held.issuer, held.date)))


def _languages(_made: TailoredCV, person: CVData) -> list[Block]:
    told = [f"{one.name} ({one.level})" if one.level else one.name for one in person.languages]
    return _titled("languages", person, [line(", ".join(told))] if told else [])


def _others(_made: TailoredCV, person: CVData) -> list[Block]:
    blocks: list[Block] = []
    section = ""
    for entry in person.others:
        if entry.section != section or not blocks:
            blocks.append(heading(entry.section or "Further"))
        section = entry.section
        blocks += _other(entry)
    return blocks


def _other(entry: FreeEntry) -> Iterator[Block]:
    named = ", ".join(filter(None, (entry.title, entry.organisation, entry.dates)))
    if named:
        yield line(named)
    yield bullets(Sentence(text) for text in entry.lines)


_SECTIONS: Mapping[Section, Callable[[TailoredCV, CVData], list[Block]]] = {
    "summary": _summary,
    "experience": _experience,
    "skills": _skills,
    "education": _education,
    "certifications": _certifications,
    "languages": _languages,
    "others": _others,
}
