"""Whatever is sent as a CV, the readers answer in words and in time."""

import os

import pytest
from cvfuzz import MOST_SECONDS, fuzz

from careervp_mcp.career.cv.lines import unwrapped
from careervp_mcp.career.cv.readers import READERS
from careervp_mcp.career.cv.tidying import tidied
from careervp_mcp.career.errors import CareerError


def told(ending: str, text: str) -> str:
    """What comes of a text: whose CV it is, or the refusal."""
    try:
        return READERS[ending](unwrapped(tidied(text)[0])).cv.user_id
    except CareerError as refusal:
        return refusal.message


INPUTS = 100_000 if "TORTURE" in os.environ else 200
REPEATED = [
    *(
        "a",
        " ",
        "\t",
        ".",
        "(",
        "[",
        "*",
        "_ ",
        "{",
        "\\",
        "`",
        "1 ",
        "a, ",
        "a | ",
        "a: ",
        "a@",
        "a.",
        "a - ",
        "=",
        "-",
    ),
    *(
        "2019 - ",
        "2019 ",
        "\\a{",
        "\\textbf{",
        '{"a":',
        "[a](",
        "<!--",
        "x@y.z ",
        "http://a.b/",
        "www.",
        "word ",
        "(a",
    ),
]


def test_mutated_cvs_are_read_or_refused_in_words() -> None:
    assert fuzz(INPUTS, seed=1) < MOST_SECONDS


@pytest.mark.parametrize("ending", [".txt", ".md", ".json", ".yaml", ".tex"])
@pytest.mark.parametrize("piece", REPEATED)
def test_a_sign_repeated_does_not_take_more_than_its_length(piece: str, ending: str) -> None:
    text = piece * (6_000 // len(piece))

    assert told(ending, text)
