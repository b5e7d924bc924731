r"""What commands do with their arguments, one letter an argument: what prints, what doesn't.

`v` is printed, `x` is not, `o` is an option in square brackets, which is not. Nothing after the last
letter is touched, so `\section` is `ov`. A command that is not listed is not trusted: the groups and
options that follow it don't count (`?`).
"""

from collections.abc import Mapping

UNKNOWN = "?"

_SHAPED: Mapping[str, str] = {
    "-": "item LaTeX TeX hfill hfil vfill hrule hrulefill dotfill noindent indent par newline linebreak newpage"
    " pagebreak clearpage smallskip medskip bigskip quad qquad enspace thinspace centering raggedright raggedleft"
    " justifying bfseries mdseries itshape slshape scshape upshape sffamily rmfamily ttfamily normalfont em bf it sc"
    " sf rm tt sl tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge selectfont maketitle"
    " makecvtitle makecvheader makecvfooter hline toprule midrule bottomrule titlerule relax null protect strut"
    " ignorespaces unskip textbullet textbar textendash textemdash textasciitilde textasciicircum textbackslash"
    " textless textgreater textquotesingle textdegree textregistered texttrademark ldots dots nobreak allowbreak"
    " sloppy fussy today makeatletter makeatother begingroup endgroup bgroup egroup switchcolumn columnbreak"
    " nopagebreak nolinebreak arraybackslash xspace leavevmode nobreakspace textperiodcentered cdot P S copyright"
    " pounds euro texteuro and else or",
    "v": "textbf textit textsc texttt textsf textrm textsl textup textmd textnormal emph underline uline ul mbox fbox"
    " hbox MakeUppercase MakeLowercase uppercase lowercase MakeTextUppercase footnote textsuperscript textsubscript"
    " text nolinkurl path enquote hl so textls caps sout title author centerline leftline rightline llap rlap"
    " cvsection cvsubsection cvtag cvlistitem smash textcquote",
    "ov": "section subsection subsubsection paragraph subparagraph chapter part cvline caption",
    "oov": "makebox framebox",
    "oooxv": "parbox",
    "x": "vspace hspace vskip hskip kern label ref pageref cite pagestyle thispagestyle pagenumbering addvspace"
    " enlargethispage usepackage input include bibliographystyle bibliography hypersetup phantom hphantom vphantom"
    " pagecolor stepcounter refstepcounter faIcon needspace Needspace columnratio urlstyle fontfamily fontseries"
    " fontshape linespread setstretch newcounter newlength geometry newgeometry nocite cmidrule cline",
    "ox": "color includegraphics pdfbookmark usefont",
    "oxv": "textcolor rotatebox",
    "xv": "href hyperlink hypertarget scalebox colorbox raisebox foreignlanguage",
    "xxv": "resizebox multicolumn fcolorbox",
    "oxoxov": "multirow",
    "xx": "setlength addtolength setcounter addtocounter fontsize definecolor settowidth let sbox",
    "xoox": "savebox newcommand renewcommand providecommand DeclareRobustCommand",
    "xooxx": "newenvironment renewenvironment",
    "xxx": "NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand",
    "oxx": "rule",
    "vx": "texorpdfstring",
    "ovv": "cvitem cvcolumn",
    "vv": "cvskills cvlistdoubleitem cvsubitem",
    "vvv": "cvitemwithcomment",
    "vvvv": "cvdoubleitem cvevent cvhonor",
    "ovvvvvv": "cventry",
}

COMMANDS: Mapping[str, str] = {
    f"\\{name}": shape.strip("-") for shape, names in _SHAPED.items() for name in names.split()
} | {"\\\\": "o", "\\\\*": "o"}
"""A command to its shape."""

ENVIRONMENTS: Mapping[str, str] = {
    "document": "",
    "center": "",
    "flushleft": "",
    "flushright": "",
    "quote": "",
    "quotation": "",
    "small": "",
    "itemize": "o",
    "enumerate": "o",
    "description": "o",
    "figure": "o",
    "table": "o",
    "tcolorbox": "o",
    "tabular": "ox",
    "array": "ox",
    "longtable": "ox",
    "tabular*": "xox",
    "tabularx": "xox",
    "tabulary": "xox",
    "minipage": "ooox",
    "multicols": "xo",
    "multicols*": "xo",
    "paracol": "ox",
    "list": "xx",
    "adjustwidth": "xx",
    "adjustwidth*": "xx",
    "spacing": "x",
    "thebibliography": "x",
}
"""An environment's name to the shape of what follows its `\\begin{name}`."""

_NO_RUNNING_TEXT = (
    "comment tikzpicture picture math displaymath equation equation* align align* gather gather* eqnarray"
    " filecontents filecontents* lrbox lstlisting minted verbatim verbatim* Verbatim alltt"
)
HIDDEN = frozenset(_NO_RUNNING_TEXT.split())
"""Environments whose content is no running text, or may not be printed at all."""

_TESTS = (
    "if ifcat ifnum ifdim ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifx ifeof iftrue iffalse ifcase"
    " ifdefined ifcsname iffontchar ifpdf ifpdftex ifxetex ifluatex iftutex ifPDFTeX ifXeTeX ifLuaTeX"
)
CONDITIONS = frozenset(f"\\{test}" for test in _TESTS.split())
r"""Tests that end with `\fi`."""
