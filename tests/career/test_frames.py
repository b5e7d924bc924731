"""The sentences of our own claim nothing: each stands before the gate with no history behind it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from references import bank_of

from careervp_mcp.career.facts import Context, verify
from careervp_mcp.career.facts.context import Kind
from careervp_mcp.career.wordlists import table

NOUNS: dict[str, Kind] = {"letter": "letter", "report": "report", "interview": "interview"}
TOLD = frozenset({"told", "employer", "term", "words", "availability", "years", "also", "fact", "skills", "quote"})
"""Holes that are filled with facts, or with what a company says of itself; such a frame claims what they say."""
HOLES = {
    "company": "Acme",
    "title": "“filing clerk”",
    "person": "Ada",
    "name": "Ada",
    "demand": "“filing”",
    "gap": "“filing”",
}
TITLES = {"en": "Clerk", "he": "פקידת תיוק"}
UNPROSED = frozenset({"headings", "tones", "calls", "holes"})


def frames(language: str, noun: str) -> Iterator[str]:
    for part, forms in table(language, noun).items():
        if part not in UNPROSED and isinstance(forms, dict):
            for form in forms.values():
                yield from (str(text) for text in (form if isinstance(form, list) else [form]))


CASES = [
    pytest.param(language, noun, text, id=f"{language}-{noun}-{text[:40]}")
    for language in ("en", "he")
    for noun in NOUNS
    for text in dict.fromkeys(frames(language, noun))
    if not set(re.findall(r"{(\w+)}", text)) & TOLD and len(text.split()) > 1
]


@pytest.mark.parametrize(("language", "noun", "text"), CASES)
def test_a_frame_stands_before_an_empty_bank(language: str, noun: str, text: str) -> None:
    empty = replace(bank_of("nora"), facts=(), text="", language=language)
    posting = "Acme keeps files. Required: filing."
    title = TITLES[language]
    holes = HOLES | {"title": title}
    said = text.format_map({name: holes.get(name, "“filing”") for name in re.findall(r"{(\w+)}", text)})

    found = verify(said, empty, Context(NOUNS[noun], "Acme", title, posting, language=language)).findings

    assert [(one.rule, one.text) for one in found if one.blocks] == []


def test_there_are_frames_of_every_kind() -> None:
    assert len(CASES) > 150
