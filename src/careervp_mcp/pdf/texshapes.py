r"""What commands do with their arguments, one letter an argument: what prints, what doesn't.

`v` is printed, `x` is not, `o` is an option in square brackets, which is not. Nothing after the last
letter is touched, so `\section` is `ov`. Commands that are not listed are not trusted: the groups that
follow them count neither as printed nor as lost.
"""

from collections.abc import Mapping

_SHAPED: Mapping[str, str] = {
    "": "item LaTeX TeX hfill hfil vfill hrule hrulefill dotfill noindent indent par newline linebreak newpage pagebreak"
    " clearpage smallskip medskip bigskip quad qquad enspace thinspace centering raggedright raggedleft justifying"
    " bfseries mdseries itshape slshape scshape upshape sffamily rmfamily ttfamily normalfont em bf it sc sf rm tt sl"
    " tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge selectfont maketitle makecvtitle"
    " makecvheader makecvfooter hline toprule midrule bottomrule titlerule relax null protect strut ignorespaces unskip"
    " textbullet textbar textendash textemdash textasciitilde textasciicircum textbackslash textless textgreater"
    " textquotesingle textdegree textregistered texttrademark ldots dots nobreak break allowbreak sloppy fussy"
    " today makeatletter makeatother begingroup endgroup bgroup egroup switchcolumn columnbreak nopagebreak nolinebreak"
    " arraybackslash xspace leavevmode nobreakspace textperiodcentered cdot P S copyright pounds euro texteuro and",
    "v": "textbf textit textsc texttt textsf textrm textsl textup textmd textnormal emph underline uline ul mbox fbox"
    " hbox MakeUppercase MakeLowercase uppercase lowercase MakeTextUppercase footnote textsuperscript textsubscript"
    " text url nolinkurl path enquote hl so textls caps sout title author centerline leftline rightline llap rlap"
    " cvsection cvsubsection cvtag cvlistitem smash textcquote bfit",
    "ov": "section subsection subsubsection paragraph subparagraph chapter part cvline caption",
    "oov": "makebox framebox",
    "oooxv": "parbox",
    "x": "vspace hspace label ref pageref cite pagestyle thispagestyle pagenumbering addvspace enlargethispage"
    " usepackage input include bibliographystyle bibliography hypersetup phantom hphantom vphantom thispagestyle"
    " pagecolor stepcounter refstepcounter usecounter faIcon needspace Needspace columnratio urlstyle fontfamily"
    " fontseries fontshape linespread setstretch usetikzlibrary lstset newcounter newlength newif let"
    " geometry newgeometry includecomment excludecomment nocite cmidrule cline",
    "ox": "color includegraphics pdfbookmark usefont",
    "oxv": "textcolor rotatebox",
    "xv": "href hyperlink hypertarget scalebox colorbox raisebox foreignlanguage adjustbox",
    "xxv": "resizebox multicolumn fcolorbox",
    "oxoxov": "multirow",
    "xx": "setlength addtolength setcounter addtocounter fontsize definecolor settowidth numberwithin",
    "oxx": "rule",
    "vx": "texorpdfstring",
    "ovv": "cvitem cvcolumn",
    "vv": "cvskills cvlistdoubleitem cvsubitem",
    "vvv": "cvitemwithcomment",
    "vvvv": "cvdoubleitem cvevent cvhonor",
    "ovvvvvv": "cventry",
    "xoox": "newcommand renewcommand providecommand DeclareRobustCommand",
    "xooxx": "newenvironment renewenvironment",
    "xxx": "NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand",
    "xxxx": "NewDocumentEnvironment RenewDocumentEnvironment",
    "xx ": "newsavebox savebox sbox",
    "d": "def gdef edef xdef",
    "l": "vskip hskip kern",
}

SHAPES: Mapping[str, str] = {name: shape.strip() for shape, names in _SHAPED.items() for name in names.split()}
"""A command's name to its shape; `d` is a definition up to its body, `l` a bare length."""

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

HIDDEN = frozenset(
    {
        "comment",
        "tikzpicture",
        "picture",
        "math",
        "displaymath",
        "equation",
        "equation*",
        "align",
        "align*",
        "gather",
        "gather*",
        "eqnarray",
        "filecontents",
        "filecontents*",
        "lrbox",
        "lstlisting",
        "minted",
        "verbatim",
        "verbatim*",
        "Verbatim",
        "alltt",
    }
)
"""Environments whose content is no running text, or may not be printed at all."""

CONDITIONS = frozenset(
    {"if", "ifcat", "ifx", "ifnum", "ifdim", "ifodd", "ifcase", "iffalse", "iftrue", "ifdefined", "ifcsname"}
    | {"ifmmode", "ifvmode", "ifhmode", "ifinner", "ifvoid", "ifhbox", "ifvbox", "ifeof", "iffontchar"}
    | {"ifpdf", "ifxetex", "ifluatex", "ifPDFTeX", "ifXeTeX", "ifLuaTeX"}
)
"""Commands that hide what follows, up to a `\\fi`, or don't."""
