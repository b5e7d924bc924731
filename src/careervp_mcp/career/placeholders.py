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
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines_of(source), start=1):
        for match in _patterns().finditer(_without_comment(line)):
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


@cache
def _patterns() -> re.Pattern[str]:
    """The families of `wording/placeholders.toml` as one expression, earlier families first."""
    text = resources.files("careervp_mcp.career").joinpath("wording/placeholders.toml").read_text("utf-8")
    families = tomllib.loads(text)["family"]
    return re.compile("|".join(f"(?:{family['pattern']})" for family in families))
