import pytest
from test_untrusted import HOSTILE
from vacancies import ACCOUNTANT, ASKED, CHEF, ENGINEER, NORTHGATE, NURSE, SALES, TEACHER, WAREHOUSE

from careervp_mcp.career.requirements import JobRequirements, read_posting, requirements_of

POSTINGS = [posting for posting, *_ in ASKED]


def asked_by(text: str) -> JobRequirements:
    return requirements_of(read_posting(text))


@pytest.mark.parametrize(("text", "title", "company", "must", "nice", "years"), ASKED)
def test_a_posting_of_any_profession_yields_what_it_asks(  # noqa: PLR0917 - the columns of the table
    text: str, title: str, company: str, must: tuple[str, ...], nice: tuple[str, ...], years: int | None
) -> None:
    asked = asked_by(text)

    assert (asked.title, asked.company) == (title, company)
    assert tuple(name for one in asked.must_haves for name in one.terms) == must
    assert tuple(name for one in asked.nice_to_haves for name in one.terms) == nice
    assert asked.years_required == years


@pytest.mark.parametrize("text", POSTINGS)
def test_every_demand_quotes_the_posting_at_its_place(text: str) -> None:
    posting = read_posting(text)
    asked = requirements_of(posting)

    for one in (*asked.must_haves, *asked.nice_to_haves, *asked.responsibilities):
        assert posting.description[slice(*one.span)] == one.text
    for fact in asked.company_facts:
        assert posting.description[slice(*fact.span)] == fact.text


def test_the_reference_posting_has_seven_keywords_and_the_years_are_none_of_them() -> None:
    asked = asked_by(NORTHGATE)

    names = [keyword.name for keyword in asked.keywords]
    assert names == ["Python", "SQL", "Airflow", "Kubernetes", "leading engineers", "Terraform", "dbt"]
    assert [one.kind for one in asked.must_haves][-1] == "years"
    assert len(asked.must_haves) == 6


def test_what_a_posting_tells_of_its_company_is_kept_apart_from_what_it_asks() -> None:
    assert [fact.text for fact in asked_by(NORTHGATE).company_facts] == ["We run 40 depots across Ohio."]
    assert [fact.text for fact in asked_by(WAREHOUSE).company_facts] == ["Orrin Storage keeps food for 60 shops."]
    assert "stroke" in asked_by(NURSE).company_words


@pytest.mark.parametrize(
    ("text", "kind", "quoted"),
    [
        (NURSE, "credential", "NMC registration"),
        (TEACHER, "education", "A degree in education or a related field"),
        (ENGINEER, "education", "a degree in civil engineering"),
        (SALES, "credential", "Driving licence"),
        (NURSE, "language", "Polish"),
    ],
)
def test_licences_degrees_and_languages_are_told_apart(text: str, kind: str, quoted: str) -> None:
    asked = asked_by(text)

    assert any(quoted in one.text for one in (*asked.must_haves, *asked.nice_to_haves) if one.kind == kind)


def test_one_of_several_names_is_enough_where_the_posting_says_or() -> None:
    keywords = {keyword.name: keyword.forms for keyword in asked_by(ACCOUNTANT).keywords}

    assert keywords["ACCA or CIMA"] == ("ACCA", "CIMA")
    assert asked_by(SALES).must_haves[1].asks == (("CRM", "Salesforce"),)


def test_a_stroke_between_two_known_names_means_or_and_inside_one_name_nothing() -> None:
    asked = asked_by("Engineer\n\nRequired\n- AutoCAD/Revit\n- CI/CD\n")

    assert [one.asks for one in asked.must_haves] == [(("AutoCAD", "Revit"),), (("CI/CD",),)]


def test_traits_are_demands_but_nothing_a_screening_looks_for() -> None:
    asked = asked_by("Engineer\n\nRequired\n- Excellent communication skills\n- AutoCAD\n")

    assert [one.kind for one in asked.must_haves] == ["trait", "skill"]
    assert [keyword.name for keyword in asked.keywords] == ["AutoCAD"]


@pytest.mark.parametrize(
    ("head", "title", "company"),
    [
        ("Nurse - Remote\nElm Hospital", "Nurse", "Elm Hospital"),
        ("Teacher wanted\nElm School, Leeds", "Teacher", "Elm School"),
        ("Elm Bakery is hiring: Baker (Leeds)", "Baker", "Elm Bakery"),
        ("Elm Bakery, Baker. A place for early risers.", "Baker", "Elm Bakery"),
        ("Senior UX Researcher, Elm Transit\n\nElm Transit runs 40 lines.", "Senior UX Researcher", "Elm Transit"),
        ("We seek an accountant to join Elm Foods.", "accountant", "Elm Foods"),
    ],
)
def test_title_and_company_are_found_however_the_head_is_written(head: str, title: str, company: str) -> None:
    posting = read_posting(f"{head}\n\nRequired\n- Excel\n")

    assert (posting.role_title, posting.company_name) == (title, company)


def test_duties_are_responsibilities_and_what_is_offered_is_no_demand() -> None:
    assert [one.text for one in asked_by(TEACHER).responsibilities] == [
        "Teach a class of 28 pupils in Year 4",
        "Plan lessons with the other teacher of the year",
    ]
    assert not any("tips" in one.text for one in asked_by(CHEF).must_haves)


def test_what_is_said_not_to_be_needed_is_not_asked() -> None:
    assert not any("German" in name for one in asked_by(ENGINEER).must_haves for name in one.terms)


@pytest.mark.parametrize(("text", "place"), [(NORTHGATE, "Columbus, Ohio"), (WAREHOUSE, "Tilbury"), (CHEF, "Galway")])
def test_the_place_stands_behind_the_company_or_its_label(text: str, place: str) -> None:
    assert asked_by(text).place == place


def test_what_the_caller_says_of_title_and_company_wins() -> None:
    posting = read_posting(NURSE, company="Elm Hospital", title="Staff Nurse")

    assert (posting.company_name, posting.role_title) == ("Elm Hospital", "Staff Nurse")


def test_a_hebrew_posting_is_known_by_its_letters() -> None:
    assert [read_posting(text).language for text in POSTINGS] == ["en"] * 8 + ["he"]


@pytest.mark.parametrize(("rule", "planted"), HOSTILE)
def test_a_planted_line_changes_nothing_that_a_posting_asks(rule: str, planted: str) -> None:
    text = NURSE.replace("Desirable", f"{planted}\nDesirable")

    posting = read_posting(text)

    assert rule in {flag.rule for flag in posting.flags}
    asked, honest = requirements_of(posting), asked_by(NURSE)
    assert [one.text for one in asked.must_haves] == [one.text for one in honest.must_haves]
    assert asked.keywords == honest.keywords
    assert asked.company_words == honest.company_words


@pytest.mark.parametrize("text", ["", "\n\n", "-", "Required:", "a" * 20_000, "- x\n" * 3000, "and, or " * 3000])
def test_a_text_that_is_no_posting_asks_nothing_or_little(text: str) -> None:
    asked = asked_by(text)

    assert asked.company == ""
    assert len(asked.keywords) <= 18
