"""What of a source's text did not come through into the PDF's."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_HYPHEN = "\x02"
"""What PDFium writes for a hyphen at the end of a line: it may belong to the word or not."""
_HYPHENATED = re.compile(rf"[{_HYPHEN}\ufffe\u00ad]\s*|-(?<=\w-)\s+(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_T1 = "put \\usepackage[T1]{fontenc} and \\usepackage{lmodern} in the preamble"
_MOST_SEARCHES = 400
_MOST_STRETCHES = 3
_LONGEST_STRETCH = 8
_FEWEST = 20
_NEXT = frozenset({0, 1, 2})
"""How much further on the next word may be to stand beside this one."""
_TOLERATED = 0.15
"""The share of words that may stand elsewhere: macros turn a role's date, title and place around."""


class Shown:
    """A PDF's text, without the differences that no reader minds; each reading of it is made once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def hyphened(self) -> str:
        """With the hyphens at the ends of lines."""
        return _plain(_HYPHENATED.sub("-", self.text))

    @cached_property
    def whole(self) -> str:
        """With the words whole that lines divide."""
        return _plain(_HYPHENATED.sub("", self.text))

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of the whole text, in order."""
        return _WORD.findall(self.whole)


def missing_phrases(phrases: Sequence[str], shown: Shown) -> Iterator[str]:
    """Tell of each phrase that the text lacks, whatever its case, white space and hyphenation."""
    for phrase in phrases:
        wanted = _plain(phrase)
        if wanted not in shown.whole and wanted not in shown.hyphened:
            cure = f" (accented letters need T1 fonts: {_T1})" if not wanted.isascii() else ""
            yield f"the PDF's text lacks {phrase!r}: software that reads the resume must find it as written{cure}"


def broken_characters(text: str, source: str) -> Iterator[str]:
    """Tell of characters that no reader means."""
    if "\ufffd" in text or "(cid:" in text:
        yield f"the PDF's text has characters that mean nothing (U+FFFD): choose a font with a Unicode map, or {_T1}"
    for shown, meant in (("\u00a1", "<"), ("\u00bf", ">")):
        if shown in text and meant in source and not any(way in source for way in (shown, "!`", "?`", "\\text")):
            yield f"the PDF shows {shown} where the source has {meant}: {_T1}"


class Sought:
    """Words that a PDF's text should have: as the source has them, and without the differences nobody minds."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.plain = _folded(" ".join(words)).split()


def lost_words(sought: Sought, shown: Shown, source: str) -> Iterator[str]:
    """Tell of stretches of words that the text lacks; words that are only split or joined are not lost."""
    stretches = list(_stretches(sought, shown.words))
    for stretch in stretches[:_MOST_STRETCHES]:
        lost = " ".join(stretch[:_LONGEST_STRETCH])
        yield f"the PDF's text lacks {lost!r}{_place(stretch[0], source)}: {_cure(stretch, source)}"
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


def scrambled(sought: Sought, shown: Shown) -> Iterator[str]:
    """Tell when the text's order is not the source's; a block that stands elsewhere as a whole is no harm."""
    told, seen = _once(sought.plain), _once(shown.words)
    rank = {word: place for place, word in enumerate(filter(told.__contains__, seen))}
    order = [rank[word] for word in told if word in rank]
    most = _TOLERATED * len(order)
    if len(order) >= _FEWEST and _breaks(order) > most and _moved(order) > most:
        yield "the PDF's text is in another order than the source's: use one column, so that software reads it right"


def _breaks(order: Sequence[int]) -> int:
    """Count the places where the next one is neither behind nor beside this one."""
    return sum(after - before not in _NEXT for before, after in pairwise(order))


def _moved(order: Sequence[int]) -> int:
    """Count those that stand outside the longest stretch in order."""
    longest: list[int] = []
    for place in order:
        at = bisect_left(longest, place)
        longest[at : at + 1] = [place]
    return len(order) - len(longest)


def _plain(text: str) -> str:
    """Return text without the differences that no reader minds."""
    return " ".join(_folded(text).split())


def _folded(text: str) -> str:
    """Return plain text with its white space as it is."""
    letters = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", letters).casefold()


def _stretches(sought: Sought, seen: Sequence[str]) -> Iterator[list[str]]:
    """Go through the runs of lost words."""
    whole = set(seen)
    if whole.issuperset(sought.plain):
        return
    joined = "".join(seen)
    searches = 0
    stretch: list[str] = []
    for word, plain in zip(sought.words, sought.plain, strict=False):
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
