"""Dates, periods and the months they hold."""

from datetime import date

import pytest

from careervp_mcp.career.dates import Period, YearMonth, dates, months_inclusive, periods, union_months, years_down

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("03/2018", 2018, 3),
        ("Mar 2018", 2018, 3),
        ("March 2018", 2018, 3),
        ("2018-03", 2018, 3),
        ("01/03/2018", 2018, 3),
        ("in 2018", 2018, None),
        ("Sept. 2016", 2016, 9),
        ("מרץ 2018", 2018, 3),
    ],
)
def test_a_date_is_read_in_its_precision(text: str, year: int, month: int | None) -> None:
    assert [mention.value for mention in dates(text, "he")] == [YearMonth(year, month)]


@pytest.mark.parametrize("text", ["ISO 2015", "Civil 3D 2023 for councils", "MS Project 2019", "13/2018", "12,018"])
def test_a_name_or_an_impossible_month_is_no_date(text: str) -> None:
    assert dates(text) == ()


@pytest.mark.parametrize(
    ("text", "start", "end", "current"),
    [
        ("03/2018 - 02/2021", YearMonth(2018, 3), YearMonth(2021, 2), False),
        ("2018–2021", YearMonth(2018), YearMonth(2021), False),
        ("May 2021 to Aug 2025", YearMonth(2021, 5), YearMonth(2025, 8), False),
        ("06/2019 – Present", YearMonth(2019, 6), None, True),
        ("since 2021", YearMonth(2021), None, True),
    ],
)
def test_a_period_is_two_dates_or_one_that_runs(
    text: str, start: YearMonth, end: YearMonth | None, *, current: bool
) -> None:
    found = periods(text)

    assert [(period.start, period.end, period.current) for period in found] == [(start, end, current)]


def test_months_count_both_ends_and_years_round_down() -> None:
    role = Period(YearMonth(2021, 3), YearMonth(2025, 8))

    assert months_inclusive(role, TODAY) == 54
    assert years_down(54) == 4


def test_months_that_two_roles_share_count_once() -> None:
    one, other = Period(YearMonth(2020, 1), YearMonth(2020, 12)), Period(YearMonth(2020, 7), YearMonth(2021, 6))

    assert union_months((one, other), TODAY) == 18


def test_a_role_that_runs_counts_to_today() -> None:
    assert months_inclusive(Period(YearMonth(2026, 10), None, current=True), TODAY) == 2
