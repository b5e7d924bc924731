"""fvs_validate: whether documents say only what a person's history says, and are written as they should be."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from careervp_mcp.career.answers import answered, answers_of, with_answers
from careervp_mcp.career.artefacts import Artefact, artefacts_of
from careervp_mcp.career.asking import PostingRef, required, the_one
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.exhibits import Exhibit, exhibit
from careervp_mcp.career.facts.consistency import Consistency, Document, consistency
from careervp_mcp.career.findings import SEVERITIES, Finding
from careervp_mcp.career.judging import Brief, Judged, failed_claims, judge
from careervp_mcp.career.keptcvs import KeptCv, the_cv
from careervp_mcp.career.postingrefs import the_posting
from careervp_mcp.career.requirements import JobPosting
from careervp_mcp.career.researching import sentences_about
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.telling import MOST, Told, Warned, told
from careervp_mcp.career.validated import (
    AtsTold,
    Completeness,
    ConsistencyTold,
    FactCounts,
    Kind,
    QualityTold,
    Uris,
    Validated,
    ValidateRequest,
)

REPORT_HOURS = 24
REPORT = "report"
_CUT = ("findings", "warnings")
_DOCUMENTS: tuple[Kind, ...] = ("report", "cv", "letter", "interview")
"""What a whole application has."""


def validate(request: ValidateRequest, bureau: Bureau) -> Validated:
    """The judgement of one document or of all of an application; only a report is kept, for a day."""
    shown = _shown(request, bureau)
    cv_id = request.cv_id or next((one.artefact.cv_id for one in shown if one.artefact), "")
    kept = the_cv(bureau, required("cv_id", cv_id, "to judge a path or a text: the id that cv_import gave"))
    posting, research = _around(request, shown, bureau)
    person, bank = kept.reading(bureau.owner).cv, _bank(kept, bureau)
    brief = Brief(person, bank, posting, request.channel, frozenset(request.checks), research=research)
    judged = [_judged(one, request, brief, bureau) for one in shown]
    compared = _compared(judged, brief)
    answer = _answer(judged, compared, brief, request)
    report = _report(judged, answer)
    key = f"rep_{hashlib.sha256(report).hexdigest()[:12]}"
    with bureau.records.transaction() as ledger:
        bureau.keep(ledger, REPORT, key, report, hours=REPORT_HOURS)
    uri = f"careervp://reports/{key}"
    more = (f"{uri} has all {answer.findings_total} findings",) if answer.findings_total > MOST else ()
    return fitted(replace(answer, uris=Uris(uri), next=(*answer.next, *more)), request.max_tokens, _CUT)


def _around(
    request: ValidateRequest, shown: Sequence[Exhibit], bureau: Bureau
) -> tuple[JobPosting | None, tuple[str, ...]]:
    """The posting, also that of a kept document's application, and what is kept of its company."""
    ref = request.posting or next(
        (PostingRef(job_id=one.artefact.job_id) for one in shown if one.artefact and one.artefact.job_id), None
    )
    if ref is None:
        return None, ()
    posting = the_posting(ref, bureau, named=False)
    with bureau.records.transaction() as ledger:
        return posting, sentences_about(ledger, bureau, posting.company_name)


def _bank(kept: KeptCv, bureau: Bureau) -> EvidenceBank:
    """A CV's evidence with what was confirmed in answers."""
    with bureau.records.transaction() as ledger:
        answers = [one for one in answers_of(ledger, bureau) if one.cv_id == kept.cv_id]
    return with_answers(kept.bank(bureau.owner), answered(answers))


def _shown(request: ValidateRequest, bureau: Bureau) -> list[Exhibit]:
    target = {
        "artefact_id": request.artefact_id,
        "application_id": request.application_id,
        "path": request.path,
        "text": request.text,
    }
    if the_one("target", target) == "application_id":
        if request.kind is not None:
            raise InvalidInput("options.kind is for one document; an application's documents have theirs")
        return [Exhibit(one.text, artefact=one) for one in artefacts_of(bureau, request.application_id or "")]
    del target["application_id"]
    return [exhibit(bureau, least=1, **target)]


def _judged(shown: Exhibit, request: ValidateRequest, brief: Brief, bureau: Bureau) -> Judged:
    kept = shown.artefact
    kind: Kind = request.kind or (kept.kind if kept else "other")
    return judge(kept.id if kept else "", kind, shown, brief, bureau.proofreader)


def _compared(judged: Sequence[Judged], brief: Brief) -> Consistency | None:
    if "consistency" not in brief.checks:
        return None
    documents = [Document(one.id, one.shown.text, one.kind, _hash(one.shown.artefact)) for one in judged]
    return consistency(documents, brief.bank)


def _hash(artefact: Artefact | None) -> str:
    return artefact.bank_hash if artefact else ""


def _answer(
    judged: Sequence[Judged], compared: Consistency | None, brief: Brief, request: ValidateRequest
) -> Validated:
    findings = _all_findings(judged, compared)
    scored = next((one for one in judged if one.ats), None)
    return Validated(
        passed=all(one.passed for one in judged) and not (compared and compared.conflicts),
        language=judged[0].language,
        facts=_fact_counts(judged) if "facts" in brief.checks else None,
        findings=tuple(one for _, one in findings[:MOST]),
        findings_total=len(findings),
        quality=_weakest(judged),
        ats=AtsTold(scored.ats.score, scored.ats.level) if scored and scored.ats else None,
        consistency=_consistency_told(compared),
        completeness=_completeness(judged, request) if "completeness" in brief.checks else None,
        uris=Uris(""),
        warnings=tuple(_warnings(judged, compared, brief)),
        next=_next(findings),
    )


def _all_findings(judged: Sequence[Judged], compared: Consistency | None) -> list[tuple[int, Told]]:
    """Every finding with its document, worst first and facts before wording."""
    several = len(judged) > 1
    found: list[tuple[int, Told]] = [
        (SEVERITIES.index(finding.severity), told([finding], one.id if several else None)[0])
        for one in judged
        for finding in one.findings
    ]
    conflicts: tuple[Finding, ...] = compared.conflicts if compared else ()
    found += [(0, told([replace(finding, path="")], finding.path or None)[0]) for finding in conflicts]
    return sorted(found, key=lambda ranked: ranked[0])


def _fact_counts(judged: Sequence[Judged]) -> FactCounts:
    results = [one.facts for one in judged if one.facts]
    return FactCounts(
        claims=sum(len(facts.claims) for facts in results),
        supported=sum(facts.counts.get("supported", 0) for facts in results),
        paraphrase=sum(facts.counts.get("paraphrase", 0) for facts in results),
        computed=sum(facts.counts.get("computed", 0) for facts in results),
        failed=sum(failed_claims(facts) for facts in results),
    )


def _weakest(judged: Sequence[Judged]) -> QualityTold | None:
    scored = [(one.quality, one.id) for one in judged if one.quality]
    if not scored:
        return None
    quality, name = min(scored, key=lambda pair: (pair[0].passed, pair[0].overall_score))
    return QualityTold(
        passed=quality.passed,
        overall_score=quality.overall_score,
        grammar_score=quality.grammar_score,
        tone_score=quality.tone_score,
        ai_pattern_score=quality.ai_pattern_score,
        formatting_score=quality.formatting_score,
        structure_score=quality.structure_score,
        recommendations=quality.recommendations,
        document=name if len(judged) > 1 else None,
    )


def _consistency_told(compared: Consistency | None) -> ConsistencyTold | None:
    if compared is None:
        return None
    return ConsistencyTold(compared.pairs, len(compared.conflicts), compared.stale)


def _completeness(judged: Sequence[Judged], request: ValidateRequest) -> Completeness:
    kinds = {one.kind for one in judged}
    missing = tuple(kind for kind in _DOCUMENTS if kind not in kinds) if request.application_id else ()
    return Completeness(missing, tuple(name for one in judged for name in one.lacking))


def _warnings(judged: Sequence[Judged], compared: Consistency | None, brief: Brief) -> Iterator[Warned]:
    if "language" in brief.checks and any(one.language != brief.bank.language for one in judged):
        yield Warned("LANGUAGE_DIFFERS", f"the CV's language is {brief.bank.language}, a document's is another")
    if compared and compared.stale:
        names = ", ".join(compared.stale)
        yield Warned("STALE", f"accepted on an older reading of the CV: {names}", "write them anew")
    if brief.posting and brief.posting.flags:
        yield FLAGGED


def _next(findings: Sequence[tuple[int, Told]]) -> tuple[str, ...]:
    return ("mend what is CRITICAL by its expected value, then fvs_validate again",) if findings else ()


def _report(judged: Sequence[Judged], answer: Validated) -> bytes:
    """Everything that was found, as JSON."""
    documents = [
        {
            "id": one.id,
            "kind": one.kind,
            "passed": one.passed,
            "findings": [asdict(finding) for finding in one.findings],
            "claims": [asdict(claim) for claim in one.facts.claims] if one.facts else [],
            "quality": asdict(one.quality) if one.quality else None,
            "ats": asdict(one.ats) if one.ats else None,
        }
        for one in judged
    ]
    told_of_all = {name: part for name, part in asdict(answer).items() if name not in {"uris", "findings"}}
    return json.dumps(told_of_all | {"documents": documents}, ensure_ascii=False).encode()
