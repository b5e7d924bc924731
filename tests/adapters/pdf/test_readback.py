import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from handmade import stream, write_pdf
from torture import every

from careervp_mcp.career.errors import CompileFailed, InvalidInput
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.losses import Shown, Sought, lost_words, missing_phrases, scrambled
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.pdf.readback import read_back

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

T1 = r"\usepackage[T1]{fontenc}\usepackage{lmodern}"


OUTLINES = b"/Subtype /TrueType /BaseFont /Any /FontDescriptor 6 0 R"


def page(lines: Sequence[bytes], *, font: bytes = OUTLINES, extra: bytes = b"", maps: bytes = b"") -> bytes:
    """A PDF of one page of lines, in a font that is embedded unless told otherwise."""
    text = b"".join(b"1 0 0 1 20 %d Tm (%s) Tj " % (780 - 14 * row, line) for row, line in enumerate(lines))
    return write_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> " + extra + b" >>",
        stream(b"BT /F 10 Tf " + text + b"ET"),
        b"<< /Type /Font " + font + b" /Encoding /WinAnsiEncoding >>",
        b"<< /Type /FontDescriptor /FontName /Any /Flags 32 /FontFile2 7 0 R >>",
        stream(b"outlines"),
        stream(maps),
    )


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> PlainPress:
    variables = {"PATH": "/nonexistent", "HOME": "/nonexistent"}
    return PlainPress(PressSettings(tmp_path_factory.mktemp("state"), variables=variables))


def document(body: str, preamble: str = T1) -> bytes:
    return f"\\documentclass{{article}}{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n".encode()


@pytest.mark.parametrize(
    "source",
    every(
        3,
        [
            "templates/resume_sample.tex",
            *(f"data/{person}/templates/resume.tex" for person in ("engineer", "nurse")),
            *(f"tests/adapters/pdf/layouts/{path.name}" for path in sorted((HERE / "layouts").glob("*.tex"))),
        ],
    ),
)
def test_a_sound_resume_gives_no_warning(press: PlainPress, source: str) -> None:
    typeset = press.typeset(Manuscript((ROOT / source).read_bytes()))

    assert typeset.warnings == ()


@pytest.mark.parametrize(
    ("body", "preamble", "warning"),
    [
        ("Grew 30% in Q2", T1, r"line 3: the rest of the line after 30 is a comment"),
        ("Saved $5M and $6M", T1, r"line 3: the text between two dollar signs \(5M"),
        ("For ~40 users", T1, r"line 3: ~ prints as a space"),
        ("José Müller", "", r"lacks 'José Müller' \(resume.tex line 3\): accented letters need T1"),
        ("Brâncuși", T1, r"lacks 'Brâncuși' \(resume.tex line 3\): the font builds"),
        ("An affluent office", r"\pdfgentounicode=0 ", "ligatures such as fi as one character"),
        (r"5 < 6", "", "shows ¡ where the source has <"),
        (r"\href{example.org/ada}{me}", T1 + r"\usepackage{hyperref}", "write https://example.org/ada"),
        (r"\href{a@example.org}{me}", T1 + r"\usepackage{hyperref}", "write mailto:a@example.org"),
        (r"\href{https://a.example}{me}", T1 + r"\usepackage[draft]{hyperref}", "no link to https://a.example"),
        ("Ada\n\\end{document}\nSecond page", "", r"resume.tex line 4: text after \\end\{document\} doesn't print"),
    ],
)
def test_each_loss_is_told_once_and_with_its_cure(press: PlainPress, body: str, preamble: str, warning: str) -> None:
    typeset = press.typeset(Manuscript(document(body, preamble)))

    assert len(typeset.warnings) == 1
    assert re.search(warning, typeset.warnings[0])


@pytest.mark.parametrize(
    ("body", "preamble"),
    [
        (r"Grew 30\% in Q2, saved \$5M and \$6M, for about 40 users", T1),
        ("José Müller, an affluent office, 5 < 6", T1),
        (r"\href{https://example.org/a_b%20c}{me} \href{mailto:a@example.org}{mail}", T1 + r"\usepackage{hyperref}"),
        (r"\url{https://example.org/a_b}", T1 + r"\usepackage{url}"),
        (r"\parbox{18mm}{extraordinary misunderstandings notwithstanding, Miller-Lukasz Miller-Lukasz}", T1),
        (r"\MakeUppercase{Stra\ss e} \textsc{Small Capitals} wa\textbf{ter}", T1),
        (r"Ada\footnote{A note.} wrote \rotatebox{90}{upwards}", T1 + r"\usepackage{graphicx}"),
        (
            r"\begin{multicols}{2} One column of words, and then \columnbreak another beside it \end{multicols}",
            T1 + r"\usepackage{multicol}",
        ),
    ],
)
def test_what_came_through_is_not_told(press: PlainPress, body: str, preamble: str) -> None:
    assert press.typeset(Manuscript(document(body, preamble))).warnings == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Inés Müller-Łukasz\r\nNurse", True),
        ("INÉS MÜLLER-ŁUKASZ", True),
        ("Ine\u0301s\u00a0\r\nMüller-Łukasz", True),
        ("Inés Müller-\r\nŁukasz", True),
        ("Inés Müller\x02Łukasz", True),
        ("Inés Mül\x02ler-Łukasz", True),
        ("In\u00b4es M\u00a8uller-Lukasz", False),
        ("Inés Müller", False),
        ("I n é s Müller-Łukasz", False),
        ("InésMüller-Łukasz", False),
    ],
)
def test_the_candidates_name_must_be_found_as_a_program_would_look_for_it(text: str, found: bool) -> None:  # noqa: FBT001  # a table's column
    assert (list(missing_phrases(("Inés Müller-Łukasz",), Shown(text))) == []) is found


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Head of office", []),
        ("HEAD OF OF\x02FICE", []),
        ("Head of \ufb03ce o\ufb03ce", []),
        ("H e a d of of- \r\n fice", []),
        ("Headofoffice", []),
        ("of office", ["Head"]),
        ("of", ["Head office"]),
    ],
)
def test_words_may_be_split_or_joined_but_not_lost(text: str, lost: list[str]) -> None:
    source = "\\begin{document}\nHead of office"

    found = list(lost_words(Sought(("Head", "office")), Shown(text), source))

    assert [re.findall(r"lacks '(.*?)'", sentence)[0] for sentence in found] == lost
    assert all("resume.tex line 2" in sentence for sentence in found)


ALPHABET = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima"
    " mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray"
)
LEFT, RIGHT = ALPHABET.split()[:12], ALPHABET.split()[12:]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ([*LEFT, *RIGHT], False),
        ([*RIGHT, *LEFT], False),
        ([*LEFT[:4], *reversed(LEFT[4:6]), *LEFT[6:], *RIGHT], False),
        ([word for row in range(0, 12, 3) for word in (*LEFT[row : row + 3], *RIGHT[row : row + 3])], True),
        ([*reversed([*LEFT, *RIGHT])], True),
        (["alpha", "charlie", "bravo"], False),
    ],
)
def test_columns_read_across_are_told_and_blocks_that_moved_are_not(order: list[str], told: bool) -> None:  # noqa: FBT001  # a table's column
    found = list(scrambled(Sought([*LEFT, *RIGHT]), Shown(" ".join(order))))

    assert bool(found) is told


def test_a_resume_may_have_as_many_pages_as_are_usual() -> None:
    pdf = page([b"Ada Quill"])

    assert read_back(pdf, "", ("Ada Quill",), max_pages=1).warnings == ()
    assert read_back(pdf, "", (), max_pages=0).warnings == ("the resume has 1 pages; at most 0 is usual: shorten it",)


FFI = b"1 beginbfchar <21> <FB03> endbfchar"
NOTHING = b"1 beginbfchar <21> <FFFD> endbfchar"


@pytest.mark.parametrize(
    ("font", "maps", "warning"),
    [
        (
            b"/Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << >>",
            b"",
            r"bitmap \(Type 3\)",
        ),
        (b"/Subtype /Type1 /BaseFont /Helvetica", b"", r"not embedded in the PDF \(Helvetica\)"),
        (b"/Subtype /TrueType /BaseFont /Any /FontDescriptor 6 0 R /ToUnicode 8 0 R", FFI, "ligatures"),
        (b"/Subtype /TrueType /BaseFont /Any /FontDescriptor 6 0 R /ToUnicode 8 0 R", NOTHING, "mean nothing"),
    ],
)
def test_fonts_that_hide_their_text_are_told(font: bytes, maps: bytes, warning: str) -> None:
    ranges = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange " + maps + b" endcmap"

    reading = read_back(page([b"!"], font=font, maps=ranges), "", (), max_pages=2)

    assert len(reading.warnings) == 1
    assert re.search(warning, reading.warnings[0])


def test_a_percent_sign_in_the_pdf_hides_no_placeholder() -> None:
    with pytest.raises(InvalidInput, match="placeholder tokens: <<EMPLOYER ONE>>"):
        read_back(page([b"Grew 30% at <<EMPLOYER", b"ONE>>"]), "", (), max_pages=2)


@pytest.mark.parametrize("body", [r"NAME-PLACEH\relax OLDER", r"\verb|%| NAME-PLACEHOLDER", r"\input{hole}"])
def test_a_hole_that_the_source_hid_is_no_page(press: PlainPress, body: str) -> None:
    with pytest.raises(InvalidInput, match="placeholder tokens: NAME-PLACEHOLDER"):
        press.typeset(Manuscript(document(body, T1), {"hole.tex": b"NAME-PLACEHOLDER"}))


def test_warnings_are_few_however_much_is_lost() -> None:
    lines = "\n".join(f"grew 30% lost\nword{number} $5M and $6M for ~40" for number in range(500))
    source = f"\\begin{{document}}\n{lines}"

    reading = read_back(page([b"nothing"]), source, ("Ada", "Quill", "Leeds"), max_pages=0)

    assert len(reading.warnings) == 10
    assert reading.warnings[1].startswith("the PDF's text lacks 'Ada'")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.5", b"no PDF at all"])
def test_a_file_that_is_no_pdf_is_a_failure(pdf: bytes) -> None:
    with pytest.raises(CompileFailed, match="PDF"):
        read_back(pdf, "", (), max_pages=2)


def test_a_pdf_that_would_act_is_a_failure() -> None:
    with pytest.raises(CompileFailed, match="would act on its reader's machine"):
        read_back(page([b"Ada"], extra=b"/AA << >>"), "", (), max_pages=2)
