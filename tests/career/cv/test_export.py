"""A CV written as JSON Resume says what it could keep, and tells what it could not."""

import json
from pathlib import Path

import pytest
from cvbench import NORA, SAMPLES, read

from careervp_mcp.career.cv.export import to_json_resume
from careervp_mcp.career.cv.jsonresume import read_json_resume
from careervp_mcp.career.cv.plaintext import read_text

RESUMES = sorted(SAMPLES.glob("*.json"))


def test_a_cv_comes_back_from_its_json_resume_without_a_loss() -> None:
    reading = read("nora.txt", NORA)

    exported = to_json_resume(reading)

    again = read_json_resume(json.dumps(exported.resume)).cv
    assert exported.losses == ()
    assert (again.experience[0].achievements, again.education, again.skills) == (
        reading.cv.experience[0].achievements,
        reading.cv.education,
        reading.cv.skills,
    )


@pytest.mark.parametrize("path", RESUMES, ids=lambda path: path.stem)
def test_a_resume_keeps_its_roles_studies_and_skills_on_the_way_there_and_back(path: Path) -> None:
    cv = read(path.name, path.read_bytes()).cv

    again = read_json_resume(json.dumps(to_json_resume(read(path.name, path.read_bytes())).resume)).cv

    assert [(role.role, role.company, role.achievements) for role in again.experience] == [
        (role.role, role.company, role.achievements) for role in cv.experience
    ]
    assert [(study.institution, study.degree) for study in again.education] == [
        (study.institution, study.degree) for study in cv.education
    ]
    assert {skill.name for skill in again.skills} == {skill.name for skill in cv.skills}


def test_what_json_resume_has_no_field_for_is_told() -> None:
    text = """Ann Lee

Experience
Cook, The Lantern Room, in my youth
- Cooked for 80 guests a night.

Education
BA History, 2:1, University of Leeds, in progress, expected 2027

Certifications
First Aid, Red Cross, 2021, valid until 2024

Skills
sewing (5 years)

Military Service
- Drove a lorry.
"""

    assert to_json_resume(read_text(text)).losses == (
        "honours of BA of University of Leeds: 2:1",
        "the status of BA of University of Leeds: in progress",
        "the heading 'Military Service': its lines stand under projects",
        "the expiry of First Aid: 2024",
        "the years of sewing: 5",
    )
