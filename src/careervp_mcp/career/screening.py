"""ats_check: how well screening software would read a finished CV, and find a posting's words in it."""

from collections.abc import Iterator
from dataclasses import replace

from careervp_mcp.career.ats import AtsParts, AtsReport, check_ats
from careervp_mcp.career.atsparts import AtsDocument
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.cv.plaintext import read_text
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.exhibits import Exhibit, exhibit
from careervp_mcp.career.keptcvs import the_cv
from careervp_mcp.career.postingrefs import the_posting
from careervp_mcp.career.relevance import held_names
from careervp_mcp.career.requirements import JobPosting, requirements_of
from careervp_mcp.career.screened import CEILING, Extraction, Screened, ScreeningRequest
from careervp_mcp.career.telling import FlagTold, Warned

LEAST = 100
"""Characters of a CV that can be judged."""
_CUT = ("posting_flags", "issues")
_LIGATURES = frozenset("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06")
_REPLACEMENT = "\ufffd"


def screen(request: ScreeningRequest, bureau: Bureau) -> Screened:
    """The estimate for one document; nothing is kept."""
    shown = exhibit(bureau, least=LEAST, path=request.path, text=request.text, artefact_id=request.artefact_id)
    cv_id = request.cv_id or (shown.artefact.cv_id if shown.artefact else "")
    kept = the_cv(bureau, cv_id) if cv_id else None
    posting = the_posting(request.posting, bureau, named=False) if request.posting else None
    person = kept.reading(bureau.owner).cv if kept else None
    report = estimate(shown, posting, person, kept.bank(bureau.owner) if kept else None)
    flags = posting.flags if posting else ()
    answer = Screened(
        score=report.score,
        level=report.level,
        estimate=report.estimate,
        parts=_parts(report),
        keywords=report.keywords,
        issues=report.issues,
        extraction=_extraction(shown, person),
        posting_flags=tuple(FlagTold(flag.rule, flag.span, flag.excerpt) for flag in flags),
        warnings=(FLAGGED,) if flags else (),
    )
    return fitted(answer, CEILING, _CUT)


def _parts(report: AtsReport) -> AtsParts:
    """The points as told: of the keywords, to one decimal."""
    words = report.parts.keywords
    return replace(report.parts, keywords=None if words is None else round(words, 1))


FLAGGED = Warned("POSTING_FLAGGED", "the posting holds text that is hidden or speaks to a model; nothing obeys it")


def estimate(
    shown: Exhibit, posting: JobPosting | None, person: CVData | None, bank: EvidenceBank | None
) -> AtsReport:
    """The estimate; with a bank, what the person does not hold is told apart and costs."""
    document = replace(_document(shown), lacking=frozenset(_lacking(person)) if person else frozenset())
    if posting is None:
        return check_ats(document)
    keywords = requirements_of(posting).keywords
    forms = {keyword.name: keyword.forms for keyword in keywords}
    held = held_names(forms, bank.facts, posting.language) if bank else None
    return check_ats(document, keywords, held, language=posting.language)


def _document(shown: Exhibit) -> AtsDocument:
    """The text with what its file's reader met, by the reader's words."""
    met = " ".join(shown.oddities)
    return AtsDocument(
        shown.text,
        pages=shown.pages,
        table_lines=2 if "tables" in met else 0,
        columns="columns" in met,
        header_text="page header" in met,
        images=sum(word in met for word in ("text boxes", "pictures")),
    )


def _lacking(person: CVData) -> Iterator[str]:
    """The groups of which the person's CV has nothing."""
    held = {
        "experience": person.experience,
        "education": person.education,
        "skills": person.skills,
        "certifications": person.certifications,
    }
    return (group for group, entries in held.items() if not entries)


def _extraction(shown: Exhibit, person: CVData | None) -> Extraction:
    read = read_text(shown.text).cv
    name, email = (person.full_name, person.email) if person else (read.full_name, read.email)
    return Extraction(
        characters=len(shown.text),
        pages=shown.pages,
        ligatures=sum(letter in _LIGATURES for letter in shown.text),
        replacement_characters=shown.text.count(_REPLACEMENT),
        reading_order_sound=not any("columns" in oddity for oddity in shown.oddities),
        name_readable=bool(name) and name in shown.text,
        email_readable=bool(email) and email in shown.text,
    )
