"""What readers of structured files share: a CV of fields becomes a reading with its plain form."""

from dataclasses import replace

from careervp_mcp.career.cv.lists import MOST_SKILLS, level_of
from careervp_mcp.career.cv.models import CVData, Reading, Skill, WorkExperience
from careervp_mcp.career.cv.plaintext import language_of, read_text
from careervp_mcp.career.cv.rendering import plain_text
from careervp_mcp.career.cv.rolelines import in_brackets, kind_of_post


def reading_of(cv: CVData, language: str = "auto") -> Reading:
    """The reading of a CV whose fields are known: its text is our plain form, and the parts are read from that."""
    oddities = (
        (f"{len(cv.skills)} skills are listed; the first {MOST_SKILLS} are read",)
        if len(cv.skills) > MOST_SKILLS
        else ()
    )
    cv = replace(
        cv,
        languages=tuple(replace(one, level=_commas(one.level)) for one in cv.languages),
        skills=tuple(map(_graded, _grouped(cv.skills[:MOST_SKILLS]))),
        experience=tuple(map(_typed, cv.experience)),
        language=language,
    )
    if language == "auto":
        cv = replace(cv, language=language_of(plain_text(replace(cv, language="en"))))
    text = plain_text(cv)
    return Reading(text, cv, read_text(text, user_id=cv.user_id, language=cv.language).sections, oddities=oddities)


def _grouped(skills: tuple[Skill, ...]) -> list[Skill]:
    """The skills with those of one group together, those of none first."""
    groups = list(dict.fromkeys(["", *(skill.group for skill in skills)]))
    return sorted(skills, key=lambda skill: groups.index(skill.group))


def _commas(text: str) -> str:
    """A name within a list, without the sign that parts the list."""
    return text.replace(";", ",")


def _graded(skill: Skill) -> Skill:
    skill = replace(skill, name=_commas(skill.name), level_text=_commas(skill.level_text))
    return skill if skill.level or not skill.level_text else replace(skill, level=level_of(skill.level_text))


def _typed(role: WorkExperience) -> WorkExperience:
    return replace(role, employment_type=role.employment_type or kind_of_post(*in_brackets(role.role)))
