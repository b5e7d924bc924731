import pytest

from careervp_mcp.pdf.preamble import Split, dated, keeps

CLASS = b"\\documentclass{article}\n"
END = b"\nAda\n\\end{document}\n"


@pytest.mark.parametrize(
    ("begin", "body"),
    [
        (b"\\begin{document}\nAda", b"\nAda"),
        (b"  \\begin{document}Ada", b"Ada"),
        (b"\\begin {document}%\nAda", b"%\nAda"),
        (b"\\begin{document}\r\nAda", b"\r\nAda"),
        (b"% see \\begin{document}\n\\begin{document} % not \\begin{document}", b" % not \\begin{document}"),
        (b"100\\% \\\\% \\begin{document}\n\\begin{document}", b""),
    ],
)
def test_a_source_is_split_where_its_document_begins(begin: bytes, body: bytes) -> None:
    split = Split.of(CLASS + begin)

    assert split
    assert split.body == body
    assert CLASS + begin == split.preamble + begin[len(split.preamble) - len(CLASS) : -len(body) or None] + body


@pytest.mark.parametrize(
    "source",
    [
        b"",
        CLASS,
        b"\\begin{document}Ada\\end{document}",
        CLASS + b"\\begin{document}\n\\begin{verbatim}\n\\begin{document}\n\\end{verbatim}",
        CLASS + b"x\\begin{document}",
        CLASS + b"100\\% \\begin{document}",
        CLASS + b"\\begin\n{document}",
        CLASS + b"\\begin{ document }",
        CLASS + b"\\newcommand{\\x}{\\begin{document}}\n\\begin{document}",
        CLASS + b"% a comment\r\\begin{document}\n\\begin{document}",
        CLASS + b"\0\n\\begin{document}",
        b"% \\documentclass{article}\n\\begin{document}",
        CLASS + b"\\begin{document}\n\\pdfmapfile{own.map}",
    ],
)
def test_a_source_whose_beginning_is_in_doubt_is_not_split(source: bytes) -> None:
    assert Split.of(source + END) is None


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_every_line_of_the_body_keeps_its_number(ends: bytes) -> None:
    source = ends.join([b"\\documentclass{article}", b"% note", b"", b"\\begin{document}", b"Ada", b"Quill"])

    split = Split.of(source)

    assert split
    numbers = {text.split(b"\n").index(b"Quill") for text in (source, split.after_format, split.after_begin)}
    assert numbers == {5}


@pytest.mark.parametrize(
    "line",
    [
        b"\\color{red}",
        b"\\pagecolor{red}",
        b"\\def\\x{y}\\color{red}",
        b"\\includegraphics{logo}",
        b"\\begin{filecontents}{x.tex}",
        b"\\newwrite\\w\\immediate\\openout\\w=x",
        b"\\AtBeginDocument{\\immediate\\write18{ls}}",
        b"\\newcommand{\\x}{\\endinput}",
        b"\\pdfobj{1}",
        b"\\pdfmapfile{x.map}",
        b"\\edef\\x{\\pdffilesize{x}}",
        b"\\batchmode",
    ],
)
def test_a_preamble_that_does_what_no_format_keeps_is_not_precompiled(line: bytes) -> None:
    assert not keeps(line)
    assert Split.of(CLASS + line + b"\n\\begin{document}" + END) is None


@pytest.mark.parametrize(
    "line",
    [
        b"\\definecolor{ink}{rgb}{0,0,0}\\colorlet{x}{ink}\\textcolor{x}{y}",
        b"\\newcommand{\\strong}[1]{{\\color{red}#1}}",
        b"\\titleformat{\\section}{\\large}{}{0em}{}[\\color{black}\\titlerule]",
        b"\\newcommand{\\logo}{\\includegraphics{logo}}",
        b"% \\color{red}",
        b"\\writeup \\immediately \\pdfobject",
    ],
)
def test_what_is_only_defined_or_noted_in_a_preamble_does_not_shut_it_out(line: bytes) -> None:
    assert keeps(line)
    assert Split.of(CLASS + line + b"\n\\begin{document}" + END)


@pytest.mark.parametrize(
    "text",
    [b"\\today", b"\\usepackage{datetime2}", b"\\usepackage{scrtime}", b"\\the\\year", b"\\maketitle", b"\\DTMToday"],
)
def test_a_source_that_may_ask_for_the_day_is_dated(text: bytes) -> None:
    assert dated(text)


@pytest.mark.parametrize("text", [b"\\usepackage{lmodern}", b"Ada worked full time for a year", b"\\yearly{x}"])
def test_a_source_that_can_not_ask_for_the_day_is_not_dated(text: bytes) -> None:
    assert not dated(text)
