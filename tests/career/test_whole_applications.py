"""Whole applications offline: every tool, every person, postings of their own trade and of others, all accepted."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bureaus import in_memory
from factpeople import PEOPLE, Applicant
from torture import TORTURE

from careervp_mcp.career.artefacts import siblings_of
from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.cvtailoring import tailor_cv
from careervp_mcp.career.gapanswering import store_answers
from careervp_mcp.career.gapasked import AnswerGiven, AnswersRequest, GapRequest
from careervp_mcp.career.gapasking import ask
from careervp_mcp.career.imported import ImportRequest
from careervp_mcp.career.importing import import_cv
from careervp_mcp.career.interviewing import prepare
from careervp_mcp.career.interviews import InterviewRequest
from careervp_mcp.career.lettering import write_letter
from careervp_mcp.career.letters import LetterRequest
from careervp_mcp.career.tailored import TailorRequest
from careervp_mcp.career.validated import ValidateRequest
from careervp_mcp.career.validating import validate
from careervp_mcp.career.valuereport import ReportRequest
from careervp_mcp.career.valuing import write_report
from careervp_mcp.career.writing import Written
from careervp_mcp.proof.engine import EngineProofreader

CV = "cv_whole"
NOT_AGAIN = frozenset({"accountant", "electrician", "logistics", "paralegal", "physio", "sales", "ux"})
"""People whose like is among the twelve: each costs a quarter of a minute."""
IN_THE_GATE = ("designer", "shira")
CEILING = 2000
"""Tokens of any answer."""
Step = Callable[[ApplicationRef, Bureau], Written]
STEPS: dict[str, Step] = {
    "report": lambda ref, bureau: write_report(ReportRequest(ref), bureau),
    "cv": lambda ref, bureau: tailor_cv(TailorRequest(ref), bureau),
    "letter": lambda ref, bureau: write_letter(LetterRequest(ref), bureau),
    "interview": lambda ref, bureau: prepare(InterviewRequest(ref), bureau),
}


def is_hebrew(person: Applicant) -> bool:
    return any("א" <= letter <= "ת" for letter in person.cv[:300])


def postings(person: Applicant) -> list[Applicant]:
    """Whose postings a person applies to: their own, and two of others in the same language."""
    others = [one for one in PEOPLE if one is not person and is_hebrew(one) == is_hebrew(person)]
    place = PEOPLE.index(person)
    return [person, *(others[(place * step + step) % len(others)] for step in (7, 5))]


TWELVE = [person for person in PEOPLE if is_hebrew(person)] + [
    person for person in PEOPLE if not is_hebrew(person) and person.id not in NOT_AGAIN
]
PAIRS = [
    pytest.param(person, posting, id=f"{person.id}-{posting.id}")
    for person in TWELVE
    for posting in postings(person)
    if TORTURE or (person.id in IN_THE_GATE and posting is person)
]


@pytest.fixture(scope="module")
def proofreader() -> Iterator[EngineProofreader]:
    reader = EngineProofreader()
    yield reader
    reader.close()


@pytest.mark.parametrize(("person", "posting"), PAIRS)
def test_every_document_of_an_application_is_accepted_agrees_with_the_others_and_comes_out_the_same_again(
    person: Applicant, posting: Applicant, tmp_path: Path, proofreader: EngineProofreader
) -> None:
    bureau = dataclasses.replace(in_memory(tmp_path), proofreader=proofreader)
    import_cv(ImportRequest(text=person.cv, cv_id=CV), bureau)
    ref = ApplicationRef(
        cv_id=CV, posting=PostingRef(text=posting.posting, company=posting.company, title=posting.title)
    )
    asked = ask(GapRequest(ref), bureau)
    declined = tuple(AnswerGiven(question.id, declined=True) for question in asked.questions)
    if declined:
        store_answers(AnswersRequest(asked.application_id, declined), bureau)

    written = {name: step(ref, bureau) for name, step in STEPS.items()}

    assert {name: one.status for name, one in written.items()} == dict.fromkeys(STEPS, "accepted")
    assert [one for told in written.values() for one in told.findings if one.severity == "CRITICAL"] == []
    assert max(weight(dataclasses.asdict(one)) for one in (asked, *written.values())) <= CEILING
    texts = {one.kind: one.text for one in siblings_of(bureau, asked.application_id)}
    assert len(texts) == len(STEPS)
    whole = validate(ValidateRequest(application_id=asked.application_id, checks=("facts", "consistency")), bureau)
    assert (whole.passed, [one for one in whole.findings if one.severity == "CRITICAL"]) == (True, [])
    if posting is not person:
        return  # once for each person is enough to see that nothing is drawn by lot
    again = {name: step(ref, bureau) for name, step in STEPS.items()}
    assert [one.artefact_id for one in again.values()] == [one.artefact_id for one in written.values()]
    assert {one.kind: one.text for one in siblings_of(bureau, asked.application_id)} == texts
