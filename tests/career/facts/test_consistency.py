"""The documents of one application say the same of the same thing."""

from references import bank_of

from careervp_mcp.career.facts.consistency import Document, consistency

CV = Document(
    "tcv_1", "Reduced cloud spend by 27%, saving $380K a year, by moving cold data to cheaper storage.", "cv"
)


def test_two_figures_for_one_thing_are_a_conflict_that_names_both_documents() -> None:
    letter = Document("let_1", "At Brightwater I reduced cloud spend by 25%.", "letter")

    found = consistency([CV, letter], bank_of("nora"))

    assert found.pairs == 1
    assert [(one.rule, one.text) for one in found.conflicts] == [("cross_document_conflict", "25%")]
    assert "tcv_1" in found.conflicts[0].hint
    assert "let_1" in found.conflicts[0].hint


def test_a_letter_may_round_what_the_cv_gives_exactly() -> None:
    letter = Document("let_1", "At Brightwater I reduced cloud spend by more than a quarter.", "letter")

    assert consistency([CV, letter], bank_of("nora")).conflicts == ()


def test_the_figure_that_the_evidence_lacks_is_the_one_that_is_told_in_either_order() -> None:
    letter = Document("let_1", "At Brightwater I reduced cloud spend by 25%.", "letter")

    found = consistency([letter, CV], bank_of("nora"))

    assert [(one.path, one.text) for one in found.conflicts] == [("let_1", "25%")]


def test_a_demand_that_a_report_quotes_is_no_claim_of_the_person() -> None:
    report = Document("vpr_1", "“At least 5 years of cloud spend as a data engineer”: at Brightwater.", "report")
    letter = Document("let_1", "I have spent 7 years as a data engineer on cloud spend.", "letter")

    assert consistency([report, letter], bank_of("nora")).conflicts == ()


def test_two_deeds_at_one_employer_are_not_one_thing_for_its_name() -> None:
    report = Document(
        "vpr_1", "At Fernhill Payments I built a service that handles 1.2 million payments a day.", "report"
    )
    letter = Document("let_1", "At Fernhill Payments I led a team of 4 engineers.", "letter")

    assert consistency([report, letter], bank_of("nora")).conflicts == ()


def test_a_document_of_another_bank_is_stale() -> None:
    letter = Document("let_1", "I reduced cloud spend by 27%.", "letter", bank_hash="000000000000")

    assert consistency([letter], bank_of("nora")).stale == ("let_1",)
