"""The grounds a text is judged on: the evidence bank read for comparison, once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from careervp_mcp.career.dates import Period, YearMonth, months_inclusive, union_months
from careervp_mcp.career.deriving import role_periods
from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.names import Directory, plain_name
from careervp_mcp.career.qualifying import NO_SUPPORT
from careervp_mcp.career.quantities import Change, Quantity
from careervp_mcp.career.statements import Statement, families_of
from careervp_mcp.career.terms import canonical
from careervp_mcp.career.thesaurus import meaning
from careervp_mcp.career.versions import versions_in
from careervp_mcp.career.wordlists import word_map
from careervp_mcp.career.words import Word, folded, words

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
SPOKEN_OF = frozenset(
    {"action", "summary", "free_title", "headline", "certification", "organisation", "honour"}
    | {"skill", "language", "language_level", "degree", "field", "institution", "issuer"}
)
"""Kinds of fact whose text is a statement that claims may rest on."""


@dataclass(frozen=True)
class Unit:
    """A source sentence."""

    fact: Fact
    statement: Statement

    @property
    def entry(self) -> str:
        """The entry it belongs to."""
        return self.fact.entry

    @cached_property
    def supports(self) -> bool:
        """Whether it says that something is so: neither negated nor wished nor only begun."""
        return NO_SUPPORT.isdisjoint(self.fact.qualifiers)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a source sentence, and the from–to pair it belongs to."""

    unit: Unit
    quantity: Quantity
    change: Change | None = None

    @property
    def entry(self) -> str:
        """The entry it belongs to."""
        return self.unit.entry


@dataclass(frozen=True)
class Grounds:
    """A bank with everything in it that checks look up."""

    bank: EvidenceBank

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The source sentences."""
        language = self.bank.language
        return tuple(
            Unit(fact, Statement(fact.text, language=language)) for fact in self.bank.facts if fact.kind in SPOKEN_OF
        )

    @cached_property
    def verbatim(self) -> Mapping[str, frozenset[str]]:
        """Each source sentence, spaces single, to the entries it stands under."""
        found: dict[str, set[str]] = {}
        for unit in self.units:
            found.setdefault(" ".join(unit.statement.text.split()), set()).add(unit.entry)
        return {text: frozenset(entries) for text, entries in found.items()}

    @cached_property
    def whole(self) -> Statement:
        """The source text as one statement."""
        return Statement(self.bank.text, language=self.bank.language)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Every word's dictionary form, anywhere in the source."""
        return frozenset(
            form for word in self.whole.words for form in (word.lemma, folded(word.text), *_parts(word.lemma))
        )

    @cached_property
    def families(self) -> frozenset[str]:
        """Every word's family, anywhere in the source."""
        return frozenset(family for word in self.whole.words for family in families_of(word))

    @cached_property
    def entailed(self) -> frozenset[str]:
        """What the source's words entail by being more special: bread where it says loaf."""
        known = (meaning(lemma) for lemma in {word.lemma for word in self.whole.content})
        return frozenset(word for one in known if one is not None for word in one.related)

    @cached_property
    def employers(self) -> Directory:
        """Who bears which employer's name."""
        return _directory(self.bank, "employer")

    @cached_property
    def schools(self) -> Directory:
        """Who bears which school's name."""
        return _directory(self.bank, "institution")

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Each role's title, without what stands in brackets after it."""
        return {fact.entry: _BRACKETS.sub("", fact.text).strip() for fact in self.bank.of("title")}

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """Each role's period."""
        return role_periods(self.bank.facts)

    @cached_property
    def figures(self) -> tuple["Figure", ...]:
        """Every figure of the source sentences, from–to pairs with both their ends."""
        return tuple(figure for unit in self.units for figure in _figures(unit))

    @cached_property
    def role_months(self) -> Mapping[str, int]:
        """Months of each role."""
        return {entry: months_inclusive(period, self.bank.today) for entry, period in self.periods.items()}

    def months_of(self, entries: frozenset[str]) -> int:
        """Months that some roles cover together."""
        return union_months(
            [self.periods[entry] for entry in sorted(entries) if entry in self.periods], self.bank.today
        )

    @cached_property
    def total_months(self) -> int:
        """Months that all roles cover together."""
        return union_months(tuple(self.periods.values()), self.bank.today)

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Months of the roles that bear one title, and of those at one employer."""
        groups: dict[str, list[Period]] = {}
        for fact in self.bank.of("title", "employer"):
            if fact.entry in self.periods:
                groups.setdefault(plain_name(fact.text), []).append(self.periods[fact.entry])
        return tuple(union_months(tuple(group), self.bank.today) for group in groups.values())

    @cached_property
    def skill_months(self) -> Mapping[str, int]:
        """Months with each skill, by its canonical name: of the roles that name it."""
        named: dict[str, dict[str, Period]] = {}
        for fact, statement in self._stated:
            for term in statement.terms:
                if fact.entry in self.periods:
                    named.setdefault(term.canonical, {})[fact.entry] = self.periods[fact.entry]
        return {name: union_months(tuple(where.values()), self.bank.today) for name, where in named.items()}

    def months_with(self, skill: str) -> int:
        """Months of the roles whose sentences name a listed skill."""
        named = re.compile(rf"(?<!\w){re.escape(folded(skill))}(?!\w)")
        roles = {
            unit.entry for unit in self.units if unit.entry in self.periods and named.search(unit.statement.folded)
        }
        return self.months_of(frozenset(roles))

    @cached_property
    def dated(self) -> tuple[tuple[str, YearMonth], ...]:
        """Every date of the history with its entry, those inside sentences too."""
        facts = [(fact.entry, fact.value) for fact in self.bank.facts if isinstance(fact.value, YearMonth)]
        said = [
            (unit.entry, mention.value)
            for unit in self.units
            for mention in unit.statement.dates
            if isinstance(mention.value, YearMonth)
        ]
        return tuple((entry, value) for entry, value in (*facts, *said))

    def dates_of(self, entry: str) -> str:
        """An entry's dates in the CV's own words."""
        return " – ".join(
            fact.text for fact in self.bank.facts if fact.entry == entry and fact.kind in {"start", "end", "current"}
        )

    @cached_property
    def versions(self) -> Mapping[str, frozenset[str]]:
        """The versions in which the history names a product or standard."""
        found: dict[str, set[str]] = {}
        for name, version, _ in versions_in(self.bank.text):
            found.setdefault(name, set()).add(version)
        return {name: frozenset(known) for name, known in found.items()}

    @cached_property
    def credentials(self) -> tuple[str, ...]:
        """The certifications held, as written."""
        held = self.bank.of("certification", "title", "degree")
        return tuple(fact.text for fact in held if NO_SUPPORT.isdisjoint(fact.qualifiers))

    @cached_property
    def language_levels(self) -> Mapping[str, int]:
        """The level of each spoken language whose level is given."""
        levels = {fact.id.removesuffix(".level"): fact.value for fact in self.bank.of("language_level")}
        found = {canonical(fact.text): levels.get(fact.id) for fact in self.bank.of("language")}
        return {name: level for name, level in found.items() if isinstance(level, int)}

    @cached_property
    def skill_levels(self) -> Mapping[str, int]:
        """The level that the CV gives a skill, by the skill's folded name, on the scale of the levels' table."""
        ranks = word_map("en", "facts", "levels")
        texts = {fact.id: fact.text for fact in self.bank.of("skill")}
        given = {fact.id.removesuffix(".level"): folded(fact.text) for fact in self.bank.of("skill_level")}
        return {
            folded(texts[name]): int(ranks[level])
            for name, level in given.items()
            if name in texts and level in ranks
        }

    @cached_property
    def language_words(self) -> Mapping[str, str]:
        """The same in the CV's own words."""
        levels = {fact.id.removesuffix(".level"): fact.text for fact in self.bank.of("language_level")}
        return {
            canonical(fact.text): f"{fact.text} {levels.get(fact.id, '')}".strip()
            for fact in self.bank.of("language")
        }

    @cached_property
    def held(self) -> Mapping[str, tuple[str, ...]]:
        """Each term that the person holds, by its canonical name, to the facts that say so."""
        found: dict[str, list[str]] = {}
        for fact, statement in self._stated:
            for term in statement.terms:
                found.setdefault(term.canonical, []).append(fact.id)
        for fact in self.bank.of("skill", "certification", "language"):
            if isinstance(fact.value, str):
                found.setdefault(fact.value, []).append(fact.id)
        return {name: tuple(dict.fromkeys(ids)) for name, ids in found.items()}

    @cached_property
    def _stated(self) -> tuple[tuple[Fact, Statement], ...]:
        """Every fact that says something is so, as a statement."""
        listed = {"skill", "certification", "language", "technology"}
        return tuple(
            (fact, Statement(fact.text, language=self.bank.language, listed=fact.kind in listed))
            for fact in self.bank.facts
            if fact.source != "derived" and NO_SUPPORT.isdisjoint(fact.qualifiers) and fact.kind != "metric"
        )

    @cached_property
    def folded(self) -> str:
        """The source text, folded, spaces single."""
        return " ".join(folded(self.bank.text).split())

    def is_place(self, name: str) -> bool:
        """Whether a name is where the person lives or a role was."""
        plain = folded(name)
        return any(plain in folded(fact.text) for fact in self.bank.of("location"))

    def says(self, phrase: str) -> bool:
        """Whether the source holds a phrase word for word."""
        return re.search(rf"(?<!\w){re.escape(' '.join(folded(phrase).split()))}(?!\w)", self.folded) is not None

    def knows(self, word: Word) -> bool:
        """Whether the source holds a word in any form."""
        return word.lemma in self.lemmas or folded(word.text) in self.lemmas or word.family in self.families


@lru_cache(maxsize=16)
def grounds_of(bank: EvidenceBank) -> Grounds:
    """The grounds of a bank, read once as long as the bank is in use."""
    return Grounds(bank)


def _figures(unit: Unit) -> Iterator[Figure]:
    changes = unit.statement.changes
    for quantity in unit.statement.quantities:
        start = quantity.span[0]
        yield Figure(
            unit, quantity, next((change for change in changes if change.span[0] <= start < change.span[1]), None)
        )


def _parts(lemma: str) -> tuple[str, ...]:
    return tuple(words_part.lemma for words_part in words(lemma.replace("-", " "))) if "-" in lemma else ()


def _directory(bank: EvidenceBank, kind: str) -> Directory:
    names: dict[str, set[str]] = {}
    spoken: dict[str, None] = {}
    for fact in bank.of(kind):
        names.setdefault(plain_name(fact.text), set()).add(fact.entry)
        spoken.setdefault(fact.text)
    return Directory({name: frozenset(entries) for name, entries in names.items()}, tuple(spoken))
