"""The whole judgement: the engine's part, sources, models, facts, Hebrew."""

from dataclasses import dataclass

import pytest

from careervp_mcp.career.findings import Finding, Severity
from careervp_mcp.career.proofreading import NoProofreader, Remark
from careervp_mcp.career.quality import Opinion, QualityContext, QualityValidator

LETTER = QualityContext(kind="letter", known=frozenset({"precept", "garde-manger"}))

HEBREW_LETTER = """שלום רב,

עבדתי שמונה שנים בתכנון גשרים. השנה סיימנו גשר אחד לפני הזמן, ולמדתי מזה הרבה.

בכבוד רב,
דנה
"""


@dataclass
class WordReader:
    """Knows a few words to be wrong, wherever they stand."""

    wrong: dict[str, str]
    rule: str = "MORFOLOGIK_RULE_EN_US"
    category: str = "TYPOS"

    def remarks(self, text: str) -> tuple[Remark, ...]:
        found = ((text.find(word), word, right) for word, right in self.wrong.items())
        return tuple(
            Remark((at, at + len(word)), self.rule, self.category, "wrong", right)
            for at, word, right in found
            if at >= 0
        )


class NobodyThere:
    """An engine that is not installed."""

    def remarks(self, text: str) -> tuple[Remark, ...]:
        raise NoProofreader(f"no engine for {len(text)} characters; install it")


def spelt(text: str, word: str, right: str, context: QualityContext = LETTER) -> list[str]:
    judged = QualityValidator(WordReader({word: right})).validate(text, context)
    return [text[slice(*issue.span)] for issue in judged.issues if issue.rule == "unknown_word"]


@pytest.mark.parametrize("before", ["", "# Über\n\n- Ärzte, a “ward”\n- beds\n\nSo: ", "Line one\nline two. "])
def test_the_engine_s_remark_stands_at_its_word_whatever_comes_before(before: str) -> None:
    assert spelt(f"{before}We moved the bedds up.", "bedds", "beds") == ["bedds"]


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("Bedds", "Beds"),
        ("MEDDIC", "MEDIC"),
        ("organised", "organized"),
        ("licence", "license"),
        ("runbook", "run book"),
        ("debezium", "delirium"),
        ("precepted", "preempted"),
        ("garde-manger", "garden-manger"),
        ("dbt", "debt"),
        ("k8s", "kos"),
        ("subgrade", ""),
    ],
)
def test_names_jargon_and_british_spelling_are_no_misspellings(word: str, right: str) -> None:
    assert spelt(f"We moved the {word} up.", word, right) == []


@pytest.mark.parametrize(
    ("rule", "category"), [("DASH_RULE", "PUNCTUATION"), ("ANY", "STYLE"), ("BACHELOR_ABBR", "MISC")]
)
def test_remarks_of_taste_are_not_repeated(rule: str, category: str) -> None:
    engine = WordReader({"ward": "wards"}, rule, category)

    assert QualityValidator(engine).validate("We moved the ward up.", LETTER).issues == ()


def test_a_fault_that_both_find_counts_once() -> None:
    engine = WordReader({"recieve": "receive"})

    judged = QualityValidator(engine).validate("We recieve the beds.", LETTER)

    assert [issue.rule for issue in judged.issues] == ["misspelling"]


def test_without_the_engine_the_listed_rules_judge_and_the_result_says_so() -> None:
    judged = QualityValidator(NobodyThere()).validate("We recieve the beds.", LETTER)

    assert [issue.rule for issue in judged.issues] == ["misspelling"]
    assert judged.recommendations[-1].endswith("install it")


def test_a_fault_in_the_source_s_own_sentence_is_told_and_free() -> None:
    text = "We recieve robust beds daily. We recieve more."
    context = QualityContext(kind="letter", sources=("Work\n- We recieve  robust beds daily\n",))

    judged = QualityValidator().validate(text, context)

    told = [(issue.rule, issue.severity, text[slice(*issue.span)]) for issue in judged.issues]
    assert told == [
        ("source_issue", "INFO", "recieve"),
        ("source_issue", "INFO", "robust"),
        ("misspelling", "MEDIUM", "recieve"),
    ]
    assert judged.ai_pattern_score == 10.0
    assert judged.grammar_score == 9.0


def test_a_model_adds_issues_that_quote_the_text_and_raises_nothing() -> None:
    text = "We moved the the beds up."
    alone = QualityValidator().validate(text)
    opinions = [
        Opinion("grammar", "10/10", "perfect", "INFO"),
        Opinion("tone", "beds up", "10/10: perfect", "HIGH"),
        Opinion("structure", "not there", "bad", "MEDIUM"),
        Opinion("anti_ai", "moved", "worn", "LOW"),
    ]

    judged = QualityValidator().validate(text, opinions=opinions)

    added = [issue for issue in judged.issues if issue.rule == "model_opinion"]
    assert [(text[slice(*issue.span)], issue.severity) for issue in added] == [
        ("moved", "LOW"),
        ("beds up", "MEDIUM"),
    ]
    assert all(new.score <= old.score for new, old in zip(judged.scores, alone.scores, strict=True))
    assert judged.tone_score < alone.tone_score


@pytest.mark.parametrize(("severity", "passed"), [("CRITICAL", False), ("WARNING", True)])
def test_an_invented_fact_fails_what_is_well_written(severity: Severity, *, passed: bool) -> None:
    invented = Finding("percent_inflated", severity, (9, 12), "37%", "write 27%", "27%")

    judged = QualityValidator().validate("We saved 37% of it.", LETTER, findings=[invented])

    assert judged.passed is passed
    assert judged.overall_score == 10.0


@pytest.mark.parametrize(("expected", "told"), [("27%", "the CV has 27%; write: 27%"), ("", "the CV has no share")])
def test_a_recommendation_says_what_to_write_only_where_that_is_known(expected: str, told: str) -> None:
    invented = Finding("percent_inflated", "CRITICAL", (9, 12), "37%", told.split(";", maxsplit=1)[0], expected)

    judged = QualityValidator().validate("We saved 37% of it.", LETTER, findings=[invented])

    assert f"percent_inflated: {told}" in judged.recommendations


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("אני שחקנית צוות.", "banned"),
        ("לסיכום, עבדתי שם שנתיים.", "connector"),
        ("עבדתי שם שם שנתיים.", "doubled_word"),
        ("עבדתי שם שנתיים , לבד.", "space_before_punctuation"),
        ("התוצאה הייתה מדהימה.", "hyperbole"),
        ("עבדתי עם חבר'ה טובים.", "informal"),
    ],
)
def test_hebrew_has_lists_of_its_own(text: str, rule: str) -> None:
    judged = QualityValidator(NobodyThere()).validate(text, QualityContext(kind="letter", language="he"))

    assert [issue.rule for issue in judged.issues] == [rule]
    assert not any("install it" in told for told in judged.recommendations)


def test_a_clean_hebrew_letter_passes() -> None:
    judged = QualityValidator().validate(HEBREW_LETTER, QualityContext(kind="letter", language="he"))

    assert (judged.passed, judged.issues) == (True, ())


def test_an_empty_text_is_judged_and_has_nothing_wrong_in_it() -> None:
    assert QualityValidator().validate("").overall_score == 10.0
