"""Skills, credentials and languages: what a text says that the person has, against what the history says."""

import re
from collections.abc import Iterator

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.matter import is_strange
from careervp_mcp.career.facts.patterns import pattern
from careervp_mcp.career.facts.reports import found_at
from careervp_mcp.career.facts.speech import Spoken, applied_for
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import TermMention, initials_match
from careervp_mcp.career.versions import versions_in
from careervp_mcp.career.words import folded

_RAISED = re.compile(
    r"\b(advanced|higher|master|expert|senior|gold|professional)(?:-level)? (?:\w+ ){0,2}(certificates?"
    r"|certification|diploma|award|licence)\b",
    re.IGNORECASE,
)
_LACKED = re.compile(
    r"[^.;]{0,60}?(?:,\s+(?:which|that|something|all of which|none of which"
    r"|neither of which)\b[^.;]{0,30}?\b(?:not|never|n't|lack|missing|new)\b"
    r"|\b(?:I|she|he|we) (?:do|does|did|have|has|had|am|is|lack)(?:n't|s| not| never))",
    re.IGNORECASE,
)
_WHAT = re.compile(r"(?:\s+(?!I\b|which\b|that\b|who\b|but\b)[\w'/&-]+){1,6}")
_CERTIFIED = re.compile(
    r"\b(?:(?:certified|accredited|licensed|certification|certificate) (?:in|for|by) |(?P<plain>certified"
    r"|licensed|accredited) )"
    r"(?P<what>[^.;,]{3,40}?)(?= with\b| and\b| who\b| in\b| of\b|[.;,]|$)",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"\b([A-Z][A-Z/+-]{2,9})[ -](?:certified|accredited|qualified|licensed)\b")
_PRESENTING = frozenset({"a", "an", "the", "give", "deliver", "present", "publish", "write"})
_FREE_VOICES = frozenset({"plan", "gap", "company", "question"})
_RULE = {
    "credential": "credential_invented",
    "licence": "credential_invented",
    "degree": "degree_inflated",
    "language": "skill_added_text",
    "industry": "domain_invented",
}


def added_skills(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """skill_added_text, posting_skill_smuggled, credential_invented, domain_invented: a term that is not held."""
    if clause.voice in _FREE_VOICES or (
        clause.stance and not pattern("held", clause.statement.language).search(clause.statement.text)
    ):
        return
    for term in clause.statement.terms:
        if term.kind == "degree" or _is_held(term, clause, grounds) or _denied(term, clause):
            continue
        rule = _RULE.get(term.kind) or _skill_rule(term, clause, context)
        yield found_at(
            clause, term.span, rule, f"the CV does not have {term.text}; leave it out, or say that you lack it"
        )


def _denied(term: TermMention, clause: Spoken) -> bool:
    """Whether what follows says that it is lacked: "…, which I have not done"."""
    shift = clause.statement.start - clause.sentence.start
    return _LACKED.match(clause.sentence.text[term.span[1] + shift :]) is not None


def _is_held(term: TermMention, clause: Spoken, grounds: Grounds) -> bool:
    if term.canonical in grounds.held or grounds.says(term.text) or grounds.says(term.canonical):
        return term.kind != "industry" or grounds.says(term.text) or term.canonical in grounds.held
    named = [mention.span for mention in (*clause.employers, *grounds.schools.mentions(clause.statement.text))]
    if any(start <= term.span[0] and term.span[1] <= end for start, end in named):
        return True
    if term.kind == "credential" and _of_one_certificate(term, grounds):
        return True
    if all(grounds.knows(word) for word in Statement(term.text).words):
        return term.kind != "credential"
    return term.kind == "credential" and any(
        initials_match(term.text, held) or initials_match(held, term.text) for held in grounds.credentials
    )


def _of_one_certificate(term: TermMention, grounds: Grounds) -> bool:
    """Whether all the words of a credential stand in one that is held."""
    told = frozenset(word.family for word in Statement(term.text).words if not word.stop)
    return any(told <= Statement(held).families for held in grounds.credentials)


def _skill_rule(term: TermMention, clause: Spoken, context: Context) -> str:
    asked = {found.canonical for found in Statement(context.posting).terms} if context.posting else set()
    claims = pattern("held", clause.statement.language).search(clause.statement.text)
    return "posting_skill_smuggled" if term.canonical in asked and claims else "skill_added_text"


def claimed_knowledge(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """posting_skill_smuggled, skill_added_text: "familiar with …" of what the history knows under no name."""
    if clause.voice in _FREE_VOICES or clause.statement.language != "en":
        return
    for claim in pattern("held", "en").finditer(clause.statement.text):
        what = _WHAT.match(clause.statement.text[claim.end() :])
        told = Statement(what.group()).content if what else ()
        strange = [word for word in told if is_strange(word, grounds)]
        if strange:
            span = (claim.end() + strange[0].start, claim.end() + strange[-1].end)
            asked = folded(strange[0].text) in folded(context.posting)
            rule = "posting_skill_smuggled" if asked else "skill_added_text"
            yield found_at(clause, span, rule, "the CV does not have it; leave it out, or say that you lack it")
            return


def claimed_certificates(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """credential_invented: certified in something that the history has no certificate of."""
    if clause.voice in _FREE_VOICES:
        return
    raised = _RAISED.search(clause.statement.text)
    if raised and not grounds.says(raised.group()) and not grounds.says(f"{raised[1]} {raised[2]}"):
        yield found_at(clause, raised.span(), "credential_upgraded", "the CV's certificate is not of that level")
    yield from _certified_by_name(clause, grounds)
    at = _CERTIFIED.search(clause.statement.text)
    if at is None:
        return
    held = " ".join(
        fact.text for fact in grounds.bank.facts if fact.entry.startswith("c") or fact.kind in {"degree", "honour"}
    )
    known = Statement(held).families
    told = [word for word in Statement(at["what"]).content if word.family not in known]
    if told and (told[0].capital or at["plain"]):
        start = at.start("what")
        span = (start + told[0].start, start + told[-1].end)
        yield found_at(clause, span, "credential_invented", "the CV has no certificate of it; leave it out")


def _certified_by_name(clause: Spoken, grounds: Grounds) -> Iterator[Finding]:
    """Findings on "CPACC certified" where no certificate that is held bears the name."""
    for found in _BY_NAME.finditer(clause.statement.text):
        held = grounds.credentials
        if not any(found[1] in name or initials_match(found[1], name) for name in held):
            yield found_at(
                clause, found.span(), "credential_invented", "the CV has no such certificate; leave it out"
            )


def changed_versions(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """version_changed: a product or standard that the history has under another number, or under none."""
    if clause.voice in _FREE_VOICES:
        return
    for name, version, span in versions_in(clause.statement.text):
        if applied_for(clause, span, context):
            continue
        known = grounds.versions.get(name)
        if known is None and grounds.bank.language == "en" and not grounds.says(name):
            continue
        if version not in (known or frozenset()) and not grounds.says(f"{name} {version}"):
            told = " or ".join(sorted(known or ())) or "no number"
            yield found_at(clause, span, "version_changed", f"the CV has {name} with {told}", expected=told)


def invented_honours(clause: Spoken, grounds: Grounds, _context: Context) -> Iterator[Finding]:
    """award_invented, publication_invented, clearance_invented: distinctions that the history lacks."""
    if clause.voice in _FREE_VOICES:
        return
    for table, rule in (
        ("awards", "award_invented"),
        ("publications", "publication_invented"),
        ("clearance", "clearance_invented"),
    ):
        for at in pattern(table, clause.statement.language).finditer(clause.statement.text):
            if at.group().lower() == "awarded" and any(term.kind == "degree" for term in clause.statement.terms):
                continue  # so are degrees
            if not _has_kin(at.group(), grounds):
                yield found_at(clause, at.span(), rule, "the CV has no such distinction; leave it out")
                break


def _has_kin(phrase: str, grounds: Grounds) -> bool:
    told = Statement(phrase).words
    opened = told[0].lemma in _PRESENTING
    telling = [word for word in told if not word.stop and word.lemma not in _PRESENTING] if opened else told
    if grounds.says(phrase) or (len(telling) == 1 and grounds.knows(telling[0])):
        return True
    whole = phrase.lower().startswith(("member of", "registered", "licensed")) or grounds.bank.language == "he"
    return whole and all(word.stop or grounds.knows(word) for word in told)


def invented_logistics(clause: Spoken, grounds: Grounds, context: Context) -> Iterator[Finding]:
    """logistics_invented: availability, pay, moving or work right that the user did not state."""
    if clause.voice in {"company", "question"}:
        return
    at = pattern("logistics", clause.statement.language).search(clause.statement.text)
    if at is None or grounds.says(at.group()) or context.gave(clause.statement.text):
        return
    yield found_at(clause, at.span(), "logistics_invented", "only the user may state this; leave it out")
