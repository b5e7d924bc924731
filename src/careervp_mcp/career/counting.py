"""When a name that is also another word counts: by its letters, its place in the sentence and its neighbours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from careervp_mcp.career.termindex import Entry
from careervp_mcp.career.wordlists import word_set

_OPENS = re.compile(r"(?:^|[.!?:;\n•*|\"“(–—]|(?<![\w])-)[\s\"'“(]*$")
_ITEM_BEGINS = re.compile(r"(?:^|[,;|•·/()\n:–—]|(?<!\w)[-*&]|\b(?:and|or)\b|(?<!\w)(?:ו|או))[\s-]*$")
_ITEM_ENDS = re.compile(r"\s*(?:$|[,;|•·/()\n:–—]|\s&\s|\.(?:\s|$)|\s(?:and|or|או)\b|\s-\s|\s+ו|\s+v?\d)")
_LISTED_AFTER = re.compile(r"(?:,|/| and| or| &)(?: and)? ?[A-Z]")
_ITS_PAIR = re.compile(r"\s?(?:&|and)\s?[DI]\b")
"""R and D, C and I: half of another name."""
_GLUE = frozenset("-&'’+#._@")
_GLUED_AFTER = re.compile(r"[-&'’+#_@]|\.\w")
_HEBREW_PREFIX = re.compile(r"(?<!\w)[והבלמכש]{1,2}-$")
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][\w'’]*[ -]$")
_CAPITAL_AFTER = re.compile(r"[ -][A-Z]\w")
_NEXT = re.compile(r"[\s(]*([^\W_]+)?")
_LAST = re.compile(r"([^\W_]+)[\s(\"]*$")
_BEHIND = 40
"""Characters before a name that are looked at."""
_AHEAD = 40
"""Characters after a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the text right before and after it, and whether the text is a list."""

    before: str
    text: str
    after: str
    listed: bool

    @classmethod
    def of(cls, text: str, span: tuple[int, int], *, listed: bool) -> "Place":
        """The neighbourhood of a span."""
        start, end = span
        return cls(text[max(0, start - _BEHIND) : start], text[start:end], text[end : end + _AHEAD], listed)

    @property
    def glued(self) -> bool:
        """Whether the name is part of a longer word: `go-to-market`, `R&D`, `C-suite`; not behind a Hebrew prefix."""
        if _GLUED_AFTER.match(self.after):
            return True
        return self.before[-1:] in _GLUE and not _HEBREW_PREFIX.search(self.before)

    @property
    def item(self) -> bool:
        """Whether the name is a whole item of a list."""
        return self.listed and bool(_ITEM_BEGINS.search(self.before) and _ITEM_ENDS.match(self.after))

    @property
    def opens(self) -> bool:
        """Whether a sentence begins with it, so that its capital says nothing."""
        return bool(_OPENS.search(self.before))

    @property
    def in_a_name(self) -> bool:
        """Whether it stands among other capital words: `Copper Lane`, `American Express`."""
        before = _CAPITAL_BEFORE.search(self.before)
        if before and not _OPENS.search(self.before[: before.start()]):
            return True
        return bool(_CAPITAL_AFTER.match(self.after))

    @property
    def next(self) -> str:
        """The word after it, as written."""
        found = _NEXT.match(self.after)
        return (found[1] or "") if found else ""

    @property
    def last(self) -> str:
        """The word before it, in lower case."""
        found = _LAST.search(self.before)
        return found[1].lower() if found else ""


def counts(entry: Entry, place: Place) -> bool:
    """Whether a name found at a place is the thing that it names."""
    return COUNTS[entry.rule](entry, place)


def _always(_entry: Entry, _place: Place) -> bool:
    return True


def _item(_entry: Entry, place: Place) -> bool:
    return place.item


def _cased(entry: Entry, place: Place) -> bool:
    capitals = sum(letter.isupper() for letter in entry.written)
    if sum(letter.isupper() for letter in place.text) < min(2, capitals):
        return place.item
    return not (place.opens and place.next.lower() in _beside("not_after"))


def _word(entry: Entry, place: Place) -> bool:
    if place.item:
        return True
    if place.glued or place.text != entry.written or place.next.lower() in _beside("not_after"):
        return False
    if place.text.isupper():
        return not _all_capitals(place)
    if place.in_a_name:
        return False
    return not place.opens or bool(_LISTED_AFTER.match(place.after))


def _letter(entry: Entry, place: Place) -> bool:
    if _ITS_PAIR.match(place.after):
        return False
    if place.item and (len(place.text) > 1 or place.text.isupper()):
        return True
    if place.glued or place.text != entry.written:
        return False
    if place.next.lower() in _beside("not_after_letter") or place.last in _beside("not_before"):
        return False
    if place.opens and _LISTED_AFTER.match(place.after):
        return True
    return place.next.lower() in _beside("after") or (
        place.last in _beside("before") and not place.next[:1].isupper() and place.after[:1] != "/"
    )


def _degree(entry: Entry, place: Place) -> bool:
    if place.glued or place.text != entry.written:
        return False
    return place.item or place.next.lower() in _beside("after_degree") or place.last in _beside("before_degree")


def _language(_entry: Entry, place: Place) -> bool:
    if place.item or (place.last in _beside("before_language") and place.next[:1].islower()):
        return place.item or place.next.lower() not in _beside("after_people")
    if not place.text.isascii():
        return place.last not in _beside("before_people")
    if not place.text[:1].isupper():
        return False
    if not place.after[:1].isspace():
        return not re.match(r"-(?!speaking|language|English)|['’]", place.after)
    return not place.next or place.next.lower() in _beside("after_language")


def _sector(_entry: Entry, place: Place) -> bool:
    return place.next.lower() in _beside("after_sector")


COUNTS: Mapping[str, Callable[[Entry, Place], bool]] = {
    "": _always,
    "cased": _cased,
    "word": _word,
    "item": _item,
    "letter": _letter,
    "degree": _degree,
    "language": _language,
    "sector": _sector,
}
"""The rules by name: `word` is an everyday word too, `letter` hardly a name; the others need words beside them."""


def _all_capitals(place: Place) -> bool:
    around = place.before + place.after
    return around.isupper()


@cache
def _beside(key: str) -> frozenset[str]:
    return word_set("", "beside", key)
