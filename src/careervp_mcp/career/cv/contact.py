"""The head of a CV: the name, the line under it, and how the person is reached."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from careervp_mcp.career.cv.lines import Line, is_sentence
from careervp_mcp.career.cv.models import ContactInfo
from careervp_mcp.career.cv.splitting import EDGES, comma_parts, strong_parts, tidy
from careervp_mcp.career.cv.vocabulary import any_of, document_titles, fields, title_score

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s|·•,;<>()\[\]]{3,200}|(?<![\w@.])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:[a-z]{2,12})(?:/[^\s|·•,;<>()\[\]]{0,200})?(?![\w@])"
)
_PHONE = re.compile(r"(?<![\w/])\(?\+?\(?\d[\d ()./\u2010-\u2013-]{5,22}\d(?![\w/])")
_SLASH = re.compile(r"\s+/\s+")
_MOST_LINES = 60
"""Of a head; what stands behind is no address."""
_MOST_NAME_WORDS = 7
_SINGLE = frozenset({"headline", "location", "phone", "email", "link"})
_LONGEST = 1_000
"""Characters of a line with addresses; a longer one is prose."""
_DIGITS = 7
"""Of a phone number, at least."""


@dataclass
class Head:
    """What the lines above the first heading say."""

    name: str = ""
    headline: str = ""
    phone: str = ""
    email: str = ""
    location: str = ""
    links: list[str] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    """Prose and what else fits nowhere."""

    @property
    def contact(self) -> ContactInfo:
        """The values as the model has them."""
        linkedin = next((link for link in self.links if "linkedin" in link.lower()), "")
        others = tuple(link for link in self.links if link != linkedin)
        return ContactInfo(self.name, self.phone, self.email, self.location, linkedin, others)


def read_head(lines: Sequence[Line], more: Sequence[Line] = ()) -> Head:
    """The person's name and addresses; `more` are the lines of a part that holds contact details."""
    head = Head()
    for line in lines[:_MOST_LINES]:
        if len(line.text) > _LONGEST:
            head.rest.append(line)
        elif not _take_name(head, line):
            _take(head, line)
    head.rest += lines[_MOST_LINES:]
    for line in more[:_MOST_LINES]:
        if len(line.text) <= _LONGEST:
            _take(head, line)
    return head


def _take_name(head: Head, line: Line) -> bool:
    """Whether a line names the person, or is a title such as `Curriculum Vitae`."""
    text = line.text
    if _is_title(text):
        return True
    text = _without_title(text)
    label, value = labelled(text)
    if label == "name" and value:
        head.name = value
        return True
    if head.name or label or is_sentence(text) or len(text.split()) > 2 * _MOST_NAME_WORDS:
        return False
    first, rest = _name_and_rest(text)
    if not first or re.search(r"[\d@/]|\.\w{2,}", first) or len(first.split()) > _MOST_NAME_WORDS:
        return False
    head.name = first
    for part in rest:
        if part.isupper() and not head.headline and not re.search(r"[\d@]", part):  # Ann Lee, MSN, RN
            head.headline = part
        else:
            _take_text(head, part, line)
    return True


def _is_title(text: str) -> bool:
    """`Curriculum Vitae`, and `Staff Nurse Resume`, which names no person."""
    plain = text.lower().strip(EDGES)
    return plain in document_titles() or (_without_title(text) != text and title_score(_without_title(text)) > 1)


def _without_title(text: str) -> str:
    """`Maya Cohen, Resume` without its last word."""
    title = next((title for title in document_titles() if text.lower().endswith(f" {title}")), "")
    return text[: len(text) - len(title)].rstrip(EDGES) if title else text


def _name_and_rest(text: str) -> tuple[str, list[str]]:
    """`Ann Lee, RN | Leeds`: the name, and what stands behind it."""
    parts = strong_parts(text)
    if not parts:
        return "", []
    first, *behind = comma_parts(parts[0])
    if behind:
        position = parts[0].find(first) + len(first)
        behind = [parts[0][position:].strip(EDGES)]
    return first, [*behind, *parts[1:]]


def labelled(text: str) -> tuple[str, str]:
    """The field that a line names before its colon, and the value behind; empty where it names none."""
    before, colon, after = text.partition(":")
    name = fields().get(before.strip(EDGES + ".").lower(), "") if colon else ""
    return (name, after.strip(" \t*_`")) if name and not after.startswith("//") else ("", text)


def _take(head: Head, line: Line) -> None:
    label, value = labelled(line.text)
    if label in _SINGLE and value and (label in {"headline", "location"} or len(strong_parts(value)) == 1):
        _take_field(head, label, value)
        return
    _take_text(head, line.text, line)


def _take_field(head: Head, label: str, value: str) -> None:
    """A value that stands alone behind its label."""
    if label == "link":
        head.links += [value] if value not in head.links else []
    elif not getattr(head, label):
        setattr(head, label, value)


def _take_text(head: Head, text: str, line: Line) -> None:
    """Take the addresses out of a text; what remains is a place, the headline, or prose."""
    remains = re.sub(r"\]\((?:mailto:|tel:)?|\)|\[", "\t", text) if "](" in text else text
    for pattern, take in ((_EMAIL, _email), (_URL, _link), (_PHONE, _phone)):
        for found in list(pattern.finditer(remains)):
            if take(head, found.group()):
                remains = remains.replace(found.group(), "\t", 1)
    addressed = remains != text
    if not addressed and (is_sentence(text) or len(text.split()) > 2 * _MOST_NAME_WORDS):
        head.rest.append(line)
        return
    if not addressed and not head.headline and title_score(text) > 0:
        head.headline = tidy(text)
        return
    for part in _remaining(remains):
        _place(head, part, line, addressed=addressed)


def _remaining(text: str) -> Iterator[str]:
    """The parts of a line from which the addresses were taken, without the labels that stood before them."""
    labels = any_of(fields())
    before = re.sub(rf"\b(?:{labels})\.?\s{{0,3}}:\s{{0,3}}", "\t", text, flags=re.IGNORECASE)
    cleaned = re.sub(rf"(?:^|(?<=[\s,|(]))(?:{labels})\.?\s{{0,3}}(?=[\t,|]|$)", "\t", before, flags=re.IGNORECASE)
    for part in strong_parts(cleaned):
        for piece in _SLASH.split(part):
            if re.search(r"\w", piece):
                yield tidy(piece.strip("/ "))


def _place(head: Head, part: str, line: Line, *, addressed: bool) -> None:
    titled = title_score(part) > 0
    if not head.headline and not head.location and not addressed and not titled:
        alone = "," in part and len(part) < 40  # noqa: PLR2004 - `Columbus, OH` on a line of its own
        setattr(head, "location" if alone else "headline", part)
    elif titled and not head.headline:
        head.headline = part
    elif not head.location and not titled and len(part) < 60:  # noqa: PLR2004 - an address is no longer
        head.location = part
    elif not head.headline and not addressed:
        head.headline = part
    else:
        head.rest.append(Line(part, line.start + max(0, line.text.find(part))))


def _email(head: Head, found: str) -> bool:
    head.email = head.email or found
    return head.email == found


def _link(head: Head, found: str) -> bool:
    address = found.rstrip(".,")
    if "/" not in address and address.count(".") == 1 and not re.search(r"\.[a-z]{2,6}$", address):
        return False
    if address not in head.links:
        head.links.append(address)
    return True


def _phone(head: Head, found: str) -> bool:
    if (
        head.phone
        or sum(letter.isdigit() for letter in found) < _DIGITS
        or re.fullmatch(r"[12]\d{3}\s*[-–]\s*[12]\d{3}", found)
    ):
        return False
    head.phone = found
    return True
