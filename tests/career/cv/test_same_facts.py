"""One CV in many forms is one CV, and our plain form of it reads back as it was."""

import dataclasses
from pathlib import Path

import pytest
from cvbench import NORA, SAMPLES, json_resume, markdown, read, word_file
from inbox import pdf

from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.cv.rendering import plain_text

ASCII = NORA.replace("–", "-")
FORMS: dict[str, bytes | str] = {
    "nora.md": markdown(),
    "nora.json": json_resume(),
    "nora.docx": word_file(),
    "nora.pdf": pdf(*filter(None, ASCII.splitlines())),
}
PEOPLE = sorted((Path(__file__).parents[3] / "benchmarks" / "factbench" / "people").glob("*/cv.txt"))
STRUCTURED = sorted((*SAMPLES.glob("*.json"), *SAMPLES.glob("*.yaml")))


def said(cv: CVData) -> dict[str, object]:
    """What a CV says, a dash being a dash."""
    told = dataclasses.asdict(cv)
    for role in told["experience"]:
        role["dates"] = role["dates"].replace("–", "-")
    return told


@pytest.mark.parametrize("name", FORMS)
def test_one_cv_is_the_same_in_every_form(name: str) -> None:
    cv = read(name, FORMS[name]).cv

    assert said(cv) == said(read("nora.txt", NORA).cv)


@pytest.mark.parametrize("path", STRUCTURED, ids=lambda path: path.name)
def test_the_plain_form_of_a_structured_cv_reads_back_as_the_same_cv(path: Path) -> None:
    reading = read(path.name, path.read_bytes())

    assert reading.cv.experience
    assert read_text(reading.text).cv == reading.cv


@pytest.mark.parametrize("path", STRUCTURED, ids=lambda path: path.name)
def test_the_plain_form_is_written_the_same_from_what_was_read(path: Path) -> None:
    reading = read(path.name, path.read_bytes())

    assert plain_text(read_text(reading.text).cv) == reading.text


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.parent.name)
def test_the_plain_form_of_a_cv_written_as_text_reads_back_as_the_same_cv(path: Path) -> None:
    cv = read_text(path.read_text("utf-8")).cv

    assert read_text(plain_text(cv)).cv == cv


def test_a_yaml_cv_tells_the_roles_and_lists_of_the_text() -> None:
    yaml, text = read("nora.yaml", (SAMPLES / "nora.yaml").read_bytes()).cv, read("nora.txt", NORA).cv

    assert (yaml.experience, yaml.education, yaml.skills) == (text.experience, text.education, text.skills)
    assert (yaml.certifications, yaml.languages) == (text.certifications, text.languages)
