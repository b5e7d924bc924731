"""Kept CVs: what was read of each, from which its evidence is built anew."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from careervp_mcp.career.banking import build_bank
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.cv.identity import checked_cv_id
from careervp_mcp.career.cv.models import Reading
from careervp_mcp.career.cvdraft import cv_from
from careervp_mcp.career.errors import CvUnknown
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.records import Ledger

KIND = "cv"


@dataclass(frozen=True, slots=True)
class KeptCv:
    """One CV as it is kept."""

    cv_id: str
    text: str
    """That its values stand in."""
    cv: Mapping[str, object]
    """Its CVData, or the host's own parse, as JSON values."""
    language: str
    day: str
    """When it was last read in, in ISO form: what still runs is counted to it."""
    file_key: str
    """Where its original lies among the files."""
    pages: int = 1
    oddities: tuple[str, ...] = ()

    def reading(self, owner: str) -> Reading:
        """The CV as it was read."""
        return Reading(
            self.text, cv_from(self.cv, owner, self.language), pages=self.pages, oddities=tuple(self.oddities)
        )

    def bank(self, owner: str) -> EvidenceBank:
        """Its evidence, counted to the day it was read in."""
        return build_bank(self.reading(owner), date.fromisoformat(self.day))


def put_cv(ledger: Ledger, bureau: Bureau, kept: KeptCv) -> None:
    """Keep a CV in the place of the one of the same id."""
    bureau.keep(ledger, KIND, kept.cv_id, json.dumps(asdict(kept), ensure_ascii=False).encode())


def find_cv(ledger: Ledger, bureau: Bureau, cv_id: str) -> KeptCv | None:
    """The owner's CV of this id; None where there is none, or it is another owner's."""
    found = ledger.find(bureau.owner, KIND, cv_id)
    return KeptCv(**json.loads(found[0].payload)) if found else None


def cvs_of(ledger: Ledger, bureau: Bureau) -> Iterator[KeptCv]:
    """The owner's CVs, in the order of their ids."""
    return (KeptCv(**json.loads(record.payload)) for record in ledger.find(bureau.owner, KIND))


def the_cv(bureau: Bureau, cv_id: str) -> KeptCv:
    """The owner's CV; raises CvIdInvalid for what is no id, CvUnknown for one that nobody knows."""
    with bureau.records.transaction() as ledger:
        found = find_cv(ledger, bureau, checked_cv_id(cv_id))
    if found is None:
        raise CvUnknown(f"no CV has the id {cv_id}; cv_import reads one and gives its id")
    return found
