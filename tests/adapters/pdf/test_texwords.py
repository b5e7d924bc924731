from pathlib import Path

import pytest

from careervp_mcp.pdf.texlint import silent_losses
from careervp_mcp.pdf.texwords import told, visible_words

ROOT = Path(__file__).parents[3]

SUBHEADING = r"""\newcommand{\resumeSubheading}[4]{\item
  \begin{tabular*}{0.97\textwidth}[t]{l@{\extracolsep{\fill}}r}
    \textbf{#1} & #2 \\ \textit{\small#3} & \textit{\small #4} \\
  \end{tabular*}\vspace{-7pt}}"""


def document(body: str, preamble: str = "") -> str:
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Two of the three words", "Two the three words"),
        (r"Jos\'e Garc\'{\i}a \v{C}apek, \c{c}a va, \"Uber, \H{o}r", "José García Čapek Über"),
        (
            r"{\L}ukasz \L{}uk \L uka Stra\ss e \O degaard \'{E}mile Zo\"e",
            "Łukasz Łuk Łuka Straße Ødegaard Émile Zoë",
        ),
        ("office % not this\nefficient", "office efficient"),
        (r"rose by 30\% here", "rose here"),
        ("line\\\\% not this\nbreak", "line break"),
        (r"\section*{Skills} \textbf{\emph{Bold}} \Large Large", "Skills Bold Large"),
        (r"\begin{itemize}[leftmargin=1em] \item[Key] value \end{itemize}", "Key value"),
        (r"\begin{tabularx}{\textwidth}{lXr} left & right \\[2pt] \end{tabularx} after", "left right after"),
        (
            r"\href{https://example.org/a%20b}{shown} \url{https://example.org/my\_page}",
            "shown https example org page",
        ),
        (r"\vspace{12pt} \hspace*{3cm} kept \rule{4cm}{1pt}", "kept"),
        (r"\vskip 12pt" + "\n\nkept", "kept"),
        (r"\setlength{\parskip}{12pt} kept \setlength\parskip{12pt} too", "kept too"),
        (r"before $x^{two} \cdot three$ after \(four\) then \[five\] end", "before after then end"),
        ("costs $5 a day\n\nand then", "costs and then"),
        (r"\iffalse gone \ifx gone \fi gone \else gone \fi kept", "kept"),
        (r"\ifthenelse{gone}{gone}{gone} kept", "kept"),
        (r"\unknown[gone]{gone} {gone} kept", "kept"),
        (r"\unknown kept", "kept"),
        (r"\begin{comment} gone \end{comment} kept", "kept"),
        (r"\verb|gone| kept", "kept"),
        (r"\begin{tikzpicture} gone \end{tikzpicture} kept", "kept"),
        (r"\textcolor{red}{kept} \color{red} too \parbox[t]{3cm}{three}", "kept too three"),
        (r"\multicolumn{2}{c}{kept} \colorbox{red}{too}", "kept too"),
        (r"re\-member and/\/or \&c", "remember and"),
        (r"\csname gone\endcsname kept", "kept"),
        (r"\item~non~breaking", "non breaking"),
        (r"kept \end{document} gone", "kept"),
        (r"\cventry[1em]{2019}{Baker}{Shop}{Town}{}{text}", "2019 Baker Shop Town text"),
    ],
)
def test_the_words_that_surely_print_are_read_in_order(body: str, words: str) -> None:
    read = visible_words(document(body))

    assert " ".join(read) == words


@pytest.mark.parametrize(
    ("preamble", "body", "words"),
    [
        (SUBHEADING, r"\resumeSubheading{Baker}{2019}{Shop}{Town} after", "Baker 2019 Shop Town after"),
        (SUBHEADING, "\\resumeSubheading\n  {Baker}{2019}\n  {Shop}{Town}", "Baker 2019 Shop Town"),
        (r"\newcommand{\key}[2]{\label{#1}#2}", r"\key{gone}{kept}", "kept"),
        (r"\newcommand\key[2][gone]{#1 \textbf{#2}}", r"\key[gone]{kept} \key{too}", "kept too"),
        (r"\newcommand{\key}[1]{\mystery{#1}}", r"\key{gone} kept", "kept"),
        (r"\newcommand{\name}{Ada Quill}", r"\name{} kept", "kept"),
        (r"\def\pair#1#2{#2}", r"\pair{gone}{kept}", "kept"),
        (r"\def\pair#1 and #2{#2}", r"\pair{gone}{gone} kept", "kept"),
        (r"\NewDocumentCommand{\key}{s O{gone} m m}{#3}", r"\key*[gone]{kept}{gone}", "kept"),
        (r"\newif\ifdraft", r"\ifdraft {gone} \fi kept", "kept"),
        (r"\newenvironment{narrow}[1]{\begin{minipage}{#1}}{\end{minipage}}", r"\begin{narrow}{gone}kept", "kept"),
        (r"\newenvironment{veil}{\setbox0\vbox\bgroup}{\egroup}", r"\begin{veil}gone\end{veil} kept", "kept"),
        (r"\excludecomment{notes}", r"\begin{notes}gone\end{notes} kept", "kept"),
        (r"\let\key\textbf", r"\key{gone} kept", "kept"),
        ("", r"\newcommand{\late}[1]{\emph{#1}} \late{kept}", "kept"),
        (r"\usepackage[ngerman]{babel}", 'Sta"del-Haus "`Zitat"\' kept', "Haus kept"),
        (r"\catcode`\|=13", "all of it is doubtful", ""),
        ("", r"Ada \setbox0\hbox{gone} \box1", ""),
    ],
)
def test_a_documents_own_macros_are_read_off_their_bodies(preamble: str, body: str, words: str) -> None:
    read = visible_words(document(body, preamble))

    assert " ".join(read) == words


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (r"\href{https://example.org/a\_b\%20c}{x}", ("https://example.org/a_b%20c",)),
        (r"\url{https://example.org/}", ("https://example.org/",)),
        (r"\mail{ada@example.org}", ("mailto:ada@example.org",)),
        (r"\link{https://example.org}{shown}", ("https://example.org",)),
        (r"\iffalse\href{https://example.org}{x}\fi", ()),
        (r"\mail{\textbf{ada}}", ()),
        (r"\href{\home/ada}{x}", ()),
    ],
)
def test_the_addresses_that_can_be_clicked_are_known(body: str, links: tuple[str, ...]) -> None:
    macros = r"\usepackage{hyperref}\newcommand{\mail}[1]{\href{mailto:#1}{#1}}\newcommand{\link}[2]{\href{#1}{#2}}"

    assert told(document(body, macros)).links == links


@pytest.mark.parametrize(
    "sample", ["templates/resume_sample.tex", "data/engineer/templates/resume.tex", "data/nurse/templates/resume.tex"]
)
def test_hardly_a_word_of_a_sample_is_left_out(sample: str) -> None:
    source = (ROOT / sample).read_text("utf-8")

    words = visible_words(source)

    assert len(words) > 300
    assert {"Experience", "present", "Skills"} <= set(words)
    assert len(told(source).links) == 2


PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        "$",
        "$$",
        "\\",
        "%",
        "%\n",
        "\n",
        "a",
        '"a',
        "#1",
        "\u0301",
        "\\'",
        "\\'{",
        "\\u ",
        "\\fi",
    ),
    *("\\newif", "\\newif\\ifa", "\\newcommand", "\\newcommand{\\a", "\\newcommand{\\a}{", "\\def\\a#1", "\\let\\a"),
    *("\\begin{", "\\begin{a", "\\begin{comment}", "\\href{", "\\href[", "\\href{a}", "\\mail", "\\mail{", "\\verb!"),
    *(
        "\\iffalse",
        "\\item[",
        "\\unknown[",
        "\\unknown{",
        "\\csname",
        "\\(",
        "\\textbf",
        "\\newenvironment{a}{",
        "~1",
    ),
    *("\\NewDocumentCommand\\a{m}{", "1%", "$5 and $", "and 1"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_flood_is_read_to_its_end(piece: str) -> None:
    """A reader that goes back over what it has read would not come to the end of these in the suite's time."""
    flood = piece * (100_000 // len(piece))
    macro = r"\usepackage{hyperref}\newcommand{\mail}[1]{\href{mailto:#1}{#1}}"

    for source in (flood, document(flood, macro), document("kept", flood)):
        assert len(visible_words(source)) <= len(flood)
        assert len(list(silent_losses(source))) <= 9


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("Grew 30% in Q2", r"line 4: the rest of the line after 30 .* write 30\%"),
        (r"\item 12% fewer", r"write 12\%"),
        (r"\textbf{30% faster}", r"write 30\%"),
        ("from 10--20%, then", r"write 10--20\%"),
        ("rose by 4.5%", r"write 4.5\%"),
        ("saved $5M and $6M", r"line 4: the text between two dollar signs (5M ...)"),
        ("reached ~40 users", "line 4: ~ prints as a space: write about 40"),
        ("(~3 a day)", "write about 3"),
    ],
)
def test_what_tex_swallows_is_told_with_line_and_cure(body: str, finding: str) -> None:
    found = list(silent_losses(document(f"\n{body}").replace("\n\n", "\n", 1)))

    assert len(found) == 1
    for part in finding.split(" .* "):
        assert part in found[0]


@pytest.mark.parametrize(
    "body",
    [
        r"rose by 30\% in Q2",
        "there since 2019% to be checked",
        "there since 2019 % to be checked",
        r"\vspace{3pt}% a comment",
        r"\advance\count0 by 1% a comment",
        "% rose by 30% in Q2",
        "\\setlength{\\parskip}{0%\n}",
        r"between \$5M and \$6M",
        "$5M$ to $6M$, $n$ and $m$ and $x_{1} and y$",
        r"$5 \text{ users and } 6$",
        "$$5 = and more$$",
        "Band~6, level~3, +44~20",
        r"left & ~40 & right \\ ~2019",
        "a~40",
    ],
)
def test_what_is_meant_is_not_told(body: str) -> None:
    assert list(silent_losses(document(body))) == []


def test_a_preamble_is_not_searched_for_losses() -> None:
    assert list(silent_losses(document("kept", r"\def\rise{by 30% in Q2}" + "\n%"))) == []
