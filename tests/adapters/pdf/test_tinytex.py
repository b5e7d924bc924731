import ctypes
import os
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from torture import every

from careervp_mcp.career.ports import Manuscript, Typeset
from careervp_mcp.pdf.fontmap import OWN_MAP, font_map
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.pdf.tinytex import bundled_engine, trees

WHEEL = bundled_engine()
assert WHEEL is not None
HERE = Path(__file__).parent
SYSTEM = os.environ.get("PATH", os.defpath)
HAS_SYSTEM = shutil.which("pdflatex", path=SYSTEM) is not None
ROOT = WHEEL.parents[2]
LINE = re.compile(r'(\S+) \S+ " (\w+) ReEncodeFont " <(\S+\.enc) <(\S+\.pfb)')
ODDITIES = {"cmff10", "cmfi10", "cmfib8", "cminch", "cmtex8", "cmtex9", "cmtex10"}

CLASSIC = r"""\documentclass[letterpaper,11pt]{article}
\usepackage{latexsym}
\usepackage[empty]{fullpage}
\usepackage{titlesec}
\usepackage{marvosym}
\usepackage[usenames,dvipsnames]{color}
\usepackage{verbatim}
\usepackage{enumitem}
\usepackage[hidelinks]{hyperref}
\usepackage{fancyhdr}
\usepackage[english]{babel}
\usepackage{tabularx}
\input{glyphtounicode}
\pdfgentounicode=1
\renewcommand\labelitemi{$\vcenter{\hbox{\tiny$\bullet$}}$}
\titleformat{\section}{\scshape\raggedright\large}{}{0em}{}[\color{black}\titlerule]
"""
OTHERS = {
    "T1 without a font package": r"\documentclass{article}\usepackage[T1]{fontenc}",
    "T1 and lmodern": r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern,microtype}",
    "charter": r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{charter}",
    "fontawesome5": r"\documentclass{article}\usepackage{fontawesome5}",
    "sourcesanspro": r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[default]{sourcesanspro}",
    "paracol and xcolor": r"\documentclass{article}\usepackage{paracol,geometry}\usepackage[dvipsnames]{xcolor}",
    "spacing": r"\documentclass{article}\usepackage{parskip,cmap,anyfontsize}\usepackage[onehalfspacing]{setspace}",
    "ragged": r"\documentclass[10pt]{article}\usepackage[document]{ragged2e}\usepackage{comment}",
    "mathematics": r"\documentclass{article}\usepackage{amsmath,tikz}",
}

MARGINS = (
    *(("", 72.0), ("[empty]", 72.0), ("[in,plain]", 72.0)),
    *(("[cm]", 42.5), ("[headings]", 72.0), ("[empty,cm]", 42.5)),
)
"""Options of fullpage, and the margins in points that they give."""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> PlainPress:
    state = tmp_path_factory.mktemp("state")
    return PlainPress(PressSettings(state, variables={"PATH": "/nonexistent", "HOME": "/nonexistent"}))


def typeset(press: PlainPress, preamble: str, body: str) -> Typeset:
    source = f"{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    return press.typeset(Manuscript(source.encode()))


def words(page: Typeset) -> str:
    document = pypdfium2.PdfDocument(page.pdf)
    return " ".join(document[0].get_textpage().get_text_range().split())


def lines(page: Typeset) -> list[str]:
    document = pypdfium2.PdfDocument(page.pdf)
    text = "\n".join(each.get_textpage().get_text_range() for each in document)
    return [" ".join(line.split()) for line in text.splitlines()]


def left_and_top(page: Typeset) -> tuple[float, float]:
    """Where the first letter stands, in points from the page's left and upper edge."""
    document = pypdfium2.PdfDocument(page.pdf)
    left, _, _, top = document[0].get_textpage().get_charbox(0)
    return left, document[0].get_height() - top


def test_the_classic_layout_sets_unchanged(press: PlainPress) -> None:
    body = r"""\section{Work}\textbf{Bold} \textit{Italic} \textsl{Slanted} \texttt{Mono} \textsf{Sans} \textsc{Caps}
      efficient -- ``offline'' --- \& \% \$ \# \textbullet\ \Letter\ \Mobilefone\ 555 $|$ a $\cdot$ b $\sim$ c
      \begin{itemize}\item One $\rightarrow$ two $\times$ three\end{itemize}"""

    page = typeset(press, CLASSIC, body)

    assert words(page) == (
        "Work Bold Italic Slanted Mono Sans Caps efficient \N{EN DASH} “offline” — & % $ # • 555 | a · b "
        "\N{TILDE OPERATOR} c • One → two \N{MULTIPLICATION SIGN} three"
    )


@pytest.mark.parametrize(
    "path", ["/nonexistent", pytest.param(SYSTEM, marks=pytest.mark.skipif(not HAS_SYSTEM, reason="no system TeX"))]
)
def test_a_whole_resume_in_the_classic_layout_reads_the_same_from_every_engine(tmp_path: Path, path: str) -> None:
    """The text stands in classic.txt as Debian's own TeX Live sets it."""
    press = PlainPress(PressSettings(tmp_path, variables={"PATH": path, "HOME": "/nonexistent"}))

    page = press.typeset(Manuscript((HERE / "classic.tex").read_bytes(), expected=("Ottoline Fernsby",)))

    assert (page.pages, page.warnings) == (1, ())
    assert lines(page) == (HERE / "classic.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", every(3, OTHERS))
def test_the_usual_preambles_set_a_page(press: PlainPress, name: str) -> None:
    page = typeset(press, OTHERS[name], r"Ada \textbf{Quill}, Zürich")

    assert words(page).startswith("Ada Quill")


def test_the_curriculum_vitae_class_sets_a_page(press: PlainPress) -> None:
    preamble = r"\documentclass[11pt,a4paper]{moderncv}\moderncvstyle{classic}\moderncvcolor{blue}\name{Ada}{Quill}"

    page = typeset(press, preamble, r"\makecvtitle\section{Work}\cventry{2020}{Nurse}{Clinic}{Town}{}{}")

    assert "Ada Quill" in words(page)


@pytest.mark.parametrize(
    ("options", "margin", "paper"),
    every(
        5,
        [(options, margin, paper) for paper in ("letterpaper", "a4paper") for options, margin in MARGINS],
    ),
)
def test_fullpage_sets_the_margins_it_names(press: PlainPress, options: str, margin: float, paper: str) -> None:
    preamble = rf"\documentclass[{paper}]{{article}}\usepackage{options}{{fullpage}}\parindent=0pt"

    left, top = left_and_top(typeset(press, preamble, r"\thispagestyle{empty}HELLO"))

    assert left == pytest.approx(margin, abs=1.5)
    assert top == pytest.approx(margin + 10 - 6.8, abs=1.5)  # a capital's height below the first line's top


def test_every_font_is_an_outline(press: PlainPress) -> None:
    page = typeset(press, CLASSIC, r"\Huge\scshape Ada \normalfont \textbullet\ $\alpha\sum\sqrt{x}$ \tiny Quill")

    document = pypdfium2.PdfDocument(page.pdf)
    names = {font_name(text) for text in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])}
    assert names
    assert all(name.startswith("LM") for name in names)


def font_name(text: pypdfium2.PdfObject) -> str:
    font = pypdfium2.raw.FPDFTextObj_GetFont(text.raw)
    buffer = ctypes.create_string_buffer(200)
    pypdfium2.raw.FPDFFont_GetBaseFontName(font, buffer, 200)
    return buffer.value.decode().rpartition("+")[2]


def test_every_metric_of_computer_modern_has_an_outline() -> None:
    metrics = {path.stem for path in (ROOT / "texmf-dist/fonts/tfm").rglob("*.tfm")}
    drawn = {line.partition(" ")[0] for line in font_map(ROOT).splitlines()}

    missing = {name for name in metrics if re.match(r"(cm|ec|tc)[a-z]+\d+$", name)} - drawn

    assert missing - ODDITIES == {name for name in missing if re.match(r"ecl[a-z]+8$", name)}


def test_every_line_names_an_encoding_and_an_outline_that_are_there() -> None:
    encodings = {path.name: path for path in (ROOT / "texmf-dist/fonts/enc").rglob("*.enc")}
    outlines = {path.name for path in (ROOT / "texmf-dist/fonts/type1").rglob("*.pfb")}
    lines = [line for line in font_map(ROOT).splitlines() if re.match(r"(cm|ec|tc)[a-z]+\d+ ", line)]

    for name, vector, encoding, outline in (match.groups() for match in map(LINE.fullmatch, lines) if match):
        assert outline in outlines, name
        assert f"/{vector}" in encodings[encoding].read_text(), name
    assert all(map(LINE.fullmatch, lines))


def test_no_font_has_two_lines() -> None:
    names = [line.partition(" ")[0] for line in font_map(ROOT).splitlines()]

    assert len(names) == len(set(names))


def test_the_map_is_made_once_and_found_again(tmp_path: Path) -> None:
    assert WHEEL
    trees.cache_clear()
    first = trees(WHEEL, tmp_path)
    written = (first[1] / "fonts/map/pdftex/pdftex.map").stat()
    trees.cache_clear()

    again = trees(WHEEL, tmp_path)

    assert again == first
    assert (again[1] / "fonts/map/pdftex/pdftex.map").stat().st_mtime_ns == written.st_mtime_ns
    assert written.st_size < (ROOT / OWN_MAP).stat().st_size / 3
