"""Which figures a text tells: their value, unit, rate, bound, and what they count."""

import pytest

from careervp_mcp.career.quantities import Quantity, changes, quantities


def only(text: str, language: str = "en") -> Quantity:
    """The one figure of a text."""
    (figure,) = quantities(text, language)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("handles 1.2 million payments", 1_200_000, "count", ""),
        ("handles 1.2M payments", 1_200_000, "count", ""),
        ("handles 1.2m payments", 1_200_000, "count", ""),
        ("handles 1,200,000 payments", 1_200_000, "count", ""),
        ("handles 1 200 000 payments", 1_200_000, "count", ""),
        ("saving $380K", 380_000, "money", "USD"),
        ("saving 380 thousand dollars", 380_000, "money", "USD"),
        ("saving USD 380,000", 380_000, "money", "USD"),
        ("saving 380,000 USD", 380_000, "money", "USD"),
        ("saving $3.8M", 3_800_000, "money", "USD"),
        ("a £4.2m project", 4_200_000, "money", "GBP"),
        ("a budget of €1.200,50", 1200.5, "money", "EUR"),
        ("a budget of 1 200 000 €", 1_200_000, "money", "EUR"),
        ("a salary of A$20", 20, "money", "AUD"),
        ("half a million dollars", 500_000, "money", "USD"),
        ("in 95 minutes", 95, "time", "min"),
        ("in 1 h 35 min", 95, "time", "min"),
        ("in 1h35m", 95, "time", "min"),
        ("in one hour and 35 minutes", 95, "time", "min"),
        ("in half an hour", 30, "time", "min"),
        ("in 1½ hours", 90, "time", "min"),
        ("for a year and a half", 18, "time", "month"),
        ("for three and a half years", 42, "time", "month"),
        ("for 2 years and 3 months", 27, "time", "month"),
        ("an 18-month programme", 18, "time", "month"),
        ("a decade of nursing", 120, "time", "month"),
        ("within two weeks", 14, "time", "day"),
        ("in 6 working days", 6, "time", "workday"),
        ("14 km of drainage", 14_000, "measure", "m"),
        ("a 12m span", 12, "measure", "m"),
        ("1,500 m3 of concrete", 1500, "measure", "m3"),
        ("a 3,400 m² hall", 3400, "measure", "m2"),
        ("600 tonnes of steel", 600_000, "measure", "kg"),
        ("rated 4.8/5", 4.8, "measure", "/5"),
        ("rated 4.8 out of 5 by guests", 4.8, "measure", "/5"),
        ("by 27%", 27, "percent", "%"),
        ("by 27 per cent", 27, "percent", "%"),
        ("by 27 percentage points", 27, "points", "%"),
        ("doubled sales", 2, "multiplier", "x"),
        ("10x growth", 10, "multiplier", "x"),
        ("0x", 0, "multiplier", "x"),
        ("a hundred times as many", 100, "multiplier", "x"),
        ("three times as fast", 3, "multiplier", "x"),
        ("grew threefold", 3, "multiplier", "x"),
        ("cut it by a third", 1 / 3, "fraction", "%"),
        ("one in five patients", 0.2, "fraction", "%"),
        ("half of the ward", 0.5, "fraction", "%"),
        ("twice a week", 2, "frequency", "x"),
        ("three times a week", 3, "frequency", "x"),
    ],
)
def test_a_figure_comes_to_its_value_in_its_base_unit(text: str, value: float, kind: str, unit: str) -> None:
    figure = only(text)

    assert (figure.kind, figure.unit) == (kind, unit)
    assert figure.low == pytest.approx(value, rel=1e-3)
    assert figure.low == figure.high


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three", 3),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("twenty-five", 25),
        ("a hundred", 100),
        ("one hundred and twenty", 120),
        ("fifteen hundred", 1500),
        ("two thousand five hundred", 2500),
        ("two hundred and fifty thousand", 250_000),
        ("three and a half million", 3_500_000),
        ("a million and a half", 1_500_000),
        ("nine hundred and ninety-nine thousand nine hundred and ninety-nine", 999_999),
    ],
)
def test_number_words_make_one_number(words: str, value: float) -> None:
    figure = only(f"served {words} pupils")

    assert (figure.low, figure.text, figure.noun) == (value, words, "pupils")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("three and four wards", [3, 4]),
        ("twenty one-hour lessons", [20]),
        ("a twenty-five-year lease", [300]),
        ("two nurses, three doctors", [2, 3]),
        ("4 of 5 wards", [4, 5]),
    ],
)
def test_numbers_beside_each_other_stay_apart(text: str, values: list[float]) -> None:
    assert [figure.low for figure in quantities(text) if figure.unit != "min"] == values


@pytest.mark.parametrize(
    ("text", "ends", "told"),
    [
        ("10–15 patients", (10, 15), "10–15"),
        ("10 to 15 patients", (10, 15), "10 to 15"),
        ("between 10 and 15 patients", (10, 15), "10 and 15"),
        ("20-30 calls a day", (20, 30), "20-30"),
        ("5-10%", (5, 10), "5-10%"),
        ("$5-10 million", (5_000_000, 10_000_000), "$5-10 million"),
        ("$80k–$95k", (80_000, 95_000), "$80k–$95k"),
        ("a £3m-£5m budget", (3_000_000, 5_000_000), "£3m-£5m"),
        ("5 to 7 days", (5, 7), "5 to 7 days"),
        ("בין 10 ל-15 חולים", (10, 15), "10 ל-15"),
        ("10 עד 15 חולים", (10, 15), "10 עד 15"),
    ],
)
def test_a_range_is_one_figure(text: str, ends: tuple[float, float], told: str) -> None:
    figure = only(text, "he" if "חולים" in text else "en")

    assert ((figure.low, figure.high), figure.text) == (ends, told)


@pytest.mark.parametrize(
    ("text", "bound", "approx"),
    [
        ("400+ users", "at_least", ""),
        ("over 400 users", "at_least", ""),
        ("more than 400 users", "at_least", ""),
        ("no fewer than 400 users", "at_least", ""),
        ("400 or more users", "at_least", ""),
        ("5+ years of teaching", "at_least", ""),
        ("a minimum of 5 years", "at_least", ""),
        ("up to 6 patients", "at_most", ""),
        ("at most 6 patients", "at_most", ""),
        ("no more than 6 patients", "at_most", ""),
        ("not more than 6 patients", "at_most", ""),
        ("a maximum of 6 patients", "at_most", ""),
        ("6 patients", "", ""),
        ("about 200 pupils", "", "about"),
        ("~200 pupils", "", "about"),
        ("200 or so", "", "about"),
        ("nearly 40%", "", "nearly"),
        ("just under 30%", "", "nearly"),
        ("almost a third of it", "", "nearly"),
    ],
)
def test_a_bound_or_an_approximation_belongs_to_its_figure(text: str, bound: str, approx: str) -> None:
    figure = only(text)

    assert (figure.bound, figure.approx) == (bound, approx)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("1.2 million payments a day", "day"),
        ("180 covers a night", "day"),
        ("6 patients per shift", "shift"),
        ("140 lines an hour", "hour"),
        ("12 hrs/wk", "week"),
        ("30 minutes/day", "day"),
        ("2,600 pallets weekly", "week"),
        ("$380K a year", "year"),
        ("twice a week", "week"),
        ("for 3 years and a half", ""),
        ("27%", ""),
    ],
)
def test_a_rate_is_told_after_its_figure(text: str, per: str) -> None:
    assert quantities(text)[0].per == per


@pytest.mark.parametrize(
    "text",
    [
        "Java 17, OAuth 2.0, ISO 9001 and ISO 9001:2015",
        "Grade 5, Form 1040, Band 6, a Year 4 class, room 12",
        "B2B, S3, Q3, GPT-4, COVID-19, H2O, 5G, 3D",
        "Windows 2019; Office 2016",
        "Python 3.11 and Node.js 18",
        "24/7 cover, two-way radio, one-to-one lessons, Six Sigma, a Fortune 500 firm",
        "call +1 555 010 0142, (614) 555-0142, 614-555-0142 or 050-1234567",
        "Columbus, OH 43215",
        "from March 2018 to 02/2021, in 2016/17 and on 15 March 2018",
        "class of '09, at 7:30 or 6 pm",
        "one of the first, the 2nd and the 3rd",
        "1. First\n2. Second",
        "a third nurse, the first half, a double room, double-entry books",
        "nora2@example.com and https://example.com/9/17",
        "hundreds of guests",
    ],
)
def test_a_name_a_date_or_an_ordinal_is_no_figure(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("treated 2020 patients in 2021", 2020),
        ("Trained 5 nurses", 5),
        ("last year 40 pupils passed", 40),
        ("in one school year 120 pupils", 120),
        ("taught 3 Year 4 classes", 3),
        ("grew 2,020 trees", 2020),
    ],
)
def test_what_counts_something_is_a_figure_where_it_looks_like_a_name(text: str, value: float) -> None:
    assert only(text).low == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a 4-person team", 4),
        ("a team of 4", 4),
        ("a team of up to 12", 12),
        ("a brigade of 9", 9),
        ("a class of 28", 28),
        ("צוות של 4 מהנדסים", 4),
        ("צוות של ארבעה מהנדסים", 4),
    ],
)
def test_people_led_as_one_group_are_a_team_size(text: str, value: float) -> None:
    figure = only(text, "he" if "צוות" in text else "en")

    assert (figure.low, figure.role) == (value, "team_size")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("from 5 hours to 95 minutes", 300, 95),
        ("from 61% to 88%", 61, 88),
        ("errors from 9 to 3 a quarter", 9, 3),
        ("lead time from 15 to 6 working days", 15, 6),
        ("to 12 minutes, down from 40", 40, 12),
        ("4 working days instead of 9", 9, 4),
        ("from $1.1M to $1.9M in 18 months", 1_100_000, 1_900_000),
        ("מ-58% ל-83%", 58, 83),
        ("מ-12 ימים ל-9", 12, 9),
    ],
)
def test_a_pair_is_read_as_before_and_after(text: str, before: float, after: float) -> None:
    (change,) = changes(text, "he" if "ל-" in text else "en")

    assert (change.before.low, change.after.low) == (before, after)
    assert (change.before.kind, change.before.unit) == (change.after.kind, change.after.unit)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("שלוש משמרות", 3, "count"),
        ("שלושה חולים", 3, "count"),
        ("שלושה עשר תלמידים", 13, "count"),
        ("שלוש עשרה כיתות", 13, "count"),
        ("עשרים וחמישה תלמידים", 25, "count"),
        ("מאה ועשרים תלמידים", 120, "count"),
        ("שלוש מאות תלמידים", 300, "count"),
        ("אלף ומאתיים תלמידים", 1200, "count"),
        ("כ-200 תלמידים", 200, "count"),
        ("עד 6 חולים במשמרת", 6, "count"),
        ("ב-18%", 18, "percent"),
        ("שמונים האחוזים", 80, "percent"),
        ("29 נקודות אחוז", 29, "points"),
        ('תקציב של 38 מיליון ש"ח', 38_000_000, "money"),
        ('תקציב של 3.5 מלש"ח', 3_500_000, "money"),
        ("קוצר בשליש", 1 / 3, "fraction"),
        ("הכפיל את המכירות", 2, "multiplier"),
        ("גדל פי שלושה", 3, "multiplier"),
        ("פעמיים בשבוע", 2, "frequency"),
        ("שעתיים וחצי", 150, "time"),
        ("שנה וחצי", 18, "time"),
        ('כביש של 40 ק"מ', 40_000, "measure"),
    ],
)
def test_hebrew_figures_are_read_in_either_gender(text: str, value: float, kind: str) -> None:
    figure = only(text, "he")

    assert figure.kind == kind
    assert figure.low == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "language", "noun"),
    [
        ("three junior engineers on code review", "en", "engineers"),
        ("400 users across two sites", "en", "users"),
        ("28 pupils, 6 of them new", "en", "pupils"),
        ("ארבעה מהנדסים במשך שנה", "he", "מהנדסים"),
        ("12 ליקויים שתיקנתי", "he", "ליקויים"),
        ("6 חולים במשמרת", "he", "חולים"),
    ],
)
def test_a_count_knows_what_it_counts(text: str, language: str, noun: str) -> None:
    assert quantities(text, language)[0].noun == noun


def test_a_count_before_a_hebrew_verb_takes_the_unit_of_its_pair() -> None:
    (change,) = changes("מ-12 ימים ל-9 קיצרתי", "he")

    assert (change.before.text, change.after.low, change.after.unit) == ("12 ימים", 9, "day")
