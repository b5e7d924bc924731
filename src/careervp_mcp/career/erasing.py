"""knowledge_erase: what is kept goes for good, records, cache and files, once a person or a token has said so."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from careervp_mcp.career.answers import KIND as ANSWER
from careervp_mcp.career.answers import answers_of
from careervp_mcp.career.applications import KIND as APPLICATION
from careervp_mcp.career.applications import KeptApplication, applications_of
from careervp_mcp.career.artefacts import KIND as ARTEFACT
from careervp_mcp.career.artefacts import PROVENANCE, all_artefacts
from careervp_mcp.career.asking import required
from careervp_mcp.career.briefs import KIND as BRIEF
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.cv.identity import checked_cv_id
from careervp_mcp.career.erased import CEILING, Erased, EraseRequest
from careervp_mcp.career.errors import CvUnknown, InvalidInput, Unknown
from careervp_mcp.career.folders import KIND as FILE
from careervp_mcp.career.folders import kept_files, unedited
from careervp_mcp.career.gapasking import KIND as QUESTIONS
from careervp_mcp.career.keptcvs import KIND as CV
from careervp_mcp.career.keptcvs import cvs_of
from careervp_mcp.career.postingrefs import KIND as POSTING
from careervp_mcp.career.records import Ledger, Record
from careervp_mcp.career.remembering import DIFFERENTIATORS
from careervp_mcp.career.researching import KIND as RESEARCH
from careervp_mcp.career.researching import kept_research, key_of
from careervp_mcp.career.spending import KIND as COST
from careervp_mcp.career.validating import REPORT

_PROMISE = "erasure"
_LASTING = timedelta(minutes=10)
_CUT = ("files", "kept_files")
_PAGE = "gaps/answers.md"


@dataclass(frozen=True, slots=True)
class _Marked:
    """Everything of a scope."""

    records: tuple[tuple[str, str], ...]
    """Kind and key of each."""
    file_keys: tuple[str, ...] = ()
    """Originals among the craft's files."""
    written: tuple[str, ...] = ()
    """Documents among the user's files, root-relative."""


def erase(request: EraseRequest, bureau: Bureau) -> Erased:
    """Erase what the scope holds, or without a token tell what would go and give one.

    Raises FieldMissing without an id, Unknown or CvUnknown for one that nobody has, InvalidInput for a token that is
    wrong, older than ten minutes, or of another scope.
    """
    if request.scope != "all":
        required("id", request.id, f"for scope {request.scope}")
    elif request.id is not None:
        raise InvalidInput(
            "scope all takes no id: it erases everything of the person; name the scope of the id instead"
        )
    with bureau.records.transaction() as ledger:
        marked = _MARKED[request.scope](request.id or "", ledger, bureau)
        ours, edited = _sorted(marked.written, ledger, bureau)
        told = Erased(
            erased=False,
            counts=dict(Counter(kind for kind, _ in marked.records if kind not in {FILE, _PROMISE})),
            files=tuple(ours),
            files_total=len(ours),
            kept_files=tuple(edited),
        )
        if not request.agreed and request.confirm is None:
            return fitted(_offered(told, request, ledger, bureau), CEILING, _CUT)
        if not request.agreed:
            _refuse_token(request, ledger, bureau)
        for kind, key in marked.records:
            ledger.erase(bureau.owner, kind, key)
        for key in marked.file_keys:  # the files last: where one can't go, every record is still there
            bureau.files.put(key, None)
        _unlink(ours, bureau)
    return fitted(replace(told, erased=True), CEILING, _CUT)


def _offered(told: Erased, request: EraseRequest, ledger: Ledger, bureau: Bureau) -> Erased:
    token = secrets.token_hex(8)
    payload = json.dumps([request.scope, request.id]).encode()
    ledger.put(Record(bureau.owner, _PROMISE, token, payload, bureau.clock() + _LASTING))
    return replace(
        told, confirm=token, next=("ask the person, then the same call with confirm: it can't be taken back",)
    )


def _refuse_token(request: EraseRequest, ledger: Ledger, bureau: Bureau) -> None:
    found = ledger.find(bureau.owner, _PROMISE, request.confirm or "")
    if not found or json.loads(found[0].payload) != [request.scope, request.id]:
        raise InvalidInput(
            "confirm is no token of this scope and id, or older than ten minutes; call without confirm for a new one"
        )


def _application(name: str, ledger: Ledger, bureau: Bureau) -> _Marked:
    kept = list(applications_of(ledger, bureau))
    if name not in {one.id for one in kept}:
        raise Unknown(f"no application has the id {name[:80]}; knowledge with action list gives the ids")
    return _of_applications([one for one in kept if one.id == name], kept, ledger, bureau)


def _of_applications(
    gone: Iterable[KeptApplication], kept: Iterable[KeptApplication], ledger: Ledger, bureau: Bureau
) -> _Marked:
    """The applications with all that hangs on them; a posting goes with the last application to it."""
    names = {one.id for one in gone}
    jobs = {one.job_id for one in gone} - {one.job_id for one in kept if one.id not in names}
    documents = [one.id for one in all_artefacts(ledger, bureau) if one.application_id in names]
    files = [one.path for one in kept_files(ledger, bureau) if one.application_id in names]
    return _Marked(
        (
            *((APPLICATION, name) for name in names),
            *((QUESTIONS, name) for name in names),
            *((DIFFERENTIATORS, name) for name in names),
            *((ANSWER, key) for key in _keys(ANSWER, ledger, bureau) if key.split("/")[0] in names),
            *((COST, key) for key in _keys(COST, ledger, bureau) if key.split("/")[0] in names),
            *((kind, name) for name in documents for kind in (ARTEFACT, PROVENANCE)),
            *((POSTING, job) for job in jobs),
            *((FILE, path) for path in files),
            *_passing(ledger, bureau),
        ),
        written=tuple(files),
    )


def _cv(name: str, ledger: Ledger, bureau: Bureau) -> _Marked:
    original = {one.cv_id: one.file_key for one in cvs_of(ledger, bureau)}.get(checked_cv_id(name))
    if original is None:
        raise CvUnknown(f"no CV has the id {name}; knowledge with action list gives the ids")
    kept = list(applications_of(ledger, bureau))
    hanging = _of_applications([one for one in kept if one.cv_id == name], kept, ledger, bureau)
    return replace(hanging, records=((CV, name), *hanging.records), file_keys=(original,))


def _answers(name: str, ledger: Ledger, bureau: Bureau) -> _Marked:
    answers = answers_of(ledger, bureau, name)
    if not answers:
        raise Unknown(f"no answers are kept of an application {name[:80]}; knowledge with action list gives the ids")
    pages = [
        one.path for one in kept_files(ledger, bureau) if one.application_id == name and one.path.endswith(_PAGE)
    ]
    return _Marked(
        (
            *((ANSWER, f"{name}/{one.question_id}") for one in answers),
            *((FILE, path) for path in pages),
            *_passing(ledger, bureau),
        ),
        written=tuple(pages),
    )


def _research(name: str, ledger: Ledger, bureau: Bureau) -> _Marked:
    key = key_of(name)
    if key not in dict(kept_research(ledger, bureau)):
        raise Unknown(f"nothing is kept of a company {name[:80]}; knowledge with action list gives what is")
    return _Marked(((RESEARCH, key), *_passing(ledger, bureau)))


def _all(_name: str, ledger: Ledger, bureau: Bureau) -> _Marked:
    return _Marked(
        tuple((kind, key) for kind in _KINDS for key in _keys(kind, ledger, bureau)),
        tuple(one.file_key for one in cvs_of(ledger, bureau)),
        tuple(one.path for one in kept_files(ledger, bureau)),
    )


_MARKED: Mapping[str, Callable[[str, Ledger, Bureau], _Marked]] = {
    "application": _application,
    "cv": _cv,
    "answers": _answers,
    "research": _research,
    "all": _all,
}
_KINDS = (
    CV, POSTING, APPLICATION, QUESTIONS, ANSWER, RESEARCH, ARTEFACT, PROVENANCE, DIFFERENTIATORS, COST, FILE, BRIEF,
    REPORT, _PROMISE,
)  # fmt: skip
"""Every kind of record that the craft keeps."""


def _passing(ledger: Ledger, bureau: Bureau) -> Iterator[tuple[str, str]]:
    """Briefs and reports, which quote what they are of; they are kept for a day only, so all of them go."""
    return ((kind, key) for kind in (BRIEF, REPORT, _PROMISE) for key in _keys(kind, ledger, bureau))


def _keys(kind: str, ledger: Ledger, bureau: Bureau) -> list[str]:
    return [record.key for record in ledger.find(bureau.owner, kind)]


def _sorted(paths: Iterable[str], ledger: Ledger, bureau: Bureau) -> tuple[list[str], list[str]]:
    """The files as we wrote them, and those that a person has edited since."""
    ours, edited = list[str](), list[str]()
    for path in paths:
        standing = unedited(ledger, bureau, path)
        if standing is not None:
            (ours if standing else edited).append(path)
    return ours, edited


def _unlink(paths: Iterable[str], bureau: Bureau) -> None:
    """Remove the files, and the folders that are empty without them."""
    for shown in paths:
        path = bureau.root.resolve(shown, what="document")
        path.unlink(missing_ok=True)
        _prune(path.parent, bureau.office.applications())


def _prune(folder: Path, above: Path) -> None:
    with suppress(OSError):  # one that holds anything stays
        while folder != above and above in folder.parents:
            folder.rmdir()
            folder = folder.parent
