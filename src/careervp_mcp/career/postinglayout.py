"""The layout of a posting: what it says, sentence by sentence, each under the section it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from careervp_mcp.career.sentences import Sentence, sentences
from careervp_mcp.career.wordpatterns import pattern_groups

Section = Literal["head", "about", "duty", "must", "nice", "offer"]
_SECTIONS: dict[str, Section] = {"about": "about", "duty": "duty", "must": "must", "nice": "nice", "offer": "offer"}

_HEADING_WORDS = 8
_HEADING_LETTERS = 70
_DRESS = re.compile(r"^[*_#\s]{1,12}|[*_#\s]{1,12}$")
_INLINE = re.compile(r"(?P<heading>[^:.,\n]{3,60}?)[*_]{0,3}:[*_]{0,3}[ \t]+(?=\S)")
_ODD_MARK = re.compile(r"^([ \t]*)[+✓✔➢→»o](?=[ \t])", re.MULTILINE)
"""Marks of bullets that sentences do not know; as long as the usual one, so that places stay."""
_ENDED = re.compile(r"[.!?][\"'”’)]?$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence or bullet of a posting."""

    text: str
    start: int
    section: Section
    bullet: bool
    inline: bool = False
    """It follows its heading on the same line: `Required: Python, SQL`."""


def items(text: str, language: str) -> Iterator[Item]:
    """What a posting says, in order; headings only tell the section of what follows them."""
    section: Section = "head"
    listed = False
    end = 0
    for sentence in _lines(text, language):
        opened = _opens(sentence, text, section, language)
        if opened:
            section, listed, end = opened, False, sentence.end
            continue
        apart = "\n\n" in re.sub(r"\n[ \t]+\n", "\n\n", text[end : sentence.start])
        if listed and apart and not sentence.bullet:
            section = "about"  # prose behind a list and a blank line belongs to no list
        listed = listed or sentence.bullet
        end = sentence.end
        yield _said(sentence, section, language)


def _lines(text: str, language: str) -> Iterator[Sentence]:
    """The sentences, a heading apart from the line that seems to go on from it."""
    for shadow in sentences(_ODD_MARK.sub(r"\g<1>-", text)):
        sentence = replace(shadow, text=text[shadow.start : shadow.end])
        first, line_end, rest = sentence.text.partition("\n")
        if (
            line_end
            and _begins_line(text, sentence.start)
            and _short(first)
            and kind_of(first, language)
            and rest.strip()
        ):
            cut = sentence.start + len(first)
            yield replace(sentence, text=first, end=cut)
            after = rest.lstrip()
            yield replace(sentence, text=after, start=sentence.end - len(after), bullet=True)
        else:
            yield sentence


def _said(sentence: Sentence, section: Section, language: str) -> Item:
    """A sentence, without a heading that it begins with."""
    inline = _INLINE.match(sentence.text)
    kind = kind_of(inline["heading"], language) if inline and _short(inline["heading"]) else None
    if inline and kind and (kind in {"must", "nice"} or not sentence.bullet):
        return Item(sentence.text[inline.end() :], sentence.start + inline.end(), kind, sentence.bullet, inline=True)
    return Item(sentence.text, sentence.start, section, sentence.bullet)


def _opens(sentence: Sentence, text: str, now: Section, language: str) -> Section | None:
    """The section that a sentence opens, if it is a heading."""
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.end].lstrip()
    named = _DRESS.sub("", sentence.text).rstrip(":").strip()
    marked = line.startswith(("#", "**", "__")) or sentence.text.rstrip("*_ ").endswith(":")
    if (sentence.bullet and not line.startswith("#")) or not _begins_line(text, sentence.start):
        return None
    if not _short(named) or _ENDED.search(named):
        return None
    if now == "head" and not marked and "," in named:
        return None  # "Nurse, two years of experience" names the job, not a section
    return kind_of(named, language) or ("about" if marked and now != "head" else None)


def _begins_line(text: str, start: int) -> bool:
    return not _WORD.search(text, text.rfind("\n", 0, start) + 1, start)


def _short(text: str) -> bool:
    return len(text) <= _HEADING_LETTERS and 0 < len(_WORD.findall(text)) <= _HEADING_WORDS


def kind_of(heading: str, language: str) -> Section | None:
    """The section that a heading names, if it names one."""
    kinds = pattern_groups(language, "requirements", "sections")
    return next((_SECTIONS[kind] for kind, pattern in kinds.items() if pattern.search(heading)), None)
