"""A LaTeX source in tokens: comments gone, accents resolved, the addresses of links dropped."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_MARKS: Mapping[str, str] = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "r": "\u030a",
    "k": "\u0328",
}
_LETTERS: Mapping[str, str] = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "\u0131",
    "j": "\u0237",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
}
_UNTOLD = re.compile(
    r"\\\\|\\%"
    r"|(?P<comment>%[^\n]*\n?[ \t]*)"
    r"|\\verb\*?(?P<fence>[^A-Za-z\s*])[^\n]{0,500}?(?P=fence)"
    r"|\\(?P<link>url|nolinkurl|href|path)\s*(?:\[[^\[\]]*\])?\s*\{(?P<address>[^{}]*)\}"
    r"|\\(?:(?P<mark>['`^\"~=.])[ \t]*|(?P<accent>[uvHcdbrk])(?:[ \t]+|(?=[{\\])))"
    r"(?:\{\s*(?P<group>\\?[A-Za-z])\s*\}|(?P<plain>[A-Za-z])|(?P<dotless>\\[ij])(?![A-Za-z])[ \t]*)"
    r"|\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|dh|DH|th|TH|dj|DJ|ng|NG)(?![A-Za-z@])(?:\{\}|[ \t]+)?"
)
_TOKEN = re.compile(r"\\[A-Za-z@]+\*?|\\.|[{}\[\]]|\$\$?|#+\d?|\s+|[^\\{}\[\]$#\s]+|\\", re.DOTALL)
_SPECIAL = re.compile(r"[\\%#&_~^$]")
_LONGEST_OPTION = 200


def tokens(source: str) -> list[str]:
    """Cut the source into commands, brackets, dollars, parameters, white space and words, in order."""
    return _TOKEN.findall(_UNTOLD.sub(_plain, source))


def closings(cut: Sequence[str]) -> dict[int, int]:
    """Return where each `{` closes, by position; one that never does is not told."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for position, token in enumerate(cut):
        if token == "{":
            opened.append(position)
        elif token == "}" and opened:
            closed[opened.pop()] = position
    return closed


def option_end(cut: Sequence[str], closed: Mapping[int, int], start: int) -> int | None:
    """Return where the `[` at `start` closes, braces inside stepped over; None when it does not soon."""
    position = start + 1
    while position < min(len(cut), start + _LONGEST_OPTION):
        if cut[position] == "]":
            return position
        position = closed.get(position, position) + 1
    return None


def after_space(cut: Sequence[str], position: int) -> int:
    """Return the next position that is not white space."""
    return position + 1 if position < len(cut) and cut[position].isspace() else position


def _plain(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "comment":
        return ""
    if kind == "fence":
        return " "
    if kind == "address":
        shown = "" if found["link"] == "href" else _SPECIAL.sub(" ", found["address"])
        return f"\\{found['link']}{{{shown}}}"
    if kind == "letter":
        return _LETTERS[found["letter"]]
    return _accented(found) if kind else found[0]


def _accented(found: re.Match[str]) -> str:
    base = (found["group"] or found["plain"] or found["dotless"]).removeprefix("\\")
    return unicodedata.normalize("NFC", base + _MARKS[found["mark"] or found["accent"]])
