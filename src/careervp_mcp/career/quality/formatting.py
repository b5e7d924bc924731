"""Formatting: marks, blank lines, lengths and characters, as they would trouble a reader or a parser."""

import re
from collections.abc import Callable, Iterator

from careervp_mcp.career.quality.models import QualityIssue, Severity, Span
from careervp_mcp.career.quality.prose import Prose
from careervp_mcp.career.quality.scoring import word_count
from careervp_mcp.career.sentences import Sentence

_BULLET = re.compile(r"^[ \t]*(?P<mark>[•●▪■◦○‣⁃∙·*+–—-])[ \t]+\S", re.MULTILINE)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+\S", re.MULTILINE)
_BLANK = re.compile(r"\n(?:[ \t]*\n){3,}")
_GARBLED = re.compile(
    r"\ufffd|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|(?:Ã[\x80-\xbf©¨¤¶¼±³¡]|â€[™œ\x9d“”¢¦]?|Â[ £·°])"
)
_ODD = re.compile(r"[\u200b\u2060\u00ad\ufeff\ue000-\uf8ff\u2028\u2029]")
_HARD_DASH = re.compile(r"(?<=\w)(?P<dash> [–—-] |—|--| -- )(?=\w)")
_LIST_MOST = 12
_LINE_MOST = 1_200
"""Characters of a line before a line break is missed: a paragraph of 150 words has 900."""
_BULLETS_TO_COMPARE = 5


def formatting(prose: Prose) -> tuple[QualityIssue, ...]:
    """Every such trouble, in the text's order."""
    found = (issue for rule in FORMATTING_RULES for issue in rule(prose))
    return tuple(sorted(found, key=lambda issue: issue.span))


def _issue(rule: str, span: Span, message: str, suggestion: str, severity: Severity = "LOW") -> QualityIssue:
    return QualityIssue("FORMATTING", message, severity, span, rule, suggestion)


def bullet_marks(prose: Prose) -> Iterator[QualityIssue]:
    """Another mark than the first bullet's, one issue each kind."""
    marks = list(_BULLET.finditer(prose.text))
    seen = {marks[0]["mark"]} if marks else set()
    for match in marks:
        if match["mark"] not in seen:
            seen.add(match["mark"])
            told = f"“{match['mark']}” where the list began with “{marks[0]['mark']}”"
            yield _issue("mixed_bullet_marks", match.span("mark"), told, marks[0]["mark"], "MEDIUM")


def heading_levels(prose: Prose) -> Iterator[QualityIssue]:
    """A heading that is deeper by more than one than that before it."""
    level = 0
    for match in _HEADING.finditer(prose.text):
        depth = len(match["marks"])
        if level and depth > level + 1:
            yield _issue("heading_level", match.span("marks"), "a level is left out", "#" * (level + 1), "MEDIUM")
        level = depth


def blank_lines(prose: Prose) -> Iterator[QualityIssue]:
    """Three blank lines or more in a row."""
    for match in _BLANK.finditer(prose.text):
        yield _issue("blank_lines", match.span(), "three blank lines or more", "one blank line")


def list_length(prose: Prose) -> Iterator[QualityIssue]:
    """A list with more bullets than are read."""
    run: list[Sentence] = []
    for one in (*prose.bullets, None):
        if one and run and not prose.text[run[-1].end : one.start].strip(" \t\n•●▪■◦○‣⁃∙·*+–—-"):
            run.append(one)
            continue
        if len(run) > _LIST_MOST:
            told = f"{len(run)} bullets in one list"
            yield _issue("long_list", (run[_LIST_MOST].start, run[-1].end), told, f"at most {_LIST_MOST}", "MEDIUM")
        run = [one] if one else []


def line_length(prose: Prose) -> Iterator[QualityIssue]:
    """A line that holds more than a long paragraph does."""
    for match in re.finditer(r"[^\n]+", prose.text):
        if len(match.group()) > _LINE_MOST:
            told = f"a line of {len(match.group())} characters"
            yield _issue("long_line", match.span(), told, "a new paragraph within it", "MEDIUM")


def bullet_lengths(prose: Prose) -> Iterator[QualityIssue]:
    """Five bullets or more, all of one length."""
    lengths = {word_count(one.text) for one in prose.bullets}
    if len(prose.bullets) >= _BULLETS_TO_COMPARE and len(lengths) == 1:
        span = (prose.bullets[0].start, prose.bullets[-1].end)
        yield _issue("equal_bullets", span, "the bullets are all of one length", "let one be short", "MEDIUM")


def characters(prose: Prose) -> Iterator[QualityIssue]:
    """What a wrong encoding left behind, and characters that nobody sees."""
    for match in _GARBLED.finditer(prose.text):
        yield _issue("garbled", match.span(), "characters that a wrong encoding left", "what was meant", "HIGH")
    for match in _ODD.finditer(prose.text):
        yield _issue("odd_character", match.span(), "a character that nobody sees", "nothing, or a space")


def dashes(prose: Prose) -> Iterator[QualityIssue]:
    """Another kind of dash between words than the first; hyphens and ranges are no dashes."""
    kinds: list[str] = []
    for match in _HARD_DASH.finditer(prose.text):
        kind = match["dash"]
        if kind not in kinds:
            kinds.append(kind)
            if len(kinds) > 1:
                told = f"“{kind.strip()}” where “{kinds[0].strip()}” stood before"
                yield _issue("mixed_dashes", match.span("dash"), told, kinds[0])


FORMATTING_RULES: tuple[Callable[[Prose], Iterator[QualityIssue]], ...] = (
    bullet_marks,
    heading_levels,
    blank_lines,
    list_length,
    line_length,
    bullet_lengths,
    characters,
    dashes,
)
