"""Answers: what people said of their gaps, kept for two years, and the facts that confirmed ones add."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from careervp_mcp.career.banking import hash_of, metrics_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.gaps import GapResponse
from careervp_mcp.career.qualifying import qualifiers_of
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.words import folded

KIND = "gap_response"
HOURS = 730 * 24
"""How long an answer is kept."""


def put_answer(ledger: Ledger, bureau: Bureau, answer: GapResponse) -> None:
    """Keep an answer in the place of the one to the same question of the same application."""
    bureau.keep(ledger, KIND, _key(answer.application_id, answer.question_id), _written(answer), hours=HOURS)


def answers_of(ledger: Ledger, bureau: Bureau, application_id: str | None = None) -> tuple[GapResponse, ...]:
    """The owner's answers of one application, or all, by time."""
    found = (_read(record.payload) for record in ledger.find(bureau.owner, KIND))
    mine = [answer for answer in found if application_id in {None, answer.application_id}]
    return tuple(sorted(mine, key=lambda answer: (answer.created_at, answer.question_id)))


def answered(answers: Sequence[GapResponse]) -> tuple[GapResponse, ...]:
    """The answers that are evidence: confirmed, and not declined."""
    return tuple(answer for answer in answers if answer.confirmed and not answer.declined)


def with_answers(bank: EvidenceBank, answers: Sequence[GapResponse]) -> EvidenceBank:
    """The bank joined by the facts of confirmed answers; its text by theirs, so that spans still point at words."""
    text, facts = bank.text, list[Fact]()
    for answer in answers:
        start = len(text) + 2
        facts += facts_of(answer, start, bank.language)
        text += f"\n\n{answer.answer}"
    if not facts:
        return bank
    whole = (*bank.facts, *facts)
    return replace(bank, facts=whole, text=text, bank_hash=hash_of(whole))


def facts_of(answer: GapResponse, start: int, language: str) -> Iterator[Fact]:
    """The sentences of an answer, their figures and skills; `start` is the answer's place in the bank's text."""
    key = f"{answer.entry}.g" if answer.entry else "g"
    name = f"{key}{hashlib.sha256(answer.question_id.encode()).hexdigest()[:4]}"
    kind = "action"
    for number, sentence in enumerate(sentences(answer.answer), 1):
        told = f"{name}.{number}"
        place = (start + sentence.start, start + sentence.end)
        yield _fact(told, kind, sentence.text, place, answer.entry)
        statement = Statement(sentence.text, language=language)
        for count, figure in enumerate(metrics_of(statement), 1):
            metric = "team_size" if figure.role == "team_size" else "metric"
            span = (place[0] + figure.span[0], place[0] + figure.span[1])
            yield replace(_fact(f"{told}.m{count}", metric, figure.text, span, answer.entry), value=figure)
        for count, term in enumerate(statement.terms, 1):
            if term.kind == "skill":
                span = (place[0] + term.span[0], place[0] + term.span[1])
                skill = _fact(f"{told}.s{count}", "skill", term.text, span, answer.entry)
                yield replace(skill, value=term.canonical)


def _fact(name: str, kind: str, text: str, span: tuple[int, int], entry: str) -> Fact:
    told = hashlib.sha256(f"{entry} {kind} {folded(' '.join(text.split()))}".encode()).hexdigest()[:16]
    return Fact(
        name, kind, "VERIFIABLE", text, span, entry, source="gap_answer", qualifiers=qualifiers_of(kind, text),
        content_key=told,
    )  # fmt: skip


def _key(application_id: str, question_id: str) -> str:
    return f"{application_id}/{question_id}"


def _written(answer: GapResponse) -> bytes:
    return json.dumps(asdict(answer), ensure_ascii=False).encode()


def _read(payload: bytes) -> GapResponse:
    held = json.loads(payload)
    lists = {name: tuple(value) for name, value in held.items() if isinstance(value, list)}
    return GapResponse(**(held | lists))
