"""The ten gates of tailoring: realistic CVs and postings, each with a minimum, and three ways to cheat it."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bureaus import in_memory

from careervp_mcp.career.applications import the_application
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cvtailoring import tailor_cv
from careervp_mcp.career.exhibits import Exhibit
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.screening import estimate
from careervp_mcp.career.tailored import CvTailored, Scenario, TailoredCV, TailoredRole, TailorRequest
from careervp_mcp.career.tailoringplan import Plan
from careervp_mcp.career.tailoringscore import parts_of, score_of

FOLDER = Path(__file__).with_name("gates")
MISMATCHED = (FOLDER / "mismatched.txt").read_text("utf-8")
CV = "cv_gate"


@dataclass(frozen=True, slots=True)
class Gate:
    """One scenario."""

    name: str
    scenario: Scenario
    minimum: float
    keeps_length: bool
    stuffed: str
    """A word that the posting wants and the person lacks."""

    @property
    def cv(self) -> str:
        return (FOLDER / f"{self.name}_{self.scenario}" / "cv.txt").read_text("utf-8")

    @property
    def posting(self) -> str:
        return (FOLDER / f"{self.name}_{self.scenario}" / "posting.txt").read_text("utf-8")


GATES = [
    Gate("001", "matching_experience", 9.0, keeps_length=True, stuffed="route planning with Rust"),
    Gate("002", "career_changer", 7.5, keeps_length=False, stuffed="React"),
    Gate("003", "leadership_role", 8.0, keeps_length=False, stuffed="Scala"),
    Gate("004", "senior_skills_gap", 7.0, keeps_length=True, stuffed="Azure"),
    Gate("005", "recent_graduate", 7.5, keeps_length=False, stuffed="AWS"),
    Gate("006", "remote_first", 8.0, keeps_length=True, stuffed="AWS"),
    Gate("007", "startup_culture", 8.0, keeps_length=True, stuffed="Stripe"),
    Gate("008", "industry_transition", 7.5, keeps_length=True, stuffed="Azure"),
    Gate("009", "contract_to_perm", 8.0, keeps_length=True, stuffed="Kafka"),
    Gate("010", "employment_gap", 7.0, keeps_length=True, stuffed="TypeScript"),
]
BY_NAME: Mapping[str, Gate] = {gate.scenario: gate for gate in GATES}
every_gate = pytest.mark.parametrize("gate", GATES, ids=[f"cv_gate_{gate.name}" for gate in GATES])


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return in_memory(tmp_path)


@cache
def done(gate: Gate) -> tuple[CvTailored, str, Plan]:
    """What a gate's CV became, its page, and the plan behind it; made once."""
    with tempfile.TemporaryDirectory() as folder:
        bureau = in_memory(Path(folder))
        asked = request(gate, bureau, gate.posting)
        told = tailor_cv(asked, bureau)
        return told, page(bureau), Plan(the_application(asked.application, bureau), asked)


def request(gate: Gate, bureau: Bureau, posting: str, draft: Any = None) -> TailorRequest:
    import_cv(ImportRequest(text=gate.cv, cv_id=CV), bureau)
    ref = ApplicationRef(cv_id=CV, posting=PostingRef(text=posting))
    return TailorRequest(ref, draft, scenario=gate.scenario, preserve_length=gate.keeps_length)


def tailored(gate: Gate, bureau: Bureau, posting: str = "", draft: Any = None) -> CvTailored:
    return tailor_cv(request(gate, bureau, posting or gate.posting, draft), bureau)


def page(bureau: Bureau) -> str:
    (path,) = bureau.root.folder.rglob("cv.md")
    return path.read_text("utf-8")


@every_gate
def test_a_gate_is_reached_with_every_held_keyword_and_no_violation(gate: Gate, bureau: Bureau) -> None:
    told = tailored(gate, bureau)
    plan = Plan(
        the_application(request(gate, bureau, gate.posting).application, bureau), request(gate, bureau, gate.posting)
    )

    assert (told.status, told.minimum) == ("accepted", gate.minimum)
    assert told.ats_score is not None
    assert told.ats_score >= gate.minimum
    assert [finding for finding in told.findings if finding.severity == "CRITICAL"] == []
    assert set(told.keyword_matches.matched if told.keyword_matches else ()) >= {word.name for word in plan.keywords}


@every_gate
def test_roles_dates_degrees_and_contact_stay_as_they_are(gate: Gate) -> None:
    text, person = done(gate)[1], read_text(gate.cv).cv

    for role in person.experience:
        assert role.role in text
        assert role.company in text
        assert role.dates in text
    for study in person.education:
        assert study.course in text
        assert study.institution in text
    assert person.email in text
    assert person.phone in text
    for role in person.experience if gate.keeps_length else ():
        assert all(bullet in text for bullet in role.achievements)


def test_a_career_changer_shows_skills_before_posts() -> None:
    text = done(BY_NAME["career_changer"])[1]

    assert text.index("## Skills") < text.index("Maths Teacher")


def test_a_leaders_mentoring_and_leading_are_shown() -> None:
    text = done(BY_NAME["leadership_role"])[1]

    assert "Led a team of 5 engineers" in text
    assert "Mentored 6 engineers" in text


def test_a_skills_gap_is_told_as_one() -> None:
    told, text, _ = done(BY_NAME["senior_skills_gap"])

    assert told.keyword_matches is not None
    assert "Azure" in told.keyword_matches.missing
    assert "Azure" not in text


def test_a_graduates_education_stands_first() -> None:
    text = done(BY_NAME["recent_graduate"])[1]

    assert text.index("## Education") < text.index("Software Engineering Intern")


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("remote_first", ("on my own initiative", "Documented every incident in writing")),
        ("startup_culture", ("Owned the mobile deposit feature", "Took over design, code and support")),
        ("industry_transition", ("Passed 4 audits of data protection", "compliance officer")),
        ("contract_to_perm", ("Java Developer (contract)", "Delivered 3 releases on the agreed date")),
        ("employment_gap", ("03/2021 - 07/2024", "02/2025 - 10/2025", "Course in Vue.js")),
    ],
)
def test_what_counts_in_a_scenario_is_on_the_page(scenario: str, words: tuple[str, ...]) -> None:
    text = done(BY_NAME[scenario])[1]

    assert [said for said in words if said not in text] == []


@every_gate
def test_a_word_that_the_person_lacks_is_rejected_and_scores_nothing(gate: Gate, bureau: Bureau) -> None:
    person = read_text(gate.cv).cv
    skills = [*(skill.name for skill in person.skills[:3]), gate.stuffed]
    bullets = {f"r{place}": list(role.achievements) for place, role in enumerate(person.experience, 1)}
    draft = {
        "summary": [f"I have worked with {gate.stuffed} for years."],
        "roles": [{"role": name, "bullets": told} for name, told in bullets.items()],
        "skills": skills,
    }
    told = tailored(gate, bureau, draft=draft)

    assert (told.status, told.ats_score, told.files) == ("rejected", None, ())
    assert any(
        gate.stuffed.split()[-1] in finding.text for finding in told.findings if finding.severity == "CRITICAL"
    )


@every_gate
def test_an_untouched_cv_scores_no_higher(gate: Gate) -> None:
    told, _, plan = done(gate)
    person = plan.application.person
    ats = estimate(Exhibit(gate.cv), plan.application.posting, person, plan.application.bank)

    assert told.ats_score is not None
    assert score_of(parts_of(untouched(plan), gate.cv, plan, ats)) <= told.ats_score


def untouched(plan: Plan) -> TailoredCV:
    """The CV in its own order, with every bullet and no summary of keywords."""
    person = plan.application.person
    roles = tuple(
        TailoredRole(
            f"r{place}", role.role, role.company, role.dates, role.location, role.achievements,
            tuple(Sentence(text) for text in role.achievements), 0.0,
        )
        for place, role in enumerate(person.experience, 1)
    )  # fmt: skip
    return TailoredCV(
        CV,
        plan.application.id,
        (),
        roles,
        tuple(skill.name for skill in person.skills),
        plan.tailored().section_order,
    )


@every_gate
def test_a_job_that_does_not_match_stays_below_the_gate(gate: Gate, bureau: Bureau) -> None:
    told = tailored(gate, bureau, MISMATCHED)

    assert told.status == "accepted"
    assert told.ats_score is not None
    assert told.ats_score < gate.minimum
    assert not told.meets_minimum
    assert "LOW_SCORE" in [warning.code for warning in told.warnings]


def test_the_json_twin_tells_the_same_as_the_page(bureau: Bureau) -> None:
    tailored(BY_NAME["matching_experience"], bureau)
    (twin,) = bureau.root.folder.rglob("cv.json")
    (plain,) = bureau.root.folder.rglob("cv.txt")
    held = json.loads(twin.read_text("utf-8"))
    bullets = [bullet["text"] for role in held["work_experience"] for bullet in role["bullets"]]

    assert bullets
    assert all(bullet in page(bureau) and bullet in plain.read_text("utf-8") for bullet in bullets)
