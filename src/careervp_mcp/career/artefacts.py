"""Artefacts: accepted documents of an application, as they are kept."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.errors import Unknown
from careervp_mcp.career.facts.context import Kind
from careervp_mcp.career.records import Ledger

KIND = "artefact"
PROVENANCE = "provenance"


@dataclass(frozen=True, slots=True)
class Artefact:
    """One accepted document."""

    id: str
    """`tcv_`, `let_`, `vpr_`, `int_` and twelve hex digits."""
    kind: Kind
    application_id: str
    cv_id: str
    text: str
    bank_hash: str = ""
    """The evidence it was accepted on."""
    version: int = 1
    company: str = ""
    title: str = ""
    job_id: str = ""
    created_at: str = ""
    """ISO instant of the first time that this very text was kept."""


def put_artefact(ledger: Ledger, bureau: Bureau, artefact: Artefact) -> None:
    """Keep a document in the place of the one of the same id."""
    bureau.keep(ledger, KIND, artefact.id, json.dumps(asdict(artefact), ensure_ascii=False).encode())


def the_artefact(bureau: Bureau, key: str) -> Artefact:
    """The owner's document; raises Unknown where there is none of the id."""
    payload = bureau.kept(KIND, key)
    if payload is None:
        raise Unknown(f"no artefact has the id {key[:80]}; the tools that write documents give their ids")
    return Artefact(**json.loads(payload))


def artefacts_of(bureau: Bureau, application_id: str) -> tuple[Artefact, ...]:
    """The owner's documents of one application, in the order of their ids; raises Unknown where there is none."""
    with bureau.records.transaction() as ledger:
        found = tuple(one for one in all_artefacts(ledger, bureau) if one.application_id == application_id)
    if not found:
        raise Unknown(f"no application has the id {application_id[:80]}, or it has no accepted document yet")
    return found


def siblings_of(bureau: Bureau, application_id: str) -> tuple[Artefact, ...]:
    """The same, but none where there is none yet."""
    with bureau.records.transaction() as ledger:
        return tuple(one for one in all_artefacts(ledger, bureau) if one.application_id == application_id)


def put_in_place(ledger: Ledger, bureau: Bureau, artefact: Artefact) -> None:
    """Keep a document in the place of the application's earlier one of its kind."""
    for earlier in all_artefacts(ledger, bureau):
        if earlier.application_id == artefact.application_id and earlier.kind == artefact.kind:
            ledger.erase(bureau.owner, KIND, earlier.id)
            ledger.erase(bureau.owner, PROVENANCE, earlier.id)
    put_artefact(ledger, bureau, artefact)


def all_artefacts(ledger: Ledger, bureau: Bureau) -> Iterator[Artefact]:
    """The owner's documents, in the order of their ids."""
    return (Artefact(**json.loads(record.payload)) for record in ledger.find(bureau.owner, KIND))
