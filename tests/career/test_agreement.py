"""Whether a stated figure says what a source figure says, and what may be derived from a change."""

import pytest

from careervp_mcp.career.agreement import Channel, compare, derivable, truly_rounded
from careervp_mcp.career.quantities import Quantity, changes, quantities


def figure(text: str) -> Quantity:
    """The first figure of a text, read as Hebrew where it is."""
    return quantities(text, "he" if any("א" <= letter <= "ת" for letter in text) else "en")[0]


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        ("1 h 35 min", "95 minutes"),
        ("$380,000", "$380K"),
        ("380 thousand dollars", "$380K"),
        ("1,200,000 payments", "1.2 million payments"),
        ("1.2M payments", "1.2 million payments"),
        ("three junior engineers", "3 junior engineers"),
        ("שלוש כיתות", "3 כיתות"),
        ("שלושה חולים", "3 חולים"),
        ("over 400 users", "400+ users"),
        ("more than 400 users", "400+ users"),
        ("at most 6 patients", "up to 6 patients"),
        ("18 months", "a year and a half"),
        ("24 hours", "1 day"),
        ("10 to 15 patients", "10–15 patients"),
        ("roughly 200 pupils", "about 200 pupils"),
        ("1.2 million payments", "1.2 million payments a day"),
        ("שני מיליון לקוחות", "2,000,000 customers"),
    ],
)
@pytest.mark.parametrize("channel", ["document", "speech"])
def test_one_value_in_other_words_is_the_same(stated: str, source: str, channel: Channel) -> None:
    assert compare(figure(stated), figure(source), channel) == "same"


@pytest.mark.parametrize(
    ("stated", "source", "told"),
    [
        ("37%", "27%", "different value"),
        ("$3.8M", "$380K", "different value"),
        ("20 services", "12 services", "different value"),
        ("team of 14", "team of 4", "different value"),
        ("95 seconds", "95 minutes", "different unit"),
        ("€380K", "$380K", "different currency"),
        ("1.2 million payments an hour", "1.2 million payments a day", "different period"),
        ("$380K a month", "$380K a year", "different period"),
        ("15 patients", "10–15 patients", "range collapsed"),
        ("6 patients", "up to 6 patients", "bound dropped"),
        ("200 pupils", "about 200 pupils", "bound dropped"),
        ("400 users", "400+ users", "bound dropped"),
        ("27%", "27 percentage points", "incomparable"),
        ("12 services", "12%", "incomparable"),
    ],
)
def test_a_changed_figure_is_told_by_what_was_changed(stated: str, source: str, told: str) -> None:
    assert compare(figure(stated), figure(source), "document") == told


@pytest.mark.parametrize(
    ("stated", "source", "true"),
    [
        ("nearly 40%", "39.7%", True),
        ("nearly 50%", "39.7%", False),
        ("nearly 39%", "39.7%", False),
        ("about 39%", "39.7%", True),
        ("about 42%", "39.7%", False),
        ("almost a third", "31%", True),
        ("almost a third", "27%", False),
        ("about a third", "36%", True),
        ("nearly 30 nurses", "28 nurses", True),
        ("nearly 30 nurses", "22 nurses", False),
        ("about 1,000 users", "960 users", True),
        ("about 1,000 users", "940 users", False),
        ("over $300,000", "$310,000", True),
        ("over $300,000", "$290,000", False),
        ("over $200,000", "$310,000", False),
        ("at least 5 audits", "6 audits", True),
        ("under 100 minutes", "95 minutes", True),
        ("under 90 minutes", "95 minutes", False),
        ("under 150 minutes", "95 minutes", False),
        ("40%", "39.7%", False),
    ],
)
def test_rounding_in_speech_must_be_true(stated: str, source: str, *, true: bool) -> None:
    assert (compare(figure(stated), figure(source), "speech") in {"rounded", "same"}) is true


@pytest.mark.parametrize(("stated", "source"), [("nearly 40%", "39.7%"), ("over $300,000", "$310,000")])
def test_a_cv_does_not_round(stated: str, source: str) -> None:
    assert compare(figure(stated), figure(source), "document") == "different value"


def test_a_figure_without_a_word_for_it_is_no_rounding() -> None:
    assert not truly_rounded(figure("40 nurses"), figure("39 nurses"))


PIPELINE = "from 5 hours to 95 minutes"
ERRORS = "from 9 to 3 a quarter"
COVERAGE = "from 61% to 88%"
SALES = "from 40 to 130 orders"


@pytest.mark.parametrize(
    ("change", "stated", "follows"),
    [
        (PIPELINE, "by 68%", True),
        (PIPELINE, "by 68.3%", True),
        (PIPELINE, "68% less time", True),
        (PIPELINE, "3.2 times as fast", True),
        (PIPELINE, "by 86%", False),
        (PIPELINE, "5.2 times as fast", False),
        (PIPELINE, "by 32%", False),
        (ERRORS, "67% fewer", True),
        (ERRORS, "cut to a third", True),
        (ERRORS, "cut by two thirds", True),
        (ERRORS, "cut by a third", False),
        (ERRORS, "cut to two thirds", False),
        (ERRORS, "halved", True),
        (COVERAGE, "by 27 percentage points", True),
        (COVERAGE, "by 44%", True),
        (COVERAGE, "by 27%", False),
        (COVERAGE, "by 25 percentage points", False),
        (COVERAGE, "tripled", False),
        (COVERAGE, "doubled", False),
        (SALES, "tripled", True),
        (SALES, "more than tripled", True),
        (SALES, "quadrupled", False),
        ("from 100 to 95 errors", "halved", False),
        ("from 100 to 49 errors", "halved", True),
        ("from 100 to 55 errors", "halved", False),
    ],
)
def test_what_follows_from_a_change_by_arithmetic_is_derivable(change: str, stated: str, *, follows: bool) -> None:
    (pair,) = changes(change)

    assert derivable(pair, figure(stated)) is follows


def test_a_change_from_nothing_has_no_ratio() -> None:
    (pair,) = changes("from 0 to 12 audits")

    assert not derivable(pair, figure("doubled"))
