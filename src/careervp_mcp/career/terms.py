"""Terms: the skills, credentials, degrees, languages and industries that a text names, by one name each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from careervp_mcp.career.wordlists import table, word_map, word_set
from careervp_mcp.career.words import folded

TermKind = Literal["skill", "credential", "degree", "language", "industry"]
_LONGEST = 6
"""Words of a term."""
_CACHED = 1 << 13
_TOKEN = re.compile(r"\.?[^\W_](?:[\w&+#./'’-]*[\w+#])?[+#]*")
_VERSION = re.compile(r"[\s-]v?(\d+(?:\.\d+)*)(?![\w%]|[,/:]\d)")
_PLURAL = re.compile(r"(?<=[a-z]{3})s$")
_LEGAL_MARKS = re.compile(r"[.'’]")


@dataclass(frozen=True, slots=True)
class TermMention:
    """A place where a text names a term."""

    canonical: str
    """The name we go by, folded: kubernetes for K8s."""
    kind: TermKind
    span: tuple[int, int]
    text: str
    version: str = ""
    """The number behind it, if any."""


@lru_cache(maxsize=_CACHED)
def find_terms(text: str, language: str = "en", *, context: str = "prose") -> tuple[TermMention, ...]:
    """The terms of a text in order, the longest where several begin; short and everyday words need a list or a capital."""
    del language
    return tuple(_found(text, listed=context == "list"))


def _found(text: str, *, listed: bool) -> Iterator[TermMention]:
    tokens = [(found.start(), found.end(), _token(found.group())) for found in _TOKEN.finditer(text)]
    place = 0
    while place < len(tokens):
        mention, used = _at(text, tokens, place, listed=listed)
        if mention is not None:
            yield mention
        place += used


_Token = tuple[int, int, str]


def _at(text: str, tokens: list[_Token], place: int, *, listed: bool) -> tuple[TermMention | None, int]:
    """The longest term that begins at a token, and how many tokens it takes."""
    heads = _heads().get(tokens[place][2], 0)
    for count in range(min(heads, len(tokens) - place), 0, -1):
        start, end = tokens[place][0], tokens[place + count - 1][1]
        key = " ".join(token for _, _, token in tokens[place : place + count])
        kind = _kinds().get(key)
        said = text[start:end]
        if kind is None or "\n" in said or not _meant(said, kind, text[:start], listed=listed):
            continue
        version = _VERSION.match(text, end) if kind == "skill" else None
        return TermMention(canonical(said), kind, (start, end), said, version[1] if version else ""), count
    return None, 1


def _meant(said: str, kind: TermKind, before: str, *, listed: bool) -> bool:
    """Whether a word that is also plain English is meant as a term here."""
    plain = folded(said)
    if kind == "skill" and len(said) <= 2 and plain in _letters():
        return listed
    if kind == "skill" and plain in _everyday():
        return listed or (said[0].isupper() and bool(before.strip()) and before.rstrip()[-1] not in ".!?:")
    if kind in {"credential", "language"} or (kind == "degree" and len(plain.replace(".", "")) <= _LONGEST // 2):
        return said[0].isupper() or not said.isascii() or " " in said
    return True


@lru_cache(maxsize=_CACHED)
def canonical(name: str) -> str:
    """A term's one name, folded; a name that is not listed keeps its own."""
    plain = " ".join(_token(part) for part in folded(name).split())
    return _aliases().get(plain) or _aliases().get(_PLURAL.sub("", plain), plain)


def same_term(one: str, other: str) -> bool:
    """Whether two names mean one thing."""
    return canonical(one) == canonical(other)


def _token(text: str) -> str:
    plain = folded(text).rstrip(".,")
    return plain.removesuffix("'s")


@cache
def _kinds() -> Mapping[str, TermKind]:
    """Every name, folded, to what it names; what is listed later wins."""
    found: dict[str, TermKind] = {}
    names = table("", "skills")["names"]
    groups = names.values() if isinstance(names, Mapping) else ()
    found |= {_key(name): "industry" for name in word_set("", "industries", "names")}
    found |= {_key(str(name)): "skill" for group in groups for name in group}
    for kind, one in (("skills", "skill"), ("credentials", "credential")):
        found |= {
            _key(name): "skill" if one == "skill" else "credential" for group in _groups(kind) for name in group
        }
    found |= {_key(name): "credential" for name in word_set("", "credentials", "names")}
    found |= {_key(name): "degree" for name in word_map("", "degrees", "levels")}
    found |= {_key(name): "degree" for name in _dotted()}
    found |= {_key(name): "language" for name in word_map("", "spoken", "names")}
    return found


def _key(name: str) -> str:
    return " ".join(_token(found.group()) for found in _TOKEN.finditer(name))


def _dotted() -> Iterator[str]:
    """Degrees with the dots and the apostrophe that people write: B.Sc., master's degree."""
    for name in word_map("", "degrees", "levels"):
        if " " not in name and name.isascii() and len(name) <= _LONGEST:
            yield ".".join(name)
            yield f"{name[0]}.{name[1:]}"
        if name.startswith(("bachelors", "masters")):
            yield name.replace("ors", "or's", 1).replace("ers", "er's", 1)
    yield from ("ph.d", "b.sc", "m.sc", "b.eng", "m.eng", "b.ed", "m.ed", "ll.b", "ll.m", "bachelor's", "master's")


@cache
def _heads() -> Mapping[str, int]:
    """The first word of each name to the most words that a name which begins so has."""
    heads: dict[str, int] = {}
    for key in _kinds():
        parts = key.split()
        heads[parts[0]] = max(heads.get(parts[0], 0), len(parts)) if parts else 0
    return heads


def _groups(kind: str) -> list[list[str]]:
    groups = table("", "aliases")["groups"]
    found = groups[kind] if isinstance(groups, Mapping) else []
    return [[str(name) for name in group] for group in found]


@cache
def _aliases() -> Mapping[str, str]:
    found = {_key(name): group[0] for kind in ("skills", "credentials") for group in _groups(kind) for name in group}
    found |= {_key(name): language for name, language in word_map("", "spoken", "names").items()}
    return found


@cache
def _everyday() -> frozenset[str]:
    names = table("", "skills")["names"]
    return frozenset(folded(str(name)) for name in names["words"]) if isinstance(names, Mapping) else frozenset()


@cache
def _letters() -> frozenset[str]:
    names = table("", "skills")["names"]
    return frozenset(folded(str(name)) for name in names["letters"]) if isinstance(names, Mapping) else frozenset()


@lru_cache(maxsize=_CACHED)
def degree_level(text: str) -> int | None:
    """How high a degree stands, by its name anywhere in a text; a diploma's own number counts inside its level."""
    plain = _LEGAL_MARKS.sub("", folded(text))
    numbered = re.search(r"\blevel (\d)\b", plain)
    levels = [
        int(level) for name, level in word_map("", "degrees", "levels").items()
        if re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", plain)
    ]  # fmt: skip
    if not levels:
        return None
    return max(levels) * 10 + (int(numbered[1]) if numbered else 0)


def same_degree(one: str, other: str) -> bool:
    """Whether two names are one degree: B.S. and Bachelor of Science; honours told or not."""
    first, second = _degree(one), _degree(other)
    if first == second:
        return True
    general = {"bachelor", "bachelors", "bachelors degree", "master", "masters", "masters degree"}
    return degree_level(one) == degree_level(other) is not None and bool(general & {first, second})


def _degree(text: str) -> str:
    plain = _LEGAL_MARKS.sub("", folded(re.sub(r"\([^()]*\)|\bhons?\b|\bdegree\b", " ", text, flags=re.IGNORECASE)))
    plain = " ".join(plain.replace(",", " ").split())
    return word_map("", "degrees", "same").get(plain, plain)


def initials_match(short: str, long: str) -> bool:
    """Whether one name is the other's initials: CKA of Certified Kubernetes Administrator."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    first = "".join(
        word[0] for word in re.findall(r"[A-Za-z]+", long) if word.lower() not in {"of", "in", "the", "and"}
    )
    return len(letters) > 1 and letters.isupper() and letters.lower() == first.lower()


def seniority(title: str) -> tuple[str, ...]:
    """The words of a title that raise it."""
    raised = word_set("", "occupations", "seniority")
    return tuple("senior" if word == "sr" else word for word in _title(title) if word in raised)


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title, folded, without those that join them."""
    return tuple(
        word for word in _title(title) if word not in {"a", "an", "the", "of", "and", "for", "in", "to", "&"}
    )


def _title(title: str) -> list[str]:
    words = [word.strip(".,()'’") for word in re.split(r"[\s/–-]+", folded(title))]
    return ["senior" if word == "sr" else "junior" if word == "jr" else word for word in words if word]


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one but for case, marks, and Sr. for Senior."""
    return title_words(one) == title_words(other)


@cache
def _occupations() -> frozenset[str]:
    return word_set("", "occupations", "english") | word_set("", "occupations", "hebrew")


def is_occupation(word: str) -> bool:
    """Whether a word names what one person is."""
    plain = folded(word)
    return plain in _occupations() or (len(plain) > _LONGEST and plain.endswith(("ologist", "therapist", "grapher")))


@lru_cache(maxsize=_CACHED)
def language_level(text: str) -> int | None:
    """How well somebody speaks, from 1 to 7, by CEFR or a word; the highest where several are told."""
    plain = folded(text)
    found = [
        int(level) for word, level in word_map("", "spoken", "levels").items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)
    ]  # fmt: skip
    return max(found, default=None)
