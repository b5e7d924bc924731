"""Figures as people write them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careervp_mcp.career.quantities import changes, quantities

FIGURES = [
    ("handles 1.2 million payments a day", (1_200_000, "count", "", "day")),
    ("saved $380K a year", (380_000, "money", "USD", "year")),
    ("saved 380 thousand dollars", (380_000, "money", "USD", "")),
    ("saved £9,000 a week", (9_000, "money", "GBP", "week")),
    ("cut by 27%", (27, "percent", "%", "")),
    ("cut by 34 per cent", (34, "percent", "%", "")),
    ("up 27 percentage points", (27, "points", "%", "")),
    ("in 95 minutes", (95, "time", "min", "")),
    ("in 5 hours", (300, "time", "min", "")),
    ("in 1 h 35 min", (95, "time", "min", "")),
    ("in an hour and a half", (90, "time", "min", "")),
    ("a quarter of an hour", (15, "time", "min", "")),
    ("seven years", (84, "time", "month", "")),
    ("a year and a half", (18, "time", "month", "")),
    ("6 working days", (6, "time", "workday", "")),
    ("three junior engineers", (3, "count", "", "")),
    ("a dozen engineers", (12, "count", "", "")),
    ("twenty-five pupils", (25, "count", "", "")),
    ("half a million users", (500_000, "count", "", "")),
    ("3.4 km of track", (3_400, "measure", "m", "")),
    ("1,230 m3 of concrete", (1_230, "measure", "m3", "")),
    ("43 kg of waste a week", (43, "measure", "kg", "week")),
    ("three times as fast", (3, "multiplier", "x", "")),
    ("two and a half times as fast", (2.5, "multiplier", "x", "")),
    ("output doubled", (2, "multiplier", "x", "")),
    ("errors halved", (0.5, "multiplier", "x", "")),
    ("two thirds of them", (0.6667, "fraction", "%", "")),
    ("twice a shift", (2, "frequency", "x", "shift")),
    ("a 24-bed ward", (24, "count", "", "")),
]

HEBREW = [
    ("צוות של ארבעה מהנדסים", (4, "count")),
    ("קיצרה ב-18%", (18, "percent")),
    ('חסכה 420,000 ש"ח', (420_000, "money")),
    ("מ-12 ימים", (12, "time")),
    ("פי ארבעה וחצי", (4.5, "multiplier")),
    ("שליש מהעלות", (0.3333, "fraction")),
]

NONE = [
    "Java 17 and OAuth 2.0",
    "ISO 9001",
    "MedTrack 4",
    "open 24/7",
    "Form 1040",
    "B2B and S3",
    "since 2022",
    "in 2018 and 2019",
    "Level 3 Award",
    "at six in the morning",
    "03/2018 - 02/2021",
    "the 1st and the 2nd",
]

RANGES = [
    ("10 to 15 patients a week", 10, 15),
    ("10–15 patients", 10, 15),
    ("between four and six freelancers", 4, 6),
    ("Ten to fifteen patients", 10, 15),
]

PAIRS = [
    ("from 5 hours to 95 minutes", 300, 95),
    ("from 61% to 88%", 61, 88),
    ("from 15 to 6 working days", 15, 6),
    ("from 15 days to 6", 15, 6),
    ("6 working days instead of 15", 15, 6),
    ("down to 22%, from 31%", 31, 22),
    ("from 9 to 3 a quarter", 9, 3),
]


@pytest.mark.parametrize(("text", "told"), FIGURES)
def test_a_figure_is_read_with_its_unit_and_rate(text: str, told: tuple[float, str, str, str]) -> None:
    found = quantities(text)

    assert [(figure.low, figure.kind, figure.unit, figure.per) for figure in found] == [told]


@pytest.mark.parametrize(("text", "told"), HEBREW)
def test_a_hebrew_figure_is_read(text: str, told: tuple[float, str]) -> None:
    found = quantities(text, "he")

    assert (found[0].low, found[0].kind) == told


@pytest.mark.parametrize("text", NONE)
def test_a_version_a_date_or_a_name_is_no_figure(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_a_range_is_one_figure(text: str, low: float, high: float) -> None:
    found = quantities(text)

    assert [(figure.low, figure.high) for figure in found] == [(low, high)]


@pytest.mark.parametrize(("text", "before", "after"), PAIRS)
def test_a_pair_is_a_change_in_one_unit(text: str, before: float, after: float) -> None:
    assert [(change.before.low, change.after.low) for change in changes(text)] == [(before, after)]


@pytest.mark.parametrize(
    ("text", "bound", "approx"),
    [
        ("up to 6 patients", "at_most", ""),
        ("at most six patients", "at_most", ""),
        ("400+ users", "at_least", ""),
        ("more than 400 users", "at_least", ""),
        ("about 200 users", "", "about"),
        ("nearly 40%", "", "nearly"),
        ("more than £8,000", "at_least", ""),
    ],
)
def test_a_bound_and_an_approximation_stay_with_their_figure(text: str, bound: str, approx: str) -> None:
    figure = quantities(text)[0]

    assert (figure.bound, figure.approx) == (bound, approx)


@given(st.text(alphabet="0123456789 ,.%$kKm-–toafrm", max_size=60))
def test_spans_reproduce_the_text_and_never_overlap(text: str) -> None:
    found = quantities(text)

    assert all(text[slice(*figure.span)] == figure.text for figure in found)
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))
