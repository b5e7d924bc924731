"""Writing an interview sheet from evidence: likely questions, and answers in four parts that claim nothing new."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import cycle

from careervp_mcp.career.applications import Application
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.firstperson import as_first_person, as_self_description
from careervp_mcp.career.frames import Frames, apart, plain, quoted
from careervp_mcp.career.interviews import (
    AIMED,
    LEAST_WORDS,
    MOST_OF_A_TYPE,
    MOST_WORDS,
    InterviewAnswer,
    InterviewQuestion,
    InterviewRequest,
    QuestionType,
    Sheet,
)
from careervp_mcp.career.relevance import Assessment

_ACTIONS, _PITCH, _PROOF = 3, 3, 6
"""Deeds of an answer, of the thirty seconds, and to have ready."""
_DEMAND = 10
"""Words of a demand that a question can carry."""


@dataclass
class InterviewPrepGenerator:
    """One sheet for one application; the same for the same evidence."""

    application: Application
    request: InterviewRequest
    used: Counter[str] = field(default_factory=Counter)
    """How often each fact was told, so that answers differ."""
    turn: int = 0
    """Which answer is being written, so that their frames differ."""

    def generate(self) -> Sheet:
        """Questions, answers, and all that stands beside them."""
        questions = self.prioritize_questions(self.generate_questions())[: self.request.max_questions]
        questions = [replace(one, priority=place) for place, one in enumerate(questions, 1)]
        answers = tuple(self._in_turn(questions))
        return Sheet(
            questions=tuple(questions),
            answers=answers,
            pitch=tuple(self._pitch()),
            proof=tuple(self._proof()),
            ask=tuple(Sentence(self.frames.filled(text)) for text in self.frames.pool("ask", "rows")),
            gaps=tuple(self._gap_lines()),
            company=tuple(Sentence(f"“{text}”") for text in self._known()),
            salary=(self._salary(),),
            checklist=tuple(Sentence(text) for text in self.frames.pool("checklist", "rows")),
            language=self.frames.language,
        )

    def generate_questions(self) -> list[InterviewQuestion]:
        """At most four of a type: gaps that were answered, must-haves, deeds, duties."""
        found: list[InterviewQuestion] = []
        for kind in self.request.question_types:
            demands = list(self._demands(kind))
            for frame, demand in zip(cycle(self.frames.pool("questions", kind)), demands, strict=False):
                found.append(self._question(kind, frame, demand))
        return found

    def prioritize_questions(self, questions: Sequence[InterviewQuestion]) -> list[InterviewQuestion]:
        """Gap-focused first, then must-haves, then the rest."""
        order: Mapping[str, int] = {"Gap-Focused": 0, "Technical": 1, "Behavioral": 2, "Situational": 3}
        return sorted(questions, key=lambda question: order[question.type])

    def generate_answers(self, question: InterviewQuestion) -> InterviewAnswer:
        """One answer in four parts, told from the entry that answers best."""
        if question.type == "Gap-Focused":
            return self._gap_answer(question)
        facts = self._facts_for(question)
        lead = facts[0] if facts else None
        parts = {
            "situation": self.frames.standing(self._situation(lead)),
            "task": self.frames.standing([self._frame("situation", "task"), self._frame("situation", "task_more")]),
            "action": self.frames.standing(self._actions(facts)),
            "result": self.frames.standing(self._results(facts)),
        }
        return self._measured(InterviewAnswer(question.question_id, parts, tuple(self._holes(facts))), facts)

    def _in_turn(self, questions: Sequence[InterviewQuestion]) -> Iterator[InterviewAnswer]:
        for place, question in enumerate(questions):
            self.turn = place
            yield self.generate_answers(question)

    def _demands(self, kind: QuestionType) -> Iterator[str]:
        """What the questions of a type are about."""
        most = min(AIMED[kind], MOST_OF_A_TYPE)
        if kind == "Gap-Focused":
            answered = {answer.requirement for answer in self.application.answers}
            open_ = [one for one in self.application.musts if not one.held and one.requirement.text in answered]
            told = [_demand(one) for one in open_]
        elif kind == "Technical":
            held = [one for one in self.application.musts if self._is_shown(one)]
            told = [_demand(one) for one in held]
        elif kind == "Situational":
            told = [quoted(one.text) for one in self.application.asked.responsibilities if _fits(one.text)]
        else:
            told = [""] * len(self.frames.pool("questions", kind))
        return iter(told[:most])

    def _is_shown(self, one: Assessment) -> bool:
        """Whether a deed that can be said shows a skill or a duty."""
        acts = {fact.id for fact in self._sayable}
        return one.requirement.kind in {"skill", "duty"} and one.held and not acts.isdisjoint(one.facts)

    def _question(self, kind: QuestionType, frame: str, demand: str) -> InterviewQuestion:
        text = self.frames.filled(frame, demand=demand)
        name = hashlib.sha256(f"{self.application.id} {text}".encode()).hexdigest()[:8]
        return InterviewQuestion(
            question_id=f"iq_{name}",
            type=kind,
            question=text,
            tier=2 if kind == "Technical" else 1,
            requirement=demand.strip("“”"),
            follow_up_questions=tuple(self.frames.pool("follow", "rows")),
        )

    def _facts_for(self, question: InterviewQuestion) -> list[Fact]:
        """The deeds of one role that answer a question: those of the demand first, those told least."""
        wanted = self._asked(question)
        named = {name: place for place, name in enumerate(wanted.facts if wanted else ())}

        def place(fact: Fact) -> tuple[int, int, bool, str]:
            return named.get(fact.id, 99), self.used[fact.id], not self.frames.has_figure(fact), fact.entry

        acts = [fact for fact in self._sayable if fact.entry.startswith("r")]
        if not acts:
            return []
        best = min(acts, key=place)
        rest = sorted((fact for fact in acts if fact.entry == best.entry and fact is not best), key=place)
        return [best, *rest]

    def _asked(self, question: InterviewQuestion) -> Assessment | None:
        """The demand that a question is about."""
        told = question.requirement
        return next((one for one in self.application.assessments if _demand(one).strip("“”") == told), None)

    def _situation(self, lead: Fact | None) -> list[Sentence]:
        """Where and when, as the CV has it."""
        where = [self._role(lead.entry)] if lead is not None else []
        return [*filter(None, where), self._frame("situation", "kin"), self._frame("situation", "plain")]

    def _role(self, entry: str) -> Sentence | None:
        bank = self.application.bank
        employer, title = bank.by_id.get(f"{entry}.employer"), bank.by_id.get(f"{entry}.title")
        if employer is None or title is None:
            return None
        place = int(entry.removeprefix("r")) - 1
        dates = self.application.person.experience[place].dates
        named = {"employer": employer.text.split(",")[0], "role": _article(title.text), "dates": dates}
        return self._frame("situation", "role", facts=(employer.id, title.id), **named)

    def _actions(self, facts: Sequence[Fact]) -> list[Sentence]:
        told: list[Sentence] = []
        for place, fact in enumerate(facts[:_ACTIONS]):
            text = as_first_person(fact.text, self.frames.language) or ""
            self.used[fact.id] += 1
            also = text.replace("I ", "I also ", 1) if text.startswith("I ") else text
            if place:
                text = self.frames.filled(
                    self.frames.text("action", "more" if place == 1 else "besides", self.turn), told=text, also=also
                )
            told.append(Sentence(text, (fact.id,)))
        return [*told, self._frame("action", "steps")]

    def _results(self, facts: Sequence[Fact]) -> list[Sentence]:
        """The figure is in the deed itself; what it would mean here is a plan."""
        figures = any(self.frames.has_figure(fact) for fact in facts[:_ACTIONS])
        first = [] if figures else [self._frame("result", "none")]
        return [*first, self._frame("result", "back"), self._frame("result", "close")]

    def _gap_answer(self, question: InterviewQuestion) -> InterviewAnswer:
        near = self._asked(question)
        facts = [fact for fact in self._sayable if near and fact.id in near.facts] or self._sayable[:1]
        told = [Sentence(as_first_person(fact.text, self.frames.language) or "", (fact.id,)) for fact in facts[:2]]
        gap = question.requirement
        parts = {
            "situation": self.frames.standing([self._frame("gap", "honest", gap=gap), self._frame("gap", "close")]),
            "task": self.frames.standing([self._frame("gap", "near")]),
            "action": self.frames.standing([*told, self._frame("gap", "plan_30"), self._frame("gap", "plan_60")]),
            "result": self.frames.standing([self._frame("gap", "plan_90"), self._frame("gap", "ask")]),
        }
        return self._measured(InterviewAnswer(question.question_id, parts), facts)

    def _measured(self, answer: InterviewAnswer, facts: Sequence[Fact]) -> InterviewAnswer:
        """The answer with further deeds of the role while it is short, and never over its limit."""
        for fact in facts[_ACTIONS:]:
            if answer.word_count >= LEAST_WORDS:
                break
            more = self.frames.standing(
                [Sentence(as_first_person(fact.text, self.frames.language) or "", (fact.id,))]
            )
            answer = _with(answer, "action", more)
        if answer.word_count < LEAST_WORDS:
            answer = _with(answer, "result", self.frames.standing([self._frame("result", "close_more")]))
        while answer.word_count > MOST_WORDS and len(answer.star_elements["action"]) > 1:
            answer = replace(
                answer, star_elements={**answer.star_elements, "action": answer.star_elements["action"][:-1]}
            )
        return answer

    def _holes(self, facts: Sequence[Fact]) -> Iterator[str]:
        if not facts:
            yield self.frames.text("holes", "action")
            yield self.frames.text("holes", "situation")
        if not any(self.frames.has_figure(fact) for fact in facts[:_ACTIONS]):
            yield self.frames.text("holes", "figure")

    def _pitch(self) -> Iterator[Sentence]:
        for fact in self.application.bank.of("summary")[:1]:
            told = as_self_description(fact.text) if self.frames.language == "en" else None
            yield from self.frames.standing([Sentence(told, (fact.id,))] if told else [])
        yield from self.frames.standing(self._told(self._sayable[:_PITCH]))

    def _proof(self) -> Iterator[Sentence]:
        yield from self.frames.standing(self._told(self._sayable[:_PROOF]))

    def _told(self, facts: Sequence[Fact]) -> list[Sentence]:
        return [Sentence(as_first_person(fact.text, self.frames.language) or "", (fact.id,)) for fact in facts]

    def _gap_lines(self) -> Iterator[Sentence]:
        for one in self.application.musts:
            if not one.held:
                yield from self.frames.standing([self._frame("gap", "honest", gap=_demand(one))])

    def _known(self) -> Sequence[str]:
        told = [fact.text for fact in self.application.asked.company_facts]
        return list(apart(" ".join(text.split()) for text in (*told, *self.application.research)))[:_PROOF]

    def _salary(self) -> Sentence:
        if self.request.salary_text:
            return self._frame("salary", "given", told=self.request.salary_text.rstrip(" ."))
        return self._frame("salary", "none")

    @cached_property
    def _sayable(self) -> list[Fact]:
        """The deeds that can be said, those with figures first, recent roles before older ones."""
        acts = [
            fact for fact in self.application.bank.of("action") if as_first_person(fact.text, self.frames.language)
        ]
        return sorted(
            acts, key=lambda fact: (not self.frames.has_figure(fact), not fact.entry.startswith("r"), fact.entry)
        )

    def _frame(self, part: str, name: str, *, facts: tuple[str, ...] = (), **holes: str) -> Sentence:
        """A frame in this answer's form of it."""
        return self.frames.sentence(part, name, turn=self.turn, facts=facts, **holes)

    @cached_property
    def frames(self) -> Frames:
        """What the sheet says of its own."""
        said = (self.request.salary_text,) if self.request.salary_text else ()
        return Frames("interview", self.application, said)


def _with(answer: InterviewAnswer, part: str, more: tuple[Sentence, ...]) -> InterviewAnswer:
    return replace(answer, star_elements={**answer.star_elements, part: (*answer.star_elements[part], *more)})


def _demand(one: Assessment) -> str:
    text = plain(one.requirement.text)
    if not _fits(text):
        text = max(one.requirement.terms, key=len, default=" ".join(text.split()[:_DEMAND]))
    return quoted(text)


def _fits(text: str) -> bool:
    return len(text.split()) <= _DEMAND


def _article(title: str) -> str:
    return title if title[:1].islower() else f"{'an' if title[:1] in 'AEIO' else 'a'} {title}"
