import pytest
from hypothesis import given
from hypothesis import strategies as st

from careervp_mcp.career.markdown import demoted, fence_for, one_line, section, with_section

BELOW = "\nNurse patients."


@pytest.mark.parametrize(
    "heading",
    [
        "## Job Description",
        "## job description",
        "## JOB DESCRIPTION ##",
        "## Job Description #",
        "   ##\tJob Description   ",
        "##  Job Description  ######  ",
    ],
)
def test_the_heading_is_found_in_every_spelling(heading: str) -> None:
    assert section(heading + BELOW, "Job Description") == "Nurse patients."


@pytest.mark.parametrize(
    "heading",
    [
        "# Job Description",
        "### Job Description",
        "##Job Description",
        "    ## Job Description",
        "## The Job Description",
        "## Job Description##",
        "Job Description\n---",
        "```\n## Job Description",
        "> ## Job Description",
    ],
)
def test_what_only_looks_like_the_heading_is_none(heading: str) -> None:
    assert section(heading + BELOW, "Job Description") is None


@pytest.mark.parametrize("end", ["## Notes", "# Notes", "##", "  ## Notes ##", "#\tNotes", "#"])
def test_the_section_ends_at_the_next_heading_of_level_one_or_two(end: str) -> None:
    text = f"## Job Description\nNurse patients.\n\n{end}\nmine"

    assert section(text, "Job Description") == "Nurse patients."


@pytest.mark.parametrize(
    "inside",
    [
        "### What we offer",
        "###### Small print ##",
        "Setext\n---",
        "#hashtag",
        "##nothing",
        "    ## indented code",
        "\\## escaped",
        "####### seven",
        "```\n# comment\n## more\n```",
        "~~~ sh\n# comment\n~~~",
        "````\n```\n# still code\n````",
        "~~~\n```\n# still code\n~~~",
        "```\n~~~\n# still code\n```",
        "```\n``` not a close\n# still code\n```",
        "```py\n# code\n`````",
        "  ```\n## code\n   ```",
    ],
)
def test_deeper_headings_and_code_belong_to_the_section(inside: str) -> None:
    text = f"## Job Description\n{inside}\nlast\n## Notes\nmine"

    assert section(text, "Job Description") == f"{inside}\nlast"


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    assert section("## Job Description\n```\n# a\n## b", "Job Description") == "```\n# a\n## b"


def test_three_backticks_with_a_backtick_behind_them_open_no_fence() -> None:
    text = "## Job Description\n```code``` here\n## Notes\nmine"

    assert section(text, "Job Description") == "```code``` here"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = end.join(["## Job Description", "", "one", "two", "", "## Notes", "mine"])

    assert section(text, "Job Description") == "one\ntwo"


def test_the_first_of_two_sections_is_taken() -> None:
    assert section("## A\none\n## A\ntwo", "A") == "one"


@given(st.text("`~\n# a"))
def test_no_line_of_a_text_closes_its_fence(text: str) -> None:
    fence = fence_for(text)

    assert len(fence) >= 3
    assert fence not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n## b\r\n\tc", "a ## b c"),
        ("<script>`x`", "(script)'x'"),
        ("left\N{RIGHT-TO-LEFT OVERRIDE}right\N{LINE SEPARATOR}end\x1b[0m", "left right end [0m"),
        ("Müller \N{ROCKET}", "Müller \N{ROCKET}"),
    ],
)
def test_untrusted_text_stays_on_one_harmless_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@pytest.mark.parametrize(
    ("text", "deeper"),
    [
        ("# One\n## Two ##\n   ### Three", "### One\n#### Two ##\n   ##### Three"),
        ("##### Five\n###### Six", "###### Five\n###### Six"),
        ("#none\n    # code\nSetext\n---", "#none\n    # code\nSetext\n---"),
        ("```\n# in code\n```\n# out", "```\n# in code\n```\n### out"),
        ("```\n# left open\n\n", "```\n# left open\n```"),
        ("~~~~ sh\n~~~\n# left open", "~~~~ sh\n~~~\n# left open\n~~~~"),
        ("\r\n# One\rtext\r\n", "### One\ntext"),
    ],
)
def test_a_text_that_moves_into_a_section_keeps_all_but_the_depth_of_its_headings(text: str, deeper: str) -> None:
    assert demoted(text) == deeper


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a\n## X\nold\n### in it\n## Y\nz", "a\n## X\n\nnew\n\n## Y\nz"),
        ("## x ##\r\nold\r\n# Y", "## x ##\r\n\r\nnew\r\n\r\n# Y"),
        ("## X", "## X\n\nnew\n"),
        ("```\n## X\n```\n## X\nold", "```\n## X\n```\n## X\n\nnew\n"),
        ("## X\nold\n## Y\n```\nopen", "## X\n\nnew\n\n## Y\n```\nopen"),
        ("## X\n```\nopen\n## Y", None),
        ("# X\nold", None),
    ],
)
def test_a_section_is_replaced_alone_or_not_at_all(text: str, changed: str | None) -> None:
    assert with_section(text, "X", "new") == changed
