"""What structured CVs hold beside the usual fields is kept, and our plain form of it still reads back."""

import json

import pytest

from careervp_mcp.career.cv.jsonresume import read_json_resume
from careervp_mcp.career.cv.models import FreeEntry, Language, Reading, Skill
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cv.rendercv import read_rendercv

YAML = """\
cv:
  name: Ida Berg
  sections:
    Welcome:
      - I build **bridges**: see [my page](https://ida.example.com).
    experience:
      - {company: Havn Consult, position: Engineer, date: Summer 2016}
    education:
      - {institution: Fjord University, degree: MSc, area: Structures, date: 2015}
    skills:
      - {label: Software, details: "SAP2000, AutoCAD (expert)"}
      - {label: Languages, details: "Norwegian (native), English (C1)"}
    publications:
      - {title: Fatigue in Welds, authors: ["*Ida Berg*", K. Lie], journal: J. Bridge Eng., date: 2019-05}
"""
AWKWARD = {
    "basics": {"name": "Lee, Ann", "label": "Cook; baker", "summary": "I cook.\n\nI bake: bread - and more."},
    "work": [
        {"name": "A & B: Foods, Inc.", "position": "Cook - nights", "startDate": "2019", "summary": "One\nEducation"}
        | {"highlights": ["## odd", "- dash first", "Company: none", "2019 - 2020"]}
    ],
    "education": [{"institution": "Fjord", "studyType": "BSc; MSc", "area": "A: B", "courses": ["X - 1", "Y"]}],
    "skills": [{"name": "Web", "level": "Master", "keywords": ["HTML; CSS", "A: B"]}, {"name": "Go (lang)"}],
    "languages": [{"language": "English", "fluency": "Native; bilingual"}],
    "awards": [{"title": "T: x", "awarder": "Z", "date": "2020", "summary": "S"}],
    "certificates": [{"name": "C, with comma", "issuer": "I", "date": "2020-01-01"}],
}


@pytest.mark.parametrize(
    "reading", [read_rendercv(YAML), read_json_resume(json.dumps(AWKWARD))], ids=["yaml", "json"]
)
def test_awkward_values_come_back_from_the_plain_form(reading: Reading) -> None:
    assert read_text(reading.text).cv == reading.cv


def test_markdown_in_yaml_is_taken_for_its_words() -> None:
    cv = read_rendercv(YAML).cv

    assert (
        FreeEntry("Publications", "Fatigue in Welds", "2019-05", "J. Bridge Eng.", ("Ida Berg, K. Lie",)) in cv.others
    )


def test_a_field_that_no_schema_names_is_kept_with_its_name() -> None:
    (found,) = [entry for entry in read_rendercv(YAML).cv.others if entry.section == "Welcome"]

    assert found.lines == ("I build bridges: see my page (https://ida.example.com).",)


def test_spoken_languages_among_the_skills_of_yaml_are_languages() -> None:
    cv = read_rendercv(YAML).cv

    assert cv.languages == (Language("Norwegian", "native"), Language("English", "C1"))
    assert cv.skills == (Skill("SAP2000", group="Software"), Skill("AutoCAD", "EXPERT", None, "expert", "Software"))


def test_one_date_of_a_study_in_yaml_is_its_graduation() -> None:
    (study,) = read_rendercv(YAML).cv.education

    assert (study.graduation_date, study.start_date) == ("2015", "")
