from collections.abc import Callable

import pytest
from tiers import settings

from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.press import PlainPress
from careervp_mcp.pdf.sameness import same_pages

PAGE = (
    r"\documentclass{article}\usepackage{xcolor}\usepackage[hidelinks]{hyperref}"
    r"\hypersetup{pdftitle={Resume}}\begin{document}Odalys Brannigan-Koss"
    r" \href{https://kelp.example.org}{\emph{site}}\end{document}"
)


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    press = PlainPress(settings(tmp_path_factory.mktemp("state")))
    return lambda source: press.typeset(Manuscript(source.encode())).pdf


def test_the_same_page_is_the_same_whatever_its_fonts_are_called(typeset: Callable[[str], bytes]) -> None:
    """A font that was loaded and never used moves the numbers of the others."""
    other = typeset(PAGE.replace(r"\begin{document}", r"\begin{document}{\setbox0\hbox{\LARGE\bfseries a}}"))

    assert other != typeset(PAGE)
    assert same_pages(other, typeset(PAGE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Odalys", "Odalis"),
        ("Odalys", r"\textcolor[rgb]{0.02,0,0}{Odalys}"),
        ("Odalys", r"\hskip0.4pt Odalys"),
        ("Odalys", r"\textcolor{white}{.}Odalys"),
        ("pdftitle={Resume}", "pdftitle={Letter}"),
        ("kelp.example.org", "herring.example.org"),
        (r"\end{document}", r"\newpage\null\end{document}"),
        (r"\end{document}", r"\pdfpagewidth=600pt\end{document}"),
        ("Odalys", r"\pdfbookmark{Odalys}{x}Odalys"),
    ],
)
def test_a_difference_that_a_reader_or_their_software_could_meet_is_one(
    typeset: Callable[[str], bytes], old: str, new: str
) -> None:
    assert not same_pages(typeset(PAGE), typeset(PAGE.replace(old, new, 1)))
    assert not same_pages(typeset(PAGE.replace(old, new, 1)), typeset(PAGE))


@pytest.mark.parametrize("other", [b"", b"%PDF-1.5\n", b"not a PDF"])
def test_what_is_no_pdf_is_not_the_same_as_one(typeset: Callable[[str], bytes], other: bytes) -> None:
    assert not same_pages(typeset(PAGE), other)
    assert not same_pages(other, typeset(PAGE))
