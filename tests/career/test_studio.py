"""What a request chooses: folders, sources and engine, and whose failure each is."""

from dataclasses import replace
from pathlib import Path

import pytest
from workbench import WISHLESS, Bench, everything

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.tailoring import TailorRequest
from careervp_mcp.starting import FULL_RESUME


@pytest.fixture
def tracker(bench: Bench) -> str:
    return bench.note("amazon", "job_db_id: 1")


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex", "/opt/tex/bin/pdflatex"])
def test_an_allowed_engine_is_taken(bench: Bench, tracker: str, engine: str) -> None:
    result = bench.success(tracker, wishes=replace(WISHLESS, pdflatex_cmd=engine))

    assert result.compile.engine == f"{engine} 1.0 (fake)"


@pytest.mark.parametrize(
    "engine", ["sh", "pdflatex -shell-escape", "/usr/bin/pdflatex", "./pdflatex", "PDFLATEX", " "]
)
def test_any_other_engine_is_refused_for_the_whole_request(bench: Bench, tracker: str, engine: str) -> None:
    before = everything(bench.root)

    with pytest.raises(InvalidInput) as refused:
        bench.tailor(tracker, wishes=replace(WISHLESS, pdflatex_cmd=engine))

    assert refused.value.message == ("pdflatex_cmd must be one of the engines this server allows: pdflatex, lualatex")
    assert everything(bench.root) == before


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (TailorRequest((), applications_dir="../outside"), "applications_dir"),
        (TailorRequest((), full_resume_path="/etc/passwd"), "full_resume_path"),
        (TailorRequest((), resume_template_path="a/../../b.tex"), "resume_template_path"),
    ],
)
def test_a_path_outside_the_root_is_refused_for_the_whole_request(
    bench: Bench, tracker: str, wishes: TailorRequest, field: str
) -> None:
    before = everything(bench.root)

    with pytest.raises(InvalidInput, match=f"{field} lies outside the root"):
        bench.tailor(tracker, wishes=wishes)
    assert everything(bench.root) == before


@pytest.mark.parametrize("applications", ["notes.md", "notes.md/deeper/still", "knot"])
def test_a_file_in_the_place_of_the_applications_is_refused_for_the_whole_request(
    bench: Bench, tracker: str, applications: str
) -> None:
    bench.write("notes.md", "mine")
    (bench.root / "knot").symlink_to("nowhere")

    with pytest.raises(
        InvalidInput, match=r"^applications_dir needs a folder where a file stands: (notes\.md|knot); move"
    ):
        bench.tailor(tracker, wishes=replace(WISHLESS, applications_dir=applications))


def test_a_missing_applications_folder_is_made(bench: Bench, tracker: str) -> None:
    result = bench.success(tracker, wishes=replace(WISHLESS, applications_dir="my/own/place"))

    assert result.workspace_dir == "my/own/place/amazon-1"
    assert (bench.root / result.resume_pdf_path).is_file()


def test_an_applications_folder_in_an_extra_root_is_shown_by_its_name(
    bench: Bench, tracker: str, tmp_path: Path
) -> None:
    result = bench.success(tracker, wishes=replace(WISHLESS, applications_dir="@vault/applications"))

    assert result.resume_pdf_path == "@vault/applications/amazon-1/resume/resume.pdf"
    assert (tmp_path / "vault" / "applications" / "amazon-1" / "resume" / "resume.pdf").is_file()


@pytest.mark.parametrize("missing", ["gone.md", "data"])
def test_a_missing_full_resume_fails_each_item_and_makes_nothing(bench: Bench, tracker: str, missing: str) -> None:
    code, message = bench.failure(tracker, wishes=replace(WISHLESS, full_resume_path=missing))

    assert code == "FILE_NOT_FOUND"
    assert message.startswith("full resume ")
    assert not (bench.root / "data" / "applications").exists()


def test_an_empty_full_resume_is_refused(bench: Bench, tracker: str) -> None:
    bench.write("data/templates/full_resume.md", " \r\n")

    assert bench.failure(tracker) == (
        "VALIDATION_ERROR",
        "full resume is empty: full_resume.md; write the true history into it",
    )


def test_a_full_resume_that_nobody_wrote_yet_is_refused(bench: Bench, tracker: str) -> None:
    bench.write("data/templates/full_resume.md", FULL_RESUME)

    assert bench.failure(tracker) == (
        "VALIDATION_ERROR",
        "full resume is still what `init` wrote: full_resume.md; write your history into it",
    )


@pytest.mark.parametrize("missing", ["gone.tex", "templates"])
def test_a_named_template_that_is_missing_fails_each_item(bench: Bench, tracker: str, missing: str) -> None:
    code, message = bench.failure(tracker, wishes=replace(WISHLESS, resume_template_path=missing))

    assert code == "TEMPLATE_NOT_FOUND"
    assert message.startswith("template ")
    assert not (bench.root / "data" / "applications").exists()


def test_a_named_template_comes_before_the_roots_own(bench: Bench, tracker: str) -> None:
    bench.write("mine.tex", b"mine")

    bench.success(tracker, wishes=replace(WISHLESS, resume_template_path="mine.tex"))

    assert bench.press.pressed[0].source == b"mine"


def test_a_root_without_templates_gets_the_packaged_ones(bench: Bench, tracker: str) -> None:
    (bench.root / "templates" / "resume.tex").unlink()

    code, message = bench.failure(tracker)

    assert (code, bench.press.pressed) == ("VALIDATION_ERROR", [])
    assert message.startswith("resume.tex contains placeholder tokens: ")


def test_the_roots_own_brief_is_used(bench: Bench, tracker: str) -> None:
    bench.write("templates/ai_context.md.j2", "For {{ tracker.company }}")

    bench.success(tracker)

    assert (bench.folder("amazon-1") / "ai_context.md").read_text() == "For Amazon"


def test_a_template_of_the_root_that_is_a_link_outside_is_refused(bench: Bench, tracker: str, tmp_path: Path) -> None:
    (tmp_path / "secret.j2").write_text("hidden")
    (bench.root / "templates" / "ai_context.md.j2").symlink_to(tmp_path / "secret.j2")

    with pytest.raises(InvalidInput, match=r"templates/ai_context\.md\.j2 lies outside the root: ai_context\.md\.j2"):
        bench.tailor(tracker)
