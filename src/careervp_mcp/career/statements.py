"""A statement: a stretch of text with everything in it that can be checked, read once."""

from dataclasses import dataclass
from functools import cache, cached_property

from careervp_mcp.career.dates import DateMention, Period, dates, periods
from careervp_mcp.career.ownership import objects_among
from careervp_mcp.career.quantities import Change, Quantity, changes, quantities
from careervp_mcp.career.terms import TermMention, find_terms
from careervp_mcp.career.wordlists import word_set
from careervp_mcp.career.words import Word, content, folded, words


@dataclass(frozen=True)
class Statement:
    """One stretch of text; spans inside are its own, counted from its start."""

    text: str
    start: int = 0
    """Where it stands in the whole text."""
    language: str = "en"
    listed: bool = False
    """Whether it stands in a list of skills, where short names count."""

    @cached_property
    def folded(self) -> str:
        """Its text without case and accents."""
        return folded(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order."""
        return words(self.text)

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words that say something."""
        return content(self.words)

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of its content words, parts of hyphenated words too."""
        return frozenset(family for word in self.content for family in families_of(word))

    @cached_property
    def telling(self) -> frozenset[str]:
        """The families that are not light: those that tell one claim from another."""
        return self.families - light_families(self.language)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The dictionary forms of all its words."""
        return frozenset(word.lemma for word in self.words)

    @cached_property
    def objects(self) -> frozenset[str]:
        """The kinds of object among its words: people, recipients, money, organisation."""
        return objects_among(self.lemmas, self.language)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its figures in order."""
        return quantities(self.text, self.language)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Its from–to pairs."""
        return changes(self.text, self.language)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Its dates in order."""
        return dates(self.text, self.language)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Its periods in order."""
        return periods(self.text, self.language)

    @cached_property
    def terms(self) -> tuple[TermMention, ...]:
        """The skills, credentials, degrees, languages and the like that it names."""
        return find_terms(self.text, self.language, context="list" if self.listed else "prose")

    def place(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of its own as a span of the whole text."""
        return self.start + span[0], self.start + span[1]


def families_of(word: Word) -> tuple[str, ...]:
    """A word's family, and of a hyphenated word the families of its parts."""
    if "-" not in word.lemma:
        return (word.family,)
    parts = tuple(part.family for part in content(words(word.text.replace("-", " "))))
    return (word.family, *parts)


@cache
def light_families(language: str) -> frozenset[str]:
    """Families of words that stand in any application."""
    listed = words(" ".join(sorted(word_set(language, "words", "light"))))
    return frozenset(word.family for word in listed)
