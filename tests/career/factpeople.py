"""The invented people of the fact bench, as applicants: each with a CV and the posting they apply to."""

import json
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "benchmarks" / "factbench" / "people"


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person and one posting."""

    id: str
    cv: str
    posting: str
    company: str
    title: str


def _applicant(folder: Path) -> Applicant:
    told = json.loads((folder / "person.json").read_text("utf-8"))
    cv, posting = ((folder / name).read_text("utf-8") for name in ("cv.txt", "posting.txt"))
    return Applicant(folder.name, cv, posting, told["target_company"], told["target_title"])


PEOPLE = tuple(_applicant(folder) for folder in sorted(_FOLDER.iterdir()))
