"""Postings in JSON: our own names and JSON Resume's job schema give the same kind of posting."""

import json

import pytest

from careervp_mcp.career.jobobjects import from_json

OWN = {
    "title": "Nurse",
    "company": "Lark",
    "description": "We nurse.",
    "url": "https://lark.example/1",
    "location": "Leeds",
    "source": "lark.example",
    "job_id": "LH-1",
    "captured_at": "2026-02-07",
}
RESUME_JOB = {
    "$schema": "a job of JSON Resume",
    "title": "Nurse",
    "company": "Lark",
    "type": "Part-time",
    "date": "2026-02",
    "description": "We nurse.",
    "location": {
        "address": "1 Lark Lane",
        "postalCode": "LS1",
        "city": "Leeds",
        "countryCode": "GB",
        "region": "Leeds",
    },
    "remote": "None",
    "salary": "40000",
    "experience": "Senior",
    "responsibilities": ["Nurse patients", "Teach"],
    "qualifications": ["A registration"],
    "skills": [{"name": "Care", "level": "Master", "keywords": ["wards", "homes"]}, {"name": "Rota"}, "Tea"],
    "meta": {"canonical": "https://schema.example/job.json", "version": "v1.0.0"},
}
TOLD = """\
We nurse.

Type: Part-time
Date: 2026-02
Remote: None
Salary: 40000
Experience: Senior

## Responsibilities

- Nurse patients
- Teach

## Qualifications

- A registration

## Skills

- Care (Master): wards, homes
- Rota
- Tea"""


def test_our_own_names_give_a_posting_as_it_is() -> None:
    posting = from_json(OWN)

    assert {name: getattr(posting, name) for name in OWN} == OWN


def test_all_that_json_resume_says_of_a_job_stands_in_the_description() -> None:
    posting = from_json(RESUME_JOB)

    assert (posting.title, posting.company, posting.location, posting.url) == ("Nurse", "Lark", "Leeds, GB", "")
    assert posting.description == TOLD


@pytest.mark.parametrize("fields", [OWN, RESUME_JOB, {"title": "ä", "unknown": [1.5, None, {"a": True}]}], ids=ascii)
def test_the_json_is_kept_whole(fields: dict[str, object]) -> None:
    assert json.loads(from_json(fields).payload_json) == fields


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        ({"description": "We nurse.", "responsibilities": []}, "We nurse."),
        ({"responsibilities": ["Nurse patients", " "]}, "## Responsibilities\n\n- Nurse patients"),
        ({"description": None, "salary": 40000.5, "skills": None}, "Salary: 40000.5"),
        ({"description": "a", "skills": [{"keywords": ["tea"]}]}, "a\n\n## Skills\n\n- : tea"),
    ],
    ids=ascii,
)
def test_what_is_absent_leaves_no_trace(fields: dict[str, object], description: str) -> None:
    assert from_json(fields).description == description
