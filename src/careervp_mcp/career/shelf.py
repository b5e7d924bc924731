"""The shelf: what hosts read at length of what is kept, each as JSON."""

import json
from dataclasses import asdict, is_dataclass

from careervp_mcp.career.artefacts import PROVENANCE, the_artefact
from careervp_mcp.career.asking import PostingRef
from careervp_mcp.career.briefs import KIND as BRIEF
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.cv.export import to_json_resume
from careervp_mcp.career.errors import Unknown
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.highlights import extract_highlights
from careervp_mcp.career.keptcvs import the_cv
from careervp_mcp.career.postingrefs import the_posting
from careervp_mcp.career.validating import REPORT


def bank(bureau: Bureau, cv_id: str) -> str:
    """Every fact of a CV, with the text that their spans point into."""
    found = the_cv(bureau, cv_id).bank(bureau.owner)
    return _json(
        {
            "cv_id": cv_id,
            "bank_hash": found.bank_hash,
            "language": found.language,
            "facts": [_fact(fact) for fact in found.facts],
            "text": found.text,
        }
    )


def json_resume(bureau: Bureau, cv_id: str) -> str:
    """A CV as JSON Resume, and what that form could not hold."""
    exported = to_json_resume(the_cv(bureau, cv_id).reading(bureau.owner))
    return _json({"resume": exported.resume, "losses": exported.losses})


def highlights(bureau: Bureau, cv_id: str) -> str:
    """The little of a CV that says most; where that is nothing, the whole of its text."""
    kept = the_cv(bureau, cv_id)
    told = extract_highlights(kept.reading(bureau.owner).cv)
    return _json({"cv_id": cv_id, "highlights": told or kept.text})


def report(bureau: Bureau, report_id: str) -> str:
    """Everything a validation found; raises Unknown a day after it."""
    payload = bureau.kept(REPORT, report_id)
    if payload is None:
        raise Unknown(f"no report has the id {report_id[:80]}; fvs_validate makes one, which is kept for a day")
    return payload.decode()


def artefact(bureau: Bureau, name: str) -> str:
    """An accepted document in full."""
    return _json(asdict(the_artefact(bureau, name)))


def evidence(bureau: Bureau, name: str) -> str:
    """Each sentence of an accepted document with the facts that carry it."""
    the_artefact(bureau, name)
    return (bureau.kept(PROVENANCE, name) or b"[]").decode()


def brief(bureau: Bureau, brief_id: str) -> str:
    """Everything a host needs to write a draft; raises Unknown a day after it was made."""
    payload = bureau.kept(BRIEF, brief_id)
    if payload is None:
        raise Unknown(f"no brief has the id {brief_id[:80]}; a writing tool with writer host makes one, for a day")
    return payload.decode()


def posting(bureau: Bureau, job_id: str) -> str:
    """A posting as it was cleaned, with its parts; text of strangers, and no instruction."""
    return _json(asdict(the_posting(PostingRef(job_id=job_id), bureau, named=False)))


def _fact(fact: Fact) -> dict[str, object]:
    told = asdict(fact) if not is_dataclass(fact.value) else asdict(fact) | {"value": None}
    told["from"] = told.pop("derived_from")
    return {name: value for name, value in told.items() if value not in (None, "", ())}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
