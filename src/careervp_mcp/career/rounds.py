"""Rounds: one document, written by rules, a host or a model, proved the same way, and told the same way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from careervp_mcp.career.accepting import Accepted
from careervp_mcp.career.applications import Application
from careervp_mcp.career.briefs import brief_of, material_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.commissions import Commission, Task, Unreadable, WriterFailed, WriterUnavailable
from careervp_mcp.career.composed import Placed
from careervp_mcp.career.errors import CareerError, InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.producing import Produced, bound_to
from careervp_mcp.career.screening import FLAGGED
from careervp_mcp.career.spending import book, spent_on
from careervp_mcp.career.telling import Told, Warned, told
from careervp_mcp.career.writing import Cost, Draft, Writer, WritingOptions, Written, writer_for

TRIES = 3
_FED_BACK = 5
"""Findings that go back to a model with its draft."""
REJECTED = "The draft does not pass; nothing was kept. Each CRITICAL finding says what would be right."


def proved(
    text: str,
    placed: tuple[Placed, ...],
    accepted: Accepted,
    paths: Mapping[str, str],
    application: Application,
) -> "Proof":
    """A document with citations that hold: one that names no fact, or another's, gives way and is told."""
    corrected, found = list[Placed](), list[Finding]()
    for one in placed:
        known = tuple(fact for fact in one.facts if fact in application.bank.by_id)
        bound = bound_to(one, accepted)
        wrong = len(known) < len(one.facts) or bool(known and bound and not set(known) & set(bound))
        if paths and wrong:
            hint = f"it rests on {', '.join(bound)}" if bound else "no fact was cited that exists; leave facts out"
            found.append(Finding("provenance_corrected", "INFO", one.span, one.text[:120], hint, path=""))
        corrected.append(replace(one, facts=bound if wrong and bound else known))
    findings = (*accepted.findings, *found)
    return Proof(text, tuple(corrected), replace(accepted, findings=findings), paths)


@dataclass(frozen=True, slots=True)
class Proof:
    """A document on the page, and what the gates said of it."""

    text: str
    placed: tuple[Placed, ...]
    accepted: Accepted
    paths: Mapping[str, str] = field(default_factory=dict)
    """Where in the draft each sentence stood."""

    @property
    def passed(self) -> bool:
        """Whether it may be kept."""
        return self.accepted.passed

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The gates' findings, each with the place in the draft that it is on."""
        return tuple(self._pointed(finding) for finding in self.accepted.findings)

    def _pointed(self, finding: Finding) -> Finding:
        start = finding.span[0]
        on = next((one for one in self.placed if one.span[0] <= start < one.span[1]), None)
        return replace(finding, path=finding.path or (self.paths.get(on.text, "") if on else ""))


class Proved(Protocol):
    """What a tool makes of a draft, or of the evidence alone."""

    @property
    def proof(self) -> Proof:
        """The document, judged."""


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of document: the tool that writes it, and what a draft of it must be."""

    tool: str
    task: Task
    schema: Mapping[str, object]
    rules: tuple[str, ...]


Sheet = TypeVar("Sheet", bound=Proved)
Answer = TypeVar("Answer", bound=Written)


@dataclass(frozen=True, slots=True)
class Round(Generic[Sheet]):
    """What was written, by whom, and what it took."""

    sheet: Sheet
    writer: Writer
    cost: Cost = field(default_factory=Cost)
    warnings: tuple[Warned, ...] = ()


class DraftsRefused(CareerError):
    """Every try of a model was rejected."""

    code = "FVS_VIOLATION_DETECTED"


class DraftsTooWeak(CareerError):
    """Every try of a model said too little of the company, figures and what is asked."""

    code = "GENERATION_QUALITY_INSUFFICIENT"


def wants_brief(options: WritingOptions, draft: Draft | None, bureau: Bureau) -> bool:
    """Whether a host asks what to write from."""
    return writer_for(options, draft, bureau.writer) == "host" and draft is None


def brief_told(answer: type[Answer], genre: Genre, application: Application, bureau: Bureau) -> Answer:
    """The answer to a host that asks what to write from; no document is made."""
    brief, uri = brief_of(application, genre.tool, genre.schema, genre.rules, bureau)
    made = replace(opened(answer, application), status="brief", brief=brief, next=(f"{genre.tool} with draft",))
    told_ = replace(made, summary="Write the draft from the evidence and send it as draft.")
    return replace(told_, uris=replace(told_.uris, brief=uri))


def written(  # noqa: PLR0917 - who asks, of what, and how it is made
    options: WritingOptions,
    draft: Draft | None,
    genre: Genre,
    application: Application,
    bureau: Bureau,
    make: Callable[[Draft | None], Sheet],
) -> Round[Sheet]:
    """The document by the writer that is asked for; where a model fails, by rules, and the answer says so.

    Raises what `make` raises for a draft of another form; with `fallback` false what the model failed of.
    """
    writer = writer_for(options, draft, bureau.writer)
    if writer != "anthropic":
        return Round(make(draft), writer)
    tries = _Tries(genre, application, bureau, make)
    try:
        return Round(tries.accepted(), writer, tries.cost)
    except (WriterFailed, DraftsRefused, DraftsTooWeak) as failure:
        if not options.fallback:
            raise
        said = f"{failure.code} after {tries.count} {'try' if tries.count == 1 else 'tries'}: {failure.message}"
        return Round(make(None), "offline", tries.cost, (Warned("WRITER_FELL_BACK", said),))
    finally:
        book(bureau, application.id, genre.task, tries.cost)


@dataclass
class _Tries(Generic[Sheet]):
    """A model's tries at one document; what was found in one goes into the next, and none is kept."""

    genre: Genre
    application: Application
    bureau: Bureau
    make: Callable[[Draft | None], Sheet]
    cost: Cost = field(default_factory=Cost)
    count: int = 0

    def accepted(self) -> Sheet:
        """The first draft that passes; raises WriterFailed, DraftsRefused or DraftsTooWeak."""
        model = self.bureau.model
        if model is None:
            raise WriterUnavailable("there is no API key: set ANTHROPIC_API_KEY, or let the host write")
        asked = self._commission()
        while self.count < TRIES:
            self.count += 1
            self.bureau.progress(self.count - 1, TRIES, f"{self.genre.tool}: try {self.count}")
            try:
                drawn = model.draft(asked, self.bureau.cancelled)
            except WriterFailed as failure:
                self.cost = self.cost.plus(failure.cost)
                if isinstance(failure, Unreadable) and self.count < TRIES:
                    continue
                raise
            self.cost = self.cost.plus(drawn.cost)
            sheet, findings = self._judged(drawn.draft)
            if sheet is not None and sheet.proof.passed:
                return sheet
            spent = asked.spent_usd + drawn.cost.cost_usd
            asked = replace(asked, draft=drawn.draft, findings=findings[:_FED_BACK], spent_usd=spent)
        raise _refusal(asked.findings)

    def _commission(self) -> Commission:
        spent = spent_on(self.bureau, self.application.id)
        material = material_of(self.application)
        return Commission(
            self.genre.task, self.application.id, material, self.genre.rules, self.genre.schema, spent_usd=spent
        )

    def _judged(self, draft: Draft) -> tuple[Sheet | None, tuple[Told, ...]]:
        """What a draft makes, and what blocks it; a draft of another form makes nothing."""
        try:
            sheet = self.make(draft)
        except InvalidInput as refusal:
            return None, (Told("shape", "CRITICAL", "", refusal.message, (0, 0)),)
        return sheet, told(sheet.proof.findings)


def _refusal(findings: tuple[Told, ...]) -> CareerError:
    critical = [finding for finding in findings if finding.severity == "CRITICAL"]
    rules = ", ".join(dict.fromkeys(finding.rule for finding in critical)) or "quality under its minimum"
    weak = {finding.rule for finding in critical} == {"generation_quality_insufficient"}
    refused = DraftsTooWeak if weak else DraftsRefused
    return refused(f"no draft of the model passed ({rules}); the offline writer always does: leave fallback true")


def opened(answer: type[Answer], application: Application) -> Answer:
    """An answer that names its application, and nothing yet of what was written."""
    return answer(
        status="rejected",
        application_id=application.id,
        cv_id=application.cv_id,
        job_id=application.posting.job_id,
        language=application.bank.language,
        summary=REJECTED,
    )


def signed(answer: Answer, done: Round[Sheet], kept: Produced | None) -> Answer:
    """The answer with who wrote, what was found, what it took and, once it is kept, where it stands."""
    findings = done.sheet.proof.findings
    rejected = replace(
        answer,
        writer_used=done.writer,
        findings=told(findings),
        findings_total=len(findings),
        warnings=(*done.warnings, *answer.warnings),
        cost=done.cost,
    )
    if kept is None:
        return replace(
            rejected, summary=REJECTED, next=("mend what is CRITICAL by its expected value and send the draft again",)
        )
    return replace(
        rejected,
        status="accepted",
        artefact_id=kept.artefact_id,
        version=kept.version,
        files=kept.files,
        uris=kept.uris,
        warnings=(*done.warnings, *kept.warnings, *answer.warnings),
    )


def usual_warnings(application: Application) -> Iterator[Warned]:
    """What a person should know of the posting, whatever is written for it."""
    if application.posting.flags:
        yield FLAGGED
    if application.posting.language != application.bank.language:
        yield Warned("LANGUAGE_DIFFERS", f"the CV is in {application.bank.language}, the posting is not")
