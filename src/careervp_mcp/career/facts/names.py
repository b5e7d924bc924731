"""Names of organisations: how a text may call an employer or a school, and where it does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import folded

_SUFFIX = re.compile(
    r"[,\s]+(?:inc|llc|ltd|limited|corp|corporation|co|company|gmbh|plc|llp|s\.?a|ag|group|בע[\"״']מ)\.?$",
    re.IGNORECASE,
)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_HEBREW_PREFIX = "(?:[והבלמכש]{1,2}-?)?"
_SHORT_NAME = 3
"""Letters from which a name's leading word may stand for it."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A place where a text names an organisation of the bank."""

    span: tuple[int, int]
    entries: frozenset[str]
    """The entries that bear the name."""


def plain_name(name: str) -> str:
    """A name without its legal form and a leading The, folded: what two spellings of it share."""
    before = None
    while before != name:
        before, name = name, _SUFFIX.sub("", name).strip()
    return " ".join(folded(_THE.sub("", name)).split())


def short_names(names: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Each way to call some organisations, folded, to the names it may mean; only ways that mean one."""
    ways: dict[str, set[str]] = {}
    for name in names:
        plain = plain_name(name)
        for way in {folded(name), plain, *_leading(plain)} - {""}:
            ways.setdefault(way, set()).add(plain)
    return {way: frozenset(meant) for way, meant in ways.items() if len(meant) == 1}


def _leading(plain: str) -> Iterable[str]:
    """The leading words of a name that could stand for it."""
    parts = plain.split()
    common = word_set("en", "names", "common")
    for count in range(1, len(parts)):
        head = parts[:count]
        if len(head[-1].rstrip(".,")) >= _SHORT_NAME and not all(part.rstrip(".,") in common for part in head):
            yield " ".join(head).rstrip(",&-– ")


@dataclass(frozen=True)
class Directory:
    """Which entries bear which names."""

    names: Mapping[str, frozenset[str]]
    """A plain name to its entries."""
    spoken: tuple[str, ...]
    """The names as written."""

    @cached_property
    def _ways(self) -> Mapping[str, frozenset[str]]:
        found = short_names(self.spoken)
        return {way: frozenset().union(*(self.names.get(name, ()) for name in meant)) for way, meant in found.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._ways:
            return None
        listed = "|".join(re.escape(way) for way in sorted(self._ways, key=len, reverse=True))
        return re.compile(rf"(?<![\w-]){_HEBREW_PREFIX}({listed})(?![\w-])")

    def _begins_another(self, text: str, end: int, way: str) -> bool:
        """Whether a short way is followed by a capital word that makes it another name: Dunmallet Rovers."""
        whole = way in {plain_name(name) for name in self.spoken} or way in {folded(name) for name in self.spoken}
        return not whole and re.match(r"\s(?!I\b|I'|As\b|In\b|At\b)[A-Z][a-z]+", text[end:]) is not None

    def mentions(self, text: str) -> tuple[NameMention, ...]:
        """Where a text names one of them; lengths are kept by folding only where the text folds evenly."""
        even = folded(text)
        if self._pattern is None or len(even) != len(text):
            even = text.lower()
        if self._pattern is None or len(even) != len(text):
            return ()
        return tuple(
            NameMention(found.span(1), self._ways[found[1]])
            for found in self._pattern.finditer(even)
            if (not text[found.start(1)].islower() or text[found.start(1)].isdigit())
            and not self._begins_another(text, found.end(1), found[1])
        )
