"""Text cut into sentences and bullets, and these into clauses, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.wordlists import word_set

BULLETS = "•●▪■◦○‣⁃∙·*–—-"
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(rf"\s*(?:[{re.escape(BULLETS)}](?=\s)|\(?\d{{1,2}}[.)](?=\s)|#{{1,6}}(?=\s)|>(?=\s))\s*")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s+\S|\s*$)")
_OPENER = re.compile(r"[\"'“‘(\[]*([A-Z0-9\u0590-\u05ff$€£₪]|[^\x00-\x7f])")
_LAST_WORD = re.compile(r"[\w.&'-]*$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?$")
_WRAP = 48
"""Characters from which a line may be one that was wrapped."""
_SPLIT = re.compile(
    r"(?<!\s)\s*[;]\s+|(?<!\s)\s+[–—-]{1,2}\s+"
    r"|(?:,|(?<!\s))\s+\b(?:but|while|whereas|although|though|so that|because|whilst|even though)\b\s+"
    r"|,\s+yet\s+|,\s+(?:and|so|or|then)\s+(?=(?:I|we|you|he|she|they|it|the|my|your|this|that|what|there)\b)"
    r"|(?<!\s)\s+and\s+(?=(?:I|we|you|he|she|they)\b)"
    r"|,\s+(?=(?:which|where|who|when|I)\b)|:\s+",
    re.IGNORECASE,
)
_SHORTEST = 3
"""Letters a clause must have to stand alone."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or bullet, without its mark."""

    text: str
    start: int
    end: int
    bullet: bool
    paragraph: int
    """Which paragraph of the text, from 0; each bullet and each heading line is one of its own."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that says one thing."""

    text: str
    start: int
    end: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; every letter and figure of the text stands in one."""
    return tuple(
        Sentence(text[start:end], start, end, bullet, number)
        for number, (first, last, bullet) in enumerate(_blocks(text))
        for start, end in _cut(text, first, last)
    )


def clauses(sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses of a sentence in order, the words that join them left out; what is quoted stays whole."""
    spans: list[tuple[int, int]] = []
    begin = seen = letters = 0
    for found in _SPLIT.finditer(sentence.text):
        letters += _letters(sentence.text[seen : found.start()])
        seen = found.end()
        if letters >= _SHORTEST and not _within_quotation(sentence.text, found.start()):
            spans.append((begin, found.start()))
            begin, letters = seen, 0
        else:
            letters += _letters(found.group())
    spans.append((begin, len(sentence.text)))
    return tuple(
        Clause(sentence.text[start:end], sentence.start + start, sentence.start + end) for start, end in spans
    )


def _within_quotation(text: str, place: int) -> bool:
    """Whether a place lies between an opening and a closing mark."""
    opened = text.rfind("“", 0, place)
    return opened > text.rfind("”", 0, place) and text.find("”", place) >= 0


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a bullet, of each run of lines that belong together."""
    start = end = -1
    bullet = False
    for line in _LINE.finditer(text):
        mark = _MARK.match(line.group())
        here = line.start() + (mark.end() if mark else 0)
        if start >= 0 and (mark or not _goes_on(text, end, line)):
            yield start, end, bullet
            start = -1
        if not line.group().strip():
            continue
        if start < 0:
            start, bullet = here + len(text[here : line.end()]) - len(text[here : line.end()].lstrip()), bool(mark)
        end = line.end()
    if start >= 0:
        yield start, end, bullet


def _goes_on(text: str, end: int, line: re.Match[str]) -> bool:
    """Whether a line continues the sentence before it: it was wrapped there."""
    if text[end : line.start()].count("\n") > 1 or not line.group().strip():
        return False
    before = text[text.rfind("\n", 0, end) + 1 : end].rstrip()
    first = line.group().lstrip()[0]
    return first.islower() or (len(before) >= _WRAP and first not in "|#" and not before.endswith(":"))


def _cut(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block."""
    start = first
    for end in _ends(text, first, last):
        if text[start:end].strip():
            yield start, end
        start = end
        while start < last and text[start].isspace():
            start += 1
    if text[start:last].strip():
        yield start, start + len(text[start:last].rstrip())


def _ends(text: str, first: int, last: int) -> Iterator[int]:
    for found in _END.finditer(text, first, last):
        after = text[found.end() : found.end() + 40].lstrip()
        if not after or (_OPENER.match(after) and not _abbreviated(text, first, found)):
            yield found.end()


def _abbreviated(text: str, first: int, found: re.Match[str]) -> bool:
    """Whether a full stop belongs to a shortened word: `St.`, `B.S.`, `J.`."""
    if found.group()[0] != ".":
        return False
    last = _LAST_WORD.search(text[max(first, found.start() - 20) : found.start()])
    word = last.group() if last else ""
    return word.lower().rstrip(".") in _shortened() or bool(_INITIALS.fullmatch(word) and len(word) <= len("J."))


@cache
def _shortened() -> frozenset[str]:
    return word_set("en", "words", "abbreviations")
