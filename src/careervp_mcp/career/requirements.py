"""What a posting asks: its demands with their weight, each quoted, and the words it will be searched for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.demands import Ask, asks, years_asked
from careervp_mcp.career.keywords import Keyword, company_words, keywords
from careervp_mcp.career.postinghead import head_of
from careervp_mcp.career.postinglayout import Item, items
from careervp_mcp.career.postingtables import without_tables
from careervp_mcp.career.requirementparts import items_of, kind_of, modality_of
from careervp_mcp.career.terms import seniority
from careervp_mcp.career.untrusted import Flag, clean

Modality = Literal["must", "nice", "responsibility"]
Kind = Literal["skill", "duty", "years", "education", "credential", "language", "trait"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of the posting, verbatim, with its place in the description."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing the posting asks."""

    text: str
    """Verbatim."""
    span: tuple[int, int]
    modality: Modality
    kind: Kind
    asks: tuple[Ask, ...]
    """What is asked, by its names; of the names in one entry, one is enough."""
    years: int | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """Every name in it."""
        return tuple(name for ask in self.asks for name in ask)


@dataclass(frozen=True, slots=True)
class JobPosting:
    """A posting as read: cleaned, with its parts quoted. Spans of requirements point into `description`."""

    company_name: str
    role_title: str
    description: str
    responsibilities: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    nice_to_have: tuple[str, ...] = ()
    language: str = "en"
    place: str = ""
    source_url: str = ""
    job_id: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class JobRequirements:
    """What a posting asks, in its own order."""

    title: str
    level: tuple[str, ...]
    """The words of rank in the title."""
    company: str
    place: str
    language: str
    must_haves: tuple[Requirement, ...]
    nice_to_haves: tuple[Requirement, ...]
    responsibilities: tuple[Requirement, ...]
    keywords: tuple[Keyword, ...]
    company_words: tuple[str, ...]
    """Words by which the posting speaks of the company, the most used first."""
    company_facts: tuple[Quotation, ...]
    """What it says about the company: the only ground for sentences about it."""

    @property
    def years_required(self) -> int | None:
        """The most years that a must-have asks; None if none does."""
        return max((one.years for one in self.must_haves if one.years), default=None)

    def of(self, kind: Kind) -> tuple[Requirement, ...]:
        """The demands of a kind, must-haves first: licences, degrees, languages."""
        return tuple(one for one in (*self.must_haves, *self.nice_to_haves) if one.kind == kind)


def read_posting(text: str, *, company: str = "", title: str = "") -> JobPosting:
    """A posting's text as a model, without what was hidden in it or speaks to a machine."""
    cleaned = clean(text)
    language = language_of(cleaned.text)
    told = without_tables(cleaned.text, language)
    head = head_of(told, title=title, company=company, language=language)
    found = tuple(_requirements(told, language))
    return JobPosting(
        company_name=head.company,
        role_title=head.title,
        description=told,
        responsibilities=_texts(found, "responsibility"),
        requirements=_texts(found, "must"),
        nice_to_have=_texts(found, "nice"),
        language=language,
        place=head.place,
        source_url=head.url,
        flags=cleaned.flags,
    )


def requirements_of(posting: JobPosting) -> JobRequirements:
    """What a posting asks, each with its quotation and place."""
    found = tuple(_requirements(posting.description, posting.language))
    must, nice, duties = (tuple(one for one in found if one.modality == kind) for kind in _MODALITIES)
    facts = tuple(_about(posting.description, posting.language))
    return JobRequirements(
        title=posting.role_title,
        level=seniority(posting.role_title),
        company=posting.company_name,
        place=posting.place,
        language=posting.language,
        must_haves=must,
        nice_to_haves=nice,
        responsibilities=duties,
        keywords=keywords((*must, *nice), duties, posting.language),
        company_words=company_words((fact.text for fact in facts), posting.company_name, posting.language),
        company_facts=facts,
    )


_MODALITIES: tuple[Modality, ...] = ("must", "nice", "responsibility")
_HEBREW_SHARE = 0.3


def language_of(text: str) -> str:
    """`he` where a good share of the letters is Hebrew, else `en`."""
    letters = [letter for letter in text if letter.isalpha()]
    hebrew = sum("\u05d0" <= letter <= "\u05ea" for letter in letters)
    return "he" if letters and hebrew / len(letters) > _HEBREW_SHARE else "en"


def _texts(found: Sequence[Requirement], modality: Modality) -> tuple[str, ...]:
    return tuple(one.text for one in found if one.modality == modality)


def _requirements(text: str, language: str) -> Iterator[Requirement]:
    for item in items(text, language):
        modality = modality_of(item, language)
        if modality:
            found = (_requirement(part, modality, language) for part in items_of(item, language))
            yield from (one for one in found if one.asks or one.years or item.bullet or modality == "responsibility")


def _requirement(item: Item, modality: Modality, language: str) -> Requirement:
    asked, years = asks(item.text, language), years_asked(item.text, language)
    kind: Kind = kind_of(item.text, asked, years, language)
    if modality == "responsibility":
        kind, years = "duty", None
    return Requirement(item.text, (item.start, item.start + len(item.text)), modality, kind, asked, years)


def _about(text: str, language: str) -> Iterator[Quotation]:
    """The sentences that tell of the company, not of the one it looks for."""
    for item in items(text, language):
        told = item.section in {"head", "about", "offer"} and item.text.rstrip()[-1:] in {".", "!"}
        if told and not modality_of(item, language):
            yield Quotation(item.text, (item.start, item.start + len(item.text)))
