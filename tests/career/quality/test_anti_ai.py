"""Anti-AI: worn words and machine rhythms, and what only looks like them."""

import pytest

from careervp_mcp.career.quality import QualityContext, QualityValidator, check_anti_ai_patterns
from careervp_mcp.career.quality.models import Kind
from careervp_mcp.career.quality.phrases import phrases

SENTENCE = "We moved {} beds up the stairs{}."


def found(text: str, context: QualityContext | None = None) -> list[tuple[str, str]]:
    judged = QualityValidator().validate(text, context or QualityContext())
    return [(issue.rule, issue.severity) for issue in judged.issues if issue.type == "ANTI_AI"]


def test_worn_phrases_are_told_in_order() -> None:
    assert check_anti_ai_patterns("I leverage robust streamline") == ["leverage", "robust", "streamline"]
    assert check_anti_ai_patterns("LEVERAGED! Then, moreover, Utilising it.") == [
        "LEVERAGED",
        "moreover",
        "Utilising",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I led robustness testing and implemented it with a landscape architect.",
        "The landscape-architecture firm kept its operating leverage ratio low.",
        "A facilitator, a synergist and a streamliner walked in.",
    ],
)
def test_clean_text_gives_none(text: str) -> None:
    assert check_anti_ai_patterns(text) == []


@pytest.mark.parametrize("language", ["en", "he"])
def test_every_form_of_every_banned_phrase_is_found_and_has_a_replacement(language: str) -> None:
    for key in ("banned", "openers", "connectors"):
        for phrase in phrases(language, key):
            assert phrase.instead
            assert [form for form in phrase.forms if not check_anti_ai_patterns(f"x {form}, y")] == []


def test_two_banned_words_cost_two_points() -> None:
    judged = QualityValidator().validate("I leverage robust pipelines.")

    assert judged.ai_pattern_score == 8.0
    assert not judged.passed


def test_a_worn_word_that_belongs_to_a_name_or_a_quotation_is_told_and_free() -> None:
    context = QualityContext(terms=("Robust Foods",), sources=("We need a robust plan for the depot.",))

    assert found("I baked at Robust Foods.", context) == [("banned", "INFO")]
    assert found("You ask for “a robust plan” there.", context) == [("banned", "INFO")]
    assert found("I baked at a robust firm.", context) == [("banned", "MEDIUM")]
    assert QualityValidator().validate("I baked at Robust Foods.", context).ai_pattern_score == 10.0


def test_sentences_of_one_length_are_a_machine_s_and_mixed_ones_are_not() -> None:
    alike = " ".join(
        f"{name} moved the beds upstairs today." for name in ["Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal"]
    )
    mixed = alike.replace("Bo moved", "Bo and Ann moved").replace("Cy moved", "Cy, who was new, moved")

    assert ("uniform_lengths", "MEDIUM") in found(alike)
    assert found(mixed) == []


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("We did this. We did that well. We did more than that.", True),
        ("We did this. Then we did that. We did more.", False),
        ("I came. I saw it all. I won. I left early.", True),
        ("I came. I saw it all. I won. Then I left.", False),
    ],
)
def test_equal_openings_in_a_row_are_found(text: str, *, hit: bool) -> None:
    assert (("equal_openings", "MEDIUM") in found(text)) is hit


@pytest.mark.parametrize(("kind", "hit"), [("letter", True), ("report", True), ("cv", False)])
def test_bullets_of_one_shape_are_a_fault_of_letters_and_reports_only(kind: Kind, *, hit: bool) -> None:
    bullets = ["Moved a bed", "Trained two nurses there", "Washed it", "Counted the spare keys twice", "Cooked"]
    alike = "\n".join(f"- {bullet}" for bullet in bullets)
    context = QualityContext(kind=kind)

    assert (("parallel_bullets", "LOW") in found(alike, context)) is hit
    assert found(alike.replace("Washed it", "Two beds a day"), context) == []


def test_a_longer_letter_without_a_contraction_is_stiff() -> None:
    text = "\n\n".join(SENTENCE.format(n, " again" * (n % 5)) for n in range(2, 25))
    letter = QualityContext(kind="letter")

    assert len(text.split()) > 150
    assert ("no_contraction", "LOW") in found(text, letter)
    assert ("no_contraction", "LOW") not in found(text.replace("beds up", "beds that weren't up", 1), letter)
    assert ("no_contraction", "LOW") not in found(text, QualityContext(kind="cv"))


def test_two_endings_cost_twice() -> None:
    judged = QualityValidator().validate("In summary, it works. In conclusion, it does.")

    assert judged.ai_pattern_score == 9.1
