"""One fault planted in a clean letter: found where it stands, and the score of its check falls."""

import pytest

from careervp_mcp.career.quality import QualityContext, QualityValidator

WARD = "Your posting asks for a nurse who stays calm when a ward is full."
GAPS = "There are gaps."
CHART = "and I chart as I go rather than at the end."
PLANTED = [
    ("grammar", "doubled_word", WARD, WARD.replace("a nurse", "a nurse nurse"), "nurse nurse"),
    ("grammar", "misspelling", CHART, "and I recieve the charts.", "recieve"),
    ("grammar", "missing_apostrophe", "our falls rate didn't move", "our falls rate didnt move", "didnt"),
    ("grammar", "subject_verb", GAPS, "There are gaps, but they is real.", "they is"),
    ("grammar", "article_before_vowel", GAPS, "There are gaps, a ICU for one.", "a"),
    ("grammar", "number_and_noun", "on two wards and", "on two site and", "site"),
    ("grammar", "space_before_punctuation", GAPS, "There are gaps , though.", " ,"),
    ("grammar", "no_space_after", GAPS, "There are gaps,though.", ","),
    ("grammar", "unbalanced_pair", GAPS, "There are gaps (two of them.", "("),
    ("grammar", "sentence_case", GAPS, "there are gaps.", "there"),
    ("grammar", "name_case", "course in March", "course in french", "french"),
    ("grammar", "missing_final_stop", "any weekday afternoon.", "any weekday afternoon", "afternoon"),
    ("grammar", "unfinished_sentence", "any weekday afternoon.", "any weekday afternoon and", "and"),
    ("tone", "generic", GAPS, "There are gaps, but I am a fast learner.", "fast learner"),
    ("tone", "hyperbole", GAPS, "There are amazing gaps.", "amazing"),
    ("tone", "informal", GAPS, "There are gaps and stuff.", "stuff"),
    ("tone", "informal", GAPS, "There are gaps!!", "!!"),
    ("tone", "over-formal", GAPS, "There are gaps, named herewith.", "herewith"),
    ("tone", "hedging", GAPS, "There are gaps, somewhat.", "somewhat"),
    ("tone", "passive", GAPS, "The gaps were noticed.", "were noticed"),
    ("anti_ai", "banned", GAPS, "There are gaps in a robust way.", "robust"),
    ("anti_ai", "opener", WARD, "I am writing to express my interest.", "I am writing to express my interest"),
    ("anti_ai", "connector", GAPS, "Furthermore, there are gaps.", "Furthermore"),
    ("anti_ai", "set_phrase", GAPS, "It is important to note that gaps exist.", "It is important to note that"),
    ("anti_ai", "ordinal_chain", GAPS, "Firstly, gaps. Secondly, more.", "Secondly"),
    ("formatting", "mixed_bullet_marks", GAPS, "- One gap.\n* Another gap.", "*"),
    ("formatting", "heading_level", GAPS, "# One\n\n### Two", "###"),
    ("formatting", "blank_lines", GAPS, "\n\n\n\nThere are gaps.", "\n\n\n\n\n\n"),
    ("formatting", "garbled", GAPS, "There are gâ€™aps.", "â€™"),
    ("formatting", "odd_character", GAPS, "There are\u200b gaps.", "\u200b"),
    ("formatting", "mixed_dashes", GAPS, "Gaps – two – or more — exist.", " — "),
    ("structure", "placeholder", GAPS, "There are gaps in [TODO: name].", "[TODO: name]"),
    ("structure", "wrong_company", GAPS, "I want to join Southgate Clinic.", "Southgate Clinic"),
]


@pytest.mark.parametrize(
    ("check", "rule", "old", "new", "bad"), PLANTED, ids=[f"{row[1]}-{row[4][:12]!r}" for row in PLANTED]
)
def test_a_planted_fault_is_found_where_it_stands_and_costs_its_check(
    letter: str, context: QualityContext, *, check: str, rule: str, old: str, new: str, bad: str
) -> None:
    clean = QualityValidator().validate(letter, context)
    text = letter.replace(old, new, 1)

    judged = QualityValidator().validate(text, context)

    found = [issue for issue in judged.issues if issue.rule == rule]
    assert [text[slice(*issue.span)] for issue in found] == [bad]
    assert found[0].description
    assert found[0].suggestion
    before = next(score for score in clean.scores if score.name == check)
    after = next(score for score in judged.scores if score.name == check)
    assert after.score < before.score
    assert found[0] in after.issues


@pytest.mark.parametrize("rule", ["unfinished_sentence", "garbled", "placeholder", "wrong_company"])
def test_what_is_high_fails_the_text_whatever_its_scores(letter: str, context: QualityContext, rule: str) -> None:
    _, _, old, new, _ = next(row for row in PLANTED if row[1] == rule)

    judged = QualityValidator().validate(letter.replace(old, new, 1), context)

    assert all(score.passed for score in judged.scores)
    assert not judged.passed
    assert any(rule in told for told in judged.recommendations)


def test_letters_that_people_wrote_pass_all_five_checks(human: tuple[str, QualityContext]) -> None:
    judged = QualityValidator().validate(*human)

    assert judged.passed
    assert judged.grammar_score >= 9.0
    assert [score.name for score in judged.scores] == ["grammar", "tone", "anti_ai", "formatting", "structure"]
    assert [issue for issue in judged.issues if issue.severity in {"HIGH", "MEDIUM"}] == []
