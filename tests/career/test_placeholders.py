import tomllib
from importlib import resources

import pytest

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.placeholders import Placeholder, find_placeholders, refuse_placeholders

FAMILIES = tomllib.loads(
    resources.files("careervp_mcp.career").joinpath("wording/placeholders.toml").read_text("utf-8")
)["family"]
CONTRACT = [
    "PROJECT-AI-1",
    "PROJECT-BE-2",
    "WORK-BULLET-POINT-2",
    "EDUCATION-BULLET-POINT-1",
    "NAME-PLACEHOLDER",
    "<Your Name>",
    "TODO: fill this in",
    "[Description goes here]",
    "<<HOLE>>",
]


def tokens(source: str) -> list[str]:
    return [found.token for found in find_placeholders(source)]


@pytest.mark.parametrize("hole", [*CONTRACT, *(text for family in FAMILIES for text in family["examples"])])
def test_every_hole_is_found_whole(hole: str) -> None:
    assert tokens(rf"\item Led {hole}, daily.") == [hole]


@pytest.mark.parametrize("text", [text for family in FAMILIES for text in family["not"]])
def test_what_only_looks_like_a_hole_is_none(text: str) -> None:
    assert tokens(rf"\item Led {text}, daily.") == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("% PROJECT-AI-1", []),
        ("text % PROJECT-AI-1", []),
        (r"30\% PROJECT-AI-1", ["PROJECT-AI-1"]),
        (r"\\% PROJECT-AI-1", []),
        (r"\\\% PROJECT-AI-1", ["PROJECT-AI-1"]),
        ("PROJECT-AI-1 % PROJECT-AI-2", ["PROJECT-AI-1"]),
        ("% a\nPROJECT-AI-1", ["PROJECT-AI-1"]),
        ("% a\r\nPROJECT-AI-1", ["PROJECT-AI-1"]),
        ("% a\rPROJECT-AI-1", ["PROJECT-AI-1"]),
        ("ends in a backslash \\", []),
    ],
)
def test_text_after_an_unescaped_percent_sign_does_not_count(line: str, found: list[str]) -> None:
    assert tokens(line) == found


def test_each_token_is_told_once_with_all_its_lines_in_order_of_first_appearance() -> None:
    source = "WORK-BULLET-POINT-2\nPROJECT-AI-1 and PROJECT-AI-1\n\nWORK-BULLET-POINT-2"

    assert find_placeholders(source) == (
        Placeholder("WORK-BULLET-POINT-2", (1, 4)),
        Placeholder("PROJECT-AI-1", (2,)),
    )


def test_the_refusal_is_the_contracts_sentence() -> None:
    found = find_placeholders("PROJECT-AI-1\nWORK-BULLET-POINT-2\nPROJECT-AI-1")

    with pytest.raises(InvalidInput) as refused:
        refuse_placeholders(found)

    assert refused.value.message == "resume.tex contains placeholder tokens: PROJECT-AI-1, WORK-BULLET-POINT-2"


def test_a_finished_source_is_let_through() -> None:
    refuse_placeholders(find_placeholders(r"\section{Work} $a<b$ \hfill 2019 -- 2023"))
