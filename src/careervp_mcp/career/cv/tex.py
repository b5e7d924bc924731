"""Reading a CV in LaTeX: our template's commands, those of usual resume classes, and plain sections and lists."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cv.plaintext import read_text

COMMANDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "name": (1, "{0}\n"),
        "headline": (1, "\n{0}\n"),
        "contact": (1, "\n{0}\n"),
        "email": (1, "{0}"),
        "link": (2, "{1}"),
        "section": (1, "\n\n## {0}\n\n"),
        "subsection": (1, "\n\n### {0}\n"),
        "role": (4, "\n\n{0}\t{1}\n{2}\t{3}\n"),
        "project": (3, "\n\n### {0} — {2} ({1})\n"),
        "credential": (3, "\n- {0}, {1}, {2}\n"),
        "skills": (2, "\n- {0}: {1}\n"),
        "href": (2, "{1}"),
        "url": (1, "{0}"),
        "cventry": (6, "\n\n{1}\t{0}\n{2}\t{3}\n{5}\n"),
        "cvitem": (2, "\n- {0}: {1}\n"),
        "cvitemwithcomment": (3, "\n- {0} ({1})\n"),
        "cvlistitem": (1, "\n- {0}\n"),
        "cvskill": (2, "\n- {0}: {1}\n"),
        "cvsection": (1, "\n\n## {0}\n\n"),
        "resumeSubheading": (4, "\n\n{0}\t{1}\n{2}\t{3}\n"),
        "resumeProjectHeading": (2, "\n\n### {0} ({1})\n"),
        "resumeItem": (1, "\n- {0}\n"),
        "resumeSubItem": (2, "\n- {0}: {1}\n"),
        "moderncvstyle": (1, ""),
        "moderncvcolor": (1, ""),
        "documentclass": (1, ""),
        "usepackage": (1, ""),
        "input": (1, ""),
        "vspace": (1, "\n"),
        "hspace": (1, " "),
        "setlength": (2, ""),
        "pagestyle": (1, ""),
        "thispagestyle": (1, ""),
        "color": (1, ""),
        "textcolor": (2, "{1}"),
        "fontsize": (2, ""),
        "rule": (2, ""),
        "label": (1, ""),
        "includegraphics": (1, ""),
        "firstname": (1, "{0} "),
        "familyname": (1, "{0}\n"),
        "title": (1, "\n{0}\n"),
        "address": (1, "\n{0}\n"),
        "phone": (1, "\n{0}\n"),
        "homepage": (1, "\n{0}\n"),
        "social": (1, "\n{0}\n"),
    }
)
"""Each command's arguments and what a reader sees of it; of any other command one sees its arguments' text."""
_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "item": "\n- ",
        "hfill": "\t",
        "sep": " · ",
        "quad": "  ",
        "qquad": "   ",
        "newline": "\n",
        "par": "\n\n",
        "textbullet": "•",
        "textperiodcentered": "·",
        "cdot": "·",
        "textbar": "|",
        "LaTeX": "LaTeX",
        "TeX": "TeX",
        "ldots": "…",
        "dots": "…",
        "textendash": "–",
        "textemdash": "—",
        "euro": "€",
        "pounds": "£",
        "ss": "ß",
        "o": "ø",
        "O": "Ø",
        "ae": "æ",
        "AE": "Æ",
        "aa": "å",
        "AA": "Å",
        "l": "ł",
        "L": "Ł",
        "i": "i",
        "textbackslash": "\\",
        "textasciitilde": "~",
        "dotfill": "\t",
        "textgreater": ">",
        "textless": "<",
        "times": "×",
        "tabularnewline": "\n",
        "linebreak": "\n",
        "textasciicircum": "^",
    }
)
_ACCENTS: Mapping[str, str] = MappingProxyType(
    {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
    | {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"}
)
_TOKEN = re.compile(
    r"\\(?P<accent>['`^\"~=.]|[cvuHkr](?=\{|\s))\s?(?:\{(?P<braced>\\?[A-Za-z])\}|(?P<bare>\\?[A-Za-z]))"
    r"|\\(?P<escaped>[&%$#_{}\-,;:!/ ])|(?P<line>\\\\(?:\[[^\]\n]{0,20}\])?\*?)"
    r"|\\(?P<edge>begin|end)\s*\{(?P<environment>[^{}\n]{0,40})\}"
    r"|\\(?P<command>[A-Za-z@]+)\*?[ \t]?|(?P<other>.)",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[ \t]*")
_DEFINITION = re.compile(
    r"\\(?:re)?newcommand|\\def\b|\\newlist|\\setlist|\\newenvironment|\\title(?:format|spacing)"
)
_PLAIN = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_DEEPEST = 30
"""Braces in braces; what lies deeper is passed over."""


def read_tex(text: str, *, user_id: str = "local", language: str = "auto") -> Reading:
    """A CV from LaTeX; its text is what a reader of the printed page sees, entry by entry."""
    return read_text(without_commands(text), user_id=user_id, language=language)


def without_commands(text: str) -> str:
    """LaTeX as plain text, the preamble left out but for the moderncv fields that stand there."""
    text = _COMMENT.sub("", text.replace("\r\n", "\n"))
    before, begun, body = text.partition(r"\begin{document}")
    source = body.partition(r"\end{document}")[0] if begun else before
    told = _Tex(_person_in(before)).plain() if begun else ""
    shown = told + "\n" + _Tex(source).plain()
    for written, sign in _PLAIN:
        shown = shown.replace(written, sign)
    shown = re.sub(r"[ ]*\n[ ]*", "\n", re.sub(r"[ ]{2,}", " ", shown))
    return re.sub(r"\n{3,}", "\n\n", shown).strip() + "\n"


def _person_in(preamble: str) -> str:
    """The commands of a preamble that name the person, one a line."""
    preamble = re.sub(r"\}[ ]*\{", " ", preamble)
    names = "name|firstname|familyname|title|address|phone|email|homepage|social"
    if _DEFINITION.search(preamble) and "moderncv" not in preamble:
        return ""
    return "\n".join(
        re.findall(rf"^\s*(\\(?:{names})(?:\[[^\]\n]*\])?(?:\{{[^{{}}\n]*\}}){{1,3}})", preamble, re.MULTILINE)
    )


class _Tex:
    """One pass over a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def plain(self, depth: int = 0) -> str:
        """The text up to the end, or to the brace that closes this group."""
        shown: list[str] = []
        while self.place < len(self.source):
            found = _TOKEN.match(self.source, self.place)
            if found is None:
                break
            self.place = found.end()
            if found["other"] == "}":
                break
            shown.append(self._seen(found, depth))
        return "".join(shown)

    def _seen(self, found: re.Match[str], depth: int) -> str:
        if found["accent"]:
            return _accented(found)
        if found["escaped"]:
            return "" if found["escaped"] in "-/!," else found["escaped"].replace(";", " ").replace(":", " ")
        if found["line"]:
            return "\n"
        if found["edge"]:
            return self._environment(found["environment"])
        if found["command"]:
            return self._command(found["command"], depth)
        return self._sign(found["other"], depth)

    def _sign(self, sign: str, depth: int) -> str:
        if sign == "{":
            return self._group(depth)
        return {"&": "\t", "$": "", "\n": "\n"}.get(sign, sign)

    def _group(self, depth: int) -> str:
        if depth < _DEEPEST:
            return self.plain(depth + 1)
        closing = self.source.find("}", self.place)
        self.place = len(self.source) if closing < 0 else closing + 1
        return ""

    def _environment(self, name: str) -> str:
        """Nothing is seen of an environment's name and arguments; a table's columns are arguments."""
        count = {"tabular": 1, "tabularx": 2, "tabular*": 2, "minipage": 1, "adjustwidth": 2, "multicols": 1}.get(
            name, 0
        )
        self._optional()
        for _ in range(count):
            self._argument(0)
        return "\n"

    def _command(self, name: str, depth: int) -> str:
        if name in _SIGNS:
            if name == "item":
                label = self._optional()
                return f"\n- {_Tex(label).plain(depth + 1)}: " if label and depth < _DEEPEST else "\n- "
            return _SIGNS[name]
        if name in {
            "newcommand",
            "renewcommand",
            "providecommand",
            "def",
            "newlist",
            "setlist",
            "titleformat",
            "newenvironment",
        }:
            return self._definition(depth)
        self._optional()
        if name not in COMMANDS:
            return ""
        count, form = COMMANDS[name]
        told = []
        for _ in range(count):
            told.append(" ".join(self._argument(depth).split(" ")))
            self._optional()
        return form.format(*told) if any(told) else ""

    def _definition(self, depth: int) -> str:
        """Pass over a definition: its name and what it stands for are not read."""
        for _ in range(3):
            self._argument(depth)
            self._optional()
        return ""

    def _argument(self, depth: int) -> str:
        while self.source[self.place : self.place + 1].isspace():
            self.place += 1
        if self.source[self.place : self.place + 1] != "{":
            return ""
        self.place += 1
        return self._group(depth).strip()

    def _optional(self) -> str:
        if self.source[self.place : self.place + 1] != "[":
            return ""
        closing = self.source.find("]", self.place, self.place + 300)
        if closing < 0:
            return ""
        told = self.source[self.place + 1 : closing]
        self.place = closing + 1
        return told


def _accented(found: re.Match[str]) -> str:
    import unicodedata

    letter = (found["braced"] or found["bare"]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[found["accent"]])
