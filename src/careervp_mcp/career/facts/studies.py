"""Studies: degrees, fields and schools named in prose."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.entities import names_in
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import degree_level

_SCHOOL = re.compile(r"\b(?:University|College|Institute|Academy|School|Polytechnic|Conservatory|Faculty)\b")
_FIELD = re.compile(
    r"\b(?:degree|diploma|bachelor(?:'s)?|master(?:'s)?|BSc?|MSc?|BA|MA|B\.\w+\.?|M\.\w+\.?|doctorate|PhD)\b(?: (?:of (?:science|arts|engineering|education)))? (?:in|of) ((?:[A-Za-z]+ ?(?:and )?){1,4})"
)
_LEARNT = re.compile(
    r"\b(?:graduat\w+|finish\w+|complet\w+|earned|hold|holds|obtained|received|got|gained|studied|with)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:GPA|first[- ]class|distinction|with honou?rs|summa|magna|cum laude|top of (?:my|the|her|his) class|dean'?s list|valedictorian|merit)\b",
    re.IGNORECASE,
)


def wrong_degrees(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """degree_inflated: a degree of a level that the history does not hold."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    held = {degree_level(fact.text) for fact in grounds.bank.of("degree")}
    named = {mention.span for mention in (*clause.employers, *grounds.schools.mentions(clause.statement.text))}
    for term in clause.statement.terms:
        if term.kind != "degree" or any(start <= term.span[0] < end for start, end in named):
            continue
        level = degree_level(term.text)
        if level is not None and level not in held and not grounds.says(term.text):
            yield found_at(
                clause, term.span, "degree_inflated", f"the CV has {_degrees(grounds)}", expected=_degrees(grounds)
            )


def _degrees(grounds: Grounds) -> str:
    return ", ".join(fact.text for fact in grounds.bank.of("degree")) or "no degree"


def swapped_schools(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """institution_swapped: a school that the history does not name."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for name in names_in(clause, _context):
        said = clause.statement.text[slice(*name.span)]
        if _SCHOOL.search(said) and not grounds.says(said) and not grounds.schools.mentions(said):
            known = ", ".join(fact.text for fact in grounds.bank.of("institution"))
            yield found_at(
                clause, name.span, "institution_swapped", f"the CV has {known or 'no school'}", expected=known
            )


def changed_fields(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """field_changed: a degree in another subject."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    for found in _FIELD.finditer(clause.statement.text):
        field = Statement(found[1])
        told = [word for word in field.content if word.lemma not in {"from", "at"}]
        studies = " ".join(fact.text for fact in grounds.bank.facts if fact.entry.startswith("e"))
        known = Statement(studies).families
        strange = [word for word in told if word.family not in known]
        if told and strange and grounds.bank.of("degree", "field"):
            span = (found.start(1) + strange[0].start, found.start(1) + strange[-1].end)
            yield found_at(clause, span, "field_changed", f"the CV has {studies[:80]}", expected=studies[:80])


def finished_studies(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """study_completed: studies that the history calls unfinished, told as done."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    open_ones = {
        fact.entry for fact in grounds.bank.facts
        if fact.entry.startswith("e") and {"learning"} & set(fact.qualifiers)
    }  # fmt: skip
    if not open_ones or len(open_ones) < len({fact.entry for fact in grounds.bank.of("degree", "institution")}):
        return
    names_one = any(term.kind == "degree" for term in clause.statement.terms)
    at = _LEARNT.search(clause.statement.text)
    if (
        names_one
        and at
        and not re.search(
            r"\b(?:expect|progress|studying|pursuing|toward|will|due|working)\w*", clause.sentence.text, re.IGNORECASE
        )
    ):
        yield found_at(clause, at.span(), "study_completed", "the CV says that these studies are not finished")


def raised_grades(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """gpa_honour_changed: a grade or honours that the history lacks."""
    if clause.voice in {"company", "question", "plan", "gap"}:
        return
    at = _GRADE.search(clause.statement.text)
    if at and not grounds.says(at.group()):
        yield found_at(clause, at.span(), "gpa_honour_changed", "the CV has no such grade; leave it out")
