"""A posting's head and its cleaning: taken where it is said, never guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careervp_mcp.career.jobs import Posting
from careervp_mcp.career.labels import labelled, sole_heading
from careervp_mcp.career.postings import sound_posting

SOUND = Posting("Nurse", "Lark", "Nurse patients.")


@pytest.mark.parametrize(
    ("head", "title", "company"),
    [
        ("Title: Night Nurse\nCompany: Lark", "Night Nurse", "Lark"),
        ("title : Night Nurse\nCOMPANY:Lark", "Night Nurse", "Lark"),
        ("Job title: Night Nurse\n\nEmployer: Lark", "Night Nurse", "Lark"),
        ("**Title:** Night Nurse\n**Company**: Lark", "Night Nurse", "Lark"),
        ("> Title: Night Nurse\n> Company: Lark", "Night Nurse", "Lark"),
        ('---\ntitle: "Night Nurse"\ncompany: Lark\n---', "Night Nurse", "Lark"),
        ("# Lark\nTitle: Night Nurse\nSalary: 40000\nOrganisation: Lark", "Night Nurse", "Lark"),
        ("\ufeffTitle: Night Nurse".lstrip("\ufeff") + "\r\nCompany: Lark\r\n", "Night Nurse", "Lark"),
        ("Title: Night Nurse\nTitle: Day Nurse\nCompany: Lark", "Night Nurse", "Lark"),
        ("Title: C++: the language\nCompany: Lark: the bird", "C++: the language", "Lark: the bird"),
        ("We nurse.\nTitle: Night Nurse\nCompany: Lark", "", ""),
        ("Subtitle: Night Nurse\nCompanys: Lark", "", ""),
        ("Title:\nCompany: ", "", ""),
        ("Title Night Nurse", "", ""),
        ("Title: " + "a" * 400, "", ""),
    ],
    ids=ascii,
)
def test_only_lines_at_the_head_of_a_text_name_title_and_company(head: str, title: str, company: str) -> None:
    found = labelled(f"{head}\n\nWe nurse at night.")

    assert (found.title, found.company) == (title, company)
    assert found.description.endswith("We nurse at night.")


def test_a_head_gives_every_field_and_leaves_the_rest_to_the_description() -> None:
    text = (
        "Title: Nurse\nCompany: Lark\nLocation: Leeds\nURL: https://a.example/1\nSource: a.example\n"
        "Reference: LH-1\nCaptured: 2026-02-07\nPay: Band 7\n\nWe nurse."
    )

    found = labelled(text)

    assert found == Posting(
        "Nurse", "Lark", "Pay: Band 7\n\nWe nurse.", "https://a.example/1", "Leeds", "a.example", "LH-1", "2026-02-07"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Night Nurse\n\nWe nurse.", "Night Nurse"),
        ("We nurse.\n\n# **Night Nurse** #\n", "Night Nurse"),
        ("# Lark\n\n# Night Nurse", ""),
        ("# About us\n\nWe nurse.", ""),
        ("# Job Description:\n\nWe nurse.", ""),
        ("## Night Nurse", ""),
        ("#nurses wanted", ""),
        ("We nurse.", ""),
    ],
    ids=ascii,
)
def test_a_heading_is_the_title_only_when_it_is_the_only_one_and_names_something(text: str, title: str) -> None:
    assert sole_heading(text) == title


@pytest.mark.parametrize(
    ("given_at", "kept"),
    [
        ("", ""),
        (" 2026-02-07 ", "2026-02-07"),
        ("2026-02-07T23:59:00Z", "2026-02-07T23:59:00Z"),
        ("2026-02-07T23:59:00+02:00", "2026-02-07T21:59:00Z"),
        ("2026-02-07 23:59", "2026-02-07T23:59:00Z"),
        ("2026-02-07T23:59:00.123456Z", "2026-02-07T23:59:00Z"),
    ],
)
def test_a_date_is_kept_and_a_time_is_told_in_utc(given_at: str, kept: str) -> None:
    assert sound_posting(replace(SOUND, captured_at=given_at)).captured_at == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "HTTPS://A.example:8443/jobs?id=1&x=%20#top",
        "https://bücher.example/stelle/ä",
        "https://[2001:db8::1]/jobs",
        "https://a.example/@lark/jobs",
        "https://a.example/" + "a" * 2030,
    ],
)
def test_an_address_of_the_web_is_kept_as_it_is(url: str) -> None:
    assert sound_posting(replace(SOUND, url=url)).url == url


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x07b\x1b[31mc\x9b", "ab[31mc"),
        ("a\u202eb\u2066c\u200bd\u00ad", "abcd"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("a  \n\n\n  b\t\n", "a\n\n\n  b"),
        ("👩‍⚕️ مرحبا", "👩‍⚕️ مرحبا"),
    ],
    ids=ascii,
)
def test_what_nobody_sees_is_cleaned_from_a_text_and_the_rest_kept(text: str, kept: str) -> None:
    assert sound_posting(replace(SOUND, description=text)).description == kept


PRINTED = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(
    title=PRINTED,
    company=PRINTED,
    text=PRINTED,
    noise=st.text(st.sampled_from("\x01\x1b\u202e\u200b\r \t"), max_size=9),
)
def test_a_sound_posting_stays_as_it_is_and_noise_around_it_changes_nothing(
    title: str, company: str, text: str, noise: str
) -> None:
    posting = sound_posting(Posting(title, company, text))

    assert sound_posting(posting) == posting
    assert sound_posting(Posting(noise + title + noise, company + noise, text + noise)) == posting


@given(text=st.text(st.sampled_from("Tile: Company-#*\n\r>_\"'a"), max_size=200))
def test_no_text_loses_more_than_the_lines_that_are_its_head(text: str) -> None:
    found = labelled(text)

    said = [
        getattr(found, name) for name in ("title", "company", "location", "url", "source", "job_id", "captured_at")
    ]
    assert sum(map(len, said)) + len(found.description) <= len(text)
