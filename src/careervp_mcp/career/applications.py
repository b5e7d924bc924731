"""Applications: one person's CV beside one posting, with everything that later steps build on."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from careervp_mcp.career.answers import answered, answers_of, with_answers
from careervp_mcp.career.asking import ApplicationRef, PostingRef, required
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.errors import InvalidInput, Unknown
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.folders import slug_of
from careervp_mcp.career.gaps import GapResponse
from careervp_mcp.career.keptcvs import the_cv
from careervp_mcp.career.postingrefs import put_posting, the_posting
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.relevance import Assessment, assess
from careervp_mcp.career.requirements import JobPosting, JobRequirements, requirements_of
from careervp_mcp.career.researching import sentences_about

KIND = "application"


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """An application as it is kept."""

    id: str
    cv_id: str
    job_id: str
    slug: str = ""
    """The folder of its documents, below the applications' folder."""
    created_at: str = ""
    """ISO instant of the first document."""


@dataclass(frozen=True)
class Application:
    """A person beside a posting."""

    id: str
    cv_id: str
    person: CVData
    bank: EvidenceBank
    """The CV's evidence with what was confirmed in answers."""
    posting: JobPosting
    slug: str
    research: tuple[str, ...] = ()
    """Kept sentences about the company."""
    answers: tuple[GapResponse, ...] = ()
    """Every answer of this application, also what was declined or not yet confirmed."""

    @cached_property
    def asked(self) -> JobRequirements:
        """What the posting asks."""
        return requirements_of(self.posting)

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The must-haves against the bank, then what is nice to have."""
        demands = (*self.asked.must_haves, *self.asked.nice_to_haves)
        return assess(demands, self.bank.facts, self.bank.language)

    @property
    def musts(self) -> tuple[Assessment, ...]:
        """The must-haves, in the posting's order."""
        return tuple(one for one in self.assessments if one.requirement.modality == "must")


def application_id_of(cv_id: str, job_id: str) -> str:
    """The id that one CV beside one posting has."""
    told = f"{cv_id} {job_id}".encode()
    return f"app_{hashlib.sha256(told).hexdigest()[:12]}"


def the_application(ref: ApplicationRef, bureau: Bureau) -> Application:
    """The application, read from what is kept; nothing is written.

    Raises InvalidInput for a reference of another form, Unknown for an id that nobody knows, and what a CV's id and
    a posting's reference raise.
    """
    if ref.application_id is not None:
        if ref.cv_id or ref.posting:
            raise InvalidInput("application: give application_id alone, or cv_id with posting")
        kept = _kept(ref.application_id, bureau)
        return _read(kept, the_posting(PostingRef(job_id=kept.job_id), bureau), bureau)
    cv_id = required("application.cv_id", ref.cv_id, "beside a posting: the id that cv_import gave")
    if ref.posting is None:
        raise InvalidInput("application needs application_id, or cv_id with posting; got cv_id alone")
    cv = the_cv(bureau, cv_id)
    posting = the_posting(ref.posting, bureau)
    name = application_id_of(cv.cv_id, posting.job_id)
    known = bureau.kept(KIND, name)
    slug = KeptApplication(**json.loads(known)).slug if known else slug_of(ref.posting, posting, bureau)
    return _read(KeptApplication(name, cv.cv_id, posting.job_id, slug), posting, bureau)


def keep_application(ledger: Ledger, bureau: Bureau, application: Application) -> None:
    """Keep what the application's id stands for."""
    put_posting(ledger, bureau, application.posting)
    known = ledger.find(bureau.owner, KIND, application.id)
    since = KeptApplication(**json.loads(known[0].payload)).created_at if known else ""
    created = since or bureau.clock().isoformat()
    kept = KeptApplication(application.id, application.cv_id, application.posting.job_id, application.slug, created)
    bureau.keep(ledger, KIND, kept.id, json.dumps(asdict(kept)).encode())


def applications_of(ledger: Ledger, bureau: Bureau) -> Iterator[KeptApplication]:
    """The owner's applications, in the order of their ids."""
    return (KeptApplication(**json.loads(record.payload)) for record in ledger.find(bureau.owner, KIND))


def _kept(application_id: str, bureau: Bureau) -> KeptApplication:
    payload = bureau.kept(KIND, application_id)
    if payload is None:
        raise Unknown(
            f"no application has the id {application_id[:80]}; gap_questions with cv_id and posting gives one"
        )
    return KeptApplication(**json.loads(payload))


def _read(kept: KeptApplication, posting: JobPosting, bureau: Bureau) -> Application:
    cv = the_cv(bureau, kept.cv_id)
    with bureau.records.transaction() as ledger:
        answers = tuple(one for one in answers_of(ledger, bureau) if one.cv_id == kept.cv_id)
        research = sentences_about(ledger, bureau, posting.company_name)
    bank = with_answers(cv.bank(bureau.owner), answered(answers))
    own = tuple(one for one in answers if one.application_id == kept.id)
    return Application(kept.id, kept.cv_id, cv.reading(bureau.owner).cv, bank, posting, kept.slug, research, own)
