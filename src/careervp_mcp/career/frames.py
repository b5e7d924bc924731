"""Frames: the sentences of our own that claim nothing of a person, filled for one application."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from careervp_mcp.career.applications import Application
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.facts import Context, verify
from careervp_mcp.career.relevance import Assessment
from careervp_mcp.career.validated import Kind
from careervp_mcp.career.wordlists import table, word_set

Noun = Literal["letter", "report", "interview"]
_OPENING = 2
"""Words by which two sentences begin alike."""


def apart(texts: Iterable[str]) -> Iterator[str]:
    """The texts that do not begin as one before them does: told in a row they would read like a list."""
    begun = set[str]()
    for text in texts:
        opening = " ".join(text.casefold().split()[:_OPENING])
        if opening not in begun:
            begun.add(opening)
            yield text


@dataclass(frozen=True)
class Frames:
    """The frames of one kind of document, of `wording/<language>/<noun>.toml`."""

    noun: Noun
    application: Application
    options: tuple[str, ...] = ()
    """What the user said in this call."""

    @property
    def language(self) -> str:
        """The language of what is written."""
        return self.application.bank.language

    def pool(self, part: str, name: str) -> list[str]:
        """Every form of a frame."""
        found = table(self.language, self.noun)[part]
        pool = found[name] if isinstance(found, Mapping) else []
        return [str(text) for text in pool] if isinstance(pool, list) else [str(pool)]

    def text(self, part: str, name: str, turn: int = 0) -> str:
        """One form of a frame, unfilled; turns go round."""
        pool = self.pool(part, name)
        return pool[turn % len(pool)]

    def filled(self, frame: str, **holes: str) -> str:
        """A frame with its holes filled: company, title and person are known."""
        posting = self.application.posting
        known = {
            "company": posting.company_name,
            "title": posting.role_title,
            "person": self.application.person.full_name,
            "name": self.application.person.full_name,
        }
        return frame.format(**(known | holes))

    def sentence(self, part: str, name: str, *, turn: int = 0, facts: tuple[str, ...] = (), **holes: str) -> Sentence:
        """A filled frame as a sentence."""
        return Sentence(self.filled(self.text(part, name, turn), **holes), facts)

    def proves(self, text: str) -> bool:
        """Whether a sentence stands before the gate by itself."""
        bank, posting = self.application.bank, self.application.posting
        context = Context(
            _KINDS[self.noun], posting.company_name, posting.role_title, posting.description,
            self.application.research, self.options, bank.language,
        )  # fmt: skip
        return verify(text, bank, context).is_valid

    def standing(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The sentences that do."""
        return tuple(one for one in sentences if one.text and self.proves(one.text))

    def employer(self, fact: Fact) -> str:
        """The short name of where a fact belongs; empty where it is no employer."""
        found = self.application.bank.by_id.get(f"{fact.entry}.employer")
        name = found.text.split(",")[0].strip() if found else ""
        return "" if name.casefold() in word_set("en", "names", "none") else name

    def tells_work(self, fact: Fact) -> bool:
        """Whether a deed belongs to a post, and not to a break between two."""
        title = self.application.bank.by_id.get(f"{fact.entry}.title")
        plain = title.text.casefold() if title else ""
        return not any(name in plain for name in word_set("en", "names", "breaks"))

    def has_figure(self, fact: Fact) -> bool:
        """Whether a deed has a figure of its own."""
        return any(other.id.startswith(f"{fact.id}.m") for other in self.application.bank.facts)


_KINDS: Mapping[Noun, Kind] = {"letter": "letter", "report": "report", "interview": "interview"}


def told_of(one: Assessment) -> str:
    """A demand's own words on one line, without list marks."""
    return plain(one.requirement.text)


def plain(text: str) -> str:
    """Text on one line, without list marks and its stop."""
    return " ".join(text.split()).strip(" .;:-•*|")


def quoted(text: str) -> str:
    """The same between quotation marks."""
    return f"“{plain(text)}”"
