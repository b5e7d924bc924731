"""The head of a posting: title, company and place, where labels, layout or the text itself tell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from careervp_mcp.career.labels import labelled, sole_heading
from careervp_mcp.career.postinglayout import kind_of
from careervp_mcp.career.terms import is_occupation
from careervp_mcp.career.wordpatterns import pattern_groups

HEAD_LINES = 6
_LABELS = ("title", "company", "place")
_NO_NAMES = ("mode",)
"""Parts of a head that name neither job nor company."""
_HEAD_LETTERS = 120
_CUT = re.compile(
    r"\s+[-–—|·@]\s+|:\s+|\s+at\s+|\s+is (?:looking|hiring|recruiting|seeking)(?: for)?(?: an?\b| our\b)?:?\s*"
    r"|\s+(?:מחפשת|מחפש|מגייסת|מגייס)\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()\n]{0,80}\)")
_WORD = re.compile(r"[^\W\d_]+")
_EDGE = " \t#*_>-–—:|,."
_SENTENCE = re.compile(r"[.!?]$")
_SEEKS = re.compile(
    r"(?P<company>[^\W\d_][^,.\n:]{1,60}?)(?:,[^,.\n]{1,40},?)? (?:is|are) (?:looking|hiring|recruiting|seeking)\b"
)
_SOUGHT = re.compile(
    r"\b(?:look(?:s|ing)? for|hiring|seek(?:s|ing)?|recruiting|need) (?:an? |our next |our |the |another )?"
    r"(?P<title>(?:[\w/&-]+ ){0,4}?[\w-]+)(?= (?:to|for|who|with|in|at|on|of)\b|\s*[,.:;(\n]|$)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:to join|join us at|joining|to work (?:at|for)|the team at) "
    r"(?P<company>[A-Z][\w&'’-]+(?: (?:[A-Z][\w'’-]*|&|of))*)"
)
_WANTED = re.compile(r"\s+(?:wanted|needed|sought|required)$", re.IGNORECASE)
_NOBODY = frozenset({"we", "i", "you", "they", "who", "our client", "the team", "our team"})
_BEGINNING = 1500
"""Characters in which a posting's sentences tell who looks for whom."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines of a posting name; what they do not tell is empty."""

    title: str
    company: str
    place: str
    url: str = ""


def head_of(text: str, *, title: str = "", company: str = "", language: str = "en") -> Head:
    """What a posting's head tells; what the caller gives wins."""
    marked = labelled(text)
    parts = list(_head_parts(marked.description or text, language))
    told = {label: _labelled(parts, label, language) for label in _LABELS}
    named = [part for part in parts if not any(_is_label(part, label, language) for label in (*_LABELS, *_NO_NAMES))]
    job = title or marked.title or told["title"] or _title(named) or sole_heading(text) or _sought(text)
    firm = company or marked.company or told["company"] or _company(named, job, text)
    place = marked.location or told["place"] or _place(named, job, firm)
    return Head(job, firm, place, marked.url)


def _head_parts(text: str, language: str) -> Iterator[str]:
    """The parts of the lines before the first sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip(_EDGE)]
    for number, line in enumerate(lines[:HEAD_LINES]):
        if (number > 1 or line.endswith(":")) and kind_of(line, language) and not _CUT.search(line):
            return  # a heading: the head is over
        if _SENTENCE.search(line) or len(line) > _HEAD_LETTERS:
            first = line.split(". ")[0]
            if (
                number == 0
                and len(first) < len(line)
                and len(first) <= _HEAD_LETTERS
                and _names_job(first)
                and not _SOUGHT.search(first)
            ):
                yield first.strip(_EDGE)
            return
        yield from filter(None, (part.strip(_EDGE) for part in _CUT.split(_ASIDE.sub("", line))))


def _is_label(part: str, label: str, language: str) -> bool:
    return bool(pattern_groups(language, "postinghead", "labels")[label].fullmatch(part))


def _labelled(parts: list[str], label: str, language: str) -> str:
    """The part behind a label."""
    return next((value for name, value in pairwise(parts) if _is_label(name, label, language)), "")


def _title(parts: list[str]) -> str:
    """The first part that names an occupation."""
    return next((_without_place(part) for part in parts if _names_job(part)), "")


def _sought(text: str) -> str:
    """The title in `we are looking for a …`."""
    found = (match["title"] for match in _SOUGHT.finditer(text[:_BEGINNING]))
    return next((title for title in found if _names_job(title)), "")


def _names_job(part: str) -> bool:
    return any(is_occupation(word) for word in _WORD.findall(part.lower()))


def _without_place(part: str) -> str:
    """A title without the place behind its comma; a unit or team stays with it."""
    pieces = part.split(", ")
    job = next((number for number, piece in enumerate(pieces) if _names_job(piece)), 0)
    return _WANTED.sub("", pieces[job]).strip()


def _company(parts: list[str], title: str, text: str) -> str:
    """A part of the head that the text names again, or who is said to be looking."""
    told = _SEEKS.search(text[:_BEGINNING])
    if told and not _names_job(told["company"]) and told["company"].lower() not in _NOBODY:
        return told["company"].strip()
    joined = _JOINED.search(text[:_BEGINNING])
    if joined:
        return joined["company"].strip()
    openings = [before for part in parts if (before := _before(part, title))]
    likely = [name for name in openings if not _names_job(name) and (name[:1].isupper() or not name.isascii())]
    later = [piece.strip(_EDGE) for part in parts for piece in part.split(",")[1:]]
    return next(iter([*_told_again(openings, text), *likely, *_told_again(later, text)]), "")


def _told_again(names: list[str], text: str) -> list[str]:
    """The names that the text comes back to, as it does to the company's."""
    return [name for name in names if len(name) > 1 and text.lower().count(name.lower()) > 1]


def _before(part: str, title: str) -> str:
    """The first name of a part; of a part that names the job too, what stands before it."""
    before = re.split(rf"(?<!\w){re.escape(title)}(?!\w)", part)[0] if title else part
    return before.split(",")[0].strip(_EDGE)


def _place(parts: list[str], title: str, company: str) -> str:
    """What stands behind the comma of the company's or the title's part."""
    for part in parts:
        if "," in part and any(name and part.startswith(name) for name in (company, title)):
            after = part.split(",", 1)[1].strip()
            named = "," in after or part.startswith(
                company or "\n"
            )  # behind a title stands a unit as often as a town
            if after and named and not _names_job(after):
                return after
    return ""
