"""The packaged template against two readers that share no code: what is written comes back, line by line."""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.press import PlainPress, PressSettings

HERE = Path(__file__).parent
MATERIAL = HERE / "extraction"
TEMPLATE = HERE.parents[2] / "templates/resume_sample.tex"


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def by_pypdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module", params=["the wheel's", "the system's"])
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = "/nonexistent" if request.param == "the wheel's" else os.environ["PATH"]
    if request.param == "the system's" and shutil.which("pdflatex") is None:
        pytest.skip("this machine has no pdflatex of its own")
    settings = PressSettings(
        tmp_path_factory.mktemp("state"), variables={"PATH": path, "HOME": os.environ.get("HOME", "")}
    )
    preamble = TEMPLATE.read_text("utf-8").partition(r"\begin{document}")[0]
    body = (MATERIAL / "body.tex").read_text("utf-8")
    source = f"{preamble}\\begin{{document}}\n{body}\\end{{document}}\n"
    try:
        typeset = PlainPress(settings).typeset(Manuscript(source.encode(), expected=("José Müller-Łukasz",)))
    except CompileFailed as lacking:
        if path == "/nonexistent" or "not found" not in lacking.message:
            raise
        pytest.skip(f"this machine's own TeX is not complete: {lacking}")
    assert typeset.warnings == ()
    return typeset.pdf


@pytest.mark.parametrize("extract", [by_pdfium, by_pypdf])
def test_a_resume_comes_back_exactly_line_by_line(pdf: bytes, extract: Callable[[bytes], str]) -> None:
    lines = (MATERIAL / "lines.txt").read_text("utf-8").splitlines()

    text = extract(pdf)

    assert [line.strip() for line in text.splitlines() if line.strip()] == lines
