"""Building the evidence bank: a CV as read becomes facts, each with its place in the source."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from careervp_mcp.career.cv.models import CVData, Education, FreeEntry, Reading, WorkExperience
from careervp_mcp.career.dates import YearMonth, dates
from careervp_mcp.career.deriving import derive, latest_date, stated_too_long
from careervp_mcp.career.evidence import EvidenceBank, Fact, Tier
from careervp_mcp.career.qualifying import qualifiers_of
from careervp_mcp.career.quantities import Quantity
from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.statements import Statement
from careervp_mcp.career.terms import canonical, language_level
from careervp_mcp.career.words import folded

_KEY = re.compile(r"[^a-z0-9\u0590-\u05ff+#]+")
"""What an id made of a name leaves out."""


def build_bank(reading: Reading, today: date | None = None) -> EvidenceBank:
    """The facts of one CV, in its order, the derived ones last.

    `today` dates what still runs; None takes the latest date that the CV itself names.
    """
    read = tuple(_Builder(reading).facts())
    day = today or latest_date(read)
    facts = (*read, *derive(read, day))
    language = reading.cv.language
    return EvidenceBank(facts, reading.text, language, hash_of(read), stated_too_long(facts), day)


def hash_of(facts: Iterable[Fact]) -> str:
    """Twelve hex digits that change with any fact's wording or kind."""
    told = json.dumps([(fact.id, fact.kind, folded(fact.text)) for fact in facts], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass
class _Builder:
    """One pass over a CV, in the order of its text."""

    reading: Reading
    found: list[Fact] = field(default_factory=list)
    cursor: int = 0
    names: Counter[str] = field(default_factory=Counter)

    @property
    def cv(self) -> CVData:
        return self.reading.cv

    def facts(self) -> Iterator[Fact]:
        self._person()
        for number, role in enumerate(self.cv.experience, 1):
            self._role(f"r{number}", role)
        for number, study in enumerate(self.cv.education, 1):
            self._study(f"e{number}", study)
        for number, held in enumerate(self.cv.certifications, 1):
            entry = f"c{number}"
            self._add(f"{entry}.name", "certification", held.name, "IMMUTABLE", entry)
            self._add(f"{entry}.issuer", "issuer", held.issuer, "IMMUTABLE", entry)
            self._date(f"{entry}.date", "date", held.date, entry)
            self._date(f"{entry}.expiry", "expiry", held.expiry_date, entry)
        self._abilities()
        for number, other in enumerate(self.cv.others, 1):
            self._other(f"x{number}", other)
        return iter(self.found)

    def _person(self) -> None:
        contact = self.cv.contact_info
        self._add("p.name", "name", self.cv.full_name, "IMMUTABLE", "p")
        for kind in ("email", "phone", "location"):
            self._add(f"p.{kind}", kind, str(getattr(contact, kind)), "IMMUTABLE", "p")
        links = dict.fromkeys(filter(None, (contact.linkedin, *contact.links)))
        for number, link in enumerate(links, 1):
            self._add(f"p.link{number}", "link", link, "IMMUTABLE", "p")
        self._add("p.headline", "headline", self.cv.headline, "FLEXIBLE", "p")
        self._prose("sum", "summary", self.cv.professional_summary, "p")

    def _role(self, entry: str, role: WorkExperience) -> None:
        begin = self.cursor
        self._add(f"{entry}.title", "title", role.role, "IMMUTABLE", entry)
        self.cursor = begin
        self._add(f"{entry}.employer", "employer", role.company, "IMMUTABLE", entry)
        self.cursor = begin
        self._date(f"{entry}.start", "start", role.start_date, entry)
        after = self.cursor
        self._date(f"{entry}.end", "end", role.end_date, entry)
        self.cursor = after
        if role.current:
            self._add(f"{entry}.current", "current", role.end_date or role.dates, "IMMUTABLE", entry)
        self.cursor = begin
        self._add(f"{entry}.location", "location", role.location, "IMMUTABLE", entry)
        if role.employment_type not in role.role:
            self._prose(f"{entry}.k", "action", role.employment_type, entry)
        self._prose(f"{entry}.d", "action", role.description, entry)
        for number, bullet in enumerate(role.achievements, 1):
            self._act(f"{entry}.b{number}", "action", bullet, entry)
        for technology in role.technologies:
            self._add(
                f"{entry}.s.{_key(technology)}", "skill", technology, "VERIFIABLE", entry, canonical(technology)
            )

    def _study(self, entry: str, study: Education) -> None:
        begin = self.cursor
        for kind, text in (
            ("degree", study.degree),
            ("field", study.field_of_study),
            ("institution", study.institution),
            ("gpa", study.gpa),
            ("honour", study.honors),
            ("status", study.status),
        ):
            self.cursor = begin
            self._add(f"{entry}.{kind}", kind, text, "VERIFIABLE" if kind == "honour" else "IMMUTABLE", entry)
        self.cursor = begin
        self._date(f"{entry}.start", "start", study.start_date, entry)
        self._date(f"{entry}.end", "end", study.graduation_date or study.end_date, entry)
        self._prose(f"{entry}.d", "action", study.description, entry)

    def _abilities(self) -> None:
        for skill in self.cv.skills:
            key = f"s.{_key(skill.name)}"
            self._add(key, "skill", skill.name, "VERIFIABLE", value=canonical(skill.name))
            self._add(f"{key}.level", "skill_level", skill.level_text or skill.level, "VERIFIABLE")
            if skill.years_of_experience is not None:
                self._add(f"{key}.years", "skill_years", str(skill.years_of_experience), "VERIFIABLE")
        for spoken in self.cv.languages:
            level = language_level(spoken.level)
            self._add(f"l.{_key(spoken.name)}", "language", spoken.name, "VERIFIABLE", value=level)
            self._add(f"l.{_key(spoken.name)}.level", "language_level", spoken.level, "VERIFIABLE", value=level)

    def _other(self, entry: str, other: FreeEntry) -> None:
        begin = self.cursor
        self._add(f"{entry}.title", "free_title", other.title, "VERIFIABLE", entry)
        self.cursor = begin
        self._add(f"{entry}.organisation", "organisation", other.organisation, "VERIFIABLE", entry)
        for mention in dates(other.dates, self.cv.language):
            self._add(f"{entry}.date", "date", mention.text, "VERIFIABLE", entry, mention.value)
        for number, line in enumerate(other.lines, 1):
            self._act(f"{entry}.l{number}", "action", line, entry)

    def _prose(self, prefix: str, kind: str, text: str, entry: str) -> None:
        for number, sentence in enumerate(sentences(text), 1):
            self._act(f"{prefix}{number}", kind, sentence.text, entry)

    def _act(self, key: str, kind: str, text: str, entry: str) -> None:
        """A source sentence and the figures in it."""
        act = self._add(key, kind, text, "FLEXIBLE" if kind == "summary" else "VERIFIABLE", entry)
        if act is None or kind == "summary":
            return
        statement = Statement(text, language=self.cv.language)
        for number, figure in enumerate(metrics_of(statement), 1):
            kind = "team_size" if figure.role == "team_size" else "metric"
            span = (act.span[0] + figure.span[0], act.span[0] + figure.span[1])
            self._keep(Fact(f"{act.id}.m{number}", kind, "VERIFIABLE", figure.text, span, entry, figure))

    def _date(self, key: str, kind: str, text: str, entry: str) -> None:
        mentions = dates(text, self.cv.language)
        value = mentions[0].value if mentions and isinstance(mentions[0].value, YearMonth) else None
        self._add(key, kind, text, "IMMUTABLE", entry, value)

    def _add(  # noqa: PLR0917 - a fact's fields, most often the first four
        self, key: str, kind: str, text: str, tier: Tier, entry: str = "", value: str | int | YearMonth | None = None
    ) -> Fact | None:
        if not text.strip():
            return None
        fact = Fact(key, kind, tier, text, self._place(text), entry, value, qualifiers=qualifiers_of(kind, text))
        return self._keep(fact)

    def _keep(self, fact: Fact) -> Fact:
        self.names[fact.id] += 1
        again = self.names[fact.id]
        told = hashlib.sha256(f"{fact.entry} {fact.kind} {folded(' '.join(fact.text.split()))}".encode())
        fact = replace(fact, id=fact.id if again == 1 else f"{fact.id}-{again}", content_key=told.hexdigest()[:16])
        self.found.append(fact)
        return fact

    def _place(self, text: str) -> tuple[int, int]:
        """Where a value stands, looked for onward from the last one, then anywhere; line breaks count as spaces."""
        source = self.reading.text
        at = source.find(text, self.cursor)
        if at < 0:
            at = source.find(text)
        if at >= 0:
            self.cursor = at + len(text)
            return at, at + len(text)
        pattern = re.compile(r"\s+".join(re.escape(part) for part in text.split()))
        found = pattern.search(source, self.cursor) or pattern.search(source)
        if found is None:
            return 0, 0
        self.cursor = found.end()
        return found.span()


def metrics_of(statement: Statement) -> Iterator[Quantity]:
    """The figures of a sentence; a from–to pair is one, by its span and its first figure's kind."""
    inside: set[int] = set()
    for change in statement.changes:
        inside |= {change.before.span[0], change.after.span[0]}
        start, end = change.span
        yield replace(change.after, span=change.span, text=statement.text[start:end])
    yield from (figure for figure in statement.quantities if figure.span[0] not in inside)


def _key(name: str) -> str:
    return _KEY.sub("-", canonical(name)).strip("-") or "other"
