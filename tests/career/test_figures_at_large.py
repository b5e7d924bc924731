"""What holds for the figures and dates of any text at all."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careervp_mcp.career.agreement import compare
from careervp_mcp.career.dates import dates, periods
from careervp_mcp.career.quantities import Quantity, changes, quantities

PIECES = st.sampled_from([
    "12", "1,200", "1.2", "$", "€", "%", "K", "million", "three", "hundred", "and", "a", "half", "to", "from", "-",
    "–", "hours", "min", "km", "patients", "team", "up", "about", "per", "day", "2019", "March", "/", ":", "+", "ISO",
    "x", "שלושה", "ב-", "אחוז", "מיליון", "עד", "times", ".", ",", "٣", "½", "\u200f", "doubled", "third", "in", "\n",
    "0", "/5",
])  # fmt: skip
TEXTS = (
    st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "he"]))
def test_spans_repeat_their_text_in_order_and_none_overlaps(text: str, language: str) -> None:
    figures = quantities(text, language)
    named = dates(text, language)
    spans = [figure.span for figure in figures]

    assert [text[slice(*figure.span)] for figure in figures] == [figure.text for figure in figures]
    assert [text[slice(*mention.span)] for mention in named] == [mention.text for mention in named]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(start < end for start, end in spans)
    assert all(mention.span[1] <= start or end <= mention.span[0] for mention in named for start, end in spans)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "he"]))
def test_pairs_and_periods_stand_inside_their_text(text: str, language: str) -> None:
    inside = [change.span for change in changes(text, language)] + [one.span for one in periods(text, language)]

    assert all(0 <= start < end <= len(text) for start, end in inside)


def written(value: int) -> list[str]:
    """A number in the forms that mean just the same."""
    forms = [str(value), f"{value:,}", f"{value:,}".replace(",", "\u00a0")]
    forms += [f"{value / 1000:g}K"] if value % 100 == 0 and value < 1_000_000 else []
    forms += [f"{value / 1_000_000:g}M", f"{value / 1_000_000:g} million"] if value % 10_000 == 0 else []
    return forms


@settings(deadline=None)
@given(st.integers(1, 99).flatmap(lambda lead: st.sampled_from([lead * 10**power for power in range(2, 8)])))
def test_a_number_is_one_value_however_it_is_written(value: int) -> None:
    read = [quantities(f"served {form} guests") for form in written(value)]

    assert [[figure.low for figure in found] for found in read] == [[value]] * len(read)


UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(value: int) -> str:
    """A number under a million in words."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        return f"{spelled(thousands)} thousand{' ' + spelled(rest) if rest else ''}"
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        return f"{UNITS[hundreds - 1]} hundred{' and ' + spelled(rest) if rest else ''}"
    if value >= 20:
        tens, unit = divmod(value, 10)
        return TENS[tens - 2] + (f"-{UNITS[unit - 1]}" if unit else "")
    return TEENS[value - 10] if value >= 10 else UNITS[value - 1]


@settings(deadline=None)
@given(st.integers(2, 999_999))
def test_a_number_spelled_out_is_the_number(value: int) -> None:
    (figure,) = quantities(f"served {spelled(value)} guests")

    assert (figure.low, figure.text) == (value, spelled(value))


@settings(deadline=None)
@given(TEXTS)
def test_a_figure_agrees_with_itself(text: str) -> None:
    figures = quantities(text)

    assert {compare(figure, figure, "document") for figure in figures} <= {"same"}


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1 ", " ", ",", "5%-", "1. ", "$ ", "two ", "A 1 ", "2018 - ", "half a "]
)
def test_a_text_of_one_piece_again_and_again_is_read(piece: str) -> None:
    text = piece * 2000

    figures: tuple[Quantity, ...] = quantities(text)

    assert all(text[slice(*figure.span)] == figure.text for figure in figures)
    assert periods(text) is not None
