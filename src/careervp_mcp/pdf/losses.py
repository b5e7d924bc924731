"""What of a source's text did not come through into the PDF's."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_HYPHEN = "\x02"
"""What PDFium writes for a hyphen at the end of a line: it may belong to the word or not."""
_HYPHENATED = re.compile(rf"[{_HYPHEN}\ufffe\u00ad]\s*|(?<=\w)-\s+(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_T1 = "put \\usepackage[T1]{fontenc} and \\usepackage{lmodern} in the preamble"
_MOST_SEARCHES = 400
_MOST_STRETCHES = 3
_LONGEST_STRETCH = 8
_FEWEST = 20
_TOLERATED = 0.15
"""The share of words that may stand elsewhere: macros turn a role's date, title and place around."""


def missing_phrases(phrases: Sequence[str], text: str) -> Iterator[str]:
    """Tell of each phrase that the text lacks, whatever its case, white space and hyphenation."""
    for phrase in phrases:
        wanted = _plain(phrase)
        readings = (_plain(_HYPHENATED.sub(hyphen, text)) for hyphen in ("-", ""))
        if not any(wanted in reading for reading in readings):
            cure = f" (accented letters need T1 fonts: {_T1})" if not wanted.isascii() else ""
            yield f"the PDF's text lacks {phrase!r}: software that reads the resume must find it as written{cure}"


def broken_characters(text: str, source: str) -> Iterator[str]:
    """Tell of characters that no reader means."""
    if "\ufffd" in text or "(cid:" in text:
        yield f"the PDF's text has characters that mean nothing (U+FFFD): choose a font with a Unicode map, or {_T1}"
    for shown, meant in (("\u00a1", "<"), ("\u00bf", ">")):
        if shown in text and meant in source and not any(way in source for way in (shown, "!`", "?`", "\\text")):
            yield f"the PDF shows {shown} where the source has {meant}: {_T1}"


def lost_words(words: Sequence[str], text: str, source: str) -> Iterator[str]:
    """Tell of stretches of words that the text lacks; words that are only split or joined are not lost."""
    stretches = list(_stretches(words, _whole(text)))
    for stretch in stretches[:_MOST_STRETCHES]:
        shown = " ".join(stretch[:_LONGEST_STRETCH])
        yield f"the PDF's text lacks {shown!r}{_place(stretch[0], source)}: {_cure(stretch, source)}"
    if len(stretches) > _MOST_STRETCHES:
        more = len(stretches) - _MOST_STRETCHES
        yield f"the PDF's text lacks {more} more stretches of the source's text: compare the two"


def _cure(stretch: Sequence[str], source: str) -> str:
    if "".join(stretch).isascii():
        return "see what hides it there"
    if "[T1]" in source:
        return (
            "the font builds its accented letters from pieces, which software reads apart: choose one that has them"
        )
    return f"accented letters need T1 fonts: {_T1}"


def scrambled(words: Sequence[str], text: str) -> Iterator[str]:
    """Tell when the text's order is not the source's; a block that stands elsewhere as a whole is no harm."""
    told, seen = _once(_plain(" ".join(words)).split()), _once(_WORD.findall(_whole(text)))
    rank = {word: place for place, word in enumerate(word for word in seen if word in told)}
    order = [rank[word] for word in told if word in rank]
    longest: list[int] = []
    for place in order:
        at = bisect_left(longest, place)
        longest[at : at + 1] = [place]
    moved = len(order) - len(longest)
    breaks = sum(abs(after - before - 1) > 1 for before, after in pairwise(order))
    if len(order) >= _FEWEST and min(moved, breaks) > _TOLERATED * len(order):
        yield "the PDF's text is in another order than the source's: use one column, so that software reads it right"


def _plain(text: str) -> str:
    """Return text without the differences that no reader minds."""
    letters = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(unicodedata.normalize("NFC", letters).casefold().split())


def _whole(text: str) -> str:
    """Return plain text with the words whole that lines divide."""
    return _plain(_HYPHENATED.sub("", text))


def _stretches(words: Sequence[str], text: str) -> Iterator[list[str]]:
    """Go through the runs of lost words."""
    whole, joined = set(_WORD.findall(text)), "".join(_WORD.findall(text))
    searches = 0
    stretch: list[str] = []
    for word, plain in zip(words, _plain(" ".join(words)).split(), strict=False):
        if searches == _MOST_SEARCHES:
            break  # enough is lost, or too much is in pieces to tell
        searches += plain not in whole
        if plain not in whole and plain not in joined:
            stretch.append(word)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _place(word: str, source: str) -> str:
    body = max(source.find("\\begin{document}"), 0)
    at = source.find(word, body)
    return f" (resume.tex line {source.count(chr(10), 0, at) + 1})" if at >= 0 else ""


def _once(words: Iterable[str]) -> dict[str, int]:
    """Return the words that occur once, in order."""
    return {word: count for word, count in Counter(words).items() if count == 1}
