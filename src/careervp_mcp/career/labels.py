"""The head of a posting's text: the fields that its first lines name, and the text without them."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources

from careervp_mcp.career.jobs import Posting
from careervp_mcp.career.markdown import lines_of

_LABELLED = re.compile(r"[ \t>*_]{0,8}(?P<label>[^\W\d][\w /-]{0,30}?)[*_]{0,3} ?: ?[*_]{0,3}[ \t]*(?P<value>\S.*)")
_HEADING = re.compile(r" {0,3}#[ \t]+(?P<text>\S.*?)(?:[ \t]+#+)?[ \t]*")
_MARKS = re.compile(r"[*_`\"']+")
_LONGEST_LINE = 400
"""Characters; a longer line is no label and no heading."""


def labelled(text: str) -> Posting:
    """What `Title: …`, `Company: …` and the like at the head of a text say; the rest is the description.

    The head ends at the first line that is not a label, a heading or blank. A field named twice is left to the text.
    """
    lines = lines_of(text)
    end = next((number for number, line in enumerate(lines) if _ends_head(line)), len(lines))
    taken: dict[str, str] = {}
    kept: list[str] = []
    for line in lines[:end]:
        field, value = _label(line)
        if field and field not in taken:
            taken[field] = value
        else:
            kept.append(line)
    description = "\n".join([*kept, *lines[end:]])
    if taken:
        description = re.sub(r"\A\s*---[ \t]*\n\s*---[ \t]*\n", "", description + "\n").strip("\n")
    return replace(Posting("", "", description), **taken)


def sole_heading(text: str) -> str:
    """The text's only heading of the first level, when it can name a job; else empty."""
    found = [match["text"] for line in lines_of(text) if (match := _matched(_HEADING, line))]
    return as_title(found)


def as_title(headings: list[str]) -> str:
    """The one heading there is, unless it is one that any page may have."""
    if len(headings) != 1:
        return ""
    title = _plain(headings[0])
    return "" if title.casefold().rstrip(":!.") in _wording()[1] else title


def _ends_head(line: str) -> bool:
    return (
        bool(line.strip()) and line.strip() != "---" and not (_matched(_LABELLED, line) or _matched(_HEADING, line))
    )


def _label(line: str) -> tuple[str, str]:
    """The field a line names and its value; the field is empty for any other line."""
    match = _matched(_LABELLED, line)
    field = _wording()[0].get(match["label"].casefold().strip(), "") if match else ""
    return (field, _plain(match["value"])) if match and field else ("", "")


def _matched(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pattern.fullmatch(line) if len(line) <= _LONGEST_LINE else None


def _plain(text: str) -> str:
    """A value without the marks of emphasis or of quotation around it."""
    text = text.strip()
    while len(text) > 1 and text[0] == text[-1] and _MARKS.fullmatch(text[0]):
        text = text[1:-1].strip()
    return text


@cache
def _wording() -> tuple[dict[str, str], frozenset[str]]:
    """Label to field, and the headings that name no job."""
    text = resources.files("careervp_mcp.career").joinpath("wording/postings.toml").read_text("utf-8")
    wording = tomllib.loads(text)
    labels = {label: field for field, labels in wording["labels"].items() for label in labels}
    return labels, frozenset(wording["headings"]["general"])
