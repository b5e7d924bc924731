r"""What TeX loses without a word, told by line: `30% in Q2`, `$5M and $6M`, `~40`."""

import re
from collections.abc import Iterator
from itertools import islice

_MOST_EACH = 3
_BEGIN = re.compile(r"^[^%\n]*?\\begin\s*\{document\}", re.MULTILINE)
_END = re.compile(r"\\end\s*\{document\}")
_CODE = re.compile(r"[^\\%]*(?:\\.[^\\%]*)*")
_PERCENT = re.compile(
    r"(?P<prose>[^\W\d_]{2,}[,;:]?[ ~]+|\\item\s+|(?P<sure>[{(]|^[ \t]*))[(+-]{0,2}"
    r"(?P<number>\d[\d.,]{0,12}(?:(?:--?|\N{EN DASH})\d[\d.,]{0,12})?)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARITHMETIC = re.compile(r"\\(?:advance|multiply|divide|if\w*|[vh]skip|kern|penalty)(?![A-Za-z])")
_DOLLARS = re.compile(r"\\.|\$\$|\$(?P<inside>(?:[^$\\]|\\.){1,300})\$", re.DOTALL)
_PROSE = re.compile(r"\d[^\^_=]*\s[A-Za-z]{2,}\s")
_COMMAND = re.compile(r"\\[A-Za-z]")
_TILDE = re.compile(r"(?:^[ \t]*|[\w,;:][ \t]+|\()~(?P<number>\\?\$?\d[\d.,]{0,12}\w{0,2})")


def silent_losses(source: str) -> Iterator[str]:
    """Tell of each thing in the document's body that TeX swallows, with its line and its cure."""
    begin = _BEGIN.search(source)
    start = begin.end() if begin else len(source)
    first = source.count("\n", 0, start) + 1
    lines = source[start:].split("\n")
    code = [_CODE.match(line) if "%" in line else None for line in lines]
    plain = [found[0] if found else line for found, line in zip(code, lines, strict=True)]
    rests = [line[len(before) + 1 :] for line, before in zip(lines, plain, strict=True)]
    yield from islice(_percents(plain, rests, lines, first), _MOST_EACH)
    body = "\n".join(plain)
    yield from _after_the_end(body, first)
    if "$" in body:
        yield from islice(_pairs(body, first), _MOST_EACH)
    yield from islice(_tildes(plain, first), _MOST_EACH)


def _after_the_end(body: str, first: int) -> Iterator[str]:
    end = _END.search(body)
    if end and body[end.end() :].strip():
        yield (
            f"resume.tex line {_line(body, end.start(), first)}: text after \\end{{document}} doesn't print:"
            " move it before that line, or delete it"
        )


def _percents(plain: list[str], rests: list[str], lines: list[str], first: int) -> Iterator[str]:
    for number, (code, rest, line) in enumerate(zip(plain, rests, lines, strict=True), start=first):
        amount = _PERCENT.search(code) if len(code) < len(line) else None
        if amount is None or _YEAR.fullmatch(amount["number"]) or _ARITHMETIC.search(code):
            continue
        if amount["sure"] is None or rest.lstrip()[:1].isalpha():
            shown = amount["number"]
            yield (
                f"resume.tex line {number}: the rest of the line after {shown} is a comment and doesn't print:"
                f" write {shown}\\%"
            )


def _pairs(body: str, first: int) -> Iterator[str]:
    for found in _DOLLARS.finditer(body):
        inside = found["inside"]
        if inside and _PROSE.match(inside) and not _COMMAND.search(inside):
            yield (
                f"resume.tex line {_line(body, found.start(), first)}: the text between two dollar signs"
                f" ({inside.split()[0]} ...) is set as mathematics, without its spaces: write \\$ for each sign"
            )


def _tildes(plain: list[str], first: int) -> Iterator[str]:
    for number, line in enumerate(plain, start=first):
        for found in _TILDE.finditer(line) if "~" in line else ():
            yield f"resume.tex line {number}: ~ prints as a space: write about {found['number']}"


def _line(body: str, position: int, first: int) -> int:
    return first + body.count("\n", 0, position)
