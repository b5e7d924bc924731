"""Lists of a judged CV: skills, certifications and languages, each item held."""

from collections.abc import Iterator

from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.pairing import same_text
from careervp_mcp.career.facts.reports import found_in
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import canonical, initials_match
from careervp_mcp.career.versions import versions_in


def wrong_lists(theirs: EvidenceBank, grounds: Grounds) -> Iterator[Finding]:
    """skill_added_list, credential_invented, credential_upgraded, language_level_inflated."""
    for fact in theirs.of("skill"):
        changed = [
            name
            for name, version, _ in versions_in(fact.text)
            if version not in grounds.versions.get(name, {version})
        ]
        if changed:
            versions = ", ".join(sorted(grounds.versions[changed[0]]))
            yield found_in(theirs, fact, "version_changed", f"the CV has {versions}", versions)
        elif not _held(fact, grounds):
            yield found_in(theirs, fact, "skill_added_list", "the CV does not have it; leave it out")
    for fact in theirs.of("skill_level"):
        known = grounds.bank.by_id.get(fact.id)
        skill = theirs.by_id.get(fact.id.removesuffix(".level"))
        if skill is not None and grounds.says(f"{skill.text} ({fact.text})"):
            continue
        if known is None or not same_text(fact.text, known.text):
            expected = known.text if known else ""
            yield found_in(theirs, fact, "skill_level_inflated", f"the CV gives {expected or 'no level'}", expected)
    yield from _certificates(theirs, grounds)
    yield from _languages(theirs, grounds)


def _certificates(theirs: EvidenceBank, grounds: Grounds) -> Iterator[Finding]:
    for fact in theirs.of("certification"):
        if not _held(fact, grounds):
            yield found_in(theirs, fact, _certification_rule(fact, grounds), "the CV does not have it; leave it out")
    for fact in theirs.facts:
        if fact.entry.startswith("c") and fact.kind in {"issuer", "date", "expiry"} and not grounds.says(fact.text):
            yield found_in(theirs, fact, "credential_upgraded", "the CV says otherwise")


def _held(fact: Fact, grounds: Grounds) -> bool:
    if canonical(fact.text) in grounds.held or grounds.says(fact.text):
        return True
    words = [word for word in Statement(fact.text).words if not word.stop]
    if fact.kind == "skill":
        return bool(words) and all(grounds.knows(word) for word in words) and len(words) > 1
    return any(initials_match(fact.text, held) or initials_match(held, fact.text) for held in grounds.credentials)


def _certification_rule(fact: Fact, grounds: Grounds) -> str:
    words = {word.lemma for word in Statement(fact.text).content}
    near = [
        held
        for held in grounds.bank.of("certification")
        if len(words & {word.lemma for word in Statement(held.text).content}) > 0
    ]
    return "credential_upgraded" if near else "credential_invented"


def _languages(theirs: EvidenceBank, grounds: Grounds) -> Iterator[Finding]:
    held = {canonical(fact.text): fact for fact in grounds.bank.of("language")}
    for fact in theirs.of("language"):
        if canonical(fact.text) not in held and not grounds.says(fact.text):
            yield found_in(theirs, fact, "skill_added_list", "the CV does not name this language")
        level = theirs.by_id.get(f"{fact.id}.level")
        known = (
            grounds.bank.by_id.get(f"{held[canonical(fact.text)].id}.level") if canonical(fact.text) in held else None
        )
        if level is None or known is None or same_text(level.text, known.text):
            continue
        if not (isinstance(level.value, int) and isinstance(known.value, int) and level.value <= known.value):
            yield found_in(theirs, level, "language_level_inflated", f"the CV has {known.text}", known.text)
