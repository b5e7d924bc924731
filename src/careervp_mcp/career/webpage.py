"""A web page as a reader sees it: its text with breaks, headings and list items, and what it says of itself.

The standard library's parser takes quadratic time for some broken markup, so it is given none: scripts, comments and
declarations are cut out first, and so is an unfinished tag at the end.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib import resources

from careervp_mcp.career.errors import InvalidInput

_RAW = re.compile(
    r"<!--|<[!?]|<(?P<name>script|style|template|noscript|textarea|xmp|noembed)\b(?P<kind>[^>]*)>", re.IGNORECASE
)
_UNSEEN = re.compile(
    r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|font-size\s{0,5}:\s{0,5}0(?![.\d]*[1-9])",
    re.IGNORECASE,
)

MOST_TAGS = 200_000
_DEEPEST = 6
"""How far nested lists are set in."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows, and what it says of itself."""

    text: str
    title: str
    headings: list[str]
    """Its headings of the first level."""
    canonical: str
    linked_data: list[str]
    """The scripts of JSON-LD, as they stand."""


def read_page(source: str) -> Page:
    """The page, however broken, at worst without text; raises InvalidInput for more markup than a posting needs."""
    markup, scripts = _cut_out(_whole_tags(source))
    markup = _whole_tags(markup)
    if markup.count("<") > MOST_TAGS:
        raise InvalidInput(f"the page has more than {MOST_TAGS} tags; save the posting's own page, or its text")
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return Page(reader.text(), reader.title(), reader.headings, reader.canonical, scripts)


def _whole_tags(source: str) -> str:
    """The source without a tag that nothing ends."""
    end = source.rfind(">") + 1
    return source[:end] + source[end:].partition("<")[0]


def _cut_out(source: str) -> tuple[str, list[str]]:
    """The markup without scripts, comments and declarations, and the scripts of JSON-LD."""
    kept: list[str] = []
    scripts: list[str] = []
    at = 0
    while opened := _RAW.search(source, at):
        kept += _joint(source[at : opened.start()])
        end, at = _ending(opened, source)
        if opened["name"] and "ld+json" in opened["kind"].lower():
            scripts.append(source[opened.end() : end])
    kept.append(source[at:])
    return "".join(kept), scripts


def _joint(piece: str) -> tuple[str, str]:
    """A piece, and what parts it from the next: nothing, but inside a tag, which must not become another one."""
    return piece, " " if "<" in piece[piece.rfind(">") + 1 :] else ""


def _ending(opened: re.Match[str], source: str) -> tuple[int, int]:
    """Where what is cut out ends, and where the page goes on."""
    if not opened["name"]:
        mark = "-->" if opened[0] == "<!--" else ">"
        end = source.find(mark, opened.end())
        return (end, end + len(mark)) if end >= 0 else (len(source), len(source))
    closed = re.compile(rf"</{opened['name']}\b", re.IGNORECASE).search(source, opened.end())
    end = closed.start() if closed else len(source)
    return end, source.find(">", end) + 1 or len(source)


class _Reader(HTMLParser):
    """Collects what is seen, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds = _elements()
        self.pieces: list[str] = []
        self.headings: list[str] = []
        self.canonical = ""
        self._unseen = ("", 0)
        self._lists = 0
        self._marked = False
        self._opened: dict[str, int] = {}
        self._mains: list[tuple[int, int]] = []
        self._title = (0, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, depth = self._unseen
        if name:
            self._unseen = (name, depth + (tag == name))
            return
        values = {key: value or "" for key, value in attrs}
        if tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self.canonical = self.canonical or values.get("href", "")
        if tag not in self._kinds["void"] and (
            tag in self._kinds["dropped"] or "hidden" in values or _UNSEEN.search(values.get("style", "")[:1000])
        ):
            self._unseen = (tag, 1)
            return
        self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        name, depth = self._unseen
        if name:
            depth -= tag == name
            self._unseen = (name, depth) if depth else ("", 0)
            return
        if self._breaks(tag) and tag not in self._kinds["void"]:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen[0]:
            text = data if "pre" in self._opened else re.sub(r"\s+", " ", data)
            self._marked = self._marked and not text.strip()
            self.pieces.append(text.lstrip() if self._marked else text)

    def text(self) -> str:
        """All that is seen; of a page with one main part, that part."""
        if len(self._mains) == 1:
            main = _tidy(self.pieces[slice(*self._mains[0])])
            if main:
                return main
        start, end = self._title
        return _tidy(self.pieces[:start] + self.pieces[end:])

    def title(self) -> str:
        """What the page is called."""
        return _tidy(self.pieces[slice(*self._title)])

    def _breaks(self, tag: str) -> bool:
        return tag in self._kinds["blocks"] or tag in self._kinds["close"]

    def _open(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists += 1
        if tag in {"td", "th"}:
            self.pieces.append(" ")
        if not self._breaks(tag):
            return
        if not self._marked:
            self.pieces.append("\n" if tag in self._kinds["close"] or self._lists > 1 else "\n\n")
        self._opened.setdefault(tag, len(self.pieces))
        if tag == "li":
            self.pieces.append("  " * min(self._lists - 1, _DEEPEST) + "- ")
            self._marked = True
        elif len(tag) == 2 and tag[1].isdigit():  # noqa: PLR2004 - h1 to h6
            self.pieces.append("#" * int(tag[1]) + " ")

    def _close(self, tag: str) -> None:
        start = self._opened.pop(tag, None)
        if tag in {"ul", "ol"}:
            self._lists = max(0, self._lists - 1)
        if start is not None:
            self._note(tag, start)
        self._marked = False
        self.pieces.append("\n" if tag in self._kinds["close"] or self._lists else "\n\n")

    def _note(self, tag: str, start: int) -> None:
        if tag == "h1":
            self.headings.append(_tidy(self.pieces[start + 1 :]).replace("\n", " "))
        elif tag == "main":
            self._mains.append((start, len(self.pieces)))
        elif tag == "title" and not any(self._title):
            self._title = (start, len(self.pieces))


def _tidy(pieces: list[str]) -> str:
    """The pieces as text: no line ends in a space, no blank line follows another or parts two list items."""
    lines: list[str] = []
    for raw in "".join(pieces).split("\n"):
        line = raw.rstrip()
        line = line if _is_item(line) else line.lstrip()
        if _is_item(line) and len(lines) > 1 and not lines[-1] and _is_item(lines[-2]):
            lines.pop()
        if (line and line.strip("#")) or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


@cache
def _elements() -> dict[str, frozenset[str]]:
    text = resources.files("careervp_mcp.career").joinpath("wording/webpage.toml").read_text("utf-8")
    return {kind: frozenset(tags) for kind, tags in tomllib.loads(text)["elements"].items()}
