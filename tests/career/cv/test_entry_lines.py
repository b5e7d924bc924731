"""One line or two of a CV, in the many ways people write them, and what is read of each."""

from dataclasses import replace

import pytest

from careervp_mcp.career.cv.models import Certification, Education, WorkExperience
from careervp_mcp.career.cv.plaintext import read_text


def under(heading: str, *lines: str) -> str:
    return "\n".join(("Ann Lee", "ann@example.com", "", heading, "", *lines, ""))


ACT = "Cooked for 90 guests."
KRONE = WorkExperience("Krone Inn", "Cook", "2019", "2021", "2019 - 2021", achievements=(ACT,))
BERN = replace(KRONE, location="Bern")
NOW = replace(KRONE, current=True)
ROLES: dict[str, WorkExperience] = {
    "Cook, Krone Inn, Bern, 2019 - 2021": BERN,
    "Krone Inn, Cook, Bern\t2019 - 2021": BERN,
    "2019 - 2021   Cook at Krone Inn, Bern": BERN,
    "Cook\n2019 - 2021\nKrone Inn": KRONE,
    "Company: Krone Inn\nPosition: Cook\nDates: 2019 - 2021": KRONE,
    "Cook (part-time), Krone Inn, 2019 - 2021": replace(KRONE, role="Cook (part-time)", employment_type="part-time"),
    "Cook @ Krone Inn (internship) 2019 - 2021": replace(KRONE, employment_type="internship"),
    "2019–     Cook, Krone Inn": replace(NOW, end_date="", dates="2019–"),
    "### Cook — Krone Inn\n*2019 - present*": replace(NOW, end_date="present", dates="2019 - present"),
    "Cook\nFull-time\nKrone Inn\n2019 - Present · 3 yrs 2 mos\nBern, Switzerland": replace(
        NOW, end_date="Present", dates="2019 - Present", location="Bern, Switzerland", employment_type="Full-time"
    ),
}


@pytest.mark.parametrize("lines", ROLES)
def test_a_role_is_read_however_its_lines_are_set(lines: str) -> None:
    assert read_text(under("Experience", lines, f"- {ACT}")).cv.experience == (ROLES[lines],)


def test_titles_under_one_employer_are_roles_there() -> None:
    cv = read_text(under("Experience", "Krone Inn, Bern", "Chef, 2020 - now", "- Led 9.", "Cook, 2018 - 2020")).cv

    assert [(role.role, role.company) for role in cv.experience] == [("Chef", "Krone Inn"), ("Cook", "Krone Inn")]


def test_several_roles_in_one_line_are_so_many_roles() -> None:
    cv = read_text(
        under("Experience", "Earlier roles: Cook at Krone (2012-2014); Apprentice at Post (2009-2012).")
    ).cv

    assert [(role.role, role.company, role.dates) for role in cv.experience] == [
        ("Cook", "Krone", "2012-2014"),
        ("Apprentice", "Post", "2009-2012"),
    ]


LUND = Education("Lund University", "BSc", "Physics", graduation_date="2012")
PERIOD = Education("Lund University", "BSc", "Physics", start_date="2010", end_date="2013", dates="2010 - 2013")
STUDIES: dict[str, Education] = {
    "BSc Physics, Lund University, 2012": LUND,
    "2012  BSc, Physics, Lund University": LUND,
    "Lund University — BSc, Physics — 2010 - 2013": PERIOD,
    "2010 - 2013\nBSc (Hons) Physics, First Class\nLund University": replace(
        PERIOD, degree="BSc (Hons)", honors="First Class"
    ),
    "Master of Education (M.Ed.), Physics\nLund University\t2012\nGPA 3.9": replace(
        LUND, degree="Master of Education (M.Ed.)", gpa="GPA 3.9"
    ),
    "A-levels: Maths (A), Physics (B)\nLund University, 2012": replace(
        LUND, degree="A-levels", field_of_study="Maths (A), Physics (B)"
    ),
    "BSc Physics, Lund University, 2012\nExchange year at Bergen University": replace(
        LUND, description="Exchange year at Bergen University"
    ),
}


@pytest.mark.parametrize("lines", STUDIES)
def test_a_study_is_read_in_any_order(lines: str) -> None:
    assert read_text(under("Education", lines)).cv.education == (STUDIES[lines],)


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("PMP - Project Management Institute (2019)", Certification("PMP", "Project Management Institute", "2019")),
        (
            "First Aid | St John Ambulance | 2020 - 2023",
            Certification("First Aid", "St John Ambulance", "2020", "2023"),
        ),
        ("2018: Food Hygiene, Highfield", Certification("Food Hygiene", "Highfield", "2018")),
        (
            "RN, Texas Board of Nursing, License #123456, exp. 05/2026",
            Certification("RN", "Texas Board of Nursing", "", "05/2026", "123456"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_certification_gives_its_issuer_and_its_dates(line: str, held: Certification) -> None:
    assert read_text(under("Certifications", line)).cv.certifications == (held,)


def test_groups_of_skills_in_one_line_keep_their_names() -> None:
    cv = read_text(under("Skills", "Programming: Python, SQL. Data: Airflow, dbt. Cloud: AWS (S3, Lambda)")).cv

    assert [(skill.group, skill.name) for skill in cv.skills] == [
        ("Programming", "Python"),
        ("Programming", "SQL"),
        ("Data", "Airflow"),
        ("Data", "dbt"),
        ("Cloud", "AWS (S3, Lambda)"),
    ]


def test_a_group_named_like_a_heading_stays_under_the_skills() -> None:
    cv = read_text(under("SKILLS", "Software: Excel, SAP", "Languages: English (native), Spanish (fluent)")).cv

    assert [skill.name for skill in cv.skills] == ["Excel", "SAP"]
    assert [language.name for language in cv.languages] == ["English", "Spanish"]


@pytest.mark.parametrize(
    "line",
    [
        "English - native; German: B1",
        "English (native), German (B1)",
        "English, native | German, B1",
        "English: native, German – B1",
        "English\tnative\n- German (B1)",
    ],
)
def test_languages_are_read_in_every_punctuation(line: str) -> None:
    languages = read_text(under("Languages", line)).cv.languages

    assert [(one.name, one.level) for one in languages] == [("English", "native"), ("German", "B1")]


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("Maya Cohen, MSN, RN", "Maya Cohen"),
        ("MAYA COHEN | Nurse | Austin, TX", "MAYA COHEN"),
        ("Maya Cohen Resume", "Maya Cohen"),
        ("Name: Maya Cohen", "Maya Cohen"),
        ("Staff Nurse Résumé\nMaya Cohen", "Maya Cohen"),
        ("CURRICULUM VITAE\n\nMaya Cohen", "Maya Cohen"),
    ],
)
def test_the_name_is_found_beside_titles_and_letters(first: str, name: str) -> None:
    assert read_text(f"{first}\nmaya@example.com\n\nSkills\nTriage, IV therapy\n").cv.full_name == name
