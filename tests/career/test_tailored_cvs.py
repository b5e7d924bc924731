"""Tailored CVs: chosen and ordered for a posting, proved, scored, and the same facts as before."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from bureaus import BUREAUS
from factpeople import PEOPLE, Applicant
from references import NORA, NORTHGATE

from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cvtailoring import TooManyEmphases, tailor_cv
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.tailored import CEILING, CvTailored, TailorRequest
from careervp_mcp.career.writing import Draft, WritingOptions

CV = "cv_nora"
REF = ApplicationRef(cv_id=CV, posting=PostingRef(text=NORTHGATE))
R1 = [
    "Built a fraud-scoring service in Python that handles 1.2 million payments a day.",
    "Led a team of 4 engineers.",
]
R2 = ["Cut the nightly pipeline from 5 hours to 95 minutes by rebuilding it in Airflow."]


@pytest.fixture(params=BUREAUS)
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    found = BUREAUS[request.param](tmp_path)
    import_cv(ImportRequest(text=NORA, cv_id=CV), found)
    return found


def draft(r1: list[str] = R1, r2: list[str] = R2, **more: object) -> Draft:
    return {"roles": [{"role": "r1", "bullets": r1}, {"role": "r2", "bullets": r2}], **more}


def tailored(bureau: Bureau, told: Draft | None = None, **more: object) -> CvTailored:
    return tailor_cv(TailorRequest(REF, told, **more), bureau)  # type: ignore[arg-type]  # a test's own fields


def page(bureau: Bureau, answer: CvTailored, name: str = "cv/cv.md") -> str:
    (path,) = [path for path in answer.files if path.endswith(name)]
    return (bureau.root.folder / path).read_text("utf-8")


def test_the_cvs_own_words_are_kept_and_what_the_posting_asks_comes_first(bureau: Bureau) -> None:
    answer = tailored(bureau)

    assert (answer.status, answer.writer_used, answer.findings) == ("accepted", "offline", ())
    assert answer.keyword_matches is not None
    assert answer.keyword_matches.matched == ("Python", "SQL", "Airflow", "Leading engineers")
    assert answer.keyword_matches.missing == ("Kubernetes", "Terraform", "dbt")
    text = page(bureau, answer)
    assert text.index("Python, SQL, Airflow") > 0
    assert all(line.removeprefix("- ") in text for line in NORA.splitlines() if line.startswith("- "))


def test_every_role_date_degree_and_contact_is_the_sources(bureau: Bureau) -> None:
    cv, source = read_text(page(bureau, tailored(bureau))).cv, read_text(NORA).cv

    assert [(one.role, one.company, one.dates) for one in cv.experience] == [
        (one.role, one.company, one.dates) for one in source.experience
    ]
    assert (cv.full_name, cv.email, cv.phone) == (source.full_name, source.email, source.phone)
    assert [(one.degree, one.institution) for one in cv.education] == [
        (one.degree, one.institution) for one in source.education
    ]


def test_the_score_is_the_weighted_mean_and_an_honest_gap_is_a_bridge(bureau: Bureau) -> None:
    before = tailored(bureau)
    asked = ask(GapRequest(REF), bureau)
    store_answers(AnswersRequest(asked.application_id, (AnswerGiven(asked.questions[1].id, declined=True),)), bureau)

    after = tailored(bureau)

    assert (before.ats_score, after.ats_score) == (7.9, 8.9)
    assert after.parts is not None
    assert (after.parts.coverage, after.parts.structure, after.parts.bridge) == (0.71, 1.0, 1.0)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (draft(skills=["Python", "SQL", "Kubernetes"]), "skill_added_list"),
        ({"roles": [{"role": "r1", "bullets": R1}]}, "role_vanished"),
        (draft(["Reduced cloud spend by 27%, saving $380K a year, by moving cold data to cheaper storage."]),
         "achievement_moved"),
        (draft(["Led a team of 14 engineers."]), "team_size_changed"),
        (draft([*R1, "Managed [TODO: number] services."]), "placeholder"),
        ({"roles": [{"role": "r9", "bullets": R1}, *draft()["roles"]]}, "unknown_role"),  # type: ignore[misc]
        ({"roles": [{"role": "r1", "company": "Fernhill Bank", "bullets": R1}, {"role": "r2", "bullets": R2}]},
         "role_tuple_mismatch"),
    ],
)  # fmt: skip
def test_a_draft_that_invents_is_rejected_by_its_rule_and_nothing_is_kept(
    bureau: Bureau, told: Draft, rule: str
) -> None:
    answer = tailored(bureau, told)

    assert (answer.status, answer.ats_score, answer.files, answer.artefact_id) == ("rejected", None, (), None)
    assert rule in [finding.rule for finding in answer.findings]
    assert not list(bureau.root.folder.rglob("cv.md"))


def test_a_finding_points_at_its_place_in_the_draft(bureau: Bureau) -> None:
    answer = tailored(bureau, draft(R1, [*R2, "Reduced cloud spend by 37%."]))

    assert [(finding.path, finding.expected) for finding in answer.findings] == [("/roles/1/bullets/1", "27%")]


def test_a_truthful_rewording_is_accepted_with_what_it_rests_on(bureau: Bureau) -> None:
    answer = tailored(bureau, draft(["Coordinated a team of four engineers."]))

    assert (answer.status, answer.writer_used, answer.version) == ("accepted", "host", 1)
    kept = json.loads(page(bureau, answer, "cv/cv.json"))
    assert kept["direction"] == "ltr"
    assert kept["work_experience"][0]["bullets"][0]["text"] == "Coordinated a team of four engineers."


def test_a_later_version_takes_the_place_of_the_earlier_one(bureau: Bureau) -> None:
    first, second = tailored(bureau), tailored(bureau, draft())

    assert (first.version, second.version) == (1, 2)
    assert page(bureau, second) != NORA
    assert "Led a team of 4 engineers." in page(bureau, second)
    assert tailored(bureau, draft()) == second


def test_a_cv_that_a_person_edited_stays_unless_it_is_forced_and_then_is_kept_beside(bureau: Bureau) -> None:
    path = bureau.root.folder / tailored(bureau).files[0]
    path.write_text("mine", "utf-8")

    left = tailored(bureau, draft())
    assert (path.read_text("utf-8"), left.warnings[0].code) == ("mine", "HAND_EDITED")

    tailored(bureau, draft(), options=WritingOptions(force=True))
    assert "Led a team of 4 engineers." in path.read_text("utf-8")
    assert path.with_name("cv.md.bak").read_text("utf-8") == "mine"


def test_a_resume_source_is_the_template_filled_with_escaped_text(bureau: Bureau) -> None:
    answer = tailored(bureau, resume_tex=True)

    source = page(bureau, answer, "resume/resume.tex")
    assert r"\item Reduced cloud spend by 27\%, saving \$380K a year" in source
    assert "PLACEHOLDER" not in source.partition(r"\begin{document}")[2]


def test_a_host_gets_a_brief_that_names_no_contact(bureau: Bureau) -> None:
    answer = tailored(bureau, options=WritingOptions(writer="host"))

    assert (answer.status, answer.files) == ("brief", ())
    assert answer.brief is not None
    assert answer.brief.draft_schema["required"] == ["roles"]
    assert "555 010" not in str(answer)


@pytest.mark.parametrize(
    "told",
    [{"roles": "r1"}, {"roles": [], "headline": "x"}, draft([1]), draft(skills="Python"), draft(section_order=["x"])],  # type: ignore[list-item]
)
def test_a_draft_of_another_form_is_refused(bureau: Bureau, told: Draft) -> None:
    with pytest.raises(InvalidInput, match=r"draft"):
        tailored(bureau, told)


def test_too_many_emphases_are_refused_with_the_limit(bureau: Bureau) -> None:
    with pytest.raises(TooManyEmphases, match="at most 5 areas; got 6"):
        tailored(bureau, emphasis=tuple("abcdef"))


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
def test_each_person_of_the_bench_gets_an_accepted_cv_within_the_ceiling(who: Applicant, tmp_path: Path) -> None:
    bureau = BUREAUS["memory"](tmp_path)
    cv_id = import_cv(ImportRequest(text=who.cv), bureau).cv_id
    posting = PostingRef(text=who.posting, company=who.company, title=who.title)

    answer = tailor_cv(TailorRequest(ApplicationRef(cv_id=cv_id, posting=posting)), bureau)

    assert (answer.status, [one.rule for one in answer.findings if one.severity == "CRITICAL"]) == ("accepted", [])
    assert weight(asdict(answer)) <= CEILING
