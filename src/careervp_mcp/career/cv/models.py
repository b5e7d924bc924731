"""What a CV says, as read: values stay as written, and nothing here reads or judges."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ContactInfo:
    """How the person is reached; the only home of these values."""

    name: str = ""
    phone: str = ""
    email: str = ""
    location: str = ""
    linkedin: str = ""
    links: tuple[str, ...] = ()
    """Further addresses of the person, as written."""


@dataclass(frozen=True, slots=True)
class WorkExperience:
    """One role, newest first where the CV orders so."""

    company: str
    role: str
    start_date: str = ""
    end_date: str = ""
    dates: str = ""
    """The period as written, or built of start and end."""
    current: bool = False
    location: str = ""
    description: str = ""
    """Prose under the heading, if any, sentences apart by a space."""
    achievements: tuple[str, ...] = ()
    """The bullets, without their marks."""
    technologies: tuple[str, ...] = ()
    """Named in a list of their own under the role."""
    employment_type: str = ""
    """What kind of post it was, such as `part-time`, where that stands apart."""


@dataclass(frozen=True, slots=True)
class Education:
    """One course of study."""

    institution: str
    degree: str
    field_of_study: str = ""
    description: str = ""
    start_date: str = ""
    end_date: str = ""
    graduation_date: str = ""
    dates: str = ""
    gpa: str = ""
    honors: str = ""
    status: str = ""
    """`completed`, `expected`, `in progress`, or empty where the CV leaves it open."""
    joint: str = field(default="", compare=False)
    """What stands between degree and field where they follow one another: a space, ` in `."""

    @property
    def course(self) -> str:
        """Degree and field in the CV's own words."""
        return (self.joint or " ").join(filter(None, (self.degree, self.field_of_study)))


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification, licence or registration."""

    name: str
    issuer: str = ""
    date: str = ""
    expiry_date: str = ""
    credential_id: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill as named."""

    name: str
    level: str = ""
    """BEGINNER, INTERMEDIATE, ADVANCED, EXPERT, or empty; `level_text` keeps the CV's own word."""
    years_of_experience: int | None = None
    level_text: str = ""
    group: str = ""
    """The list's own heading, such as `Databases`."""


@dataclass(frozen=True, slots=True)
class Language:
    """A spoken language and how well, in the CV's own word."""

    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class FreeEntry:
    """A project, award, publication or another part that is neither role nor education."""

    section: str
    """The heading it stands under, as written."""
    title: str = ""
    dates: str = ""
    organisation: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CVSection:
    """One part of a CV by the heading's kind, with its lines as written."""

    kind: str
    """`professional_summary`, `work_experience`, `education`, `skills`, `certifications`, `languages`, or another."""
    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CVData:
    """One person's CV; lists are empty where the CV has none."""

    user_id: str
    full_name: str
    cv_id: str = ""
    language: str = "en"
    """`en` or `he`."""
    headline: str = ""
    """The line under the name, such as a title; empty where there is none."""
    contact_info: ContactInfo = field(default_factory=ContactInfo)
    experience: tuple[WorkExperience, ...] = ()
    education: tuple[Education, ...] = ()
    certifications: tuple[Certification, ...] = ()
    skills: tuple[Skill, ...] = ()
    """At most 50."""
    top_achievements: tuple[str, ...] = ()
    """At most three."""
    professional_summary: str = ""
    languages: tuple[Language, ...] = ()
    others: tuple[FreeEntry, ...] = ()
    """Projects, awards, publications, volunteering and further parts, in the CV's order."""
    created_at: str = ""
    updated_at: str = ""
    is_parsed: bool = True
    source_file_key: str = ""

    @property
    def phone(self) -> str:
        """The contact's phone."""
        return self.contact_info.phone

    @property
    def email(self) -> str:
        """The contact's e-mail."""
        return self.contact_info.email

    @property
    def location(self) -> str:
        """The contact's place."""
        return self.contact_info.location

    @property
    def linkedin(self) -> str:
        """The contact's LinkedIn address."""
        return self.contact_info.linkedin

    @property
    def work_experience(self) -> tuple[WorkExperience, ...]:
        """The roles, by their other usual name."""
        return self.experience


@dataclass(frozen=True, slots=True)
class Reading:
    """A CV as read from a file or text, and the text that its values stand in word for word."""

    text: str
    """The source's text; for a structured source the plain form we write of it."""
    cv: CVData
    sections: tuple[CVSection, ...] = ()
    pages: int = 1
    oddities: tuple[str, ...] = ()
    """What the reader met and passed over, in plain words: tables, hidden text, columns."""
