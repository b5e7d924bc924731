"""Skills, spoken languages and certifications out of the lines of a CV."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from careervp_mcp.career.cv.contact import labelled
from careervp_mcp.career.cv.headings import plain_heading
from careervp_mcp.career.cv.lines import Line, is_sentence
from careervp_mcp.career.cv.models import Certification, Language, Skill
from careervp_mcp.career.cv.periods import dates_in, find_span
from careervp_mcp.career.cv.splitting import EDGES, comma_parts, strong_parts, tidy
from careervp_mcp.career.cv.vocabulary import any_of, kinds_of_headings, known, levels, words_of

MOST_SKILLS = 50
_GROUP = re.compile(r"([^:;|•]{2,50}):[*_]{0,2}\s+(?=\S)")
_BRACKET = re.compile(r"(.{1,80}?)\s*[(\[]([^()\[\]]{1,60})[)\]]$", re.DOTALL)
_YEARS = re.compile(r"(\d{1,2})\+?\s*(?:years?|yrs?|שנים|שנות ניסיון)(?:\s+of\s+experience)?", re.IGNORECASE)
_LEVEL = "level "
_BEGUN = re.compile(r"((?:19|20)\d\d)\s*(?:[:|\t–—-]|\s{2})\s*(?=[^\W\d])")
"""A year before a certification's name."""
_NEXT_GROUP = re.compile(r"\.\s+(?=[^\W\d_][^:.;,|()]{1,40}:\s)")
"""`SQL. Data: Airflow`: a full stop before the next group."""


def skills_of(lines: Sequence[Line]) -> tuple[list[Skill], list[Language], list[Line]]:
    """The skills of a part, the spoken languages listed among them, and its prose."""
    skills: list[Skill] = []
    spoken: list[Language] = []
    prose: list[Line] = []
    group = ""
    for line in _grouped(lines):
        found = _GROUP.match(line.text)
        if line.text.endswith(":") or (line.depth and not found):
            group = line.text.strip(EDGES)
            continue
        if _is_prose(line.text) and not found:
            prose.append(line)
            continue
        label = found[1].strip(EDGES) if found else group
        rest = line.text[found.end() :] if found else line.text
        if kinds_of_headings().get(plain_heading(label)) == "languages" and speaks(rest):
            spoken += languages_in(rest)
        else:
            skills += [skill_in(name, label) for name in names_in(rest)]
    return list(dict.fromkeys(skills)), spoken, prose


def _grouped(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, one that holds several groups cut before each."""
    for line in lines:
        begin = 0
        for found in _NEXT_GROUP.finditer(line.text) if _GROUP.match(line.text) else ():
            yield replace(line, text=line.text[begin : found.start()], start=line.start + begin)
            begin = found.end()
        yield replace(line, text=line.text[begin:], start=line.start + begin)


def _is_prose(text: str) -> bool:
    """Whether a line of a part for skills is a sentence rather than a list of three and more."""
    return is_sentence(text) and len(strong_parts(text)) == 1 and len(comma_parts(text)) < 3  # noqa: PLR2004


def names_in(text: str) -> list[str]:
    """The names of a list: between semicolons where it has them, else between commas, dots and pipes."""
    if ";" in text:
        parts = re.split(r"\s*;\s*", text)
    else:
        parts = [name for strong in _listed(text) for name in comma_parts(strong)]
    return [name for name in (tidy(part).rstrip(".") for part in parts) if name]


def _listed(text: str) -> list[str]:
    """Parts between strong separators; a dash before a level is none."""
    found = re.search(r"\s[–—-]\s(.+)$", text)
    return [text] if found and level_of(found[1]) else strong_parts(text)


def skill_in(name: str, group: str = "") -> Skill:
    """One skill of a list, its level and years apart."""
    found = _BRACKET.fullmatch(name) or re.fullmatch(r"(.{1,80}?)\s+[–—:-]\s+(.{1,60})", name)
    if found is None:
        return Skill(name, group=group)
    base, told = found[1], found[2]
    years = _YEARS.search(told)
    word = told.removeprefix(_LEVEL)
    rest = tidy(_YEARS.sub("", word)) if years else word
    if told.startswith(_LEVEL) or level_of(rest) or (years and not rest):
        return Skill(base, level_of(rest), int(years[1]) if years else None, rest, group)
    return Skill(name, group=group)


def level_of(word: str) -> str:
    """The grade that a word for a level stands for, or empty."""
    plain = word.lower().strip(" .")
    return levels().get(plain, "") or next((levels()[part] for part in words_of(plain) if part in levels()), "")


def speaks(text: str) -> bool:
    """Whether a list names spoken languages rather than those for machines."""
    return any(word in known("spoken") for word in words_of(text))


def languages_of(lines: Sequence[Line]) -> list[Language]:
    """The spoken languages of a part."""
    return [language for line in lines for language in languages_in(line.text)]


def languages_in(text: str) -> list[Language]:
    """The languages of a line; a level alone belongs to the one before it."""
    told: list[Language] = []
    parts = re.split(r"\s*;\s*", text) if ";" in text else comma_parts(re.sub(r"\s*\|\s*|\s+[•·]\s+|\t+", ", ", text))
    for part in parts:
        found = _BRACKET.fullmatch(part) or re.fullmatch(r"(.{1,40}?)\s*(?:[:–—]|\s-)\s+(.{1,60})", part, re.DOTALL)
        found = found or re.fullmatch(rf"(\S+)\s+({any_of(known('speaking'))})", part, re.IGNORECASE)
        name = tidy(found[1] if found else part)
        if name.lower() in known("speaking") and told:
            told[-1] = Language(told[-1].name, told[-1].level or name)
        elif name:
            told.append(Language(name, tidy(found[2]) if found else ""))
    return told


_HELD = frozenset({"issuer", "dates", "expiry", "credential"})
"""Fields of a certification that follow its name."""


def certifications_of(lines: Sequence[Line]) -> list[Certification]:
    """The certifications of a part, one a line, or one a labelled group of lines."""
    found: list[Certification] = []
    group: dict[str, str] = {}
    for line in lines:
        name, value = labelled(line.text)
        if name == "certification" or (group and name in _HELD):
            if name == "certification" and group:
                found.append(_labelled(group))
                group = {}
            group[name] = value
            continue
        if group:
            found.append(_labelled(group))
            group = {}
        if name == "issuer" and found:
            found[-1] = Certification(found[-1].name, value, found[-1].date)
        else:
            found.append(certification_in(line.text))
    return [*found, _labelled(group)] if group else found


def _labelled(group: dict[str, str]) -> Certification:
    return Certification(
        group["certification"],
        group.get("issuer", ""),
        group.get("dates", ""),
        group.get("expiry", ""),
        group.get("credential", ""),
    )


def certification_in(text: str) -> Certification:
    """A certification's name, issuer and dates from one line; a part in small letters belongs to the name."""
    begun = _BEGUN.match(text)
    if begun:
        return replace(certification_in(text[begun.end() :]), date=begun[1])
    parts = [part for piece in strong_parts(text) for part in comma_parts(piece)]
    held = _Held(text)
    for part in parts:
        held.take(part, alone=len(parts) == 1)
    span = find_span(text)
    if span and span.start and span.end and not (span.current or held.expiry):  # 2020 - 2023
        held.dates, held.expiry = [span.start], span.end
    return Certification(held.name or text, held.issuer, next(iter(held.dates), ""), held.expiry, held.credential)


@dataclass
class _Held:
    """What the parts of a certification's line say so far."""

    text: str
    name: str = ""
    issuer: str = ""
    dates: list[str] = field(default_factory=list)
    expiry: str = ""
    credential: str = ""

    def take(self, part: str, *, alone: bool) -> None:
        """Take the next part."""
        if not self.name:
            self.name = _without_date(part, self.dates) if alone else part
            return
        told, numbered = _dates_alone(part), _credential().fullmatch(part)
        if told:
            self._take_dates(part, told)
        elif numbered:
            self.credential = numbered["id"]
        else:
            self._take_text(part)

    def _take_dates(self, part: str, told: list[str]) -> None:
        if any(word in part.lower() for word in known("expires")):
            self.expiry = told[0]
        else:
            self.dates += told

    def _take_text(self, part: str) -> None:
        dated = bool(self.dates)
        part = _without_date(part, self.dates)
        if self.issuer or dated:
            return
        if part[:1].isupper() or not part[:1].isascii():
            self.issuer = part
        elif self.name in self.text:
            self.name = self.text[self.text.find(self.name) : self.text.find(part) + len(part)]


def _dates_alone(part: str) -> list[str]:
    """The dates of a part that holds nothing else but words such as `issued`."""
    dates = dates_in(part)
    rest = part
    for date in dates:
        rest = rest.replace(date, " ")
    rest = _issued().sub(" ", rest.lower())
    return dates if dates and not re.search(r"[^\W\d_]", rest) else []


@cache
def _issued() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{any_of(word.rstrip('.') for word in known('issued') | known('expires'))}|in|to|until)\b\.?"
    )


@cache
def _credential() -> re.Pattern[str]:
    """`License #123456`, `Credential ID: AB-12`."""
    words, numbers = any_of(known("credential")), any_of(known("credential", "numbers"))
    return re.compile(rf"(?:{words})\.?\s*(?:{numbers})?[.:]*\s*(?P<id>[\w/-]*\d[\w/-]*)", re.IGNORECASE)


def _without_date(part: str, dates: list[str]) -> str:
    """A part without the date in brackets or at its end, which joins the dates."""
    span = find_span(part)
    if span is None or not span.single:
        return part
    before = part[: span.place[0]].rstrip()
    bare = tidy(before + part[span.place[1] :])
    if not bare or before.count("(") > before.count(")") or before.split()[-1:] in [["for"], ["in"], ["expected"]]:
        return part
    dates.append(span.text)
    return bare
