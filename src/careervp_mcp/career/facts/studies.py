"""Studies: degrees, fields and schools named in prose."""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.courses import courses_named, study_words, unfinished
from careervp_mcp.career.facts.entities import names_in
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, applied_for
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import degree_level
from careervp_mcp.career.wordlists import word_map
from careervp_mcp.career.words import Word, folded

_SCHOOL = re.compile(r"\b(?:University|College|Institute|Academy|School|Polytechnic|Conservatory|Faculty)\b")
_FIELD = re.compile(
    r"\b(?:degree|diploma|bachelor(?:'s)?|master(?:'s)?|BSc?|MSc?|BA|MA|B\.\w+\.?|M\.\w+\.?|[A-Z]\.(?:[A-Z]\.)+|associate(?:'s)?|BEng|MEng|LLB|LLM"
    r"|BEd|doctorate|PhD|graduate|majored)"
    r"(?: \(Hons\))?(?: degree)?(?: (?:of (?:science|arts|engineering|education|laws)))?(?:,? (?:from|at"
    r"|of) [^,]{3,40},(?: [^,]{2,12},)?(?: (?:is|was))?)?"
    r"(?: (?:in|of)|, subject) (?P<field>(?:[A-Za-z]+ ?(?:and )?){1,4})",
    re.IGNORECASE,
)
_DEGREES: Mapping[str, str] = {
    "bba": "business administration", "mba": "business administration", "bed": "education", "med": "education",
    "beng": "engineering", "meng": "engineering", "llb": "law", "llm": "law", "bfa": "fine arts", "mfa": "fine arts",
    "bsn": "nursing science", "msn": "nursing science", "bcom": "commerce", "mph": "public health",
    "bsw": "social work", "msw": "social work", "barch": "architecture", "march": "architecture",
    "bas": "applied science", "aas": "applied science", "bmus": "music", "dvm": "veterinary medicine",
    "pharmd": "pharmacy",
}  # fmt: skip
_STUDIED = re.compile(
    r"\b(?:studied|studying|read|majored in|majoring in) "
    r"((?:(?!part-time|full-time|for|at|there|hard|towards?)[a-z-]+ ){1,4})at (?:the )?$",
    re.IGNORECASE,
)
_NO_FIELD = frozenset(
    {
        "from",
        "at",
        "science",
        "art",
        "degree",
        "part-time",
        "full-time",
        "take",
        "year",
        "university",
        "college",
        "my",
        "honour",
    }
)
_GOING_ON = re.compile(
    r"\b(?:expect\w*|in progress|studying|studies for|pursuing|towards?|will (?:be|finish|have)|due|working on"
    r"|working towards?|still|preparing|"
    r"enrolled|part-?way|part[- ]qualified|halfway|under way|underway|not yet|reading for|currently taking"
    r"|candidate)\b",
    re.IGNORECASE,
)
_NAMED = 2
"""Telling words of a course that name it."""
_LEARNT = re.compile(
    r"\b(?:(?:have|has|'ve) (?:an?|my|his|her|both|two|the)\b"
    r"|graduat\w+|finish\w+|complet\w+|earned|hold|holds|obtained|received|got|gained|studied|with)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:GPA(?: of)? ?[\d.]*|a first(?= in| from|-|\.|,)|first[- ]class|distinction|with honou?rs|summa"
    r"|magna|cum laude|top of (?:my|the|her|his) class|dean'?s list|valedictorian|merit)\b",
    re.IGNORECASE,
)


def wrong_degrees(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """degree_inflated: a degree of a level that the history does not hold."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    held = {degree_level(fact.text) for fact in grounds.bank.of("degree")}
    named = {mention.span for mention in (*clause.employers, *grounds.schools.mentions(clause.statement.text))}
    for term in clause.statement.terms:
        if (
            term.kind != "degree"
            or folded(term.text) in word_map("en", "dates", "months")
            or any(start <= term.span[0] < end for start, end in named)
        ):
            continue
        level = degree_level(term.text)
        if level is not None and level not in held and not grounds.says(term.text):
            yield found_at(
                clause, term.span, "degree_inflated", f"the CV has {_degrees(grounds)}", expected=_degrees(grounds)
            )


def _degrees(grounds: Grounds) -> str:
    return ", ".join(fact.text for fact in grounds.bank.of("degree")) or "no degree"


def swapped_schools(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """institution_swapped: a school that the history does not name."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for name in names_in(clause, context):
        said = clause.statement.text[slice(*name.span)]
        parts = re.split(r"\s+of (?:the )?", said)
        if (
            _SCHOOL.search(said)
            and not applied_for(clause, name.span, context)
            and not all(grounds.says(part) for part in parts)
            and not grounds.schools.mentions(said)
        ):
            known = ", ".join(fact.text for fact in grounds.bank.of("institution"))
            yield found_at(
                clause, name.span, "institution_swapped", f"the CV has {known or 'no school'}", expected=known
            )


def changed_fields(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """field_changed: a degree in another subject."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for found in _FIELD.finditer(clause.statement.text):
        told = [word for word in _field(found["field"]) if word.lemma not in _NO_FIELD]
        entries = _of_level(found.group(), grounds)
        studies = " ".join(fact.text for fact in grounds.bank.facts if fact.entry in entries)
        known = Statement(f"{studies} {_spelt_out(studies)}").families
        strange = [word for word in told if word.family not in known]
        if told and strange and entries:
            span = (found.start(), found.start("field") + strange[-1].end)
            yield found_at(clause, span, "field_changed", f"the CV has {studies[:80]}", expected=studies[:80])


def _spelt_out(studies: str) -> str:
    """What the short names of degrees stand for: BBA for business administration."""
    short = {re.sub(r"[^a-z]", "", word.lower()) for word in studies.split()}
    return " ".join(whole for name, whole in _DEGREES.items() if name in short)


def studied_elsewhere(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """field_changed: "studied statistics at …" of a school where another subject was taken."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for mention in grounds.schools.mentions(clause.statement.text):
        found = _STUDIED.search(clause.statement.text[: mention.span[0]])
        studies = " ".join(fact.text for fact in grounds.bank.facts if fact.entry in mention.entries)
        known = Statement(studies).families
        strange = [word for word in Statement(found[1]).content if word.family not in known] if found else []
        if found and strange and grounds.bank.language != "he":
            yield found_at(
                clause, found.span(1), "field_changed", f"the CV has {studies[:80]}", expected=studies[:80]
            )


def _field(said: str) -> Iterator[Word]:
    """The words of a field; one in capitals ends with the last capital word."""
    content = Statement(said).content
    capital = bool(content) and content[0].capital
    return takewhile(lambda word: word.capital or not capital, content)


def crossed_schools(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """institution_swapped: one course told of another course's school."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    courses = frozenset(entry for entry in courses_named(grounds.bank, clause.statement) if entry.startswith("e"))
    for mention in grounds.schools.mentions(clause.statement.text):
        if courses and not courses & mention.entries:
            known = ", ".join(fact.text for fact in grounds.bank.of("institution") if fact.entry in courses)
            yield found_at(clause, mention.span, "institution_swapped", f"the CV has {known}", expected=known)


def _of_level(degree: str, grounds: Grounds) -> frozenset[str]:
    """The courses of study of a named degree's level; all of them where it has none."""
    level = degree_level(degree)
    courses = {fact.entry: degree_level(fact.text) for fact in grounds.bank.of("degree")}
    same = frozenset(entry for entry, held in courses.items() if held == level and level is not None)
    return same or frozenset(courses)


def finished_studies(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """study_completed, credential_upgraded: what the history calls unfinished, told as done."""
    if clause.voice in {"company", "question", "plan", "gap"} or _GOING_ON.search(clause.sentence.text):
        return
    at = _LEARNT.search(clause.statement.text)
    if at is None:
        return
    families = frozenset(word.family for word in clause.statement.words)
    for entry, rule in unfinished(grounds.bank).items():
        own = study_words(grounds.bank, entry)
        if len(own & families) >= min(_NAMED, len(own)) and own & families:
            yield found_at(
                clause, (at.start(), len(clause.statement.text)), rule, "the CV says that this is not finished"
            )
            return


def raised_grades(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """gpa_honour_changed: a grade or honours that the history lacks."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    at = _GRADE.search(clause.statement.text)
    if at and not any(grounds.says(at.group().replace(*form)) for form in (("", ""), (" of", ""), (" of", ":"))):
        yield found_at(clause, at.span(), "gpa_honour_changed", "the CV has no such grade; leave it out")
