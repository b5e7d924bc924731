"""gap_answers through a client that can ask its person whether an answer is theirs."""

from pathlib import Path
from typing import Literal

import pytest
from references import NORA, NORTHGATE
from rooms import ERAS, QuickDesk, quick_desk
from test_erasing_tool import Era, called, person

OWN = "I ran Kubernetes at Fernhill on a cluster of twelve nodes for the scoring service."


@pytest.fixture
async def asked(tmp_path: Path) -> tuple[QuickDesk, str, str]:
    """A desk, an application of it, and one of its questions."""
    (tmp_path / "root").mkdir()
    desk = quick_desk(tmp_path / "root")
    await called(desk, "cv_import", source={"text": NORA}, options={"cv_id": "cv_nora"})
    told = await called(desk, "gap_questions", application={"cv_id": "cv_nora", "posting": {"text": NORTHGATE}})
    return desk, told["application_id"], told["questions"][-1]["id"]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("action", "status"), [("accept", "stored"), ("decline", "draft"), ("cancel", "draft")])
async def test_an_answer_becomes_evidence_once_the_person_says_it_is_theirs(
    asked: tuple[QuickDesk, str, str], era: Era, action: Literal["accept", "decline", "cancel"], status: str
) -> None:
    desk, application, question = asked
    shown: list[str] = []
    answers = [{"question_id": question, "answer": OWN, "entry": "r1"}]

    told = await called(
        desk, "gap_answers", era, person(action, shown, says={"confirmed": True}),
        application_id=application, answers=answers,
    )  # fmt: skip

    assert [one["status"] for one in told["results"]] == [status]
    assert len(shown) == 1
    assert OWN in shown[0]


@pytest.mark.parametrize("era", ERAS)
async def test_nobody_is_asked_where_the_call_says_whose_answer_it_is(
    asked: tuple[QuickDesk, str, str], era: Era
) -> None:
    desk, application, question = asked
    shown: list[str] = []
    answers = [{"question_id": question, "answer": OWN, "entry": "r1", "confirmed": True}]

    told = await called(
        desk, "gap_answers", era, person("decline", shown), application_id=application, answers=answers
    )

    assert ([one["status"] for one in told["results"]], shown) == (["stored"], [])


async def test_without_a_client_that_can_ask_an_answer_stays_a_draft(asked: tuple[QuickDesk, str, str]) -> None:
    desk, application, question = asked

    told = await called(
        desk, "gap_answers", application_id=application, answers=[{"question_id": question, "answer": OWN}]
    )

    assert [one["status"] for one in told["results"]] == ["draft"]
