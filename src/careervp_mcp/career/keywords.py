"""Keywords: the names by which a screening looks for a posting's demands in a CV."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from careervp_mcp.career.demands import Ask, says_something
from careervp_mcp.career.stems import stem_of, stems
from careervp_mcp.career.terms import canonical, find_terms
from careervp_mcp.career.words import content, words

MOST = 18
_LONGEST = 4
"""Content words of a keyword; a longer phrase is a sentence, and no screening looks for one."""
_COMPANY_WORDS = 12
_NO_KEYWORD = frozenset({"years", "trait"})


class Demand(Protocol):
    """What keywords need of a requirement."""

    @property
    def modality(self) -> Literal["must", "nice", "responsibility"]: ...
    @property
    def kind(self) -> str: ...
    @property
    def asks(self) -> tuple[Ask, ...]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Keyword:
    """One thing a screening looks for."""

    name: str
    forms: tuple[str, ...]
    """Names of which one is enough."""
    modality: Literal["must", "nice", "responsibility"]


def keywords(demands: Sequence[Demand], duties: Sequence[Demand], language: str = "en") -> tuple[Keyword, ...]:
    """At most 18, must-haves first; of the duties only names of skills, tools and licences."""
    found: dict[str, Keyword] = {}
    for keyword in (*_asked(demands, language), *_named(duties, language)):
        found.setdefault(_key(keyword), keyword)
    return tuple(found.values())[:MOST]


def _asked(demands: Sequence[Demand], language: str) -> Iterator[Keyword]:
    for demand in demands:
        if demand.kind in _NO_KEYWORD:
            continue
        for ask in demand.asks:
            forms = tuple(name for name in ask if _short(name) and says_something(name, language))
            if forms:
                yield Keyword(_joined(forms, language), forms, demand.modality)


def _named(duties: Sequence[Demand], language: str) -> Iterator[Keyword]:
    for duty in duties:
        for mention in find_terms(duty.text, language):
            if mention.kind in {"skill", "credential", "duty", "product"}:
                yield Keyword(mention.text, (mention.text,), "responsibility")


def _short(name: str) -> bool:
    return len(content(words(name))) <= _LONGEST


def _joined(forms: tuple[str, ...], language: str) -> str:
    return (" או " if language == "he" else " or ").join(forms)


def _key(keyword: Keyword) -> str:
    return " ".join(sorted(canonical(keyword.forms[0]).split()))


def company_words(told: Iterable[str], company: str, language: str = "en") -> tuple[str, ...]:
    """The content words of sentences about a company, the most used first."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    own = stems(company)
    for word in (word for text in told for word in content(words(text)) if not word.text[0].isdigit()):
        stem = stem_of(word)
        if stem not in own and says_something(word.text, language):
            counted[stem] += 1
            shown.setdefault(stem, word.text.lower() if not word.text.isupper() else word.text)
    return tuple(shown[stem] for stem, _ in counted.most_common(_COMPANY_WORDS))
