"""Role lines of a judged CV: employer, title and dates as one tuple, looked at both ways."""

from collections.abc import Iterator, Sequence

from careervp_mcp.career.dates import YearMonth
from careervp_mcp.career.evidence import EvidenceBank
from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.grounds import Grounds
from careervp_mcp.career.facts.names import plain_name
from careervp_mcp.career.facts.pairing import Pair, same_text
from careervp_mcp.career.facts.patterns import any_word
from careervp_mcp.career.facts.reports import found_in
from careervp_mcp.career.findings import Finding, quoted
from careervp_mcp.career.terms import same_title, seniority, title_words


def wrong_roles(theirs: EvidenceBank, grounds: Grounds, context: Context, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Every rule of role lines; a role that is missing is found where the roles begin."""
    for pair in pairs:
        if pair.known:
            yield from _compared(theirs, grounds, pair)
        else:
            yield from _unknown(theirs, grounds, pair.stated)
    told = {pair.known for pair in pairs}
    missing = [entry for entry in grounds.titles if entry not in told]
    if missing and context.whole and pairs:
        yield from _vanished(theirs, grounds, pairs, missing)


def _vanished(
    theirs: EvidenceBank, grounds: Grounds, pairs: Sequence[Pair], missing: Sequence[str]
) -> Iterator[Finding]:
    first = theirs.by_id.get(f"{pairs[0].stated}.title") or theirs.by_id[f"{pairs[0].stated}.employer"]
    names = "; ".join(f"{grounds.titles[entry]}, {_text(grounds.bank, entry, 'employer')}" for entry in missing)
    merged = any(_covers(theirs, pair.stated, grounds, missing) for pair in pairs)
    rule = "roles_merged" if merged else "role_vanished"
    yield found_in(theirs, first, rule, f"put back: {names}", names, tuple(f"{entry}.title" for entry in missing))


def _covers(theirs: EvidenceBank, stated: str, grounds: Grounds, missing: Sequence[str]) -> bool:
    """Whether a stated role's period reaches over a missing one's."""
    start, end = theirs.by_id.get(f"{stated}.start"), theirs.by_id.get(f"{stated}.end")
    for entry in missing:
        theirs_start = start.value if start else None
        period = grounds.periods.get(entry)
        if isinstance(theirs_start, YearMonth) and period and theirs_start.year <= period.start.year:
            last = end.value if end and isinstance(end.value, YearMonth) else None
            if last is None or (period.end is not None and last.year >= period.end.year):
                return True
    return False


def _unknown(theirs: EvidenceBank, grounds: Grounds, stated: str) -> Iterator[Finding]:
    employer = theirs.by_id.get(f"{stated}.employer") or theirs.by_id.get(f"{stated}.title")
    if employer is None:
        return
    client = grounds.says(employer.text) and employer.kind == "employer"
    rule = "client_as_employer" if client else "employer_invented"
    yield found_in(theirs, employer, rule, "the CV has no such role; leave it out")


def _compared(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    yield from _employer(theirs, grounds, pair)
    yield from _title(theirs, grounds, pair)
    yield from _dates(theirs, grounds, pair)
    yield from _place(theirs, grounds, pair)


def _employer(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    stated, known = theirs.by_id.get(f"{pair.stated}.employer"), grounds.bank.by_id.get(f"{pair.known}.employer")
    if stated is None or known is None or plain_name(stated.text) == plain_name(known.text):
        return
    if pair.known in {entry for found in grounds.employers.mentions(stated.text) for entry in found.entries}:
        return
    elsewhere = bool(grounds.employers.mentions(stated.text))
    rule = (
        "role_tuple_mismatch"
        if elsewhere
        else "client_as_employer"
        if grounds.says(stated.text)
        else "employer_invented"
    )
    yield found_in(theirs, stated, rule, f"the CV has {known.text}", known.text, (known.id,))


def _title(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    stated, known = theirs.by_id.get(f"{pair.stated}.title"), grounds.bank.by_id.get(f"{pair.known}.title")
    if stated is None or known is None or same_text(stated.text, known.text) or same_title(stated.text, known.text):
        return
    yield found_in(
        theirs,
        stated,
        title_rule(stated.text, known.text, grounds),
        f"the CV has {known.text}",
        known.text,
        (known.id,),
    )


def title_rule(stated: str, known: str, grounds: Grounds) -> str:
    """Which rule a changed title breaks."""
    ours, theirs = set(title_words(stated)), set(title_words(known))
    if any_word("limiter", "en", "words").search(" ".join(theirs - ours)) and ours <= theirs:
        return "limiter_dropped"
    if theirs <= ours and set(seniority(stated)) - set(seniority(known)):
        return "seniority_added"
    return "title_moved" if any(same_text(stated, title) for title in grounds.titles.values()) else "title_inflated"


def _dates(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    running = grounds.bank.by_id.get(f"{pair.known}.current")
    stated_running = theirs.by_id.get(f"{pair.stated}.current")
    if stated_running is not None and running is None and f"{pair.known}.end" in grounds.bank.by_id:
        known = grounds.bank.by_id[f"{pair.known}.end"]
        yield found_in(
            theirs, stated_running, "present_added", f"the role ended {known.text}", known.text, (known.id,)
        )
        return
    if _coarsened(theirs, grounds, pair):
        first, last = theirs.by_id[f"{pair.stated}.start"], theirs.by_id[f"{pair.stated}.end"]
        told, span = grounds.dates_of(pair.known), (first.span[0], last.span[1])
        yield Finding("date_coarsened", "CRITICAL", span, quoted(theirs.text, span), f"the CV has {told}", told)
        return
    for part in ("start", "end"):
        stated, known_date = theirs.by_id.get(f"{pair.stated}.{part}"), grounds.bank.by_id.get(f"{pair.known}.{part}")
        if stated is None or not isinstance(stated.value, YearMonth):
            continue
        if known_date is None or not isinstance(known_date.value, YearMonth):
            if part == "end" and running is not None:
                yield found_in(theirs, stated, "date_stretched", "the CV says that the role goes on", running.text)
            continue
        rule = _date_rule(stated.value, known_date.value, pair, grounds)
        if rule:
            yield found_in(theirs, stated, rule, f"the CV has {known_date.text}", known_date.text, (known_date.id,))


def _coarsened(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> bool:
    """Whether both dates have lost their months."""
    for part in ("start", "end"):
        stated, known = theirs.by_id.get(f"{pair.stated}.{part}"), grounds.bank.by_id.get(f"{pair.known}.{part}")
        if stated is None or known is None:
            return False
        if not isinstance(stated.value, YearMonth) or not isinstance(known.value, YearMonth):
            return False
        if stated.value.month is not None or known.value.month is None or stated.value.year != known.value.year:
            return False
    return True


def _date_rule(stated: YearMonth, known: YearMonth, pair: Pair, grounds: Grounds) -> str:
    if stated.year == known.year and stated.month == known.month:
        return ""
    if stated.year == known.year and stated.month is None:
        return "date_coarsened"
    others = [period for entry, period in grounds.periods.items() if entry != pair.known]
    moved = any(stated in {period.start, period.end} for period in others)
    return "role_tuple_mismatch" if moved else "date_stretched"


def _place(theirs: EvidenceBank, grounds: Grounds, pair: Pair) -> Iterator[Finding]:
    stated = theirs.by_id.get(f"{pair.stated}.location")
    if stated is not None and not grounds.says(stated.text):
        yield found_in(theirs, stated, "location_changed", "the CV gives another place")


def _text(bank: EvidenceBank, entry: str, kind: str) -> str:
    fact = bank.by_id.get(f"{entry}.{kind}")
    return fact.text if fact else ""
