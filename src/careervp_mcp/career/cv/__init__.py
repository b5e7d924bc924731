"""The CV: its nouns here, its readers beside."""

from careervp_mcp.career.cv.models import (
    Certification,
    ContactInfo,
    CVData,
    CVSection,
    Education,
    FreeEntry,
    Language,
    Reading,
    Skill,
    WorkExperience,
)

__all__ = [
    "CVData",
    "CVSection",
    "Certification",
    "ContactInfo",
    "Education",
    "FreeEntry",
    "Language",
    "Reading",
    "Skill",
    "WorkExperience",
]
