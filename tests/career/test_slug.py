import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careervp_mcp.career.slug import LONGEST, application_slug, slug_part


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("General Motors", "general_motors"),
        ("AT&T Inc.", "at_t_inc"),
        ("L'Oréal", "l_oreal"),
        ("Müller", "muller"),
        ("Łódź", "lodz"),
        ("  --Straße!! ", "strasse"),
        ("../../etc/passwd", "etc_passwd"),
        ("CAFE\N{COMBINING ACUTE ACCENT}", "cafe"),
    ],
)
def test_a_name_becomes_plain_ascii(name: str, slug: str) -> None:
    assert slug_part(name) == slug


def test_company_and_id_stand_apart() -> None:
    assert application_slug("General Motors", "3711") == "general_motors-3711"


def test_a_name_with_nothing_left_becomes_the_same_short_hash_everywhere() -> None:
    assert slug_part("\N{ROCKET}") == "xebbc0b2870"
    assert slug_part("\N{ROCKET}\N{ROCKET}") != slug_part("\N{ROCKET}")
    assert slug_part("\ud800") != slug_part("\ud801"), "half a character is a name like any other"


@pytest.mark.parametrize(("company", "suffix"), [("a" * 300, "3629"), ("General " * 20, "3629")])
def test_a_slug_that_is_cut_keeps_its_id_whole(company: str, suffix: str) -> None:
    slug = application_slug(company, suffix)

    assert len(slug) <= LONGEST
    assert slug.endswith(f"-{suffix}")


@pytest.mark.parametrize("number", ["9" * 300, "\N{SUPERSCRIPT TWO}" * 90])
def test_a_position_of_digits_only_is_cut_like_any_other(number: str) -> None:
    assert len(application_slug("Amazon", number)) <= LONGEST


def test_two_long_names_that_begin_alike_get_different_slugs() -> None:
    assert application_slug("a" * 90, "nurse") != application_slug("a" * 91, "nurse")


@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=200))
def test_any_two_texts_make_one_safe_folder_name(company: str, suffix: str) -> None:
    slug = application_slug(company, suffix)

    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", slug)
    assert len(slug) <= LONGEST
    assert slug == application_slug(company, suffix)
