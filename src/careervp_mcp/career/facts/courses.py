"""Courses of study and credentials: which of them a text names, and which the CV calls unfinished."""

from collections.abc import Mapping

from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.words import folded, words

_STUDYING = frozenset(word.family for word in words("studying study towards for working candidate expected"))


def unfinished(bank: EvidenceBank) -> Mapping[str, str]:
    """Courses and credentials that the CV calls unfinished, each to the rule that telling them as done breaks."""
    found: dict[str, str] = {}
    for fact in bank.facts:
        if fact.entry[:1] in {"e", "c"} and (fact.kind == "status" or "learning" in fact.qualifiers):
            done = fact.kind == "status" and folded(fact.text).startswith("complete")
            found |= (
                {} if done else {fact.entry: "study_completed" if fact.entry[0] == "e" else "credential_upgraded"}
            )
    return found


def courses_named(bank: EvidenceBank, statement: Statement) -> frozenset[str]:
    """The courses of study and credentials that a statement names by their own words."""
    families = frozenset(word.family for word in statement.words)
    courses = [entry for entry in bank.entries if entry[:1] in {"e", "c"} and entry[1:].isdigit()]
    own = {entry: _field_words(bank, entry) or study_words(bank, entry) for entry in courses}
    return frozenset(entry for entry, telling in own.items() if telling and telling <= families)


def _field_words(bank: EvidenceBank, entry: str) -> frozenset[str]:
    """The families of a course's field that no other course has."""
    fields = {fact.entry: Statement(fact.text, language=bank.language).families for fact in bank.of("field")}
    others = frozenset[str]().union(*(field for other, field in fields.items() if other != entry))
    return fields.get(entry, frozenset()) - others


def study_words(bank: EvidenceBank, entry: str) -> frozenset[str]:
    """The families that name one course or credential among the others."""
    own = _families_of(bank, entry)
    others = frozenset[str]().union(
        *(_families_of(bank, other) for other in bank.entries if other[:1] == entry[:1] and other != entry)
    )
    return own - others or own


def _families_of(bank: EvidenceBank, entry: str) -> frozenset[str]:
    kinds = {"degree", "field", "certification"}
    text = " ".join(fact.text for fact in bank.facts if fact.entry == entry and fact.kind in kinds)
    plain = Statement(text, language=bank.language)
    return frozenset(word.family for word in plain.words if not word.stop) - _STUDYING
