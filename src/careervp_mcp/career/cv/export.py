"""Writing a CV as JSON Resume 1.0, and telling what that form could not hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from careervp_mcp.career.cv.headings import plain_heading
from careervp_mcp.career.cv.jsonresume import OTHERS
from careervp_mcp.career.cv.models import CVData, Education, FreeEntry, Reading, Skill, WorkExperience
from careervp_mcp.career.cv.vocabulary import kinds_of_headings
from careervp_mcp.career.dates import YearMonth, dates

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_PARTS = {"volunteering": "volunteer", "interests": "interests", "references": "references"} | {
    kind: kind for kind in ("projects", "awards", "publications")
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A JSON Resume and what it lacks."""

    resume: Mapping[str, object]
    losses: tuple[str, ...]
    """In plain words: what the form has no field for, and what the reader passed over in the source."""


def to_json_resume(reading: Reading) -> Exported:
    """A CV as JSON Resume with a report of what was lost; dates become `YYYY-MM` where they can be read."""
    cv = reading.cv
    losses = [f"the source: {oddity}" for oddity in reading.oddities]
    resume: dict[str, object] = {
        "$schema": SCHEMA,
        "basics": _basics(cv),
        "work": [_work(role, cv.language, losses) for role in cv.experience],
        "education": [_study(study, cv.language, losses) for study in cv.education],
        "certificates": [
            _kept(
                name=held.name,
                issuer=held.issuer,
                date=_iso(held.date, cv.language, f"the date of {held.name}", losses),
            )
            for held in cv.certifications
        ],
        "skills": list(_skills(cv.skills)),
        "languages": [_kept(language=one.name, fluency=one.level) for one in cv.languages],
    }
    for entry in cv.others:
        _put_other(entry, resume, cv.language, losses)
    losses += _unheld(cv)
    return Exported({name: value for name, value in resume.items() if value}, tuple(dict.fromkeys(losses)))


def _kept(**fields: object) -> dict[str, object]:
    """The fields that hold something."""
    return {name: value for name, value in fields.items() if value}


def _basics(cv: CVData) -> dict[str, object]:
    contact = cv.contact_info
    profiles = [_kept(network="LinkedIn", url=contact.linkedin)] if contact.linkedin else []
    profiles += [_kept(network="Web", url=link) for link in contact.links]
    return _kept(
        name=cv.full_name,
        label=cv.headline,
        email=contact.email,
        phone=contact.phone,
        summary=cv.professional_summary,
        location=_kept(address=contact.location),
        profiles=profiles,
    )


def _work(role: WorkExperience, language: str, losses: list[str]) -> dict[str, object]:
    what = f"{role.role} at {role.company}" if role.company else role.role
    start = _iso(role.start_date, language, f"the start of {what}", losses)
    end = "" if role.current else _iso(role.end_date, language, f"the end of {what}", losses)
    if role.dates and not role.start_date:
        losses.append(f"the period of {what}: {role.dates}")
    return _kept(
        name=role.company,
        position=role.role,
        location=role.location,
        startDate=start,
        endDate=end,
        summary=role.description,
        highlights=list(role.achievements),
        keywords=list(role.technologies),
    )


def _study(study: Education, language: str, losses: list[str]) -> dict[str, object]:
    what = f"{study.degree} of {study.institution}"
    losses += _told((f"honours of {what}", study.honors), (f"the status of {what}", study.status))
    return _kept(
        institution=study.institution,
        studyType=study.degree,
        area=study.field_of_study,
        startDate=_iso(study.start_date, language, f"the start of {what}", losses),
        endDate=_iso(study.graduation_date or study.end_date, language, f"the end of {what}", losses),
        score=study.gpa,
        courses=[study.description] if study.description else [],
    )


def _skills(skills: tuple[Skill, ...]) -> Iterator[dict[str, object]]:
    """A group of one level is one entry with keywords; a skill alone is an entry."""
    groups: dict[tuple[str, str], list[str]] = {}
    for skill in skills:
        key = (
            (skill.group, skill.level_text or skill.level)
            if skill.group
            else (skill.name, skill.level_text or skill.level)
        )
        groups.setdefault(key, []).append(skill.name if skill.group else "")
    for (name, level), keywords in groups.items():
        yield _kept(name=name, level=level, keywords=[word for word in keywords if word])


def _put_other(entry: FreeEntry, resume: dict[str, object], language: str, losses: list[str]) -> None:
    part = _PARTS.get(kinds_of_headings().get(plain_heading(entry.section), ""), "projects")
    if part == "projects" and kinds_of_headings().get(plain_heading(entry.section)) != "projects":
        losses.append(f"the heading {entry.section!r}: its lines stand under projects")
    _, title, organisation, texts = OTHERS[part]
    named = _kept(**{title: entry.title or entry.section, **dict.fromkeys(organisation[:1], entry.organisation)})
    if entry.organisation and not organisation:
        losses.append(f"the organisation of {entry.title}: {entry.organisation}")
    lists = [name for name in texts if name in {"highlights", "keywords"}]
    text = {lists[0]: list(entry.lines)} if lists else {texts[0]: " ".join(entry.lines)}
    date = _dates_of(entry, part, language, losses)
    entries = resume.setdefault(part, [])
    if isinstance(entries, list):
        entries.append(named | _kept(**text) | date)


def _dates_of(entry: FreeEntry, part: str, language: str, losses: list[str]) -> dict[str, object]:
    found = [_written(mention.value) for mention in dates(entry.dates, language) if mention.value]
    if entry.dates and not found:
        losses.append(f"the date of {entry.title}: {entry.dates}")
    if not found or part in {"interests", "references"}:
        return {}
    if part in {"awards", "publications"}:
        return {"date" if part == "awards" else "releaseDate": found[0]}
    return {name: date for name, date in zip(("startDate", "endDate"), found, strict=False)}  # noqa: C416 - widens the type


def _iso(written: str, language: str, what: str, losses: list[str]) -> str:
    """A date as JSON Resume has it; one that can't be read is lost, and told."""
    if not written:
        return ""
    found = dates(written, language)
    value = found[0].value if found else None
    if value is None:
        losses.append(f"{what}: {written}")
        return ""
    return _written(value)


def _written(value: YearMonth) -> str:
    return f"{value.year}-{value.month:02d}" if value.month else str(value.year)


def _unheld(cv: CVData) -> Iterator[str]:
    """What JSON Resume has no field for."""
    for held in cv.certifications:
        yield from _told(
            (f"the expiry of {held.name}", held.expiry_date), (f"the id of {held.name}", held.credential_id)
        )
    for skill in cv.skills:
        years = "" if skill.years_of_experience is None else str(skill.years_of_experience)
        yield from _told((f"the years of {skill.name}", years))


def _told(*losses: tuple[str, str]) -> Iterator[str]:
    return (f"{what}: {value}" for what, value in losses if value)
