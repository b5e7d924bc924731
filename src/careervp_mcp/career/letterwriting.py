"""Writing a letter from evidence: the CV's own deeds in the first person, between sentences that claim nothing."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from careervp_mcp.career.applications import Application
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.firstperson import as_first_person, as_self_description
from careervp_mcp.career.frames import Frames, told_of
from careervp_mcp.career.letters import CLOSE, HOOK, Letter, LetterRequest
from careervp_mcp.career.relevance import Assessment
from careervp_mcp.career.sayings import says
from careervp_mcp.career.showing import shown_by
from careervp_mcp.career.terms import find_terms
from careervp_mcp.career.wordlists import word_groups

_PROVED = 3
"""Requirements that a letter proves."""
_DEMAND = 9
"""Words of a demand that a sentence can carry."""
_NAME = 3
"""Words of a name for something that is missing."""
_LEAST_QUOTE, _QUOTE = 5, 22
"""Words of a sentence about the company that a letter repeats."""
_LISTED = 4
"""Skills that a letter without deeds names."""
_SHORT_DEMAND = 2
"""Letters up to which a demand says nothing by itself."""


@dataclass
class CoverLetterGenerator:
    """One letter for one application; what was said once is not said again."""

    application: Application
    request: LetterRequest
    said: set[str] = field(default_factory=set)
    """Ids of facts already used."""
    place: str = ""
    """The entry that the last sentence spoke of."""
    run: int = 0
    """Sentences in a row about it."""

    def generate(self) -> Letter:
        """The letter; the same for the same application and options."""
        self.said |= {facts[0].id for _, facts in self._proofs}
        hook = tuple(self._hook())
        self.said -= {facts[0].id for _, facts in self._proofs}
        proof, matched = self._proof()
        close = tuple(self._close())
        return Letter(
            self._frame("salutation").text,
            hook,
            proof,
            close,
            self._frame("close").text,
            spoken_name(self.application.person.full_name),
            matched,
        )

    def _hook(self) -> Iterator[Sentence]:
        """The wish, a line of the company's own, who writes, and the best deed; filled up to its measure."""
        names = word_groups(self._language, "letter", "tones")[self.request.tone]
        opening = [self._opening(name) for name in names[:-1]]
        told = [*opening, *self._self_description()]
        told += [sentence for fact in self._best[:1] for sentence in self._told(fact)]
        tail = [self._frame(names[-1])]
        rest = (sentence for fact in self._best[1:] for sentence in self._told(fact))
        yield from self._measured(told, tail, rest, HOOK)

    def _opening(self, name: str) -> Sentence:
        quote = self._company_line()
        if name != "company_fact":
            return self._frame(name)
        return self._frame("company_fact", quote=quote) if quote else self._frame("no_company_fact")

    def _proof(self) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
        """A demand, then what proves it, three times; further deeds while there is room."""
        least, most = self.request.proof
        told: list[Sentence] = []
        matched: list[str] = []
        asked = 0
        self.place = ""
        for one, facts in self._proofs:
            sentences = [sentence for fact in facts[:1] for sentence in self._told(fact)]
            demand = _demand(one)
            lead = [self._frame(f"demand_{asked + 1}", demand=demand)] if demand else []
            if sentences and _words([*told, *lead, *sentences]) <= most:
                told += [*lead, *sentences]
                matched.append(one.requirement.text)
                asked += len(lead)
        rest = (sentence for fact in self._best for sentence in self._told(fact))
        proved = tuple(self._measured(told, [], rest, (least, most)))
        return proved or tuple(self._little()), tuple(matched)

    def _little(self) -> Iterator[Sentence]:
        """What can be said where no deed can: the skills that the CV lists, and that it is little."""
        listed = self.application.bank.of("skill")[:_LISTED]
        names = ", ".join(fact.text for fact in listed)
        if names:
            said = self._frame("listed", skills=names).text
            if self.frames.proves(said):
                yield Sentence(said, tuple(fact.id for fact in listed))
        yield self._frame("little")

    def _close(self) -> Iterator[Sentence]:
        """An honest gap, the invitation, and thanks."""
        told = list(self._gap())
        told.append(self._frame("call"))
        if self.request.availability:
            told.append(self._frame("availability", availability=self.request.availability.rstrip(" .")))
        rest = iter([self._frame("offer"), self._frame("thanks_more")])
        yield from self._measured(told, [self._frame("thanks")], rest, CLOSE)

    def _gap(self) -> Iterator[Sentence]:
        """The first must-have that is missing and has a name, said before it is found."""
        for one in self.application.musts:
            name = _gap_name(one)
            if one.status == "missing" and name:
                frame = "gap_credential" if one.requirement.kind == "credential" else "gap"
                yield from (self._frame(frame, gap=name), self._frame("gap_plan"))
                return

    def _measured(
        self, told: list[Sentence], tail: list[Sentence], rest: Iterator[Sentence], limits: tuple[int, int]
    ) -> Iterator[Sentence]:
        """What must be said, what may be said while the paragraph is short, and how it ends."""
        least, most = limits
        for sentence in rest:
            if _words([*told, *tail]) >= least:
                break
            if _words([*told, *tail, sentence]) <= most:
                told.append(sentence)
        yield from (*told, *tail)

    def _told(self, fact: Fact) -> Iterator[Sentence]:
        """A deed in the first person, its employer named where it was not last; nothing for what can't be said."""
        if fact.id in self.said:
            return
        told = as_first_person(fact.text, self._language)
        if told is None:
            return
        sentence = Sentence(self._placed(told, fact), (fact.id,))
        if not self.frames.proves(sentence.text):
            return
        self.said.add(fact.id)
        self.place = fact.entry
        yield sentence

    def _placed(self, told: str, fact: Fact) -> str:
        employer = self.frames.employer(fact)
        if not employer:
            return told
        if fact.entry == self.place:
            self.run = self.run % 4 + 1
            also = told.replace("I ", "I also ", 1) if told.startswith("I ") and "'" not in told[:4] else told
            return self._frame(f"there_{self.run}", told=told, also=also).text
        self.run = 0
        earlier = bool(self.place) and fact.entry > self.place
        return self._frame("earlier" if earlier else "at", employer=employer, told=told).text

    @cached_property
    def _language(self) -> str:
        return self.application.bank.language

    @cached_property
    def _demands(self) -> tuple[Assessment, ...]:
        """The held must-haves with a fact that shows them, figures first."""
        held = [one for one in self.application.assessments if one.held and self._facts_of(one)]
        order = {"STRONG": 0, "MODERATE": 1, "DEVELOPING": 2, "NO_EVIDENCE": 3}
        return tuple(sorted(held, key=lambda one: (one.requirement.modality != "must", order[one.strength])))

    @cached_property
    def _proofs(self) -> tuple[tuple[Assessment, list[Fact]], ...]:
        """Three demands, each with deeds that show it, no deed twice."""
        found: list[tuple[Assessment, list[Fact]]] = []
        taken: set[str] = set()
        for one in self._demands:
            facts = [fact for fact in self._facts_of(one) if fact.id not in taken and self._sayable(fact)]
            if facts and len(found) < _PROVED:
                found.append((one, facts))
                taken.add(facts[0].id)
        return tuple(found)

    def _sayable(self, fact: Fact) -> bool:
        return as_first_person(fact.text, self._language) is not None

    def _facts_of(self, one: Assessment) -> list[Fact]:
        found = [self.application.bank.by_id[name] for name in one.facts if name in self.application.bank.by_id]
        acts = [fact for fact in found if fact.kind == "action" and fact.entry.startswith("r")]
        return sorted(acts, key=lambda fact: (not self.frames.has_figure(fact), -self._asked(fact)))

    @cached_property
    def _best(self) -> tuple[Fact, ...]:
        """The deeds, those with figures and of what is asked first; recent roles before older ones."""
        told = self.application.bank.of("action")
        acts = [fact for fact in told if fact.entry.startswith("r") and self.frames.tells_work(fact)]
        return tuple(sorted(acts, key=lambda fact: (-self._worth(fact), fact.entry)))

    def _worth(self, fact: Fact) -> float:
        stressed = sum(shown_by([fact.text]).shows(word) for word in self.request.emphasis)
        return self._asked(fact) + 1.5 * self.frames.has_figure(fact) + 2 * stressed + (fact.entry == "r1")

    def _asked(self, fact: Fact) -> int:
        shown = shown_by([fact.text], self._language)
        keywords = self.application.asked.keywords
        return sum(any(says(shown, form) for form in keyword.forms) for keyword in keywords)

    def _self_description(self) -> Iterator[Sentence]:
        """Who writes, in the words of the CV's summary."""
        for fact in self.application.bank.of("summary")[:2]:
            told = as_self_description(fact.text) if self._language == "en" else None
            if told and self.frames.proves(told):
                yield Sentence(told, (fact.id,))
                return

    def _company_line(self) -> str:
        """A sentence of the posting about the company that a letter can repeat."""
        calls = re.compile("|".join(word_groups(self._language, "letter", "calls")["patterns"]), re.IGNORECASE)
        told = (quotation.text for quotation in self.application.asked.company_facts)
        for sentence in (*told, *self.application.research):
            text = " ".join(sentence.split())
            worth = _LEAST_QUOTE <= len(text.split()) <= _QUOTE and not calls.search(text)
            if worth and "“" not in text and text.endswith("."):
                return text
        return ""

    def _frame(self, name: str, **holes: str) -> Sentence:
        turn = int(hashlib.sha256(f"{self._seed} {name}".encode()).hexdigest()[:8], 16)
        return Sentence(self.frames.filled(self.frames.text("frames", name, turn), **holes))

    @cached_property
    def _seed(self) -> str:
        """What chooses among frames: the person and the posting as cleaned, so that what was cut changes none."""
        return f"{self.application.cv_id} {' '.join(self.application.posting.description.split())}"

    @cached_property
    def frames(self) -> Frames:
        """What the letter says of its own."""
        said = (self.request.availability,) if self.request.availability else ()
        return Frames("letter", self.application, said)


def spoken_name(name: str) -> str:
    """A name as one signs it: a CV's capitals are its heading's, unless small letters would have to be guessed."""
    guessed = any(part.startswith(("MC", "MAC")) or part in {"VAN", "VON", "DE", "DI", "LA"} for part in name.split())
    return name.title() if name.isupper() and name.isascii() and not guessed else name


def _demand(one: Assessment) -> str:
    """A demand as a sentence can carry it: a proper name bare, other words quoted; empty where it is too long."""
    text = told_of(one)
    if len(text.split()) > _DEMAND:
        named = [name for name in one.requirement.terms if len(name.split()) > 1 or name[:1].isupper()]
        text = max(named, key=len, default="")
    if len(text) <= _SHORT_DEMAND:
        return ""
    bare = len(text.split()) <= _NAME and all(part[:1].isupper() for part in text.split())
    return text if bare else f"“{text}”"


def _gap_name(one: Assessment) -> str:
    """What is missing by a short name: a tool, a licence, a language; empty where there is only a description."""
    for name in one.requirement.terms:
        whole = any(term.span == (0, len(name)) for term in find_terms(name, context="list"))
        proper = all(part[:1].isupper() for part in name.split())
        if len(name.split()) <= _NAME and (whole or proper):
            return name
    return ""


def _words(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)
