"""Just enough CommonMark to find a section: ATX headings outside fenced code."""

import re
from collections.abc import Iterator

_HASHES = re.compile(r" {0,3}(?P<hashes>#{1,6})(?=[ \t]|$)")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # controls, turned writing
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>.*)$")


def lines_of(text: str) -> list[str]:
    """The lines of a text whatever its line ends; only LF, CRLF and CR end a line."""
    return re.split(r"\r\n|\n|\r", text)


def section(text: str, title: str) -> str | None:
    """What stands under the first level-2 heading `title`, up to the next heading of level 1 or 2.

    Letter case and trailing `#` are tolerated; lines come back joined by LF without blank ones at the
    ends. None when there is no such heading.
    """
    found: list[str] | None = None
    for line, level, heading in _headed(lines_of(text)):
        if found is None:
            if level == 2 and heading.casefold() == title.casefold():  # noqa: PLR2004 - the level
                found = []
        elif level in {1, 2}:
            break
        else:
            found.append(line)
    return None if found is None else "\n".join(found).strip("\n")


def demoted(text: str) -> str:
    """A whole text as it can stand in a level-2 section: headings two levels down, a fence left open closed.

    Level 6 is the deepest. Lines come back joined by LF without blank ones at the ends.
    """
    deeper, open_at_end = [], ""
    for line, inside, fence in _fenced(lines_of(text)):
        heading = None if inside else _HASHES.match(line)
        deeper.append(_deeper(line, heading) if heading else line)
        open_at_end = fence
    whole = "\n".join(deeper).strip("\n")
    return f"{whole}\n{open_at_end}" if open_at_end else whole


def with_section(text: str, title: str, content: str) -> str | None:
    """The text with something else under its first level-2 heading `title`; None when there is no such section.

    Neither is there one whose end can't be told, because a fence is left open in it.
    """
    pieces = re.split(r"(\r\n|\n|\r)", text)
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    headed = list(_headed(lines))
    starts = [at for at, (_, level, name) in enumerate(headed) if (level, name.casefold()) == (2, title.casefold())]
    if not starts:
        return None
    start = starts[0] + 1
    stop = next((at for at, (_, level, _) in enumerate(headed) if at >= start and level in {1, 2}), len(lines))
    if stop == len(lines) and list(_fenced(lines))[-1][2]:
        return None
    end = ends[start - 1] or "\n"
    before = "".join(map("".join, zip(lines[: start - 1], ends, strict=False)))
    after = "".join(map("".join, zip(lines[stop:], ends[stop:], strict=True)))
    inner = content.replace("\n", end)
    return f"{before}{lines[start - 1]}{end}{end}{inner}{end}{end if after else ''}{after}"


def fence_for(text: str) -> str:
    """A run of backticks that no line of `text` can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def one_line(text: str) -> str:
    """Untrusted text on one line, without what Markdown, HTML or a terminal would act on."""
    text = _UNSEEN.sub(" ", text)
    return re.sub(r"\s+", " ", text).strip().replace("`", "'").replace("<", "(").replace(">", ")")


def _headed(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each line with its heading level and text; level 0 inside fenced code and for other lines."""
    for line, inside, _ in _fenced(lines):
        heading = None if inside else _HASHES.match(line)
        yield (line, len(heading["hashes"]), _title(line[heading.end() :])) if heading else (line, 0, "")


def _fenced(lines: list[str]) -> Iterator[tuple[str, bool, str]]:
    """Each line, whether it belongs to fenced code, and the marks of the fence that is open after it."""
    fence = ""
    for line in lines:
        opened = _FENCE.match(line)
        if fence:
            if opened and opened["mark"].startswith(fence) and not opened["info"].strip():
                fence = ""
            yield line, True, fence
        elif opened and not (opened["mark"][0] == "`" and "`" in opened["info"]):
            fence = opened["mark"]
            yield line, True, fence
        else:
            yield line, False, ""


def _deeper(line: str, heading: re.Match[str]) -> str:
    level = min(len(heading["hashes"]) + 2, 6)
    return f"{line[: heading.start('hashes')]}{'#' * level}{line[heading.end() :]}"


def _title(text: str) -> str:
    """A heading's text without the blanks and the closing `#` around it."""
    text = text.strip(" \t")
    open_end = text.rstrip("#")
    return open_end.rstrip(" \t") if not open_end or open_end[-1] in " \t" else text
