"""What is true may be said in other words, other figures and another order."""

import pytest
from cvbench import SAMPLES, read
from references import CVS, findings

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.facts import Context, verify

TRUE_OF_NORA = [
    "I cut the nightly pipeline by 68%, from 5 hours to 95 minutes.",
    "The nightly pipeline became 3.2 times as fast once I had rebuilt it in Airflow.",
    "I raised test coverage by 27 percentage points.",
    "I cut the nightly pipeline from 5 hours to 1 h 35 min.",
    "Moving cold data to cheaper storage saved $380,000 a year.",
    "The service I built handles 1,200,000 payments a day.",
    "I mentored three junior engineers on code review and testing.",
    "At Brightwater I worked as a Data Engineer from March 2018 to February 2021.",
    "I bring 7 years of experience.",
    "I bring over six years of experience.",
    "Test coverage was raised from 61% to 88%.",
    "I lowered cloud spend by 27%.",
    "At Fernhill I coordinated a team of 4 engineers.",
    "I helped migrate 12 services to Postgres.",
    "I hold a BSc in Computer Science from Ohio Valley University.",
    "At Fernhill I built a fraud-scoring service in Python.",
    "I use Python every week.",
    "Your focus on depots drew me to Northgate Logistics.",
    "At Northgate Logistics I would plan the work of your engineers.",
    "Your stack runs on Kubernetes.",
    "I have not used Kubernetes in production.",
    "You run 40 depots across Ohio.",
    "We saved over $350,000 a year by moving cold data to cheaper storage.",
    "I reduced cloud spend by more than a quarter.",
    "In the first 30 days I will read the code with your team.",
    "Dear Northgate Logistics team,",
    "Thank you for your time. I look forward to hearing from you.",
    "I read that you run 40 depots across Ohio.",
    "Congratulations on the 40 depots you run across Ohio.",
    "Two results stand out: test coverage rose from 61% to 88%, and cloud spend fell by 27%.",
    "The CV shows no Kubernetes and no Terraform.",
    "The candidate built a fraud-scoring service in Python.",
    "At Fernhill it was a team of four that I led, at Brightwater it was three junior engineers that I mentored.",
    "With the platform team I helped to migrate 12 services to PostgreSQL.",
    "My degree dates from 2017.",
    "I was only a Data Engineer before March 2021, and a Senior Data Engineer after that.",
]
TRUE_OF_DANIEL = [
    "I cut medication errors to a third, from 9 to 3 a quarter.",
    "67% fewer medication errors a quarter came of it.",
    "I trained five new nurses.",
    "I cared for at most 6 patients a shift.",
    "I am a registered nurse (RN).",
    "I speak Spanish at B1.",
]


@pytest.mark.parametrize("text", TRUE_OF_NORA)
def test_a_truthful_sentence_passes(text: str) -> None:
    assert [finding for finding in findings("nora", text) if finding.blocks] == []


@pytest.mark.parametrize("text", TRUE_OF_DANIEL)
def test_a_truthful_sentence_of_a_nurse_passes(text: str) -> None:
    assert [finding for finding in findings("daniel", text) if finding.blocks] == []


PUBLIC = sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_sample_in_any_form_has_no_finding_against_itself(name: str) -> None:
    reading = read(name, (SAMPLES / name).read_bytes())

    result = verify(reading.text, build_bank(reading), Context("cv", language=reading.cv.language))

    assert (result.is_valid, result.findings) == (True, ())


@pytest.mark.parametrize("name", sorted(CVS))
def test_a_cv_as_it_stands_has_no_finding(name: str) -> None:
    assert findings(name, CVS[name], "cv") == ()
