"""The parts of an ATS estimate that need no posting: layout, headings and characters."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.wordlists import word_groups

FORMATTING, HEADERS, CHARACTERS = 30, 20, 10
"""Points of each part."""
_TABLE, _MARGIN, _PICTURES = 15, 10, 5
_GROUP = 5
_TABLE_LINES = 2
"""Lines in cells that make a table."""
_STRANGE = 50
"""Characters outside the usual ones that a CV may have."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "experience": ("work_experience", "volunteering", "military"),
    "education": ("education", "courses"),
    "skills": ("skills",),
    "certifications": ("certifications", "memberships"),
}
"""Each group that a screening looks for, and the kinds of heading that open it."""

_CELLS = re.compile(r"^[ \t]*(?:\|[^|\n]*(?:\|[^|\n]*)+\|[ \t]*|[^\t\n]+\t+[^\t\n]+\t+[^\t\n]+)$")
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$")
_PERIOD = re.compile(
    r"\b(?:19|20)\d\d\b\s*(?:[-–—]|to|until|עד)\s*(?:\d{1,2}[/.-])?(?:(?:19|20)\d\d|[^\W\d_]+)", re.IGNORECASE
)
_EDGES = " \t#*_=:|—–-•·~"
_USUAL = re.compile(
    r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0300-\u036f\u0590-\u05ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u2193\u2212\u25a0-\u25cf\u2713\u2714]"
)
_LIGATURES = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufffd]")


@dataclass(frozen=True, slots=True)
class AtsDocument:
    """A finished CV as a reader extracted it."""

    text: str
    pages: int = 1
    table_lines: int = 0
    """Lines whose text stands in cells, as the file tells; those of the text itself are counted here too."""
    columns: bool = False
    header_text: bool = False
    """Text stands in the header or footer of a page."""
    images: int = 0
    """Pictures and text boxes."""
    ligatures: int = 0
    replacements: int = 0
    """Characters that could not be read."""
    lacking: frozenset[str] = field(default_factory=frozenset)
    """Groups of which the person has nothing, where the caller knows."""


@dataclass(frozen=True, slots=True)
class AtsIssue:
    """One thing that costs points, and what would mend it."""

    type: str
    description: str
    location: str
    suggestion: str


def judge_formatting(document: AtsDocument) -> tuple[int, tuple[AtsIssue, ...]]:
    """The points of the layout."""
    issues: list[AtsIssue] = []
    lost = 0
    lines = max(document.table_lines, table_lines(document.text))
    if lines >= _TABLE_LINES or document.columns:
        lost += _TABLE
        kind, where = ("table", f"{lines} lines") if lines >= _TABLE_LINES else ("columns", "page layout")
        issues.append(AtsIssue(kind, "text stands in cells or columns", where, "write it as plain lines"))
    if document.header_text:
        lost += _MARGIN
        issues.append(AtsIssue("margin", "text stands in a header or footer", "page margin", "move it into the page"))
    if document.images:
        lost += _PICTURES
        issues.append(AtsIssue("image", f"{document.images} pictures or text boxes", "page", "leave them out"))
    return FORMATTING - lost, tuple(issues)


def table_lines(text: str) -> int:
    """How many lines of a text stand in cells; a rule between them is none, and `Title | Company` is a plain line."""
    cells = (line for line in text.splitlines() if "|" in line or "\t" in line)
    return sum(bool(_CELLS.match(line)) and not _RULE.match(line) for line in cells)


def judge_headers(present: frozenset[str], document: AtsDocument) -> tuple[int, tuple[AtsIssue, ...]]:
    """The points of the headings: a group counts if its heading is there, or the CV has nothing for it."""
    absent = [group for group in GROUPS if group not in present and _has_data(group, document)]
    issues = tuple(
        AtsIssue("heading", f"no usual heading for {group}", "headings", f"put {group} under a heading of that name")
        for group in absent
    )
    return HEADERS - _GROUP * len(absent), issues


def headers_present(text: str) -> frozenset[str]:
    """The groups whose headings a text has, in either language."""
    known = _headings()
    lines = (line.strip(_EDGES).casefold() for line in text.splitlines())
    kinds = {known[line] for line in lines if line in known}
    return frozenset(group for group, opening in GROUPS.items() if kinds & set(opening))


def _has_data(group: str, document: AtsDocument) -> bool:
    """Whether a CV has something of a group, as far as its text tells."""
    if group in document.lacking:
        return False
    if group == "experience":
        return bool(_PERIOD.search(document.text))
    if group == "skills":
        return True
    wanted = {"education": "degree", "certifications": "credential"}[group]
    return any(mention.kind == wanted for mention in find_terms(document.text))


@cache
def _headings() -> Mapping[str, str]:
    return {
        name.casefold(): kind
        for language in ("he", "en")
        for kind, names in word_groups(language, "headings", "headings").items()
        for name in names
    }


def judge_characters(document: AtsDocument) -> tuple[int, tuple[AtsIssue, ...]]:
    """All points or none: strange letters and broken ones keep a reader from the words."""
    broken = document.ligatures + document.replacements + len(_LIGATURES.findall(document.text))
    strange = strange_characters(document.text)
    issues: list[AtsIssue] = []
    if broken:
        issues.append(
            AtsIssue(
                "broken_characters",
                f"{broken} ligatures or unreadable characters",
                "text",
                "use a font that copies as plain letters",
            )
        )
    if strange > _STRANGE:
        issues.append(
            AtsIssue(
                "strange_characters",
                f"{strange} characters outside Latin and Hebrew",
                "text",
                "write them in plain letters",
            )
        )
    return (0 if issues else CHARACTERS), tuple(issues)


def strange_characters(text: str) -> int:
    """Characters outside Latin, Hebrew and common punctuation."""
    return sum(not _USUAL.match(letter) for letter in unicodedata.normalize("NFC", text))
