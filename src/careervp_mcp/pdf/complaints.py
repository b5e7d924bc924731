"""What TeX complains about: the errors of a log, each with the place where TeX stood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

MAIN = "resume.tex"
"""The document's name when the log doesn't say it."""

_NARROW = 79  # TeX's own max_print_line: longer lines are broken there, without a mark
_MESSAGE_LINES = 4
_CONTEXT_LINES = 60

_LOCATED = re.compile(
    r"(?P<file>(?:[A-Za-z]:)?[^\s:][^:]{0,400}\.[A-Za-z0-9]{1,8}):(?P<line>\d{1,7}): ?(?P<message>.*)"
)
_LUA = re.compile(r"\[\\(?:direct|late)lua\]:\d{1,7}: (?P<message>\S.*)")
_BARE = re.compile(r"! ?(?P<message>\S.*)")
_MORE = re.compile(r"\s{6,}\S|\([\w@-]{1,60}\)\s{2,}\S")
_READ = re.compile(r"l\.\d{1,7} ?(?P<text>.*)")
_LABEL = re.compile(r"<(?:argument|recently read)> |l\.\d{1,7} |[^\s<>]{1,80} (?:#\d)*->|[^\s<>]{1,80}->")
_UNTOLD = ("<inserted text>", "<to be read again>", "<read *>", "<*>", "See the ", "Type ", "For immediate help")
_RUNAWAY = re.compile(r"Runaway (?:argument|definition|text|preamble)\?")
_MAIN = re.compile(r"\*\*(?:&\S+\s+)?(?:\\input\s+)?(?P<file>[^\s&\\*]\S*)")
_CLOSING = ("==> Fatal error", "Emergency stop")
_ABORTED = re.compile(r"\*\*\* \((?P<reason>[^)]*)")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error as the log tells it: nothing is looked up or corrected yet."""

    file: str
    line: int | None
    message: str
    near: str = ""
    """What TeX had read, up to the error, in the macro or argument it was reading."""
    read: str = ""
    """What TeX had read of the source line, up to the error."""
    runaway: str = ""
    """The beginning of an argument that found no end."""
    lua: bool = False
    """Lua complained: an engine does so as it starts too, harmlessly, before any line is read."""


def complaints(log: str) -> tuple[Complaint, ...]:
    """Return the errors in the order they happened; an emergency stop only when nothing else explains it."""
    lines = unwrapped(log)
    main = main_file(lines)
    told = [_complaint(lines, start, main) for start, line in enumerate(lines) if _opening(line)]
    return tuple(_explained([one for one in told if one.read or not one.lua]))


def unwrapped(log: str) -> list[str]:
    """Return the log's lines, those that TeX broke at 79 columns whole again."""
    lines = log.replace("\r\n", "\n").split("\n")
    if any(_width(line) > _NARROW for line in lines):
        return lines
    whole: list[str] = []
    pieces: list[str] = []
    for line in lines:
        pieces.append(line)
        if _width(line) < _NARROW or line.startswith(("l.", "<")):
            whole.append("".join(pieces))
            pieces = []
    return [*whole, "".join(pieces)] if pieces else whole


def main_file(lines: Iterable[str]) -> str:
    """Return the name TeX was started with."""
    found = next((found for line in islice(lines, 40) if (found := _MAIN.fullmatch(line))), None)
    return bare_name(found["file"]) if found else MAIN


def bare_name(file: str) -> str:
    """Return a file's name relative to the document, or only its last component when it lies elsewhere."""
    name = file.replace("\\", "/").removeprefix("./")
    outside = name.startswith(("/", "~")) or ":" in name or ".." in name.split("/")
    return name.rpartition("/")[2] if outside else name


def _width(line: str) -> int:
    return len(line) if line.isascii() else len(line.encode(errors="replace"))


def _opening(line: str) -> re.Match[str] | None:
    if line.startswith("["):
        return _LUA.match(line)
    return _BARE.match(line) if line.startswith("!") else _LOCATED.match(line)


def _complaint(lines: list[str], start: int, main: str) -> Complaint:
    opening = _opening(lines[start])
    assert opening is not None  # noqa: S101 - complaints() asks only for lines that open one
    told = opening.groupdict()
    context = list(_context(lines, start + 1))
    return Complaint(
        bare_name(told["file"]) if told.get("file") else main,
        int(told["line"]) if told.get("line") else None,
        _message(told["message"], context),
        near=_near(context),
        read=next((found["text"] for line in context if (found := _READ.match(line))), ""),
        runaway=_runaway(lines, start),
        lua=lines[start].startswith("["),
    )


def _context(lines: list[str], start: int) -> Iterable[str]:
    for line in lines[start : start + _CONTEXT_LINES]:
        if _opening(line) or line.startswith("Here is how much of TeX's memory"):
            return
        yield line


def _message(first: str, context: list[str]) -> str:
    more: list[str] = []
    for line in context[:_MESSAGE_LINES]:
        if not _MORE.match(line):
            break
        more.append(re.sub(r"^\s*(?:\([\w@-]{1,60}\))?\s+", "", line).rstrip())
    return " ".join([first.strip(), *more, *_reason(first, context)])


def _reason(first: str, context: list[str]) -> list[str]:
    """Tell what an emergency stop leaves to its context: `<*>` is the end of the document itself."""
    if not first.startswith("Emergency stop"):
        return []
    aborted = next((found["reason"] for line in context if (found := _ABORTED.match(line))), None)
    if aborted is None and any(line.startswith("<*>") for line in context):
        return ["(no legal \\end found)"]
    return [f"({aborted})"] if aborted else []


def _near(context: list[str]) -> str:
    """Find the innermost place: the first context line that tells source text, without its label."""
    for line in context:
        if line.strip() and not line.startswith((" ", *_UNTOLD)):
            label = _LABEL.match(line)
            return (line[label.end() :] if label else line).rstrip()
    return ""


def _runaway(lines: list[str], start: int) -> str:
    """Find the text that TeX shows in the line before the error, under its `Runaway argument?`."""
    told = start >= 2 and _RUNAWAY.match(lines[start - 2])  # noqa: PLR2004 - two lines up
    return lines[start - 1].strip() if told else ""


def _explained(told: list[Complaint]) -> Iterable[Complaint]:
    """Drop the closing complaints, but take from them the line that an earlier one doesn't know."""
    causes = [one for one in told if not one.message.startswith(_CLOSING)]
    if not causes:
        return [one for one in told if one.message.startswith("Emergency stop")][:1]
    stop = next((one for one in told if one.line and one.message.startswith(_CLOSING)), None)
    return [
        replace(one, line=stop.line, file=stop.file, read=stop.read) if stop and not one.line else one
        for one in causes
    ]
