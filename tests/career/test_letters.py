"""Cover letters: three paragraphs from evidence, in the first person, proved before they are kept."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from bureaus import BUREAUS
from factpeople import PEOPLE, Applicant
from references import NORA, NORTHGATE

from careervp_mcp.career import shelf
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.errors import CompileFailed, InvalidInput
from careervp_mcp.career.firstperson import as_first_person, as_self_description
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import CEILING, LetterRequest, LetterWritten
from careervp_mcp.career.letterscore import combined
from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.career.writing import Draft, WritingOptions

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
HOOK = [
    "Northgate Logistics runs 40 depots across Ohio, and I'd like to be your Senior Data Engineer.",
    "At Fernhill I built a fraud-scoring service in Python that handles 1.2 million payments a day.",
]
PROOF = [
    "You ask for Airflow.",
    "At Brightwater I cut the nightly pipeline from 5 hours to 95 minutes by rebuilding it there.",
    "I led a team of four engineers at Fernhill.",
]
CLOSE = [
    "I have not used Kubernetes yet, and I would like to learn it.",
    "I'd welcome a talk with Northgate Logistics.",
]


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def written(bureau: Bureau, draft: Draft | None = None, **more: Any) -> LetterWritten:
    return write_letter(LetterRequest(REF, draft, **more), bureau)


def draft(**parts: list[str]) -> Draft:
    return {"hook": HOOK, "proof": PROOF, "close": CLOSE, **parts}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Led a team of 4 engineers.", "I led a team of 4 engineers."),
        ("Plan 120 truckloads a week", "I plan 120 truckloads a week."),
        ("I nursed level 3 patients 1:1.", "I nursed level 3 patients 1:1."),
        ("Responsible for two wards.", "I was responsible for two wards."),
        ("An 18-bed unit for intensive care", None),
        ("In 2020 I worked in the surge unit", None),
        ("Scheduling of deliveries to 48 stores", None),
        ("", None),
    ],
)
def test_a_deed_is_said_in_the_first_person_and_nothing_else_is(told: str, said: str | None) -> None:
    assert as_first_person(told) == said


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("Data engineer with 7 years in payments.", "I'm a data engineer with 7 years in payments."),
        ("HR generalist with 3 years in retail.", "I'm an HR generalist with 3 years in retail."),
        ("Likes short menus.", None),
    ],
)
def test_a_summary_that_names_an_occupation_says_who_writes(summary: str, said: str | None) -> None:
    assert as_self_description(summary) == said


def test_a_letter_names_company_title_and_a_detail_and_proves_what_it_says(bureau: Bureau) -> None:
    letter = written(bureau)

    assert (letter.status, letter.writer_used) == ("accepted", "offline")
    assert [one.rule for one in letter.findings if one.severity == "CRITICAL"] == []
    assert letter.text is not None
    assert letter.text.count("Northgate Logistics") > 1
    assert "Senior Data Engineer" in letter.text
    assert "“We run 40 depots across Ohio.”" in letter.text
    assert letter.paragraphs is not None
    assert 80 <= letter.paragraphs.hook.word_count <= 100
    assert 60 <= letter.paragraphs.close.word_count <= 80
    assert letter.paragraphs.close.includes_cta
    assert {"Python", "Airflow"} <= set(letter.paragraphs.proof_points.requirements_matched)


def test_the_same_letter_is_written_twice(bureau: Bureau) -> None:
    assert written(bureau) == written(bureau)


def test_a_hosts_truthful_draft_is_accepted_between_our_greeting_and_name(bureau: Bureau) -> None:
    letter = written(bureau, draft())

    assert (letter.status, letter.writer_used) == ("accepted", "host")
    assert letter.text is not None
    assert letter.text.startswith("Dear Northgate Logistics team,")
    assert letter.text.rstrip().endswith("Nora Whitfield")
    assert (bureau.root.folder / letter.files[0]).read_text("utf-8") == letter.text


@pytest.mark.parametrize(
    ("parts", "rule", "path"),
    [
        ({"proof": [*PROOF, "At Northgate Logistics I built depots."]}, "target_as_employer", "/proof/3"),
        ({"close": [*CLOSE, "I can start on Monday."]}, "logistics_invented", "/close/2"),
        ({"proof": ["I led a team of 14 engineers at Fernhill."]}, "team_size_changed", "/proof/0"),
        ({"hook": []}, "section_missing", "/hook"),
        ({"proof": [*PROOF, *(f"Your list goes on with item {n} and asks for more of it." for n in range(40))]},
         "too_long", None),
    ],
)  # fmt: skip
def test_a_draft_that_breaks_a_rule_is_rejected_where_it_does(
    bureau: Bureau, parts: dict[str, list[str]], rule: str, path: str | None
) -> None:
    letter = written(bureau, draft(**parts))

    assert (letter.status, letter.files) == ("rejected", ())
    assert (rule, path) in [(one.rule, one.path) for one in letter.findings]


def test_a_letter_with_five_inventions_comes_back_with_exactly_those(bureau: Bureau) -> None:
    inventions = [
        "I led a team of 14 engineers at Fernhill.",
        "At Brightwater I reduced cloud spend by 37%.",
        "I was Head of Data at Fernhill.",
        "I have worked with Terraform for years.",
        "I won the Ohio Data Prize in 2024.",
    ]

    letter = written(bureau, draft(proof=[*PROOF, *inventions]))

    blocked = {one.path for one in letter.findings if one.severity == "CRITICAL"}
    assert blocked == {f"/proof/{place}" for place in range(3, 8)}
    assert written(bureau, draft()).status == "accepted"


def test_a_citation_that_names_no_fact_gives_way_to_the_one_that_carries_the_sentence(bureau: Bureau) -> None:
    cited = {"text": "I led a team of four engineers at Fernhill.", "facts": ["r9.b9"]}
    letter = written(bureau, {"hook": HOOK, "proof": [*PROOF[:2], cited], "close": CLOSE})
    evidence = json.loads(shelf.evidence(bureau, letter.artefact_id or ""))

    assert letter.status == "accepted"
    assert ("provenance_corrected", "/proof/2") in [(one.rule, one.path) for one in letter.findings]
    (told,) = [one for one in evidence if one["text"] == cited["text"]]
    assert "r9.b9" not in told["facts"]
    assert "r1.b2" in told["facts"]


def test_availability_stands_only_where_the_user_gave_it(bureau: Bureau) -> None:
    letter = written(bureau, availability="from 1 March")

    assert letter.status == "accepted"
    assert letter.text is not None
    assert "I am available from 1 March." in letter.text
    assert "available" not in (written(bureau).text or "")


class Press:
    """Keeps what it was given to set; a press that fails says so."""

    engines = ("pdflatex",)

    def __init__(self, failure: str = "") -> None:
        self.given: list[Manuscript] = []
        self.failure = failure

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        assert engine is None
        assert not cancelled()
        if self.failure:
            raise CompileFailed(self.failure)
        self.given.append(manuscript)
        return Typeset(b"%PDF-1.7 of a letter", 2, "pdflatex", cached=False, duration_ms=1, warnings=("a font",))


def test_a_letter_is_set_in_the_resumes_design_with_every_sign_escaped(bureau: Bureau) -> None:
    press = Press()
    own = draft(close=[*CLOSE, "I would like to hear of your plans & your people."])
    letter = write_letter(LetterRequest(REF, own, pdf=True), replace(bureau, typesetter=press))

    (given,) = press.given
    source = given.source.decode()
    assert source.startswith(bureau.template.partition(r"\begin{document}")[0])
    assert r"\name{Nora Whitfield}" in source
    assert r"I would like to hear of your plans \& your people." in source
    assert r"pdftitle={Nora Whitfield: letter to Northgate Logistics}" in source
    assert given.expected == ("Nora Whitfield",)
    assert [Path(name).name for name in letter.files] == [
        "letter.md", "letter.json", "cover_letter.tex", "cover_letter.pdf",
    ]  # fmt: skip
    assert (bureau.root.folder / letter.files[3]).read_bytes() == b"%PDF-1.7 of a letter"
    assert [(one.code, one.message) for one in letter.warnings[:2]] == [
        ("LONG", "the letter has 2 pages; one is usual"),
        ("PDF", "a font"),
    ]


def test_a_letter_that_the_press_cannot_set_is_kept_with_its_source(bureau: Bureau) -> None:
    letter = write_letter(LetterRequest(REF, pdf=True), replace(bureau, typesetter=Press("no engine was found")))

    assert letter.status == "accepted"
    assert [Path(name).name for name in letter.files] == ["letter.md", "letter.json", "cover_letter.tex"]
    assert ("COMPILE_ERROR", "no engine was found") in [(one.code, one.message) for one in letter.warnings]
    none = write_letter(LetterRequest(REF, pdf=True), replace(bureau, typesetter=None))
    assert "there is no press here" in str(none.warnings)


def test_a_hebrew_letter_stays_markdown_because_the_template_sets_none(bureau: Bureau) -> None:
    shira = next(person for person in PEOPLE if person.id == "shira")
    import_cv(ImportRequest(text=shira.cv, cv_id="cv_shira"), bureau)
    posting = PostingRef(text=shira.posting, company=shira.company, title=shira.title)
    letter = write_letter(LetterRequest(ApplicationRef(cv_id="cv_shira", posting=posting), pdf=True), bureau)

    assert (letter.status, [Path(name).suffix for name in letter.files]) == ("accepted", [".md", ".json"])
    assert "sets no Hebrew" in str(letter.warnings)


@pytest.mark.parametrize(("asked", "told"), [(500, 400), (200, 260)])
def test_a_target_outside_the_limits_is_clamped_and_told(bureau: Bureau, asked: int, told: int) -> None:
    letter = written(bureau, word_count_target=asked)

    assert f"{asked} became {told}" in str(letter.warnings)
    assert letter.word_count is not None
    assert letter.word_count <= 400


def test_the_parts_of_the_score_weigh_as_they_should() -> None:
    assert round(combined(0.8667, 0.86, 0.95), 3) == 0.885


@pytest.mark.parametrize("more", [{"availability": "<script>"}, {"emphasis": ("onload=x",)}])
def test_script_in_an_option_is_refused(bureau: Bureau, more: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="script"):
        written(bureau, **more)


def test_a_host_gets_a_brief_first(bureau: Bureau) -> None:
    letter = written(bureau, options=WritingOptions(writer="host"))

    assert (letter.status, letter.text, letter.files) == ("brief", None, ())
    assert letter.brief is not None
    assert letter.brief.draft_schema["required"] == ["hook", "proof", "close"]


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
def test_each_person_of_the_bench_gets_an_accepted_letter_within_its_measures(who: Applicant, tmp_path: Path) -> None:
    bureau = BUREAUS["memory"](tmp_path)
    cv_id = import_cv(ImportRequest(text=who.cv), bureau).cv_id
    posting = PostingRef(text=who.posting, company=who.company, title=who.title)

    letter = write_letter(LetterRequest(ApplicationRef(cv_id=cv_id, posting=posting)), bureau)

    assert (letter.status, [one.rule for one in letter.findings if one.severity == "CRITICAL"]) == ("accepted", [])
    assert letter.word_count is not None
    assert 200 <= letter.word_count <= 400
    assert weight(asdict(letter)) <= CEILING
