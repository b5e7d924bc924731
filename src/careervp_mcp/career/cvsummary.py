"""What an import tells of a CV: counts, roles, what is missing, what contradicts itself."""

from collections import Counter
from collections.abc import Iterator, Mapping

from careervp_mcp.career.cv.models import CVData, Reading
from careervp_mcp.career.evidence import EvidenceBank, Fact
from careervp_mcp.career.imported import Changed, Conflict, Counts, Role
from careervp_mcp.career.quality import QualityContext, QualityValidator

MOST_ISSUES = 10
_METRICS = ("metric", "team_size")
_SOURCE_CHECKS = frozenset({"GRAMMAR", "FORMATTING"})


def counts(reading: Reading, bank: EvidenceBank) -> Counts:
    """How much a CV holds."""
    cv = reading.cv
    return Counts(
        roles=len(cv.experience),
        bullets=sum(len(role.achievements) for role in cv.experience),
        metrics=len(bank.of(*_METRICS)),
        skills=len(cv.skills),
        education=len(cv.education),
        certifications=len(cv.certifications),
        facts=len(bank.facts),
    )


def roles(cv: CVData) -> tuple[Role, ...]:
    """The roles in the CV's order."""
    return tuple(
        Role(f"r{number}", role.role, role.company, role.dates, len(role.achievements))
        for number, role in enumerate(cv.experience, 1)
    )


def missing_sections(cv: CVData) -> tuple[str, ...]:
    """The usual sections of which the CV has nothing."""
    present: Mapping[str, object] = {
        "professional_summary": cv.professional_summary,
        "work_experience": cv.experience,
        "education": cv.education,
        "skills": cv.skills,
        "certifications": cv.certifications,
        "languages": cv.languages,
    }
    return tuple(name for name, held in present.items() if not held)


def conflicts(bank: EvidenceBank) -> tuple[Conflict, ...]:
    """Durations that the CV states but its roles do not hold."""
    return tuple(Conflict(told, _place(told.split(" stated", 1)[0], bank.text)) for told in bank.conflicts)


def _place(words: str, text: str) -> tuple[int, int]:
    start = text.find(words)
    return (start, start + len(words)) if start >= 0 else (0, 0)


def source_issues(reading: Reading, bank: EvidenceBank) -> tuple[str, ...]:
    """At most ten problems of the source: what its file hid or tore apart, spelling, layout."""
    names = frozenset(
        word for fact in bank.facts if fact.kind not in {"action", "summary"} for word in fact.text.split()
    )
    context = QualityContext("cv", reading.cv.language, known=names)
    found = QualityValidator().validate(reading.text, context).issues
    told = [
        f"{issue.description} ({issue.span[0]}-{issue.span[1]}: {reading.text[slice(*issue.span)][:40]!r})"
        for issue in found
        if issue.type in _SOURCE_CHECKS
    ]
    return (*reading.oddities, *told)[:MOST_ISSUES]


def changed(before: EvidenceBank, after: EvidenceBank) -> Changed:
    """What came and went: a fact of the same id that reads otherwise has changed."""
    old, new = _read(before), _read(after)
    gone, come = Counter(old.values()) - Counter(new.values()), Counter(new.values()) - Counter(old.values())
    altered = [name for name in old.keys() & new.keys() if gone[old[name]] and come[new[name]]]
    return Changed(come.total() - len(altered), gone.total() - len(altered), len(altered))


def _read(bank: EvidenceBank) -> dict[str, str]:
    return dict(_keyed(fact for fact in bank.facts if fact.source == "cv"))


def _keyed(facts: Iterator[Fact]) -> Iterator[tuple[str, str]]:
    return ((fact.id, fact.content_key) for fact in facts)
