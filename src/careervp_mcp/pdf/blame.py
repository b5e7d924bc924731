"""Which line of the source to blame: TeX names the line where it noticed, often after the one to mend."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from careervp_mcp.pdf.complaints import Complaint

_TAIL = 16
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z\s])")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_NAMES = re.compile(
    r"\\(?:label|ref|cite|url|href|input|include\w*|usepackage|documentclass)\*?(?:\[[^\]]*\])?\{[^{}]*\}"
)
_LAZY_ACCENTS = {
    "\\k": "ąęĄĘįųĮŲǫ",
    "\\quotedblbase": "„",
    "\\quotesinglbase": "\u201a",
    "\\guillemotleft": "«",
    "\\guillemotright": "»",
    "\\guillemetleft": "«",
    "\\guillemetright": "»",
    "\\guilsinglleft": "\u2039",
    "\\guilsinglright": "\u203a",
    "\\dj": "đ",
    "\\DJ": "Đ",
    "\\dh": "ð",
    "\\DH": "Ð",
    "\\th": "þ",
    "\\TH": "Þ",
    "\\textquotedbl": '"',
}
"""What a writer types for the commands that only T1 has."""


@dataclass(frozen=True, slots=True)
class Place:
    """What to tell: the file and line to mend, TeX's words with the culprit's name, and the line's text."""

    file: str
    line: int | None
    message: str
    text: str = ""


@dataclass(frozen=True)
class Source:
    """The document's lines, numbered from 1 as TeX does."""

    lines: list[str] = field(default_factory=list)

    def code(self, number: int) -> str:
        """Return a line without its comment and without the names of files, labels and addresses."""
        return _NAMES.sub("", _COMMENT.sub(r"\1", self.lines[number - 1]))

    def text(self, number: int | None) -> str:
        """Return a line as written; empty when there is none of that number."""
        return self.lines[number - 1] if number and number <= len(self.lines) else ""

    def before(self, number: int | None) -> Iterable[int]:
        """Count from a line back to the first; from the last when no line is known."""
        return range(min(number or len(self.lines), len(self.lines)), 0, -1)

    def nearest(self, number: int | None, found: Callable[[str], object]) -> int | None:
        """Return the closest line whose code is `found`, at the number or before it, else the first after it."""
        after = range((number or len(self.lines)) + 1, len(self.lines) + 1)
        return next((n for n in (*self.before(number), *after) if found(self.code(n))), None)

    def naming(self, number: int | None, name: str) -> int | None:
        """Return the closest line that has `name` as a whole word, files and labels included."""
        word = re.compile(rf"(?<![A-Za-z@]){re.escape(name)}(?![A-Za-z@])")
        after = range((number or len(self.lines)) + 1, len(self.lines) + 1)
        return next((n for n in (*self.before(number), *after) if word.search(self.lines[n - 1])), None)

    def ending(self, number: int | None, read: str) -> int | None:
        """Return the line where TeX stood: where the end of what it had `read` was written last."""
        found = self._written(number, re.sub(r"\s", "", read.replace("##", "#"))[-_TAIL:])
        return None if found is None else found[1]

    def starting(self, number: int | None, read: str) -> int | None:
        """Return the line where an argument begins whose first words TeX shows."""
        head = re.split(r"\\par\b|\\end\b", read)[0]
        found = self._written(number, re.sub(r"\s", "", head)[:_TAIL])
        return None if found is None else found[0]

    def _written(self, number: int | None, letters: str) -> tuple[int, int] | None:
        if not letters:
            return None
        codes = [_COMMENT.sub(r"\1", line) for line in self.lines[: number or len(self.lines)]]
        packed = [re.sub(r"\s", "", code) for code in codes]
        at = "".join(packed).rfind(letters)
        ends = list(accumulate(map(len, packed)))
        return None if at < 0 else (bisect_right(ends, at) + 1, bisect_right(ends, at + len(letters) - 1) + 1)


def blame(complaint: Complaint, main: str, source: str) -> Place:
    """Find the line to mend; the complaint's own line stands where nothing better is found."""
    lines = Source(source.replace("\r\n", "\n").rstrip("\n").split("\n"))
    at_home = complaint.file == main
    if not at_home and "/" not in complaint.file and complaint.file.endswith((".tex", ".cls")):
        return Place(complaint.file, complaint.line, _named(complaint))
    number = _line(complaint, lines, complaint.line if at_home else None)
    if number is None and not at_home:
        return Place(complaint.file, complaint.line, _named(complaint))
    number = number or complaint.line
    return Place(main, number, _named(complaint), lines.text(number))


def _line(complaint: Complaint, source: Source, number: int | None) -> int | None:
    for pattern, rule in _RULES:
        found = re.search(pattern, complaint.message)
        if found:
            return rule(found, complaint, source, number) or number
    return source.ending(number, complaint.near) if number and complaint.near else number


def _named(complaint: Complaint) -> str:
    """Return TeX's message, with the culprit's name where TeX leaves it to the context."""
    if complaint.message.startswith("Undefined control sequence"):
        return f"Undefined control sequence {_culprit(complaint)}".rstrip()
    return complaint.message


def _culprit(complaint: Complaint) -> str:
    names = _COMMAND.findall(complaint.near[-200:])
    return names[-1] if names else ""


def _undefined(_: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    culprit = _culprit(complaint)
    return source.naming(number, culprit) if culprit else None


def _first_name(found: re.Match[str], _: Complaint, source: Source, number: int | None) -> int | None:
    return source.naming(number, found[1])


def _file(found: re.Match[str], _: Complaint, source: Source, number: int | None) -> int | None:
    name = found[1].replace("\\", "/")
    stem = re.sub(r"\.\w+$", "", name)
    encoding = re.sub(r"enc$", "", stem).upper()
    tries = (name, stem, stem.rpartition("/")[2], encoding)
    return next((line for word in tries if word and (line := source.naming(number, word))), None)


def _begun(found: re.Match[str], _: Complaint, source: Source, number: int | None) -> int | None:
    begun = int(found[1])
    return begun if number and begun <= len(source.lines) else None


def _ampersand(_: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    stood = source.ending(number, complaint.near) if complaint.near else None
    return stood or source.nearest(number, re.compile(r"(?<!\\)&").search)


def _hash(_: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    stood = source.ending(number, complaint.near) if complaint.near else None
    return stood or source.nearest(number, re.compile(r"(?<!\\)#").search)


def _mathematics(_: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    if re.search(r"[_^]\s*$|\\[A-Za-z]+\s*$", complaint.read):
        return number
    return source.nearest(number, _half_mathematics)


def _half_mathematics(code: str) -> bool:
    """Tell whether a line has an odd dollar, or a `_` or `^` outside of dollars."""
    parts = re.split(r"(?<!\\)\$", code.replace(r"\\", ""))
    return len(parts) % 2 == 0 or any(re.search(r"(?<!\\)[_^]", text) for text in parts[::2])


def _open_argument(found: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    start = source.starting(number, complaint.runaway)
    return start or source.naming(number, found[1])


def _character(found: re.Match[str], _: Complaint, source: Source, number: int | None) -> int | None:
    character = chr(int(found[1], 16) % 0x110000)
    return source.nearest(number, lambda code: character in code)


def _broken_byte(_: re.Match[str], __: Complaint, source: Source, number: int | None) -> int | None:
    return source.nearest(number, re.compile("[\ufffd\udc80-\udcff]").search)


def _encoding(found: re.Match[str], _: Complaint, source: Source, number: int | None) -> int | None:
    typed = _LAZY_ACCENTS.get(found[1], "")
    return source.nearest(number, lambda code: any(c in code for c in typed)) or source.naming(number, found[1])


def _line_break(_: re.Match[str], __: Complaint, source: Source, number: int | None) -> int | None:
    return source.nearest(number, re.compile(r"\\\\|\\newline|\\linebreak").search)


def _no_item(_: re.Match[str], complaint: Complaint, source: Source, number: int | None) -> int | None:
    if not complaint.read.lstrip().startswith("\\end"):
        return number
    begun = source.nearest(number, re.compile(r"\\begin\b").search)
    return begun + 1 if begun and begun < (number or 0) else number


def _never_ends(_: re.Match[str], __: Complaint, source: Source, ___: int | None) -> int | None:
    return len(source.lines) or None


_Rule = Callable[[re.Match[str], Complaint, Source, int | None], int | None]

_RULES: tuple[tuple[str, _Rule], ...] = (
    (r"^Undefined control sequence", _undefined),
    (r"[Ff]ile [`']([^']{1,200})' not found", _file),
    (r"on input line (\d{1,7}) ended by", _begun),
    (r"Misplaced alignment tab character", _ampersand),
    (r"macro parameter character #", _hash),
    (r"^Missing \$ inserted", _mathematics),
    (r"(?:Paragraph ended before|ended while scanning use of|Argument of) (\\[A-Za-z@]{1,80})", _open_argument),
    (r"ended while scanning (\w+)", _open_argument),
    (r"Unicode character .{0,40}\(U\+([0-9A-F]{1,6})\)", _character),
    (r"Invalid UTF-8 byte", _broken_byte),
    (r"Command (\\\S{1,80}) unavailable in encoding", _encoding),
    (r"no line here to end", _line_break),
    (r"missing \\item", _no_item),
    (r"no legal \\end found", _never_ends),
    (
        r"^Package (?:x?keyval|enumitem|kvsetkeys) Error: [`']?([\w-]{1,80})[`']? (?:undefined|unknown)",
        _first_name,
    ),
    (r"Environment (\S{1,80}) undefined", _first_name),
    (r"Option clash for package ([\w-]{1,80})", _first_name),
    (r"Unknown option [`']([^']{1,80})'", _first_name),
    (r"Undefined colou?r [`']([^']{1,80})'", _first_name),
    (r"requested icon (\S{1,80})", _first_name),
    (r"^Illegal parameter number in definition of (\\[A-Za-z@]{1,80})", _first_name),
    (r"Command (\\[A-Za-z@]{1,80}) (?:already defined|undefined)", _first_name),
)
