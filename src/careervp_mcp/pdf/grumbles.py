"""What TeX only grumbles about: a PDF came out, but it lacks something that the source has."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from careervp_mcp.pdf.cures import substitute

_MOST_WARNINGS = 20
_WIDE_OVERFLOW = 20.0
"""Points past the right margin that a reader notices; less is common in resumes and harmless."""
_LATIN = 0x80

_LOST = re.compile(r"Missing character: There is no (?P<shown>.{1,40}?) in font (?P<font>[^!]{1,200})")
_UNDEFINED = re.compile(r"Warning: (?P<kind>Reference|Citation) [`'](?P<name>[^']{1,200})'(?P<rest>.{0,80})")
_LINE = re.compile(r"on input line (\d{1,7})")
_OVERFULL = re.compile(r"Overfull \\hbox \((?P<points>\d{1,9}(?:\.\d{1,9})?)pt too wide\)(?P<rest>.{0,80})")
_LINES = re.compile(r"at lines? (\d{1,7}(?:--\d{1,7})?)")
_GROUP = re.compile(r"\(\\end occurred inside a group at level \d+\)")
_CONDITION = re.compile(r"\(\\end occurred when (?P<test>\S{1,40}) on line (?P<line>\d{1,7}) was incomplete\)")
_ANY = re.compile(r"Missing character|Warning: |Overfull|\(\\end occurred")
"""What every one of these has: most lines of a log have none."""
_FONT_NAME = re.compile(r"(?:file:|name:)?\"?\[?(?:(?:~|[A-Za-z]:)?[/\\][^\]\"]*[/\\])?(?P<name>[^/\\:;\[\]\"]+)")
_CODE = re.compile(r'\((?:U\+|")([0-9A-Fa-f]{1,6})\)')
_RERUN = re.compile(r"Rerun to get (?:cross-references|the references) right|Table widths have changed\. Rerun")


def needs_rerun(lines: list[str], source: str) -> bool:
    """Tell whether a second run would print references that this one could not know yet."""
    if any(_RERUN.search(line) for line in lines):
        return True
    missing = {found["name"] for line in lines if (found := _UNDEFINED.search(line))}
    return any(name == "LastPage" or f"\\label{{{name}}}" in source for name in missing)


def grumbles(lines: list[str], main: str) -> tuple[str, ...]:
    """Return one sentence for each distinct loss, in the log's order, at most twenty."""
    every = (sentence for line in lines if _ANY.search(line) for sentence in _sentences(line, main))
    return tuple(islice(dict.fromkeys(every), _MOST_WARNINGS))


def _sentences(line: str, main: str) -> Iterator[str]:
    for pattern, tell in _KINDS:
        found = pattern.search(line)
        if found:
            yield from tell(found, main)


def _lost(found: re.Match[str], _: str) -> Iterator[str]:
    told = _FONT_NAME.match(found["font"].strip())
    font = told["name"].strip() if told else "in use"
    character = _character(found["shown"])
    if character is None:
        yield f"the font {font} lacks a character of the text ({found['shown'].strip()}): it is missing in the PDF"
        return
    yield f"the font {font} lacks {character} (U+{ord(character):04X}): {substitute(character)}"


def _character(shown: str) -> str | None:
    """Return the lost character, unless an 8-bit font only tells the slot it should have been in."""
    code = _CODE.search(shown)
    first = shown.strip()[:1]
    if code and "U+" not in shown and int(code[1], 16) >= _LATIN:
        return first if ord(first) >= _LATIN and ord(first) == int(code[1], 16) else None
    if code:
        return chr(int(code[1], 16) % 0x110000)
    return first if first and first not in "^\ufffd" else None


def _undefined(found: re.Match[str], main: str) -> Iterator[str]:
    line = _LINE.search(found["rest"])
    place = f"{main} line {line[1]}: " if line else ""
    yield f"{place}the {found['kind'].lower()} `{found['name']}` is undefined and prints as ??"


def _overfull(found: re.Match[str], main: str) -> Iterator[str]:
    points = float(found["points"])
    if points > _WIDE_OVERFLOW:
        lines = _LINES.search(found["rest"])
        place = f"{main} line {lines[1].replace('--', '-')}: " if lines else ""
        yield f"{place}text runs {points:.0f} pt past the right margin"


def _group(_: re.Match[str], main: str) -> Iterator[str]:
    yield f"{main}: a {{ or \\begingroup is never closed: its formatting runs to the end"


def _condition(found: re.Match[str], main: str) -> Iterator[str]:
    yield f"{main} line {found['line']}: {found['test']} has no \\fi"


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Iterator[str]]], ...] = (
    (_LOST, _lost),
    (_UNDEFINED, _undefined),
    (_OVERFULL, _overfull),
    (_GROUP, _group),
    (_CONDITION, _condition),
)
