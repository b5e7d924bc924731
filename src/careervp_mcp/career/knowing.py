"""knowledge: what is kept of a person, listed, read in pages, or summed up; nothing is changed."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from careervp_mcp.career import shelf
from careervp_mcp.career.addresses import ADDRESSES, address_of, found_at
from careervp_mcp.career.answers import answers_of
from careervp_mcp.career.applications import applications_of
from careervp_mcp.career.artefacts import all_artefacts
from careervp_mcp.career.asking import required
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import weight
from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.keptcvs import cvs_of
from careervp_mcp.career.known import Counts, Item, Knowledge, KnowledgeRequest, Spent
from careervp_mcp.career.pages import cursor_at, page_of, place_in
from careervp_mcp.career.postingrefs import postings_of
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.remembering import differentiators_of, memory_of, themes_of
from careervp_mcp.career.researching import kept_research
from careervp_mcp.career.spending import booked


def know(request: KnowledgeRequest, bureau: Bureau) -> Knowledge:
    """Tell what is kept.

    Raises FieldMissing for a list without kind and a read without uri, InvalidInput for an address or cursor that is
    none of ours, and what the thing at the address raises where nobody knows it.
    """
    if request.action == "summary":
        return _summary(bureau)
    if request.action == "read":
        return _read(request, bureau)
    return _list(request, bureau)


def _list(request: KnowledgeRequest, bureau: Bureau) -> Knowledge:
    kind = required("kind", request.kind, f"for list: one of {', '.join(_LISTS)}")
    with bureau.records.transaction() as ledger:
        items = sorted(_LISTS[kind](ledger, bureau, request.application_id), key=lambda item: item.id)
    about = f"{bureau.owner} {kind} {request.application_id}"
    after = place_in(about, request.cursor) if request.cursor else ""
    begin = bisect_right(items, str(after), key=lambda item: item.id) if after else 0
    told = _fitting(items[begin : begin + request.limit], request)
    more = begin + len(told) < len(items)
    return Knowledge("list", told, next_cursor=cursor_at(about, told[-1].id) if more and told else None)


def _fitting(items: Sequence[Item], request: KnowledgeRequest) -> tuple[Item, ...]:
    """As many as the ceiling allows beside a cursor; one at least."""
    told = Knowledge("list", next_cursor="x" * 200)
    for item in items:
        longer = replace(told, items=(*told.items, item))
        if told.items and weight(asdict(longer)) > request.max_tokens:
            break
        told = longer
    return told.items


def _read(request: KnowledgeRequest, bureau: Bureau) -> Knowledge:
    uri = required("options.uri", request.uri, "for read: an address such as careervp://artefacts/let_…")
    found = found_at(uri)
    if found is None:
        raise InvalidInput(f"options.uri must be one of {', '.join(ADDRESSES.values())}; got {uri[:120]}")
    told_by, key = found
    text: str = getattr(shelf, told_by)(bureau, key)
    about = f"{bureau.owner} {uri} {text}"
    start = int(place_in(about, request.cursor)) if request.cursor else 0
    draft = Knowledge("read", next_cursor="x" * 80)
    end = page_of(text, start, lambda page: weight(asdict(replace(draft, text=page))) <= request.max_tokens)
    return Knowledge("read", text=text[start:end], next_cursor=cursor_at(about, end) if end < len(text) else None)


def _summary(bureau: Bureau) -> Knowledge:
    with bureau.records.transaction() as ledger:
        counts = Counts(
            **{name: sum(1 for _ in _LISTS[name](ledger, bureau, None)) for name in Counts.__dataclass_fields__}
        )
        memory, costs = memory_of(ledger, bureau), list(booked(ledger, bureau))
    return Knowledge(
        "summary",
        counts=counts,
        recurring_themes=memory.themes,
        core_differentiators=memory.core_differentiators,
        last_applications=memory.last_applications,
        costs=Spent(sum(one.cost.calls for one in costs), round(sum(one.cost.cost_usd for one in costs), 4)),
    )


def _cvs(ledger: Ledger, bureau: Bureau, _application: str | None) -> Iterator[Item]:
    for kept in cvs_of(ledger, bureau):
        name = kept.reading(bureau.owner).cv.full_name
        yield Item(kept.cv_id, "cv", name, kept.day, len(kept.text), address_of("highlights", kept.cv_id))


def _applications(ledger: Ledger, bureau: Bureau, application: str | None) -> Iterator[Item]:
    titles = {job_id: f"{title}, {company}" for job_id, title, company in postings_of(ledger, bureau)}
    for kept in applications_of(ledger, bureau):
        if application not in {None, kept.id}:
            continue
        yield Item(
            kept.id,
            "application",
            titles.get(kept.job_id, kept.slug),
            kept.created_at or None,
            uri=address_of("posting", kept.job_id),
        )


def _artefacts(ledger: Ledger, bureau: Bureau, application: str | None) -> Iterator[Item]:
    for one in all_artefacts(ledger, bureau):
        if application in {None, one.application_id}:
            title = f"{one.kind}: {one.title}, {one.company}"
            yield Item(one.id, one.kind, title, one.created_at or None, len(one.text), address_of("artefact", one.id))


def _answers(ledger: Ledger, bureau: Bureau, application: str | None) -> Iterator[Item]:
    for one in answers_of(ledger, bureau, application):
        status = "declined" if one.declined else "confirmed" if one.confirmed else "draft"
        yield Item(f"{one.application_id}/{one.question_id}", status, one.question, one.created_at, len(one.answer))


def _research(ledger: Ledger, bureau: Bureau, _application: str | None) -> Iterator[Item]:
    for key, one in kept_research(ledger, bureau):
        size = sum(map(len, one.sentences))
        yield Item(key, "research", one.company_name, one.research_timestamp, size)


def _themes(ledger: Ledger, bureau: Bureau, _application: str | None) -> Iterator[Item]:
    for theme in themes_of(answers_of(ledger, bureau), bureau.clock()):
        yield Item(theme.theme, "theme", f"{theme.answers} answers, weight {theme.weight}", theme.last_seen)


def _differentiators(ledger: Ledger, bureau: Bureau, _application: str | None) -> Iterator[Item]:
    for label, reports in differentiators_of(ledger, bureau):
        yield Item(label, "differentiator", f"in {reports} {'report' if reports == 1 else 'reports'}")


def _costs(ledger: Ledger, bureau: Bureau, application: str | None) -> Iterator[Item]:
    for one in booked(ledger, bureau):
        if application in {None, one.application_id}:
            title = f"{one.task}: {one.cost.calls} calls, {one.cost.cost_usd:.4f} dollars, {one.cost.model}"
            yield Item(f"{one.application_id}/{one.at}/{one.task}", "cost", title, one.at)


_Lists = Mapping[str, Callable[[Ledger, Bureau, str | None], Iterator[Item]]]
_LISTS: _Lists = {
    "cvs": _cvs,
    "applications": _applications,
    "artefacts": _artefacts,
    "answers": _answers,
    "research": _research,
    "themes": _themes,
    "differentiators": _differentiators,
    "costs": _costs,
}
