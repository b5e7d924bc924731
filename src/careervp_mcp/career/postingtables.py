"""Tables of a posting, written out as lists: what a row asks stands alone, under how much it is wanted."""

import re
from collections.abc import Iterator

from careervp_mcp.career.wordpatterns import pattern_groups

_TABLE = re.compile(r"(?:^[ \t]*\|.*\|[ \t]*(?:\n|\Z)){3,}", re.MULTILINE)
_RULE = re.compile(r"[\s|:-]+")


def without_tables(text: str, language: str) -> str:
    """A posting with its Markdown tables as lists; one that is no table of demands keeps its cells in their order."""
    return _TABLE.sub(lambda found: _listed(found.group(), language), text)


def _listed(table: str, language: str) -> str:
    rows = [_cells(line) for line in table.strip().splitlines() if not _RULE.fullmatch(line)]
    if len(rows) < 2:  # noqa: PLR2004 - a heading and one row
        return table
    wanted = {"must": list[str](), "nice": list[str]()}
    for first, *rest in rows[1:]:
        wanted[_weight(rest, language)].append(first if _only_weight(rest, language) else ": ".join([first, *rest]))
    return "\n" + "\n".join(_sections(wanted, language)) + "\n\n"


def _cells(line: str) -> list[str]:
    return [cell.strip(" *_`") for cell in line.strip().strip("|").split("|")]


def _weight(cells: list[str], language: str) -> str:
    words = pattern_groups(language, "requirements", "weights")
    return "nice" if any(words["nice"].fullmatch(cell) for cell in cells) else "must"


def _only_weight(cells: list[str], language: str) -> bool:
    words = pattern_groups(language, "requirements", "weights")
    return all(not cell or any(pattern.fullmatch(cell) for pattern in words.values()) for cell in cells)


def _sections(wanted: dict[str, list[str]], language: str) -> Iterator[str]:
    headings = {"en": ("Required:", "Nice to have:"), "he": ("דרישות:", "יתרון:")}[language]
    for heading, rows in zip(headings, wanted.values(), strict=True):
        if rows:
            yield heading
            yield from (f"- {row}" for row in rows if row)
