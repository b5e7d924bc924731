"""Highlights: the little of a CV that says most, in its own words and without contact details."""

import re
from collections.abc import Iterator

from careervp_mcp.career.ceilings import tokens
from careervp_mcp.career.cv.models import CVData, WorkExperience
from careervp_mcp.career.statements import Statement

MOST_TOKENS = 500
_ROLES, _DEEDS, _SKILLS = 4, 8, 15
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\+?\d[\d\s().-]{7,}\d")


def extract_highlights(cv: CVData) -> str:
    """A CV in at most 500 tokens: headline, latest roles, deeds with figures, skills, education, certificates.

    It holds the CV's own words alone, what comes first is kept first, and the same CV gives the same text.
    """
    kept, room = list[str](), MOST_TOKENS
    for line in _lines(cv):
        size = tokens(line + "\n")
        if size <= room:
            kept.append(line)
            room -= size
    return "\n".join(kept)


def _lines(cv: CVData) -> Iterator[str]:
    if cv.headline or cv.professional_summary:
        yield _without_contact(cv.headline or cv.professional_summary)
    for role in cv.work_experience[:_ROLES]:
        yield _role(role)
    yield from _deeds(cv)
    skills = ", ".join(skill.name for skill in cv.skills[:_SKILLS])
    if skills:
        yield skills
    for study in cv.education:
        yield ", ".join(filter(None, (study.degree, study.institution, study.dates)))
    for certificate in cv.certifications:
        yield certificate.name


def _role(role: WorkExperience) -> str:
    return ", ".join(filter(None, (role.role, role.company, role.dates)))


def _deeds(cv: CVData) -> Iterator[str]:
    """The bullets with figures, latest role first; those of a role in its own order."""
    bullets = [bullet for role in cv.work_experience for bullet in role.achievements]
    figured = [one for one in bullets if Statement(one, language=cv.language).quantities]
    yield from (_without_contact(one) for one in figured[:_DEEDS])


def _without_contact(text: str) -> str:
    return " ".join(_CONTACT.sub("", text).split())
