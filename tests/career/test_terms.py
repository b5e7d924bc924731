"""Terms are found however they are written, and never inside other words."""

import tomllib
from importlib import resources

import pytest

from careervp_mcp.career.terms import (
    canonical,
    degree_level,
    find_terms,
    initials_match,
    is_occupation,
    language_level,
    same_degree,
    same_term,
    same_title,
    seniority,
    title_words,
)

WORDING = resources.files("careervp_mcp.career").joinpath("wording")


def named(text: str, context: str = "prose", *, kind: str = "") -> list[str]:
    return [term.canonical for term in find_terms(text, "en", context) if kind in {"", term.kind}]


@pytest.mark.parametrize(
    "text",
    [
        "We planned a go-to-market for the R&D team, and the C-suite liked it.",
        "Took vitamin C in spring, at a Grade C site, before the Series C round.",
        "I excel at sales, have access to teams, and the rest is in a word a spark.",
        "Excel where others stop. Access to the site was closed. Teams of four worked there.",
        "Spring 2019 and Spring Term were busy.",
        "Sales reps send safe parcels to bed by march.",
        "React to alarms, polish the brass and go on.",
        "German customers, French wine and English literature were on the list.",
        "The Italian restaurant had a Spanish owner.",
        "The shop floor of a retail chain; energy and water were saved.",
        "Shipping orders in a timely fashion, data mining, advertising a post.",
        "On Monday our Sous Chef met Phoenix Harbor and the owners of Canvas House.",
        "I have a Level 3 view of it, and a master plan.",
        "In Room 4, Year 6 and Ward 7 on March 3.",
    ],
)
def test_everyday_words_name_nothing(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Docker and JavaScript", ["docker", "javascript"]),
        ("C, C++, C# and .NET", ["c", "c++", "c#", ".net"]),
        ("I wrote models in R and services in Go.", ["r", "go"]),
        ("I keep the lists in Excel and write in Word.", ["excel", "word"]),
        ("Built it on K8s with Postgres", ["kubernetes", "postgresql"]),
        ("power-bi, PowerBI and Power BI", ["power bi"] * 3),
        ("MS Excel, Microsoft Excel", ["excel", "excel"]),
        ("AWS Certified Solutions Architect", ["aws certified solutions architect"]),
        ("RN with ACLS and PALS", ["registered nurse", "acls", "pals"]),
        ("a driver's license and a forklift certificate", ["driving license", "forklift license"]),
        ("B.Sc. (Hons) in Physics, M.A. in History", ["bachelor of science", "master of arts"]),
        ("insurance and oil and gas", ["insurance", "oil and gas"]),
        ("the energy sector and retail clients", ["energy", "retail"]),
        ("I speak fluent Welsh and some Polish.", ["welsh", "polish"]),
        ("IEPs and individualized education programs", ["iep", "iep"]),
    ],
)
def test_names_are_found_in_all_their_forms(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_the_items_of_a_list_are_names_in_any_case() -> None:
    assert named("excel, word; go / r, Teams", "list") == ["excel", "word", "go", "teams"]
    assert named("Access control, Spring cleaning, R&D, R & D", "list") == []


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("Python 3.11", "3.11"),
        ("ISO 9001:2015", "9001"),
        ("Revit 2023, used daily", "2023"),
        ("GA4", "4"),
        ("Google Analytics 4", "4"),
        ("MedTrack 4", "4"),
        ("SQL 5 days a week", ""),
        ("Python, 2019", ""),
    ],
)
def test_a_number_after_a_name_is_its_version_unless_it_counts_something(text: str, version: str) -> None:
    assert [term.version for term in find_terms(text)] == [version]


def test_a_mention_tells_where_it_stands() -> None:
    (term,) = find_terms("Ran it on Java 17 and more")

    assert (term.kind, term.canonical, term.text) == ("skill", "java", "Java 17")
    assert "Ran it on Java 17 and more"[slice(*term.span)] == "Java 17"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("עבדתי באקסל ובאוטוקאד", ["excel", "autocad"]),
        ("ידע ב-Excel וב-Python", ["excel", "python"]),
        ("אנגלית ברמת B2 ורוסית שוטפת", ["english", "russian"]),
        ("תואר ראשון (B.Sc.) בהנדסה", ["bachelor's degree", "bachelor of science"]),
    ],
)
def test_hebrew_names_are_found_behind_their_prefixes(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K8s", "Kubernetes"),
        ("GA4", "Google Analytics 4"),
        ("Amazon Web Services", "aws"),
        ("Pivot Table", "pivot-tables"),
        ("RN", "Registered Nurse"),
        ("Café design", "cafe design"),
        ("stock count", "Stock counts"),
        ("Profit & Loss", "profit and loss"),
    ],
)
def test_one_thing_is_the_same_under_its_names(one: str, other: str) -> None:
    assert same_term(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Java", "JavaScript"), ("ISO 9001", "ISO 27001"), ("C", "C++"), ("R", "Ruby")]
)
def test_near_names_are_not_the_same(one: str, other: str) -> None:
    assert not same_term(one, other)


def test_an_unknown_name_is_kept_in_lower_case() -> None:
    assert canonical("  Kiln-Firing ") == "kiln firing"
    assert canonical("***") == "***"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("GCSE Maths", 2),
        ("Level 3 Diploma in Cookery", 3),
        ("HND", 5),
        ("Bachelor's degree", 6),
        ("BA Education", 6),
        ("an MBA", 7),
        ("BSc or MSc", 6),
        ("BSc and MSc", 7),
        ("Ph.D.", 8),
        ("תואר ראשון", 6),
        ("תואר שני במינהל", 7),
        ("Scrum Master", None),
    ],
)
def test_degrees_have_the_levels_of_the_british_framework(text: str, level: int | None) -> None:
    assert degree_level(text) == level


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("B.S.", "Bachelor of Science", True),
        ("BSc Physics", "bachelor's degree", True),
        ("BEng", "Bachelor of Engineering", True),
        ("BSc", "BA", False),
        ("Bachelor's degree (B.Sc.)", "B.A.", False),
        ("Bachelor's degree (B.Sc.)", "BSc", True),
        ("BSc", "MSc", False),
        ("Level 3 Diploma", "Level 4 Diploma", False),
        ("Diploma in Baking", "diploma in baking", True),
    ],
)
def test_degrees_are_the_same_by_name_or_by_level_where_one_names_no_more(
    one: str, other: str, *, same: bool
) -> None:
    assert same_degree(one, other) is same


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("basic", 1),
        ("A2", 2),
        ("German (B1)", 3),
        ("business level", 4),
        ("Fluently", 5),
        ("fluent (C2)", 6),
        ("both my mother tongues", 7),
        ("native or bilingual proficiency", 7),
        ("limited working proficiency", 2),
        ("שפת אם", 7),
        ("רמה בסיסית", 1),
        ("German", None),
    ],
)
def test_language_levels_stand_on_one_scale(text: str, level: int | None) -> None:
    assert language_level(text) == level


@pytest.mark.parametrize(
    ("short", "long", "match"),
    [
        ("CKA", "Certified Kubernetes Administrator", True),
        ("C.P.A.", "Certified Public Accountant", True),
        ("PMP", "Project Management Professional certification", True),
        ("CFE", "Certified in Fraud Examining", True),
        ("CKA", "Certified Kubernetes Application Developer", False),
        ("CKA", "CKA", False),
        ("cat", "Certified Audit Technician", False),
    ],
)
def test_a_short_name_matches_what_its_letters_begin(short: str, long: str, *, match: bool) -> None:
    assert initials_match(short, long) is match


def test_titles_differ_by_more_than_spelling() -> None:
    assert same_title("Sr. Engineer & Team Lead", "senior engineer and team lead")
    assert same_title("VP, Sales", "Vice President of Sales")
    assert same_title("מהנדסת בכירה", "מהנדס בכיר")
    assert not same_title("Data Engineer", "Senior Data Engineer")
    assert title_words("Head of Data") == ("head", "data")


@pytest.mark.parametrize(
    ("title", "ranks"),
    [
        ("Sr. Data Engineer", ("senior",)),
        ("Charge Nurse", ("charge",)),
        ("Executive Vice President", ("executive", "vice president")),
        ("Deputy Manager", ()),
        ("מהנדסת בכירה", ("בכיר",)),
    ],
)
def test_seniority_is_what_raises_a_title(title: str, ranks: tuple[str, ...]) -> None:
    assert seniority(title) == ranks


def test_occupations_are_people_of_many_trades() -> None:
    for word in ("engineer", "Nurse", "chef", "paralegal", "bricklayer", "מהנדסת", "טבח"):
        assert is_occupation(word)
    for word in ("pilot", "server", "ward", "table", "בניין"):
        assert not is_occupation(word)


@pytest.mark.parametrize("part", ["a ", "microsoft ", "C.", "Level 3 ", "Bachelor of ", "((", "-", "ו", "A 1 "])
def test_a_long_hostile_text_ends(part: str) -> None:
    assert len(find_terms(part * 2000)) <= 4000


@pytest.mark.parametrize(
    ("noun", "tables", "least"),
    [
        ("skills", ("names", "words"), 1500),
        ("credentials", ("names",), 250),
        ("occupations", ("english", "hebrew"), 300),
        ("industries", ("names", "beside"), 150),
    ],
)
def test_the_lists_hold_many_professions(noun: str, tables: tuple[str, ...], least: int) -> None:
    data = tomllib.loads(WORDING.joinpath(f"{noun}.toml").read_text("utf-8"))

    assert len({name for table in tables for group in data[table].values() for name in group}) >= least
