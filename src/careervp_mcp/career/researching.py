"""company_research: what an agent found out about a company, cleaned, sorted and kept for thirty days."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from careervp_mcp.career.asking import refuse_script, required
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.ceilings import fitted
from careervp_mcp.career.errors import BoardRefused, TextTooLong, TextTooShort
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.requirements import language_of
from careervp_mcp.career.researched import CEILING, CompanyResearch, Researched, ResearchRequest, ResearchSource
from careervp_mcp.career.sentences import sentences
from careervp_mcp.career.telling import FlagTold
from careervp_mcp.career.untrusted import clean
from careervp_mcp.career.wordlists import word_groups, word_set

KIND = "research"
DAYS = 30
LEAST, MOST, LEAST_WORDS = 20, 50_000, 200
"""Characters of a text, and words of one from a website or a search."""
PARTS = ("mission", "values", "recent_news", "strategic_priorities")
_BASE: Mapping[ResearchSource, float] = {"website_text": 0.9, "search_results": 0.7, "posting_text": 0.4}
_SHORT, _LONG = 300, 400
_OVERVIEW, _OVERVIEW_WORDS = 4, 120
_MOST_TOLD = 5
_CUT = ("flags", "recent_news", "values", "strategic_priorities", "mission")


def research(request: ResearchRequest, bureau: Bureau) -> Researched:
    """Keep what a text says of a company, or tell what is kept.

    Raises FieldMissing without a source, TextTooShort, TextTooLong, BoardRefused for a job board's address.
    """
    if request.text is None:
        return _told(request.company, the_research(bureau, request.company), bureau, ())
    required("options.source", request.source, "with a text: website_text, search_results or posting_text")
    _refuse_boards(request.source_urls)
    refuse_script(request.text, "text")
    _refuse_length(request.text, request.source)
    cleaned = clean(request.text)
    found = read_research(request.company, cleaned.text, request.source or "website_text")
    kept = keep_research(bureau, request.company, replace(found, source_urls=request.source_urls))
    flags = tuple(FlagTold(flag.rule, flag.span, flag.excerpt) for flag in cleaned.flags)
    return _told(request.company, kept, bureau, flags)


def keep_research(bureau: Bureau, company: str, known: CompanyResearch) -> CompanyResearch:
    """Keep what is known of a company, as of now, for thirty days."""
    kept = replace(known, research_timestamp=bureau.clock().isoformat())
    payload = json.dumps(asdict(kept), ensure_ascii=False).encode()
    with bureau.records.transaction() as ledger:
        bureau.keep(ledger, KIND, key_of(company), payload, hours=DAYS * 24)
    return kept


def read_research(company: str, text: str, source: ResearchSource) -> CompanyResearch:
    """A text's sentences, sorted by what they tell; no word is changed."""
    told = tuple(" ".join(one.text.split()) for one in sentences(text) if len(one.text.split()) > 2)  # noqa: PLR2004
    language = language_of(text)
    parts = {name: tuple(_about(told, name, language)) for name in PARTS}
    return CompanyResearch(
        company_name=company,
        overview=_overview(told),
        values=parts["values"],
        mission=parts["mission"],
        strategic_priorities=parts["strategic_priorities"],
        recent_news=parts["recent_news"],
        sentences=told,
        source=source,
        confidence_score=confidence(source, len(text.split()), sum(not parts[name] for name in PARTS)),
    )


def confidence(source: ResearchSource, words: int, missing: int) -> float:
    """How far a text can be relied on, 0.1 to 0.95: by where it is from, its length and what it lacks."""
    score = _BASE[source]
    if source == "website_text" and words < _SHORT:
        score -= 0.1
    if source == "posting_text" and words > _LONG:
        score = min(score + 0.05, 0.5)
    return round(min(max(score - 0.1 * missing, 0.1), 0.95), 2)


def the_research(bureau: Bureau, company: str) -> CompanyResearch | None:
    """What is kept of a company; None where there is nothing, or it is older than thirty days."""
    payload = bureau.kept(KIND, key_of(company))
    return _read(payload) if payload else None


def sentences_about(ledger: Ledger, bureau: Bureau, company: str) -> tuple[str, ...]:
    """The kept sentences about a company."""
    found = ledger.find(bureau.owner, KIND, key_of(company))
    return _read(found[0].payload).sentences if found else ()


def kept_research(ledger: Ledger, bureau: Bureau) -> Iterator[tuple[str, CompanyResearch]]:
    """What the owner keeps of companies, each with its key."""
    return ((record.key, _read(record.payload)) for record in ledger.find(bureau.owner, KIND))


def key_of(company: str) -> str:
    """The key that every form of a company's name has."""
    return plain_name(company)


def _read(payload: bytes) -> CompanyResearch:
    held = json.loads(payload)
    return CompanyResearch(**(held | {name: tuple(part) for name, part in held.items() if isinstance(part, list)}))


def _about(told: tuple[str, ...], part: str, language: str) -> Iterator[str]:
    pattern = re.compile("|".join(word_groups(language, "research", "parts")[part]), re.IGNORECASE)
    return (sentence for sentence in told if pattern.search(sentence))


def _overview(told: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    for sentence in told[:_OVERVIEW]:
        if sum(len(one.split()) for one in (*kept, sentence)) <= _OVERVIEW_WORDS:
            kept.append(sentence)
    return tuple(kept)


def _told(company: str, kept: CompanyResearch | None, bureau: Bureau, flags: tuple[FlagTold, ...]) -> Researched:
    if kept is None:
        return Researched(found=False, company=company, next=("company_research with text and options.source",))
    until = bureau.clock().fromisoformat(kept.research_timestamp) + timedelta(days=DAYS)
    answer = Researched(
        found=True,
        company=kept.company_name,
        overview=" ".join(kept.overview),
        values=kept.values[:_MOST_TOLD],
        mission=kept.mission[:_MOST_TOLD],
        strategic_priorities=kept.strategic_priorities[:_MOST_TOLD],
        recent_news=kept.recent_news[:_MOST_TOLD],
        missing=tuple(name for name in PARTS if not getattr(kept, name)),
        confidence_score=kept.confidence_score,
        fresh_until=until.date().isoformat(),
        facts=len(kept.sentences),
        flags=flags,
        next=("cover_letter names a detail of the company from it",),
    )
    return fitted(answer, CEILING, _CUT)


def _refuse_boards(urls: tuple[str, ...]) -> None:
    boards = word_set("en", "research", "boards")
    for url in urls:
        host = re.sub(r"^[a-z]+://", "", url.strip().lower()).split("/")[0]
        named = next((board for board in sorted(boards) if board in host), None)
        if named:
            raise BoardRefused(
                f"{named} is a job board; pass the company's own pages, or the posting as posting_text"
            )


def _refuse_length(text: str, source: ResearchSource | None) -> None:
    size, words = len(text.strip()), len(text.split())
    if size < LEAST:
        raise TextTooShort(f"text needs at least {LEAST} characters, got {size}")
    if size > MOST:
        raise TextTooLong(f"text may have at most {MOST:,} characters, got {size:,}")
    if source != "posting_text" and words < LEAST_WORDS:
        raise TextTooShort(f"text of a website or a search needs at least {LEAST_WORDS} words, got {words}")
