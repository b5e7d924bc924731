"""The grammar engine's child: asked again and again, and what happens when it hangs, dies or was never installed."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from careervp_mcp.career.proofreading import NoProofreader
from careervp_mcp.career.quality import QualityContext, QualityValidator
from careervp_mcp.proof import enginechild
from careervp_mcp.proof.engine import EngineProofreader

ANSWERS = """
import json, os, sys
for line in sys.stdin:
    print(json.dumps([[0, 1, "RULE", "CATEGORY", json.loads(line), str(os.getpid())]]), flush=True)
"""
ONE_ANSWER = ANSWERS + "    break\n"
NO_ANSWER = "import threading\nthreading.Event().wait()\n"
DEATH = "import sys\nsys.stdin.readline()\nsys.exit(3)\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "child.py"


@pytest.fixture
def stand_in(program: Path) -> Iterator[EngineProofreader]:
    """A proofreader whose child runs what the test writes."""
    engine = EngineProofreader(program=str(program), packages=("json",))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProofreader]:
    pytest.importorskip("lt_py", reason="the engine has a wheel for Linux on x86-64 alone")
    real = EngineProofreader()
    yield real
    real.close()


def asked(engine: EngineProofreader, text: str = "a") -> tuple[str, str]:
    (remark,) = engine.remarks(text)
    return remark.message, remark.suggestion


def test_one_child_answers_every_question_from_every_thread(stand_in: EngineProofreader, program: Path) -> None:
    program.write_text(ANSWERS)
    found: list[tuple[str, str]] = []
    threads = [threading.Thread(target=lambda n=n: found.append(asked(stand_in, f"text {n}\n"))) for n in range(6)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(text for text, _ in found) == [f"text {n}\n" for n in range(6)]
    assert len({pid for _, pid in found}) == 1


def test_a_child_that_went_away_is_replaced(stand_in: EngineProofreader, program: Path) -> None:
    program.write_text(ONE_ANSWER)

    first, second = asked(stand_in, "one"), asked(stand_in, "two")

    assert (first[0], second[0]) == ("one", "two")
    assert first[1] != second[1]


def test_a_child_that_dies_of_a_text_is_not_asked_for_ever(stand_in: EngineProofreader, program: Path) -> None:
    program.write_text(DEATH)

    with pytest.raises(NoProofreader, match="died twice") as refused:
        stand_in.remarks("a")

    assert refused.value.retryable


def test_a_child_that_hangs_is_killed_and_the_next_question_gets_another(
    stand_in: EngineProofreader, program: Path
) -> None:
    program.write_text(NO_ANSWER)
    stand_in.wall_seconds = 0.2

    with pytest.raises(NoProofreader, match=r"did not answer in 0\.2 s"):
        stand_in.remarks("a")
    program.write_text(ANSWERS)
    stand_in.wall_seconds = 30.0

    assert asked(stand_in, "b")[0] == "b"


def test_nothing_starts_before_the_first_question_or_without_the_package(program: Path) -> None:
    engine = EngineProofreader(program=str(program), packages=("no_such_package",))

    with pytest.raises(NoProofreader, match="pip install lingotweaker"):
        engine.remarks("a")
    engine.close()

    assert not program.exists()


def test_the_child_ends_when_nobody_asks() -> None:
    command = [sys.executable, "-I", enginechild.__file__, "0.05"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.wait(timeout=30) == 0


def test_the_child_ends_with_its_parent_and_what_the_engine_prints_goes_nowhere() -> None:
    noisy = "import os\nfrom careervp_mcp.proof import enginechild\n"
    noisy += (
        "enginechild.told = lambda text: os.write(1, b'noise') and print('more') or [text]\nenginechild.main(60)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", noisy], input=b'"a"\n"b"\n', stdout=subprocess.PIPE, timeout=30, check=True
    )

    assert [json.loads(line) for line in done.stdout.splitlines()] == [["a"], ["b"]]


def test_spans_count_characters_whatever_stands_before(engine: EngineProofreader) -> None:
    text = "Łódź – “schön” 🙂 שלום: he are big.\n\nI can heard you.\ud800"

    found = engine.remarks(text)

    assert {"are", "heard"} <= {text[slice(*remark.span)] for remark in found}
    assert {"is", "hear"} <= {remark.suggestion for remark in found}


def test_the_engine_finds_what_the_lists_do_not(engine: EngineProofreader) -> None:
    text = "I has worked there. We can heard the ward, and the beds was fewer then."

    alone = QualityValidator().validate(text, QualityContext(kind="letter"))
    both = QualityValidator(engine).validate(text, QualityContext(kind="letter"))

    assert {"heard", "was"} & {text[slice(*issue.span)] for issue in alone.issues} == set()
    assert "heard" in {text[slice(*issue.span)] for issue in both.issues if issue.type == "GRAMMAR"}
    assert both.grammar_score < alone.grammar_score


@pytest.mark.parametrize("name", ["nurse", "engineer", "chef"])
def test_a_letter_that_a_person_wrote_scores_nine_with_the_engine_too(engine: EngineProofreader, name: str) -> None:
    folder = Path(__file__).parents[2] / "career" / "quality" / "letters"
    text = (folder / f"{name}.txt").read_text("utf-8")

    judged = QualityValidator(engine).validate(text, QualityContext(kind="letter", known=frozenset({"commis"})))

    assert judged.grammar_score >= 9.0
    assert judged.passed
