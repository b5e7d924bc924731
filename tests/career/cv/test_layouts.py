"""The layouts that people use are read into the same nouns, and every value is a slice of the text."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from cvbench import SAMPLES, read
from references import DANIEL, NORA

from careervp_mcp.career.cv.models import Certification, Education, Language, WorkExperience
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cv.tex import read_tex

PEOPLE = sorted((Path(__file__).parents[3] / "benchmarks" / "factbench" / "people").glob("*/cv.txt"))
HEAD = "Ann Lee\nYork, UK | ann@example.com\n\n"
OURS = {"user_id", "language", "level", "kind", "cv_id"}
"""Fields that are ours, not the CV's words."""


def values(one: object) -> Iterator[str]:
    """Every text in a model."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, tuple):
        for part in one:
            yield from values(part)
    elif dataclasses.is_dataclass(one):
        for part in dataclasses.fields(one):
            if part.name not in OURS:
                yield from values(getattr(one, part.name))


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.parent.name)
def test_every_value_read_from_a_person_of_the_benchmark_is_a_slice_of_the_text(path: Path) -> None:
    text = path.read_text("utf-8")

    cv = read_text(text).cv

    assert [value for value in values(cv) if value not in text] == []
    assert min(len(cv.experience), len(cv.education), len(cv.skills), len(cv.languages)) > 0
    assert [role for role in cv.experience if not (role.role and role.start_date and role.achievements)] == []


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.parent.name)
def test_no_bullet_of_a_person_of_the_benchmark_is_lost(path: Path) -> None:
    text = path.read_text("utf-8")
    bullets = [line.strip()[2:] for line in text.splitlines() if line.strip()[:2] in {"- ", "* ", "• ", "+ ", "– "}]

    told = set(values(read_text(text).cv))

    assert [bullet for bullet in bullets if bullet not in told] == []


def test_the_first_reference_cv_has_the_counts_of_the_craft() -> None:
    cv = read_text(NORA).cv

    assert [(role.role, role.company, role.start_date, role.end_date) for role in cv.experience] == [
        ("Senior Data Engineer", "Fernhill Payments", "03/2021", "08/2025"),
        ("Data Engineer", "Brightwater Analytics", "03/2018", "02/2021"),
    ]
    assert sum(len(role.achievements) for role in cv.experience) == 7
    assert (len(cv.skills), len(cv.education), len(cv.certifications)) == (5, 1, 1)
    assert cv.education[0] == Education("Ohio Valley University", "B.S.", "Computer Science", graduation_date="2017")
    assert cv.languages == (Language("English", "native"), Language("German", "B1"))


def test_the_second_reference_cv_has_a_role_that_still_runs() -> None:
    (role,) = read_text(DANIEL).cv.experience

    assert (role.role, role.company, role.end_date, role.current) == (
        "Registered Nurse",
        "St. Brendan Hospital",
        "Present",
        True,
    )


HEADS = [
    "Cook, The Lantern Room, 2019 - 2023",
    "Cook | The Lantern Room | 2019 – 2023",
    "Cook — The Lantern Room — 2019 to 2023",
    "Cook at The Lantern Room (2019-2023)",
    "Cook\tThe Lantern Room\t2019–2023",
    "2019 - 2023: Cook, The Lantern Room",
    "2019 – 2023   Cook at The Lantern Room",
    "**Cook**, The Lantern Room, *2019 – 2023*",
    "### Cook — The Lantern Room\n2019 – 2023",
    "Cook\nThe Lantern Room\n2019 - 2023",
    "Cook\t2019 – 2023\nThe Lantern Room",
    "The Lantern Room\nCook | 2019 – 2023",
    "Cook, The Lantern Room\n2019 – 2023",
    "Position: Cook\nCompany: The Lantern Room\nDates: 2019 - 2023",
    "Cook, The Lantern Room [2019 until 2023]",
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("mark", ["-", "•", "*"])
def test_the_head_of_a_role_is_read_in_any_layout(head: str, mark: str) -> None:
    text = f"{HEAD}Experience\n\n{head}\n{mark} Cooked for 80 guests a night.\n{mark} Trained 3 others.\n"

    (role,) = read_text(text).cv.experience

    assert (role.role, role.company, role.start_date, role.end_date) == ("Cook", "The Lantern Room", "2019", "2023")
    assert role.achievements == ("Cooked for 80 guests a night.", "Trained 3 others.")


@pytest.mark.parametrize(
    ("dates", "start", "end", "current"),
    [
        ("03/2021 - 08/2025", "03/2021", "08/2025", False),
        ("Mar 2021 – Present", "Mar 2021", "Present", True),
        ("March 2021 to August 2025", "March 2021", "August 2025", False),
        ("2021-03 to 2025-08", "2021-03", "2025-08", False),
        ("01/03/2021 – 31/08/2025", "01/03/2021", "31/08/2025", False),
        ("since 2021", "2021", "", True),
        ("Summer 2021", "", "", False),
        ("2021 –", "2021", "", True),
        ("Jan ’21 – Mar ’22", "Jan ’21", "Mar ’22", False),
    ],
)
def test_a_period_is_read_as_it_is_written(dates: str, start: str, end: str, *, current: bool) -> None:
    (role,) = read_text(f"{HEAD}Experience\nCook, The Lantern Room, {dates}\n- Cooked for guests.\n").cv.experience

    assert (role.end_date, role.current) == (end, current)
    assert role.start_date == (start or dates)


def test_roles_under_one_employer_each_belong_to_it() -> None:
    text = f"""{HEAD}Experience

Acme Corporation, Leeds
Senior Accountant    2018 – 2021
- Closed the books of 4 entities.

Accountant    2014 – 2018
- Filed the returns.
"""

    assert [(role.role, role.company, role.location) for role in read_text(text).cv.experience] == [
        ("Senior Accountant", "Acme Corporation", "Leeds"),
        ("Accountant", "Acme Corporation", "Leeds"),
    ]


@pytest.mark.parametrize(
    ("line", "study"),
    [
        ("BSN, Lakeside College, 2019", Education("Lakeside College", "BSN", graduation_date="2019")),
        (
            "Northern University, B.A. in Law, in progress, expected May 2027",
            Education("Northern University", "B.A.", "Law", graduation_date="May 2027", status="in progress"),
        ),
        (
            "BA (Hons) History, 2:1, University of Leeds, 2017",
            Education("University of Leeds", "BA (Hons)", "History", graduation_date="2017", honors="2:1"),
        ),
        (
            "University of Leeds, Leeds, UK\nBachelor of Science in Physics, 2012 - 2015\nGPA 3.7",
            Education(
                "University of Leeds",
                "Bachelor of Science",
                "Physics",
                "",
                "2012",
                "2015",
                "",
                "2012 - 2015",
                "GPA 3.7",
            ),
        ),
    ],
)
def test_a_course_of_study_is_read_part_by_part(line: str, study: Education) -> None:
    assert read_text(f"{HEAD}Education\n{line}\n").cv.education == (study,)


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("ACLS, 2023", Certification("ACLS", date="2023")),
        ("PMP - Project Management Institute (2019)", Certification("PMP", "Project Management Institute", "2019")),
        ("Notary Public, State of Ohio, commissioned 2022", Certification("Notary Public", "State of Ohio", "2022")),
        ("First Aid, Red Cross, 2021, valid until 2024", Certification("First Aid", "Red Cross", "2021", "2024")),
        (
            "ACCA, part-qualified, completion expected 2027",
            Certification("ACCA, part-qualified, completion expected 2027"),
        ),
    ],
)
def test_a_certification_is_read_with_issuer_and_dates(line: str, held: Certification) -> None:
    assert read_text(f"{HEAD}Certifications\n{line}\n").cv.certifications == (held,)


def test_skills_keep_their_group_level_and_years() -> None:
    text = f"{HEAD}Skills\nDatabases: PostgreSQL (advanced), MySQL (3 years)\nsewing; knitting; dyeing, by hand\n"

    found = [(one.name, one.group, one.level, one.years_of_experience) for one in read_text(text).cv.skills]

    assert found == [
        ("PostgreSQL", "Databases", "ADVANCED", None),
        ("MySQL", "Databases", "", 3),
        ("sewing", "", "", None),
        ("knitting", "", "", None),
        ("dyeing, by hand", "", "", None),
    ]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("AWARDS", "Newcomer of the Year, 2021"),
        ("Military Service", "2005 - 2008: Paramedic, Northern Corps"),
        ("Volunteering", "Editor, Ouse Valley Food Bank, since 2022"),
        ("What else", "I mend bicycles."),
    ],
)
def test_a_part_that_is_neither_role_nor_study_is_kept_line_by_line(heading: str, line: str) -> None:
    text = f"{HEAD}Skills\nsewing, knitting, dyeing\n\n{heading}\n{line}\n"

    (entry,) = read_text(text).cv.others

    assert (entry.section, entry.lines) == (heading, (line,))


def test_a_hebrew_cv_is_read_in_its_own_words() -> None:
    text = """שירה אלמוג
חיפה | 050-555-0118 | shira@example.com

ניסיון תעסוקתי
מהנדסת ביצוע | ארזית בנייה בע"מ | 01/03/2022 – היום
- ריכזה צוות של 4 מנהלי עבודה.

השכלה
תואר ראשון (B.Sc.) בהנדסה אזרחית, המכללה להנדסה, 2018, בהצטיינות

שפות
עברית (שפת אם), אנגלית (B2)
"""

    cv = read_text(text).cv

    role, study = cv.experience[0], cv.education[0]
    assert (cv.language, role.role, role.company, role.current) == ("he", "מהנדסת ביצוע", 'ארזית בנייה בע"מ', True)
    assert (study.degree, study.field_of_study, study.honors) == ("תואר ראשון (B.Sc.)", "הנדסה אזרחית", "בהצטיינות")
    assert cv.languages[0] == Language("עברית", "שפת אם")


@pytest.mark.parametrize(
    ("name", "roles", "person"),
    [
        ("subheadings.tex", [("Research Assistant", "Alder A&M University")], "Mira Solheim"),
        ("plain.tex", [("Head Chef", "Casa Verde"), ("Sous Chef", "La Ventana")], "José Nuñez"),
        ("moderncv.tex", [("Staff Nurse", "Sava Hospital"), ("Nursing Assistant", "Lipa Home")], "Ana Kovac"),
    ],
)
def test_usual_latex_layouts_are_read(name: str, roles: list[tuple[str, str]], person: str) -> None:
    reading = read(name, (SAMPLES / name).read_bytes())

    assert [(role.role, role.company) for role in reading.cv.experience] == roles
    assert reading.cv.full_name == person
    assert [value for value in values(reading.cv) if value not in reading.text] == []


def test_the_commands_of_our_template_are_read() -> None:
    source = (Path(__file__).parents[3] / "data" / "nurse" / "templates" / "resume.tex").read_text("utf-8")

    cv = read_tex(source).cv

    assert isinstance(cv.experience[0], WorkExperience)
    assert [len(role.achievements) for role in cv.experience] == [5, 4, 3, 1]
    assert (len(cv.education), len(cv.certifications), len(cv.languages)) == (1, 5, 4)
