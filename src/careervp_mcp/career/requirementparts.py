"""The parts of a demand: which weight a sentence has, of what kind it is, and where it falls into several."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from careervp_mcp.career.demands import Ask
from careervp_mcp.career.postinglayout import Item
from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.wordpatterns import pattern_groups

_BY_SECTION: dict[str, Literal["must", "nice", "responsibility"]] = {
    "must": "must",
    "nice": "nice",
    "duty": "responsibility",
}
_LIST = re.compile(r"\s*[,;]\s*(?:and\s+|ו)?|\s+and\s+(?=[^,;]{1,60}\.?$)")
_DEEDS = "hold|have|know|can|are|speak|bring|own|possess|write|read|understand|enjoy"
_CLAUSE = re.compile(rf",\s+(?:and\s+)?(?=(?:{_DEEDS})\b)|\s+and\s+(?=(?:{_DEEDS})\b)")


def modality_of(item: Item, language: str) -> Literal["must", "nice", "responsibility"] | None:
    """A sentence's weight: by its own words first, then by its section; None where it asks nothing."""
    said = pattern_groups(language, "requirements", "modality")
    if said["negated"].search(item.text):
        return None
    by_section = _BY_SECTION.get(item.section)
    if by_section == "must":
        softened = said["nice"].search(item.text)
        return (
            "nice"
            if softened and (softened.start() == 0 or softened.end() >= len(item.text.rstrip(" .)")))
            else "must"
        )
    if by_section:
        return by_section
    if item.section == "offer" or item.bullet or not item.text.rstrip().endswith((".", "!")):
        return None
    for kind in ("nice", "must", "duty"):
        if said[kind].search(item.text):
            return _BY_SECTION[kind]
    return None


def items_of(item: Item, language: str) -> Iterator[Item]:
    """The item, or its parts where one sentence lists several demands."""
    if item.inline and language == "en" and not re.search(r"\bor\b", item.text):
        yield from _cut(item, _LIST)
    elif not item.bullet:
        yield from _cut(item, _CLAUSE)
    else:
        yield item


def _cut(item: Item, pattern: re.Pattern[str]) -> Iterator[Item]:
    begin = 0
    spans = [found.span() for found in pattern.finditer(item.text)]
    for start, end in [*spans, (len(item.text), len(item.text))]:
        text = item.text[begin:start].rstrip(" .;")
        if text:
            yield replace(item, text=text, start=item.start + begin)
        begin = end


def kind_of(
    text: str, asked: tuple[Ask, ...], years: int | None, language: str
) -> Literal["skill", "years", "education", "credential", "language", "trait"]:
    """Of what kind a demand is."""
    if years and not asked:
        return "years"
    kinds = pattern_groups(language, "requirements", "kinds")
    found = {mention.kind for ask in asked for name in ask for mention in find_terms(name, language, context="list")}
    if found == {"language"}:
        return "language"
    if "credential" in found or kinds["credential"].search(text):
        return "credential"
    if found == {"degree"} or kinds["education"].search(text):
        return "education"
    return "trait" if kinds["trait"].search(text) and not found else "skill"
