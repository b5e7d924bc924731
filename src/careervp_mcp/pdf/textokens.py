"""A LaTeX source in tokens: comments gone, accents resolved, names and addresses in one piece."""

import re
import unicodedata
from collections.abc import Mapping

_MARKS: Mapping[str, str] = dict(
    zip(
        "'`^\"~=.uvHcdbrk",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_LETTER_NAMES = "ss ae AE oe OE aa AA o O l L i j dh DH th TH dj DJ ng NG"
_LETTERS: Mapping[str, str] = dict(zip(_LETTER_NAMES.split(), "ßæÆœŒåÅøØłŁ\u0131\u0237ðÐþÞđĐŋŊ", strict=True))
_UNTOLD = re.compile(
    r"%(?P<comment>)[^\n]*\n?[ \t]*"
    r"|\\[\\%]"
    r"|\\[-/](?P<glue>)"
    r"|\\verb\*?(?P<fence>[^A-Za-z\s*])[^\n]{0,500}?(?P=fence)"
    r"|\\(?:href|url)\s*(?:\[[^\[\]]*\])?\s*\{[^{}]*\}"
    r"|\\(?:(?P<mark>['`^\"~=.])[ \t]*|(?P<accent>[uvHcdbrk])(?:[ \t]+|(?=[{\\])))"
    r"(?:\{\s*(?P<group>\\?[A-Za-z])\s*\}|(?P<plain>[A-Za-z])|(?P<dotless>\\[ij])(?![A-Za-z])[ \t]*)"
    r"|\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|dh|DH|th|TH|dj|DJ|ng|NG)(?![A-Za-z@])(?:\{\}|[ \t]+)?"
)
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}"
    r"|\\(?:href|url)\s*(?:\[[^\[\]]*\])?\s*\{[^{}]*\}"
    r"|\\[A-Za-z@]+\*?|\\.|[{}\[\]]|\$\$?|[^\\{}\[\]$]+|\\",
    re.DOTALL,
)


def tokens(source: str) -> list[str]:
    r"""Cut the source into commands, brackets, dollars and stretches of text, in order.

    `\begin{name}`, `\end{name}`, `\href{address}` and `\url{address}` are one token each.
    """
    return _TOKEN.findall(_UNTOLD.sub(_plain, source))


def named(token: str) -> str:
    r"""Return what stands in the braces of a token such as `\begin{name}`."""
    return token[token.rindex("{") + 1 : -1].strip()


def _plain(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind in {"comment", "glue"}:
        return ""
    if kind == "fence":
        return " "
    if kind == "letter":
        return _LETTERS[found["letter"]]
    return _accented(found) if kind else found[0]


def _accented(found: re.Match[str]) -> str:
    base = (found["group"] or found["plain"] or found["dotless"]).removeprefix("\\")
    return unicodedata.normalize("NFC", base + _MARKS[found["mark"] or found["accent"]])
