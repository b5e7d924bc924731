"""Placeholders: the holes of a template that must be filled before anything is typeset."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.markdown import lines_of
from careervp_mcp.career.memory import remembered


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One distinct token and the lines (from 1) it stands on."""

    token: str
    lines: tuple[int, ...]


@remembered
def find_placeholders(source: str) -> tuple[Placeholder, ...]:
    """The distinct placeholder tokens of a LaTeX source, in order of first appearance.

    Text after an unescaped `%` does not count.
    """
    families = tuple(family for family in _families() if family.needs in source)
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines_of(source) if families else (), start=1):
        if not any(family.needs in line for family in families):
            continue
        for match in _pattern(families).finditer(_without_comment(line)):
            lines = found.setdefault(match[0], [])
            if number not in lines:
                lines.append(number)
    return tuple(Placeholder(token, tuple(lines)) for token, lines in found.items())


def refuse_placeholders(placeholders: tuple[Placeholder, ...]) -> None:
    """Raise InvalidInput that lists each token once, in order of first appearance."""
    if placeholders:
        tokens = ", ".join(placeholder.token for placeholder in placeholders)
        raise InvalidInput(f"resume.tex contains placeholder tokens: {tokens}")


def _without_comment(line: str) -> str:
    r"""A line up to its first `%` that is not escaped; `\\%` is a line break and then a comment."""
    match = re.match(r"(?:[^\\%]|\\.)*", line)
    return match[0] if match else ""


@dataclass(frozen=True, slots=True)
class _Family:
    """Placeholders of one form."""

    pattern: str
    needs: str
    """What stands in every one of them: most lines have none of these, and need no slower search."""


@cache
def _families() -> tuple[_Family, ...]:
    """The families of `wording/placeholders.toml`, in its order."""
    text = resources.files("careervp_mcp.career").joinpath("wording/placeholders.toml").read_text("utf-8")
    return tuple(_Family(family["pattern"], family["needs"]) for family in tomllib.loads(text)["family"])


@cache
def _pattern(families: tuple[_Family, ...]) -> re.Pattern[str]:
    """Some families as one expression, earlier families first."""
    return re.compile("|".join(f"(?:{family.pattern})" for family in families))
