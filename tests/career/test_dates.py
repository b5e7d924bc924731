"""Which months and years a text names, its periods, and how many months they hold."""

from datetime import date

import pytest

from careervp_mcp.career.dates import (
    Period,
    YearMonth,
    dates,
    months_inclusive,
    periods,
    union_months,
    years_down,
)

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("03/2018", 2018, 3),
        ("Mar 2018", 2018, 3),
        ("March 2018", 2018, 3),
        ("March, 2018", 2018, 3),
        ("2018-03", 2018, 3),
        ("2018-03-15", 2018, 3),
        ("15/03/2018", 2018, 3),
        ("03/15/2018", 2018, 3),
        ("15.03.2018", 2018, 3),
        ("15 March 2018", 2018, 3),
        ("15th of March 2018", 2018, 3),
        ("March 15, 2018", 2018, 3),
        ("Mar '18", 2018, 3),
        ("2018/03", 2018, 3),
        ("Sept. 2019", 2019, 9),
        ("2019", 2019, None),
        ("FY2021", 2021, None),
        ("Summer 2019", 2019, None),
        ("Engineer of the Year 2023", 2023, None),
        ("מרץ 2018", 2018, 3),
        ("במרץ 2018", 2018, 3),
        ("12 במרץ 2018", 2018, 3),
        ("01/03/2018", 2018, 3),
        ("ב-2019", 2019, None),
    ],
)
def test_a_date_is_read_in_every_common_form(text: str, year: int, month: int | None) -> None:
    (mention,) = dates(text, "he" if any("א" <= letter <= "ת" for letter in text) else "en")

    assert mention.value == YearMonth(year, month)
    assert mention.precision == ("month" if month else "year")


@pytest.mark.parametrize(
    "text",
    [
        "treated 2020 patients",
        "2020 patients came",
        "ISO 9001:2015",
        "Windows 2019",
        "SQL Server 2019",
        "$2019",
        "2,019 trees",
        "in the 1990s",
        "13/13/2018",
    ],
)
def test_four_figures_that_count_or_name_are_no_year(text: str) -> None:
    assert dates(text) == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("03/2018 - 02/2021", YearMonth(2018, 3), YearMonth(2021, 2)),
        ("Mar 2018 to Feb 2021", YearMonth(2018, 3), YearMonth(2021, 2)),
        ("2018–2021", YearMonth(2018), YearMonth(2021)),
        ("2018-2021", YearMonth(2018), YearMonth(2021)),
        ("2016/17", YearMonth(2016), YearMonth(2017)),
        ("2019/2020", YearMonth(2019), YearMonth(2020)),
        ("January – June 2019", YearMonth(2019, 1), YearMonth(2019, 6)),
        ("Jan-Mar 2020", YearMonth(2020, 1), YearMonth(2020, 3)),
        ("01/03/2018 - 28/02/2021", YearMonth(2018, 3), YearMonth(2021, 2)),
        ("ממרץ 2018 עד פברואר 2021", YearMonth(2018, 3), YearMonth(2021, 2)),
    ],
)
def test_a_period_runs_from_its_first_date_to_its_last(text: str, start: YearMonth, end: YearMonth) -> None:
    (period,) = periods(text, "he" if "עד" in text else "en")

    assert (period.start, period.end, period.current) == (start, end, False)


@pytest.mark.parametrize(
    "text",
    ["2021 – Present", "2021-present", "since 2021", "2021 to date", "2021 until now", "מאז 2021", "2021 – היום"],
)
def test_a_period_without_an_end_still_runs(text: str) -> None:
    (period,) = periods(text, "he" if any("א" <= letter <= "ת" for letter in text) else "en")

    assert (period.start, period.end, period.current) == (YearMonth(2021), None, True)


def test_months_count_the_first_and_the_last() -> None:
    first = Period(YearMonth(2018, 3), YearMonth(2021, 2))
    second = Period(YearMonth(2021, 3), YearMonth(2025, 8))

    assert (months_inclusive(first, TODAY), months_inclusive(second, TODAY)) == (36, 54)
    assert union_months([first, second], TODAY) == 90
    assert years_down(90) == 7


def test_months_that_two_roles_share_count_once() -> None:
    roles = [Period(YearMonth(2020, 1), YearMonth(2020, 12)), Period(YearMonth(2020, 7), None, current=True)]

    assert union_months(roles, date(2021, 6, 1)) == 18


def test_dates_stand_in_order_of_time_and_a_year_before_its_months() -> None:
    told = [YearMonth(2020, 2), YearMonth(2019, 12), YearMonth(2020)]

    assert sorted(told) == [YearMonth(2019, 12), YearMonth(2020), YearMonth(2020, 2)]
