r"""The words a reader should see, read off a LaTeX source: near enough to notice when some are lost.

TeX can't be read without running it, so every doubt is settled by leaving words out: what an unknown
command does with its arguments, what a condition hides, what mathematics prints.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from careervp_mcp.pdf.texdefinitions import DEFINITIONS, Known, Printed
from careervp_mcp.pdf.texshapes import UNKNOWN
from careervp_mcp.pdf.textokens import named, tokens

_BEGIN = re.compile(r"^[^%\n]*?\\begin\s*\{document\}", re.MULTILINE)
_UNTAMED = re.compile(r"\\(?:catcode|scantokens|MakeShortVerb|DefineShortVerb)(?![A-Za-z])|\^\^")
_SHORTHANDS = re.compile(r"german|dutch|austrian|afrikaans|catalan|slovene|finnish|estonian|portuguese")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WORD = re.compile(r"\w{3,}")
_QUOTED = re.compile(r'(?<![^\W_])[^\W_]*"[^\W_]*')
_LENGTH = re.compile(r"\d*(?:pt|em|ex|cm|mm|in|bp|pc|sp|fil+|plus|minus)")
_UNITS = ("pt", "em", "ex", "cm", "mm", "in", "bp", "pc", "sp", "l", "plus", "minus")
"""How every length ends: quicker to see that a word is none."""
_ADDRESS = re.compile(r"\\([%#&_~$\\])")
_MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says that its PDF should hold."""

    words: tuple[str, ...] = ()
    """Words of three letters or more that surely print, in order."""
    links: tuple[str, ...] = ()
    """Addresses that surely can be clicked."""


def visible_words(source: str) -> tuple[str, ...]:
    """Return the words of the document's body that surely print, in order; none when the source is untamed."""
    return told(source).words


def told(source: str) -> Told:
    """Read a whole document."""
    begin = _BEGIN.search(source)
    if begin is None or _UNTAMED.search(source) or source.find("\\setbox", begin.end()) >= 0:
        return Told()
    scribe = Scribe(_learnt(source[: begin.end()]).copy())
    scribe.read(tokens(source[begin.end() :]))
    text = "".join(scribe.text)
    if '"' in text and _SHORTHANDS.search(source):
        text = _QUOTED.sub(" ", text)
    links = scribe.links if "hyperref" in source or "\\href" in source else []  # \url alone prints only
    return Told(tuple(_words(text)), tuple(dict.fromkeys(links)))


@lru_cache(maxsize=8)
def _learnt(preamble: str) -> Known:
    """What a preamble defines; a batch of resumes shares one."""
    scribe = Scribe(Known())
    scribe.read(tokens(preamble))
    return scribe.known


def _words(text: str) -> Iterator[str]:
    words = _WORD.findall(text.replace("_", " "))
    return (word for word in words if not (word.endswith(_UNITS) and _LENGTH.fullmatch(word)))


class Scribe:
    """Goes through tokens once, as TeX would, and writes down what prints."""

    _ENDS: ClassVar = {"\\(": "\\)", "\\[": "\\]", "\\csname": "\\endcsname", "$": "$", "$$": "$$"}
    """What begins something that is no running text, and what ends it."""

    def __init__(self, known: Known, *, learns: bool = True) -> None:
        self.known = known
        self.text: list[str] = []
        self.links: list[str] = []
        self._learns = learns
        self._opened: list[tuple[str, bool, str]] = []
        """Bracket, whether what is around it is hidden, the arguments still to come behind it."""
        self._hidden = False
        self._due = ""
        self._conditions = 0
        self._until = ""

    def read(self, cut: Sequence[str]) -> None:
        """Read on to the end, or to the document's."""
        position = 0
        while position < len(cut):
            piece = cut[position]
            position += 1
            if self._until:
                self._skip(piece)
            elif piece[0] == "\\":
                position = self._command(piece, cut, position)
            elif piece in self._ENDS:
                self._until, self._due = piece, ""
            elif piece in {"{", "}", "[", "]"}:
                self._bracket(piece)
            else:
                self._say(piece)

    @property
    def _visible(self) -> bool:
        return not (self._hidden or self._conditions)

    def _skip(self, piece: str) -> None:
        if piece == self._until:
            self._until = ""
            self.text.append(" ")
        elif self._until in {"$", "$$"} and _BLANK_LINE.search(piece):
            self._until = ""  # no formula goes on into the next paragraph
            self._say(_BLANK_LINE.split(piece, maxsplit=1)[1])

    def _say(self, piece: str) -> None:
        """Write down text, unless it is an argument without braces."""
        if piece.isspace():
            self.text.append(" ")
            return
        if self._due.lstrip("o")[:1] in {"x", "v"}:
            piece = "".join(_BLANK_LINE.split(piece, maxsplit=1)[1:])
        self._due = ""
        if self._visible:
            self.text.append(piece)

    def _bracket(self, piece: str) -> None:
        if piece == "{":
            self._open(piece, self._due.lstrip("o"))
        elif piece == "[" and self._due[:1] in {"o", UNKNOWN}:
            self._open(piece, self._due)
        elif piece == "}":
            while self._opened and self._close() != "{":
                pass
        elif piece == "]" and self._opened and self._opened[-1][0] == "[":
            self._close()
        else:
            self._say(piece)

    def _open(self, piece: str, due: str) -> None:
        if due:
            self.text.append(" ")
        after = due if due == UNKNOWN else due[1:]
        self._opened.append((piece, self._hidden, after))
        self._hidden = self._hidden or due[:1] in {"o", "x", UNKNOWN}
        self._due = ""

    def _close(self) -> str:
        piece, self._hidden, self._due = self._opened.pop()
        return piece

    def _command(self, piece: str, cut: Sequence[str], position: int) -> int:
        self.text.append(" ")
        if piece in DEFINITIONS and self._learns:
            self._due = ""
            return DEFINITIONS[piece](self.known, cut, position, self._body)
        if piece in self._ENDS:
            self._until = self._ENDS[piece]
        elif piece == "\\fi":
            self._conditions = max(0, self._conditions - 1)
        elif self._tests(piece, cut[position : position + 1]):
            self._conditions += 1
        elif piece.endswith("}") and len(piece) > 2:  # noqa: PLR2004  # `\}` is a letter
            return self._named(piece, cut, position)
        elif self._due.lstrip("o")[:1] in {"x", "v"}:
            self._due = self._due.lstrip("o")[1:]  # it is an argument itself
        else:
            self._use(piece, cut, position)
        return position

    def _tests(self, piece: str, following: Sequence[str]) -> bool:
        r"""Tell a test that a `\fi` ends from a macro whose name only begins like one."""
        return piece in self.known.conditions or (piece.startswith("\\if") and following != ["{"])

    def _use(self, piece: str, cut: Sequence[str], position: int) -> None:
        commands = self.known.commands
        letters = piece[1:2].isalpha() or piece[1:2] == "@"
        plain = piece if piece in commands else piece.rstrip("*")
        self._due = commands.get(plain, UNKNOWN if letters else "")
        if self._visible:
            for address in self.known.links.get(plain, ()):
                self._follow(address, cut, position)

    def _follow(self, address: str, cut: Sequence[str], position: int) -> None:
        """Note an address of a macro, its arguments put in; one that is not plain text is left out."""
        number = 0
        while "#" in address:
            before, argument, after = [*cut[position : position + 3], "", "", ""][:3]
            if (before, after) != ("{", "}"):
                return
            number, position = number + 1, position + 3
            address = address.replace(f"#{number}", argument.strip().replace("#", ""))
        self._link(address)

    def _link(self, address: str) -> None:
        plain = _ADDRESS.sub(r"\1", address)
        if "\\" not in plain and len(self.links) < _MOST_LINKS:
            self.links.append(plain)

    def _named(self, piece: str, cut: Sequence[str], position: int) -> int:
        r"""Read `\begin{name}`, `\end{name}`, `\href{address}` or `\url{address}`."""
        name, self._due = named(piece), ""
        if piece.startswith("\\end"):
            return len(cut) if name == "document" else position
        if piece.startswith("\\begin"):
            self._due = self.known.environments.get(name, UNKNOWN)
            self._until = f"\\end{{{name}}}" if name in self.known.hidden else ""
            return position
        if self._visible:
            self._link(name)
        if piece.startswith("\\href"):
            self._due = "v"
        else:
            self._say(_ADDRESS.sub(" ", name))
        return position

    def _body(self, body: Sequence[str]) -> Printed:
        inner = Scribe(self.known, learns=False)
        inner.read(body)
        return inner.text, inner.links
