"""Briefs: what a host needs to write a draft, kept for a day; contact details never stand in one."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from careervp_mcp.career.applications import Application
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.evidence import Fact
from careervp_mcp.career.highlights import extract_highlights
from careervp_mcp.career.remembering import remembered_in
from careervp_mcp.career.telling import FlagTold
from careervp_mcp.career.untrusted import fence
from careervp_mcp.career.writing import BriefTold, DemandTold, EvidenceTold

KIND = "brief"
HOURS = 24
_PRIVATE = frozenset({"name", "email", "phone", "link", "location"})
"""Kinds of fact that no brief holds."""
_INLINE = 25
"""Facts told in the answer itself."""
_COMMISSIONED, _RESEARCH = 120, 20
"""Facts, and sentences of research, that a model gets."""
_ORDER = ("action", "title", "employer", "skill", "certification", "degree")


def brief_of(
    application: Application, kind: str, schema: Mapping[str, object], rules: Sequence[str], bureau: Bureau
) -> tuple[BriefTold, str]:
    """The brief as an answer tells it, and the address of the whole one."""
    facts = ranked(application)
    whole = {
        "kind": kind,
        "application_id": application.id,
        "requirements": [asdict(one) for one in demands(application)],
        "evidence": [asdict(_told(fact)) for fact in facts],
        "rules": list(rules),
        "draft_schema": schema,
        "bank_hash": application.bank.bank_hash,
    }
    name = f"brf_{hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()[:12]}"
    fenced = fence(application.posting.description, lambda: secrets.token_hex(8))
    payload = json.dumps(whole | {"posting": fenced, "memory": remembered_in(bureau)}, ensure_ascii=False).encode()
    with bureau.records.transaction() as ledger:
        bureau.keep(ledger, KIND, name, payload, hours=HOURS)
    told = BriefTold(
        name,
        tuple(demands(application)),
        tuple(_told(fact) for fact in facts[:_INLINE]),
        len(facts),
        tuple(rules),
        schema,
        tuple(FlagTold(flag.rule, flag.span, flag.excerpt) for flag in application.posting.flags),
    )
    return told, f"careervp://briefs/{name}"


def material_of(application: Application) -> str:
    """What a model writes from: highlights, demands, the ranked facts, research, and the fenced posting."""
    posting = application.posting
    told = {
        "language": application.bank.language,
        "company": posting.company_name,
        "title": posting.role_title,
        "highlights": extract_highlights(application.person),
        "requirements": [asdict(one) for one in demands(application)],
        "evidence": [asdict(_told(fact)) for fact in ranked(application)[:_COMMISSIONED]],
        "research": list(application.research[:_RESEARCH]),
        "posting": fence(posting.description, lambda: secrets.token_hex(8)),
    }
    return json.dumps(told, ensure_ascii=False)


def demands(application: Application) -> Iterator[DemandTold]:
    """What the posting asks, must-haves first, each with the facts that meet it."""
    return (DemandTold(one.requirement.text, one.status, one.facts) for one in application.assessments)


def ranked(application: Application) -> list[Fact]:
    """The facts that a draft may rest on: those that meet a demand first, then the rest in the CV's order."""
    wanted = {name for one in application.assessments for name in one.facts}
    usable = [fact for fact in application.bank.facts if fact.kind not in _PRIVATE and fact.source != "derived"]
    return sorted(usable, key=lambda fact: (fact.id not in wanted, _place(fact.kind)))


def _place(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _told(fact: Fact) -> EvidenceTold:
    return EvidenceTold(fact.id, fact.kind, fact.entry, fact.text)
