"""Demands: what one item of a posting asks for, as short names without the words around them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.wordlists import table, word_groups
from careervp_mcp.career.wordpatterns import pattern_groups, spaced
from careervp_mcp.career.words import content, words

Ask = tuple[str, ...]
"""Names of which one is enough: `ACCA`, `CIMA`."""
_CUT = {
    "en": re.compile(
        r"\s*[,;]\s*(?:(?P<list_or>or|and/or)\s+|and\s+)?|\s+(?P<or>or|and/or)\s+|\s+(?:and|&|as well as)\s+|\s+/\s+",
        re.IGNORECASE,
    ),
    "he": re.compile(r"\s*[,;]\s*|\s+(?P<or>או)\s+(?P<list_or>)|\s+ו-?(?=[א-ת]{3}|[בלמהכ]?-?[A-Za-z])"),
}
_ASIDE = re.compile(r"\s*[(\[](?P<inside>[^()\[\]\n]{1,80})[)\]]")
_SPELT = re.compile(r"(?P<name>(?:[A-Z][\w-]+ )(?:(?:[A-Z][\w-]+|of|and|for|in) ){1,6})\((?P<short>[A-Z]{2,8})\)")
_PREFIX = re.compile(r"^[בלמכ]-?(?=[A-Za-z])")
_EDGE = " \t\n.,;:!-–—•\"'“”*_"
LONGEST_NAME = 5
"""Content words of a name; longer phrases describe."""


def asks(text: str, language: str = "en") -> tuple[Ask, ...]:
    """What an item asks, in its order; of the names in one of them, one is enough."""
    text = _years(language).sub(" ", text)
    found: list[list[str]] = []
    for spelt in _spelt_out(text):
        found.append([spelt.group("name").strip(), spelt.group("short")])
        text = text.replace(spelt.group(), " ")
    for part, joined in _parts(_ASIDE.sub("", text), language):
        names = _alternatives(part, language)
        if names and found and (joined or _around(language)["alternative"].match(part)):
            found[-1].extend(names)
        elif names:
            found.append(names)
    return tuple(tuple(dict.fromkeys(group)) for group in found)


def years_asked(text: str, language: str = "en") -> int | None:
    """The years of experience that an item asks, the first if it names several."""
    found = _years(language).search(text)
    if not found:
        return None
    groups = found.groupdict()
    if not groups["n"]:
        return 1 if groups.get("one") else 2
    number = groups["n"].lower()
    if number.isdigit():
        return int(number)
    numbers = table(language, "requirements")["numbers"]
    value = numbers.get(number) if isinstance(numbers, Mapping) else None
    return value if isinstance(value, int) else None


def _years(language: str) -> re.Pattern[str]:
    return pattern_groups(language, "requirements", "years")["asked"]


def _spelt_out(text: str) -> Iterator[re.Match[str]]:
    """Names that stand beside their initials: `Good Distribution Practice (GDP)`."""
    for found in _SPELT.finditer(text):
        if "".join(word[0] for word in found["name"].split() if word[0].isupper()) == found["short"]:
            yield found


def _parts(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """The parts of a list, each with whether it is an alternative to the part before it."""
    cut = _CUT[language]
    marks = list(cut.finditer(text))
    in_or_list = any(mark["list_or"] for mark in marks) or any(mark["or"] for mark in marks[-1:])
    begin, joined = 0, False
    for mark in marks:
        yield text[begin : mark.start()], joined
        begin = mark.end()
        joined = bool(mark["or"] or mark["list_or"]) or (in_or_list and mark.group().strip() in {",", ";"})
    yield text[begin:], joined


def _alternatives(part: str, language: str) -> list[str]:
    """The names in one part: the thing itself and, after `such as`, its examples."""
    pieces = _around(language)["alternative"].split(part)
    names = (name for piece in pieces if piece for name in _names(piece, language))
    return list(dict.fromkeys(names))


def _names(piece: str, language: str) -> Iterator[str]:
    if _around(language)["other"].fullmatch(piece.strip(_EDGE)):
        return
    name = " ".join(bare(piece, language).split())
    either = _either(name, language)
    if either:
        yield from either
        return
    if len(content(words(name))) <= LONGEST_NAME:
        if says_something(name, language):
            yield name
        return
    found = [mention.text for mention in find_terms(name, language, context="list")]
    yield from found or [name]


def _either(name: str, language: str) -> tuple[str, ...]:
    """The names in `AutoCAD/Revit`, each a known term by itself; none where the stroke belongs to one name."""
    found = [mention.text for mention in find_terms(name, language, context="list")] if "/" in name else []
    return tuple(found) if "/".join(found) == name and len(found) > 1 else ()


def bare(text: str, language: str = "en") -> str:
    """A phrase without what leads in and what trails: `Solid experience with Excel` is `Excel`."""
    rules = _around(language)
    before = None
    text = text.strip(_EDGE)
    while text != before:
        before = text
        text = rules["lead"].sub("", text, count=1).strip(_EDGE)
        text = rules["tail"].sub("", text, count=1).strip(_EDGE)
        if language == "he":
            text = _PREFIX.sub("", text)
    return text


def says_something(name: str, language: str = "en") -> bool:
    """Whether a name names a thing: it is a known term, or not made of light words alone."""
    if find_terms(name, language, context="list"):
        return True
    return any(word.lemma not in _empty(language) for word in content(words(name)))


@cache
def _empty(language: str) -> frozenset[str]:
    listed = word_groups(language, "requirements", "empty")["words"]
    return frozenset(word.lemma for word in words(" ".join(listed)))


@cache
def _around(language: str) -> dict[str, re.Pattern[str]]:
    groups = word_groups(language, "requirements", "around")
    joined = {name: "|".join(f"(?:{spaced(one)})" for one in group) for name, group in groups.items()}
    stop = "" if language == "he" else r"(?![\w+#'’-]|\.\w)"  # a Hebrew preposition is a letter of its word
    return {
        "lead": re.compile(rf"^(?:{joined['lead']}){stop}", re.IGNORECASE),
        "tail": re.compile(rf"(?:^|[\s,–-]+)(?:{joined['tail']})$", re.IGNORECASE | re.DOTALL),
        "alternative": re.compile(rf"(?:^|[\s,–-]+)(?:{joined['alternative']})(?=[\s:])", re.IGNORECASE),
        "other": re.compile(joined["other"], re.IGNORECASE),
    }
