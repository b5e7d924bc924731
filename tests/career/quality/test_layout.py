"""Formatting and structure: each fault beside its right form."""

import pytest

from careervp_mcp.career.quality import QualityContext, QualityValidator

LETTER = QualityContext(kind="letter")
CV = QualityContext(kind="cv", sections=("Experience", "Education"))
BULLET = "- Moved {} beds"
LONG = "We moved beds and then more of them{}. "


def rules(text: str, context: QualityContext) -> set[str]:
    judged = QualityValidator().validate(text, context)
    return {issue.rule for issue in judged.issues if issue.type in {"FORMATTING", "STRUCTURE"}}


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("long_list", "\n".join(BULLET.format(n) for n in range(13)), "\n".join(BULLET.format(n) for n in range(12))),
        ("long_line", "word " * 250, "word " * 200),
        (
            "equal_bullets",
            "\n".join(BULLET.format(n) for n in range(5)),
            f"- Cooked\n{BULLET}\n{BULLET}\n{BULLET}\n{BULLET}",
        ),
        ("mixed_dashes", "Well — yes -- no.", "Well — yes, 2019–2021, well-known — no."),
        ("long_paragraph", LONG.format(" today") * 20, LONG.format(" today") * 15),
        ("crowded_bullet", "- " + "bed " * 46, "- " + "bed " * 45),
        ("crowded_bullet", "- Beds moved. Two lost. One found.", "- Beds moved. Two lost."),
        ("missing_section", "# Education\n\nBSN", "# Experience\n\nA ward\n\n# Education\n\nBSN"),
        (
            "section_order",
            "# Education\n\nBSN\n\n# Experience\n\nA ward",
            "# Experience\n\nA ward\n\n# Education\n\nBSN",
        ),
    ],
)
def test_a_fault_of_form_is_found_and_its_right_form_is_not(rule: str, wrong: str, right: str) -> None:
    context = CV if "section" in rule else QualityContext(kind="cv")

    assert rule in rules(wrong, context)
    assert rule not in rules(right, context)


def test_a_paragraph_that_takes_nothing_up_is_told() -> None:
    first = "Nurses at the hospital count pills every morning, and mistakes fell by half within one quiet winter.\n\n"
    stray = "Bridges across rivers need piles, clay samples, cranes, barges, steel beams, concrete, welders, divers, "
    stray += (
        "surveyors, engineers, painters, patience, dry weather, permits, budgets, lunch, boots, maps, and a kettle."
    )

    assert "no_thread" in rules(first + stray, LETTER)
    assert "no_thread" not in rules(first + f"At that hospital, {stray}", LETTER)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Dear Southgate Hiring Team,\n\nHello.", True),
        ("Dear Hiring Team at Southgate Foods,\n\nHello.", True),
        ("I would like to work for Southgate Foods one day.", True),
        ("Dear Northgate Hiring Team,\n\nI want to join Northgate Logistics.", False),
        ("I want to join the Northgate Logistics team.", False),
        ("I left my role at Fernhill Payments in May.", False),
        ("I want to join NL in May.", False),
    ],
)
def test_a_letter_names_no_other_firm_as_the_one_it_is_for(text: str, *, wrong: bool) -> None:
    context = QualityContext(kind="letter", company="Northgate Logistics", sources=("Fernhill Payments, 2021",))

    assert ("wrong_company" in rules(text, context)) is wrong
