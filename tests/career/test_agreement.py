"""Which stated figures say what a source figure says."""

import pytest

from careervp_mcp.career.agreement import Channel, compare, derivable
from careervp_mcp.career.quantities import changes, quantities

AGREEMENTS = [
    ("$380,000", "$380K", "document", "same"),
    ("1,200,000 payments", "1.2 million payments", "document", "same"),
    ("95 minutes", "1 h 35 min", "document", "same"),
    ("three engineers", "3 engineers", "document", "same"),
    ("over 400 users", "400+ users", "document", "same"),
    ("at most 6 patients", "up to 6 patients", "document", "same"),
    ("nearly 40%", "39.7%", "speech", "rounded"),
    ("nearly 40%", "39.7%", "document", "different value"),
    ("nearly 50%", "39.7%", "speech", "different value"),
    ("almost a third", "31%", "speech", "rounded"),
    ("almost 30%", "31%", "speech", "different value"),
    ("about 68%", "68.3%", "speech", "rounded"),
    ("almost 75%", "68.3%", "speech", "different value"),
    ("over $300,000", "$310,000", "speech", "rounded"),
    ("over $320,000", "$310,000", "speech", "different value"),
    ("over $200,000", "$310,000", "speech", "different value"),
    ("nearly 30 people", "28 people", "speech", "rounded"),
    ("95 seconds", "95 minutes", "document", "different unit"),
    ("€380K", "$380K", "document", "different currency"),
    ("40 calls a week", "40 calls a day", "document", "different period"),
    ("6 patients", "up to 6 patients", "document", "bound dropped"),
    ("200 users", "about 200 users", "document", "bound dropped"),
    ("15 patients", "10–15 patients", "document", "range collapsed"),
    ("37%", "27%", "document", "different value"),
    ("27%", "27 minutes", "document", "incomparable"),
]

DERIVED = [
    ("from 5 hours to 95 minutes", "68%", True),
    ("from 5 hours to 95 minutes", "3.2 times as fast", True),
    ("from 5 hours to 95 minutes", "three times as fast", True),
    ("from 5 hours to 95 minutes", "halved", True),
    ("from 5 hours to 95 minutes", "75%", False),
    ("from 61% to 88%", "27 percentage points", True),
    ("from 61% to 88%", "44%", True),
    ("from 61% to 88%", "doubled", False),
    ("from 9 to 3", "a third", True),
    ("from 9 to 3", "67%", True),
    ("from 90 to 70 minutes", "20 minutes", True),
    ("from 90 to 70 minutes", "30 minutes", False),
]


@pytest.mark.parametrize(("stated", "source", "channel", "told"), AGREEMENTS)
def test_a_stated_figure_stands_so_to_its_source(stated: str, source: str, channel: Channel, told: str) -> None:
    assert compare(quantities(stated)[0], quantities(source)[0], channel) == told


@pytest.mark.parametrize(("change", "stated", "follows"), DERIVED)
def test_only_what_arithmetic_gives_follows_from_a_change(change: str, stated: str, *, follows: bool) -> None:
    assert derivable(changes(change)[0], quantities(stated)[0]) is follows
