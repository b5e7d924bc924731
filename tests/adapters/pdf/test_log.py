import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_hard_failures import WIDE, record, written

from careervp_mcp.pdf.log import Finding, Log, read_log

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = tomllib.loads((HERE / "hard_failures.toml").read_text(encoding="utf-8"))
LOGS: dict[str, str] = json.loads((HERE / "hard_failures.json").read_text(encoding="utf-8"))
LIVE = ("undefined_command", "ampersand_in_an_argument", "brace_never_closed", "command_of_a_package_not_loaded")
HEAD = "This is pdfTeX, Version 3.141592653-2.6-1.40.24 (TeX Live 2022/Debian)\n**resume.tex\n"
SOURCE = "\\documentclass{article}\n\\begin{document}\nAda \\ref{job} Quill\n\\end{document}\n"
PATH = re.compile(r"(?:^|[\s`'\"(:])(?:~|\.\.)?/\w|[A-Za-z]:\\|\.\./")


def assert_as_told(log: Log, case: dict[str, Any]) -> None:
    first = log.findings[0]
    assert (first.file, first.line) == ("resume.tex", case["line"])
    assert case["message"] in first.message
    assert case["cure"] in (first.cure or "")
    assert not any(PATH.search(str(finding)) for finding in log.findings)


def read(words: str) -> Log:
    return read_log(HEAD + words, SOURCE)


def test_every_case_has_its_log() -> None:
    assert CASES.keys() == LOGS.keys()
    assert len(CASES) >= 30


@pytest.mark.parametrize("name", CASES)
def test_the_first_finding_names_the_line_to_mend_and_the_cure(name: str) -> None:
    case = CASES[name]

    log = read_log(LOGS[name], written(case))

    assert_as_told(log, case)
    assert log.version == "pdfTeX 1.40.26"


@pytest.mark.parametrize("environment", [WIDE, {}], ids=["wide", "79 columns"])
@pytest.mark.parametrize("name", LIVE)
def test_the_engine_still_says_what_was_recorded(name: str, environment: dict[str, str]) -> None:
    case = CASES[name]

    log = read_log(record(written(case), environment), written(case))

    assert_as_told(log, case)


@pytest.mark.parametrize(
    "line",
    [
        "! LaTeX Error: File `{home}/secret/foo.sty' not found.",
        "! I can't find file `{home} lovelace/my notes/foo.sty'.",
        "! LaTeX Error: File `~/private/foo.sty' not found.",
        "! LaTeX Error: File `../../private/foo.sty' not found.",
        "! LaTeX Error: File `C:\\Users\\ada quill\\foo.sty' not found.",
        "! pdfTeX error: /opt/tex/bin/pdflatex (file {home}/foo.sty): cannot open",
        "! Unable to load picture or PDF file 'file://{home}/foo.sty'.",
        "{home}/.texlive/foo.sty:12: Undefined control sequence.",
        "{home} lovelace/thesis/foo.sty:3: Undefined control sequence.",
        "C:\\Users\\ada\\foo.sty:3: Undefined control sequence.",
    ],
)
def test_a_finding_keeps_a_files_name_and_no_folder(line: str) -> None:
    (finding,) = read(line.format(home="/home/ada") + "\n").findings

    assert "foo.sty" in str(finding)
    assert not re.search(r"ada|private|opt|Users|secret", str(finding))


def test_what_lua_complained_of_is_told_with_its_line_but_not_its_trouble_at_the_start() -> None:
    words = (
        "[\\directlua]:1: module 'luaotfload-main' not found:\n\tno file here\n(./resume.tex\n"
        "[\\directlua]:1: /home/ada/notes.txt: Permission denied\nstack traceback:\n\t[C]: in function 'assert'\n"
        "l.3 \\directlua{assert(io.open(name))}\n./resume.tex:3:  ==> Fatal error occurred, no output PDF file!\n"
    )

    assert read(words).findings == (Finding("resume.tex", 3, "notes.txt: Permission denied"),)


def test_what_only_looks_like_a_path_stays() -> None:
    message = "Package x Error: see https://example.org/a/b and/or use 50/50."

    assert read(f"! {message}\n").findings == (Finding("resume.tex", None, message),)


@pytest.mark.parametrize(
    ("words", "warning"),
    [
        ("Missing character: There is no ł in font cmr10!", "the font cmr10 lacks ł (U+0142)"),
        ("Missing character: There is no ł (U+0142) in font [/home/ada/x.otf]:+tlig;!", "the font x.otf lacks ł"),
        ("Missing character: There is no ^^c5 in font cmr10!", "the font cmr10 lacks a character of the text"),
        ("LaTeX Warning: Reference `job' on page 1 undefined on input line 3.", "line 3: the reference `job` is"),
        ("LaTeX Warning: Citation `me' on page 1 undefined on input line 9.", "line 9: the citation `me` is"),
        ("Overfull \\hbox (83.4pt too wide) in paragraph at lines 3--5", "line 3-5: text runs 83 pt past"),
        ("(\\end occurred inside a group at level 2)", "a { or \\begingroup is never closed"),
        ("(\\end occurred when \\iftrue on line 7 was incomplete)", "line 7: \\iftrue has no \\fi"),
    ],
)
def test_a_loss_in_a_finished_page_is_a_warning(words: str, warning: str) -> None:
    log = read(f"{words}\n{words}\n")

    assert log.findings == ()
    assert len(log.warnings) == 1
    assert warning in log.warnings[0]
    assert "/home" not in log.warnings[0]


def test_the_engine_still_grumbles_in_the_words_we_know() -> None:
    source = r"""\documentclass{article}
\usepackage{lmodern}
\begin{document}
See \ref{job}. \font\x=cmr10 {\x\setbox0\hbox{\char200}}
{\small \mbox{\rule{600pt}{1pt}}

\iftrue
\end{document}
"""

    log = read_log(record(source, WIDE), source)

    assert log.findings == ()
    assert [re.sub(r"^resume.tex[^:]*: ", "", warning)[:23] for warning in log.warnings] == [
        "the reference `job` is ",
        "the font cmr10 lacks a ",
        "text runs 308 pt past t",
        "a { or \\begingroup is n",
        "\\iftrue has no \\fi",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Overfull \\hbox (3.2pt too wide) in paragraph at lines 3--5",
        "Underfull \\hbox (badness 10000) at line 3",
        "(ok)",
    ],
)
def test_a_loss_nobody_sees_is_no_warning(words: str) -> None:
    assert read(f"{words}\n").warnings == ()


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.", True),
        ("LaTeX Warning: Reference `job' on page 1 undefined on input line 3.", False),
        ("LaTeX Warning: Reference `LastPage' on page 1 undefined on input line 3.", True),
        ("Output written on resume.pdf (1 page, 12345 bytes).", False),
    ],
)
def test_a_second_run_is_asked_for_only_when_it_would_help(words: str, *, again: bool) -> None:
    assert read(f"{words}\n").needs_rerun is again


def test_at_most_five_findings_are_told_each_once() -> None:
    errors = "".join(
        f"./resume.tex:{line}: Undefined control sequence.\nl.{line} \\no{'x' * line}\n" for line in range(1, 40)
    )

    findings = read(errors + errors).findings

    assert len(findings) == len(set(findings)) == 5


def test_a_thousand_warnings_are_told_in_twenty() -> None:
    lost = "".join(f"Missing character: There is no {chr(0x4E00 + n)} in font cmr10!\n" for n in range(1000))

    assert len(read(lost).warnings) == 20


PIECES = st.sampled_from(
    [
        "! ", "!", "\n", "\r\n", "\0", "./resume.tex:3: ", "resume.tex:99999999: ", "/home/ada/x.tex:2: ", "l.3 ",
        "Undefined control sequence.", "\\no", "Runaway argument?\n{", "Paragraph ended before \\x was complete.",
        "Missing character: There is no ", " (U+FFFFFF) in font ", "cmr10!", "Unicode character ", "(U+110000)",
        "Overfull \\hbox (", "99999999pt too wide)", "<argument> ", "**", "\udcff", "x" * 79, "é" * 40,
        "on input line 0 ended by", "Emergency stop.", "File `", "' not found.", "`" * 50, "(" * 200,
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=30), max_size=40).map("".join), st.text(max_size=200))
def test_no_log_and_no_source_is_too_strange_to_read(log: str, source: str) -> None:
    told = read_log(log, source)

    assert len(told.findings) <= 5
    assert len(told.warnings) <= 20
    assert all(len(finding.message) <= 300 for finding in told.findings)


@pytest.mark.parametrize(
    "log",
    [
        "",
        bytes(range(256)).decode("latin-1") * 4000,
        "!" * 1_000_000,
        "! x\n" * 200_000,
        "./resume.tex:1: Undefined control sequence.\n" * 50_000,
        ("a/" * 500_000) + ".tex:1: x",
        "! File `" + "/a" * 200_000 + "' not found.",
        "! LaTeX Error: " + "`" * 100_000,
        "Missing character: There is no " * 50_000,
        ("(" * 78 + "\n") * 20_000 + "x" * 79 + "\n",
        "file:" * 100_000 + ":1:",
    ],
    ids=[
        "empty",
        "binary",
        "bangs",
        "many",
        "the same",
        "long path",
        "deep path",
        "quotes",
        "lost",
        "narrow",
        "colons",
    ],
)
def test_a_huge_log_is_read_in_bounded_time(log: str) -> None:
    assert len(read(log).findings) <= 5
