"""Histories and postings as people really have them: thin, full of signs, with a break, in a table, of one line."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from bureaus import in_memory
from references import NORA, NORTHGATE
from torture import every

from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cvtailoring import tailor_cv
from careervp_mcp.career.gapasked import GapQuestionsWritten, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.interviewing import prepare
from careervp_mcp.career.interviews import InterviewRequest
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest
from careervp_mcp.career.postingtables import without_tables
from careervp_mcp.career.requirements import read_posting, requirements_of
from careervp_mcp.career.tailored import TailorRequest
from careervp_mcp.career.tailoringtex import tex_escaped
from careervp_mcp.career.valuereport import ReportRequest
from careervp_mcp.career.valuing import write_report
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings

THIN = """\
Joe Bloggs
joe.bloggs@example.com
Shop Assistant, Corner Store, 2022 - Present
- Served customers at the till.
Education
GCSEs, Hilltop School, 2021
Skills
Cash handling
"""
SIGNS = r"""Zoë O'Hara-Müller 🚀
Łódź, Poland | zoe_ohara@example.com | +48 555 010 014
SUMMARY
R&D engineer: C#, C++ & 100% hands-on {embedded} work ~ 6 years; loves \LaTeX and $5 budgets.
EXPERIENCE
R&D Engineer, Źródło & Co. S.A., 01/2019 - 12/2024
- Cut boot time by 40% (from 10 s to 6 s) on #1 product line_A using C++ & Rust.
- Wrote 12 {unit} tests per module; budget: $5,000 / quarter.
- Led a team of 3 with R&D^2 workshops in Kraków.
Junior Developer, Pixel~Forge GmbH, 06/2016 - 12/2018
- Fixed 250 bugs in C# code_base 50% faster than before.
EDUCATION
M.Sc. Electrical Engineering, Politechnika Łódzka, 2016
SKILLS
C#, C++, Rust, LaTeX, Git
"""
BREAK = """\
MARTA KELLY
Cork, Ireland
marta.kelly@example.com | 021 555 0199

PROFILE
Front-office manager with a love for calm mornings. Back at work after a career break to care for a parent.

WORK HISTORY
Front Office Manager - Harbour Light Hotel, Cork
March 2023 to present
• Run a desk of 7 receptionists for a 112-room hotel.
• Raised direct bookings from 31% to 44% of all rooms in 14 months.
• Introduced a handover sheet that halved guest complaints about lost messages.

Career break, September 2020 to February 2023
Cared for a parent.

Receptionist - Castle Quay Hotel, Kinsale
May 2014 to August 2020
• Checked in up to 90 guests a day.
• Trained 6 new colleagues in Opera PMS.
• Handled cash of about €4,000 a shift.

EDUCATION
Higher Certificate in Hospitality, Munster Institute, 2014

LANGUAGES
English (native), Polish (fluent), French (basic)

SKILLS
Opera PMS, rate management, rostering
"""
TABLE = """\
# Night Auditor, Grand Meridian

| Requirement | Must |
|---|---|
| Audit of daily revenue | yes |
| Opera PMS | yes |
| Rostering | nice |
| Two years at a hotel desk | yes |
| Excel | yes |

The Grand Meridian has 210 rooms and never closes. Apply by 1 December.
"""
PLAIN = """\
Aldgate Robotics is hiring a Senior Embedded Engineer.
We build warehouse robots in Gdańsk and employ 80 people.
You will write firmware for motor controllers and lead two engineers.
Must have: C++ (5+ years), Rust, team leadership, CAN bus. Nice to have: Python, C#.
We offer €70k, remote work two days a week.
"""
TINY = "Barista wanted at Bean There, must like people & mornings. Call."
CVS = {"thin": THIN, "signs": SIGNS, "break": BREAK, "nora": NORA}
POSTINGS = {"table": TABLE, "plain": PLAIN, "tiny": TINY, "northgate": NORTHGATE}


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return in_memory(tmp_path)


def applied(bureau: Bureau, cv: str, posting: str) -> ApplicationRef:
    import_cv(ImportRequest(text=CVS[cv], cv_id=f"cv_{cv}"), bureau)
    to = PostingRef(text=POSTINGS[posting], company="Bean There", title="Night Auditor")
    return ApplicationRef(cv_id=f"cv_{cv}", posting=to)


def letter(bureau: Bureau, cv: str, posting: str) -> str:
    return write_letter(LetterRequest(applied(bureau, cv, posting)), bureau).text or ""


@pytest.mark.parametrize(("cv", "posting"), every(5, product(CVS, POSTINGS)))
def test_every_document_is_written_from_every_history_to_every_posting(bureau: Bureau, cv: str, posting: str) -> None:
    ref = applied(bureau, cv, posting)

    assert write_report(ReportRequest(ref), bureau).status == "accepted"
    assert tailor_cv(TailorRequest(ref), bureau).status == "accepted"
    assert write_letter(LetterRequest(ref), bureau).status == "accepted"
    assert prepare(InterviewRequest(ref), bureau).status == "accepted"


def test_a_role_that_stands_under_no_heading_is_a_role() -> None:
    cv = read_text(THIN).cv

    assert [(role.role, role.company, role.dates, role.achievements) for role in cv.experience] == [
        ("Shop Assistant", "Corner Store", "2022 - Present", ("Served customers at the till.",))
    ]
    assert (cv.full_name, cv.headline, cv.professional_summary) == ("Joe Bloggs", "", "")


def test_a_history_with_little_says_so_and_is_not_padded(bureau: Bureau) -> None:
    text = letter(bureau, "thin", "plain")

    assert "Among my skills: Cash handling. I have little to show on paper yet" in text


def test_a_break_between_posts_stays_in_the_cv_and_is_no_deed_of_a_letter(bureau: Bureau) -> None:
    ref = applied(bureau, "break", "table")
    tailor_cv(TailorRequest(ref), bureau)

    assert "parent" not in letter(bureau, "break", "table")
    (cv,) = bureau.root.folder.rglob("cv.md")
    assert "Career break" in cv.read_text("utf-8")
    assert "Higher Certificate in Hospitality, Munster Institute, 2014" in cv.read_text("utf-8")


@pytest.mark.parametrize("posting", ["plain", "tiny"])
def test_a_letter_does_not_quote_what_speaks_to_applicants(bureau: Bureau, posting: str) -> None:
    text = letter(bureau, "break", posting)

    assert "hiring" not in text
    assert "“Call" not in text


def test_a_table_is_read_row_by_row_with_how_much_each_is_wanted() -> None:
    asked = requirements_of(read_posting(TABLE))

    assert [one.text for one in asked.must_haves] == [
        "Audit of daily revenue", "Opera PMS", "Two years at a hotel desk", "Excel",
    ]  # fmt: skip
    assert [one.text for one in asked.nice_to_haves] == ["Rostering"]
    assert "The Grand Meridian has 210 rooms and never closes." in {fact.text for fact in asked.company_facts}


@pytest.mark.parametrize("text", ["a | b", "| a |\n| b |\n", "no table"])
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert without_tables(text, "en") == text


def test_a_table_of_other_columns_keeps_its_cells() -> None:
    told = without_tables("| Tool | Years |\n|---|---|\n| Python | 5 |\n| SQL | optional |\n", "en")

    assert told.split() == ["Required:", "-", "Python:", "5", "Nice", "to", "have:", "-", "SQL"]


def test_leadership_is_shown_by_a_team_that_was_led(bureau: Bureau) -> None:
    asked = questions(bureau, "signs", "plain")

    assert "team leadership" not in {one.requirement for one in asked.identified_gaps}
    assert "team leadership" in {one.requirement for one in questions(bureau, "thin", "plain").identified_gaps}


def questions(bureau: Bureau, cv: str, posting: str) -> GapQuestionsWritten:
    return ask(GapRequest(applied(replace(bureau), cv, posting)), bureau)


def test_a_question_names_what_is_asked_and_ends_its_quotation_once(bureau: Bureau) -> None:
    for one in questions(bureau, "break", "tiny").questions:
        assert ".." not in one.question


def test_emoji_are_not_typeset() -> None:
    assert tex_escaped("Zoë O'Hara 🚀 & ☕️ Co.") == r"Zoë O'Hara \& Co."


def test_workspaces_may_stand_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    settings = Settings(root=tmp_path / "root", state_dir=tmp_path / "state", applications="work/applications")
    bureau = replace(Desk(settings).bureau, proofreader=None)

    told = write_letter(LetterRequest(applied(bureau, "nora", "northgate")), bureau)

    assert told.status == "accepted"
    assert all(path.startswith("work/applications/") for path in told.files)
    assert all((tmp_path / "root" / path).is_file() for path in told.files)
