import pytest
from references import NORA
from vacancies import ASKED, HEBREW, NORTHGATE

from careervp_mcp.career.ats import AtsReport, check_ats
from careervp_mcp.career.atsparts import AtsDocument
from careervp_mcp.career.requirements import read_posting, requirements_of

TABLE = "\n| Tool | Years |\n|---|---|\n| Loom | 3 |\n"
SHIRA = """\
נועה ארד
ניסיון תעסוקתי
אחות מוסמכת, מרכז רפואי הנגב, 01/2018 - 05/2024
- טיפלתי בעשרים מטופלים במחלקה פנימית.
השכלה
תואר ראשון בסיעוד, המכללה הצפונית, 2017
מיומנויות
Excel, עבודת צוות
רישיונות
רישיון אחות, 2018
"""


def checked(cv: str | AtsDocument, posting: str = "", held: frozenset[str] | None = None) -> AtsReport:
    asked = requirements_of(read_posting(posting)) if posting else None
    document = cv if isinstance(cv, AtsDocument) else AtsDocument(cv)
    return check_ats(document, asked.keywords if asked else (), held, language=asked.language if asked else "en")


def test_the_reference_cv_shows_four_of_seven_keywords_and_scores_83() -> None:
    report = checked(NORA, NORTHGATE)

    assert report.keywords.matched == ("Python", "SQL", "Airflow", "leading engineers")
    assert report.keywords.missing == ("Kubernetes", "Terraform", "dbt")
    assert round(report.parts.keywords or 0, 1) == 22.9
    assert (report.parts.formatting, report.parts.headers, report.parts.characters) == (30, 20, 10)
    assert (report.score, report.level, report.estimate) == (83, "medium", True)


def test_without_a_posting_keywords_do_not_count_and_a_clean_cv_scores_100() -> None:
    report = checked(NORA)

    assert report.parts.keywords is None
    assert (report.score, report.level, report.issues) == (100, "high", ())


def test_a_markdown_table_costs_fifteen_points() -> None:
    report = checked(NORA + TABLE)

    assert report.parts.formatting == 15
    assert (report.score, report.level) == (75, "medium")
    assert report.issues[0].type == "table"


def test_eight_of_ten_keywords_make_92_and_77_with_a_table() -> None:
    tools = "Loom, Kiln, Lathe, Forge, Plane, Anvil, Trowel, Chisel, Router, Jigsaw"
    posting = f"Joiner\nRequired: {tools}."
    cv = NORA + "\nTools\n" + tools.replace(", Router, Jigsaw", "")

    assert (checked(cv, posting).score, checked(cv, posting).level) == (92, "high")
    assert (checked(cv + TABLE, posting).score, checked(cv + TABLE, posting).level) == (77, "medium")


def test_a_clean_hebrew_cv_loses_no_characters_and_can_reach_100() -> None:
    report = checked(SHIRA, HEBREW.replace("- רוסית\n", "- סיעוד\n"))

    assert report.parts.characters == 10
    assert report.keywords.missing == ()
    assert report.score == 100


@pytest.mark.parametrize(
    ("document", "formatting"),
    [
        (AtsDocument(NORA, columns=True), 15),
        (AtsDocument(NORA, table_lines=2), 15),
        (AtsDocument(NORA, table_lines=1), 30),
        (AtsDocument(NORA, header_text=True), 20),
        (AtsDocument(NORA, images=2), 25),
        (AtsDocument(NORA, columns=True, header_text=True, images=1), 0),
    ],
)
def test_a_layout_that_readers_lose_costs_its_points(document: AtsDocument, formatting: int) -> None:
    report = checked(document)

    assert report.parts.formatting == formatting
    assert bool(report.issues) == (formatting < 30)


@pytest.mark.parametrize("line", ["Nurse | Elm Hospital | 2019 - 2021", "Chef\tThe Pan", "a | b", "5 || 3"])
def test_a_line_with_bars_is_no_table(line: str) -> None:
    assert checked(NORA + f"\n{line}\n{line}\n").parts.formatting == 30


@pytest.mark.parametrize(("text", "points"), [("\u4e2d" * 50, 10), ("\u4e2d" * 51, 0), ("\ufb01", 0), ("\ufffd", 0)])
def test_strange_or_broken_characters_cost_all_ten_points(text: str, points: int) -> None:
    assert checked(NORA + text).parts.characters == points


def test_a_heading_that_nobody_looks_for_costs_five_points_only_where_there_is_something_below() -> None:
    assert checked(NORA.replace("Experience\n", "My road\n")).parts.headers == 15
    assert checked(NORA.replace("Certifications\nAWS Cloud Practitioner, 2022\n", "")).parts.headers == 20


@pytest.mark.parametrize(
    ("asked", "written", "found"),
    [
        ("R", "R&D budgets and planning", False),
        ("R", "Python, R, SQL", True),
        ("Java", "JavaScript, HTML, CSS", False),
        ("C", "C++, Python, SQL", False),
        ("Kubernetes", "Ran K8s clusters.", True),
        ("PostgreSQL", "Moved data to Postgres.", True),
        ("Go", "Wrote the go-to-market plan.", False),
        ("wound care", "Cared for wounds of 20 patients.", True),
        ("lesson planning", "Planned lessons for three classes.", True),
        ("ISO 27001", "Kept the ISO 9001 handbook.", False),
        ("ISO 9001", "Kept the ISO 9001 handbook.", True),
    ],
)
def test_a_keyword_is_found_in_its_forms_and_in_nothing_else(asked: str, written: str, *, found: bool) -> None:
    report = checked(f"{NORA}\n{written}\n".replace("Python, SQL, PostgreSQL, ", ""), f"Clerk\nRequired\n- {asked}\n")

    assert (report.keywords.missing == ()) is found


def test_repeating_a_keyword_earns_nothing_and_is_an_issue() -> None:
    stuffed = NORA + "Airflow " * 12

    assert checked(stuffed, NORTHGATE).score == checked(NORA, NORTHGATE).score
    assert checked(stuffed, NORTHGATE).keywords.dense == ("Airflow",)
    assert "keyword_density" in {issue.type for issue in checked(stuffed, NORTHGATE).issues}


def test_stuffing_a_keyword_that_the_person_lacks_lowers_the_score() -> None:
    held = frozenset({"Python", "SQL", "Airflow", "leading engineers"})

    stuffed = checked(NORA.replace("AWS\n", "AWS, Kubernetes\n"), NORTHGATE, held)

    assert stuffed.score < checked(NORA, NORTHGATE, held).score
    assert stuffed.keywords.unsupported == ("Kubernetes",)


def test_a_missing_keyword_is_to_be_shown_only_if_it_is_held() -> None:
    report = checked(
        NORA.replace("SQL, ", ""), NORTHGATE, frozenset({"Python", "SQL", "Airflow", "leading engineers"})
    )

    assert report.keywords.missing_held == ("SQL",)
    assert report.keywords.missing_not_held == ("Kubernetes", "Terraform", "dbt")


def test_at_most_ten_issues_are_told() -> None:
    posting = "Smith\nRequired: " + ", ".join(f"Tool{letter}" for letter in "abcdefghijkl") + "."
    names = frozenset(f"Tool{letter}" for letter in "abcdefghijkl")

    assert len(checked(AtsDocument(NORA + TABLE, images=1), posting, names).issues) == 10


@pytest.mark.parametrize("posting", [posting for posting, *_ in ASKED])
def test_a_mismatched_cv_scores_below_one_that_shows_what_is_asked(posting: str) -> None:
    keywords = requirements_of(read_posting(posting)).keywords
    other = "Falconer with two hawks.\n" * 5
    fitting = other + "\n".join(keyword.forms[0] for keyword in keywords)

    assert (checked(other, posting).parts.keywords, checked(fitting, posting).parts.keywords) == (0, 40)
    assert checked(other, posting).level == "low"
    assert checked(fitting, posting).level != "low"
