"""Grammar by the listed rules: what is an error, what is none, and what it costs."""

import pytest

from careervp_mcp.career.quality import QualityContext, QualityValidator
from careervp_mcp.career.quality.grammar import error_patterns

PATTERNS = error_patterns("en")


def rules(text: str, context: QualityContext | None = None) -> list[str]:
    judged = QualityValidator().validate(text, context or QualityContext(kind="letter"))
    return [issue.rule for issue in judged.issues if issue.type == "GRAMMAR"]


@pytest.mark.parametrize(
    ("number", "example"), [(n, text) for n, pattern in enumerate(PATTERNS) for text in pattern.examples]
)
def test_a_pattern_finds_its_examples(number: int, example: str) -> None:
    assert PATTERNS[number].rule in rules(f"Well, {example} now.")


@pytest.mark.parametrize(
    ("number", "fine"), [(n, text) for n, pattern in enumerate(PATTERNS) for text in pattern.fine]
)
def test_a_pattern_leaves_right_sentences_alone(number: int, fine: str) -> None:
    assert PATTERNS[number].rule not in rules(f"Well, {fine} now.")


@pytest.mark.parametrize(
    "text",
    [
        "Baden Baden and New York New York are places.",
        "She had had no rest, and I knew that that was why.",
        "We use C++, .NET and Node.js (v18), 24/7, at 3:15 p.m. on 10 Downing St.",
        "I chose: (1) a plan, 2) a date and (3) a price :)",
        "It's 5'4\" wide and 6\" deep, i.e. small.",
        'The sign said “quiet”, the nurse said "hush", and we did.',
        "Built the ledger (Go, PostgreSQL 15) in a week.",
        "I may go in May, and march in March.",
    ],
)
def test_names_figures_and_marks_of_a_trade_are_no_errors(text: str) -> None:
    assert rules(text) == []


def test_bullets_and_headings_need_neither_capital_nor_stop() -> None:
    cv = "# Nora Whitfield\n\n## Skills\n\n- wound care, triage, discharge teaching\n- led 4 engineers\n\nPython, SQL"

    assert rules(cv, QualityContext(kind="cv")) == []


def test_a_word_of_the_cv_or_posting_is_never_misspelt() -> None:
    known = QualityContext(kind="letter", known=frozenset({"adress"}))

    assert rules("The firm is called adress, small.") == ["misspelling"]
    assert rules("The firm is called adress, small.", known) == []


@pytest.mark.parametrize(("errors", "score", "passed"), [(0, 10.0, True), (3, 9.0, True), (4, 8.67, False)])
def test_each_medium_issue_of_three_hundred_words_costs_a_third(errors: int, score: float, *, passed: bool) -> None:
    sentence = "We walked to the ward, then home again, once more.\n\n"
    wrong = sentence.replace("the ward", "the the")
    text = wrong * errors + sentence * (30 - errors)

    judged = QualityValidator().validate(text, QualityContext(kind="letter"))

    assert len(text.split()) == 300
    assert judged.grammar_score == score
    assert next(found.passed for found in judged.scores if found.name == "grammar") is passed


def test_a_short_text_is_scored_as_if_it_had_a_hundred_words() -> None:
    assert QualityValidator().validate("I saw the the ward.").grammar_score == 9.0


def test_no_score_falls_under_nothing() -> None:
    assert QualityValidator().validate("the the " * 60, QualityContext(kind="letter")).grammar_score == 0.0
