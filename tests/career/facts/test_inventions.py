"""Every kind of invention is blocked, by its own rule, on the words that make it false."""

import pytest
from references import edited, findings

PROSE = [
    ("number_invented", "At Fernhill the fraud-scoring service served 300 users.", "300"),
    ("percent_inflated", "At Brightwater I reduced cloud spend by 37%.", "37%"),
    ("money_inflated", "At Brightwater I saved $3.8M a year by moving cold data to cheaper storage.", "$3.8M"),
    ("number_inflated", "I helped migrate 20 services to PostgreSQL.", "20"),
    ("number_moved", "I reduced cloud spend by 88%.", "88%"),
    ("multiplier_added", "At Fernhill I tripled test coverage.", "tripled"),
    ("unit_changed", "I cut the nightly pipeline from 5 hours to 95 seconds.", "95 seconds"),
    ("currency_changed", "Moving cold data to cheaper storage saved €380K a year.", "€380K"),
    ("period_changed", "The fraud-scoring service handles 1.2 million payments an hour.", "an hour"),
    ("period_changed", "Moving cold data to cheaper storage saved $380K a month.", "a month"),
    ("points_as_percent", "I took test coverage from 61% to 88%, up 27%.", "27%"),
    ("direction_flipped", "At Brightwater I increased cloud spend by 27%.", "increased"),
    ("sum_invented", "I led 7 engineers.", "7"),
    ("team_size_changed", "At Fernhill I led a team of 14 engineers.", "14"),
    ("ownership_inflated", "Three junior engineers report to me at Brightwater.", "report to me"),
    ("title_inflated", "I plan 12 migrations a week as platform manager at Fernhill.", "platform manager"),
    ("achievement_invented", "I led a team of 4 engineers and set up a monthly clinic.", "monthly clinic"),
    ("field_changed", "I studied statistics at Ohio Valley University.", "statistics"),
    ("direction_flipped", "At Brightwater cloud spend went up by 27%.", "went up"),
    ("publication_invented", "I gave a talk on fraud scoring.", "gave a talk"),
    ("superlative_added", "I built the firm's first fraud-scoring service in Python.", "first"),
    ("credential_invented", "I am PMP certified.", "PMP"),
    ("company_fact_unsupported", "Your company was founded in 1968.", "1968"),
    ("years_inflated", "I have 12 years of experience as a data engineer.", "12 years"),
    ("skill_years_invented", "I bring 10 years of Python.", "10 years"),
    ("scope_widened", "I raised test coverage company-wide from 61% to 88%.", "company-wide"),
    ("superlative_added", "I was the top-performing engineer at Fernhill.", "top-performing"),
    ("domain_invented", "I have 7 years in healthcare and payments.", "healthcare"),
    ("target_as_employer", "I am a Senior Data Engineer at Northgate Logistics.", "Northgate Logistics"),
    ("target_as_employer", "At Northgate Logistics I built a fraud-scoring service.", "Northgate Logistics"),
    ("title_inflated", "I was Head of Data at Fernhill.", "Head of Data"),
    ("seniority_added", "I was a Lead Data Engineer at Brightwater.", "Lead Data Engineer"),
    ("title_moved", "As Senior Data Engineer at Brightwater I cut the nightly pipeline.", "Senior Data Engineer"),
    ("achievement_moved", "At Fernhill I moved cold data to cheaper storage.", "Fernhill"),
    ("achievement_invented", "I introduced an on-call programme.", "on-call programme"),
    ("causality_invented", "I mentored 3 junior engineers, which cut cloud spend by 27%.", "which cut"),
    ("institution_swapped", "I hold a B.S. in Computer Science from Stanford University.", "Stanford University"),
    ("degree_inflated", "I hold an M.S. in Computer Science from Ohio Valley University.", "M.S."),
    ("field_changed", "I hold a B.S. in Fine Arts from Ohio Valley University.", "Fine Arts"),
    ("gpa_honour_changed", "I graduated from Ohio Valley University with honors.", "with honors"),
    ("credential_invented", "I am PMP certified.", "PMP"),
    ("award_invented", "I was named Engineer of the Year 2023.", "of the Year"),
    ("publication_invented", "I hold two patents.", "patents"),
    ("clearance_invented", "I hold SC clearance.", "clearance"),
    ("skill_added_text", "I rebuilt the nightly pipeline in Airflow on Kubernetes.", "Kubernetes"),
    ("posting_skill_smuggled", "I am familiar with Terraform.", "Terraform"),
    ("posting_skill_smuggled", "I am learning Terraform.", "Terraform"),
    ("skill_level_inflated", "I am an expert in Airflow.", "expert"),
    ("language_level_inflated", "I speak fluent German.", "fluent"),
    ("ownership_inflated", "I managed 3 junior engineers at Brightwater on code review and testing.", "managed"),
    ("ownership_inflated", "I led the migration of 12 services to PostgreSQL.", "led"),
    ("credit_taken", "I single-handedly built the fraud-scoring service.", "single-handedly"),
    ("budget_owned", "At Brightwater I owned a $380K budget.", "owned"),
    ("entity_invented", "I built a fraud-scoring service in Python for Vodafone.", "Vodafone"),
    ("employer_invented", "Before that I worked at Orbital Bank.", "Orbital Bank"),
    ("logistics_invented", "I am available immediately.", "available immediately"),
    ("company_fact_unsupported", "Your 5,000 staff depend on good data.", "5,000"),
    ("email_changed", "Write to n.whitfield@example.com.", "n.whitfield@example.com"),
    ("present_added", "I currently work at Brightwater Analytics.", "currently"),
    ("date_stretched", "I was a Data Engineer at Brightwater from 2015 to 2021.", "2015"),
]  # fmt: skip

NURSE = [
    ("qualifier_dropped", "I cared for 6 patients a shift on a 24-bed cardiac ward.", "6"),
    ("ownership_inflated", "I managed 5 new nurses.", "managed"),
    ("scope_widened", "I took part in a pilot of hospital-wide bedside scanning.", "hospital-wide"),
    ("seniority_added", "I work as a Charge Nurse at St. Brendan Hospital.", "Charge Nurse"),
    ("language_level_inflated", "I speak fluent Spanish.", "fluent"),
    ("credential_invented", "I hold CCRN certification.", "CCRN"),
]

CV_EDITS = [
    ("present_added", "03/2018 - 02/2021", "03/2018 - Present", "Present"),
    ("date_stretched", "03/2018 - 02/2021", "03/2015 - 02/2021", "03/2015"),
    ("date_coarsened", "03/2018 - 02/2021", "2018 - 2021", "2018"),
    ("degree_inflated", "B.S. Computer Science", "M.S. Computer Science", "M.S."),
    ("field_changed", "B.S. Computer Science", "B.S. Artificial Intelligence", "Artificial Intelligence"),
    ("institution_swapped", "Ohio Valley University", "Stanford University", "Stanford University"),
    ("skill_added_list", "Airflow, AWS", "Airflow, AWS, Kubernetes", "Kubernetes"),
    ("credential_upgraded", "AWS Cloud Practitioner", "AWS Solutions Architect Professional", "Solutions Architect"),
    ("language_level_inflated", "German (B1)", "German (fluent)", "fluent"),
    ("title_inflated", "\nData Engineer, Brightwater", "\nHead of Data, Brightwater", "Head of Data"),
    ("seniority_added", "\nData Engineer, Brightwater", "\nLead Data Engineer, Brightwater", "Lead Data Engineer"),
    ("employer_invented", "Data Engineer, Brightwater Analytics", "Data Engineer, Orbital Bank", "Orbital Bank"),
    ("name_changed", "Nora Whitfield", "Norah Whitfeld", "Norah Whitfeld"),
    ("email_changed", "nora.whitfield@", "n.whitfield@", "n.whitfield@example.com"),
    ("phone_changed", "010 0142", "010 0143", "010 0143"),
    ("percent_inflated", "by 27%", "by 37%", "37%"),
    ("approximated", "from 61% to 88%", "from 61% to nearly 90%", "nearly 90%"),
]


@pytest.mark.parametrize(("rule", "text", "changed"), PROSE)
def test_an_invention_in_prose_is_blocked_by_its_rule_on_its_words(rule: str, text: str, changed: str) -> None:
    found = [finding for finding in findings("nora", text) if finding.blocks]

    assert rule in {finding.rule for finding in found}
    start = text.index(changed)
    assert any(finding.span[0] < start + len(changed) and start < finding.span[1] for finding in found)


@pytest.mark.parametrize(("rule", "text", "changed"), NURSE)
def test_an_invention_of_another_profession_is_blocked_alike(rule: str, text: str, changed: str) -> None:
    found = [finding for finding in findings("daniel", text) if finding.blocks]

    assert rule in {finding.rule for finding in found}
    start = text.index(changed)
    assert any(finding.span[0] < start + len(changed) and start < finding.span[1] for finding in found)


@pytest.mark.parametrize(("rule", "old", "new", "changed"), CV_EDITS)
def test_one_changed_fact_of_a_cv_is_one_finding(rule: str, old: str, new: str, changed: str) -> None:
    document = edited("nora", old, new)

    found = [finding for finding in findings("nora", document, "cv") if finding.blocks]

    assert [finding.rule for finding in found] == [rule]
    start = document.index(changed, document.index(new))
    assert found[0].span[0] < start + len(changed)
    assert start < found[0].span[1]


def test_a_role_that_is_gone_is_found() -> None:
    text = edited("nora", "Data Engineer, Brightwater Analytics, 03/2018 - 02/2021\n", "").replace(
        "- Cut the nightly", "- Cut the nightly"
    )

    assert "role_vanished" in {finding.rule for finding in findings("nora", text, "cv")}


def test_a_date_of_no_role_is_told_without_inventing_what_would_be_right() -> None:
    (found,) = [finding for finding in findings("nora", "In 1998 I won a prize.") if finding.rule == "date_stretched"]

    assert (found.expected, found.hint) == ("", "the CV has other dates")
