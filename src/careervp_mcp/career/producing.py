"""Producing: an accepted document is kept with its provenance and written beside its application, all or nothing."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from careervp_mcp.career.accepting import Accepted
from careervp_mcp.career.applications import Application, keep_application
from careervp_mcp.career.artefacts import PROVENANCE, Artefact, put_in_place, siblings_of
from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.composed import Placed
from careervp_mcp.career.folders import put_file
from careervp_mcp.career.remembering import keep_differentiators
from careervp_mcp.career.telling import Warned
from careervp_mcp.career.validated import Kind
from careervp_mcp.career.writing import DocumentUris

_PREFIXES: Mapping[Kind, str] = {"cv": "tcv", "letter": "let", "report": "vpr", "interview": "int"}


@dataclass(frozen=True, slots=True)
class Product:
    """An accepted document before it is kept."""

    kind: Kind
    text: str
    placed: tuple[Placed, ...]
    accepted: Accepted
    files: Mapping[str, bytes]
    """Each file of the application's folder by its name, such as `cover/letter.md`."""
    differentiators: tuple[str, ...] = ()
    """What a report says sets the person apart."""


@dataclass(frozen=True, slots=True)
class Produced:
    """What was kept."""

    artefact_id: str
    version: int
    files: tuple[str, ...]
    warnings: tuple[Warned, ...]
    uris: DocumentUris


def produce(product: Product, application: Application, bureau: Bureau, *, force: bool = False) -> Produced:
    """Keep the document, what each sentence rests on, and its files; an earlier one of its kind gives way."""
    told = f"{application.id} {application.bank.bank_hash} {product.text}".encode()
    name = f"{_PREFIXES[product.kind]}_{hashlib.sha256(told).hexdigest()[:12]}"
    before = next((one for one in siblings_of(bureau, application.id) if one.kind == product.kind), None)
    version = 1 if before is None else before.version if before.id == name else before.version + 1
    posting = application.posting
    artefact = Artefact(
        name, product.kind, application.id, application.cv_id, product.text, application.bank.bank_hash, version,
        posting.company_name, posting.role_title, posting.job_id,
        before.created_at if before and before.id == name else bureau.clock().isoformat(),
    )  # fmt: skip
    evidence = json.dumps(provenance(product), ensure_ascii=False).encode()
    with bureau.records.transaction() as ledger:
        keep_application(ledger, bureau, application)
        put_in_place(ledger, bureau, artefact)
        bureau.keep(ledger, PROVENANCE, name, evidence)
        if product.differentiators:
            keep_differentiators(ledger, bureau, application.id, product.differentiators)
        puts = [
            put_file(ledger, bureau, application.id, application.slug, path, content, force=force)
            for path, content in product.files.items()
        ]
    left = [put.path for put in puts if put.kept_hand_edit]
    uri = f"careervp://artefacts/{name}"
    return Produced(
        name,
        version,
        tuple(put.path for put in puts if not put.kept_hand_edit),
        tuple(_hand_edited(left)),
        DocumentUris(uri, f"{uri}/evidence"),
    )


def provenance(product: Product) -> list[dict[str, object]]:
    """Each sentence with the facts it rests on: those it was made of, and those its claims were bound to."""
    return [asdict(placed) | {"facts": _facts(placed, product.accepted)} for placed in product.placed]


def _facts(placed: Placed, accepted: Accepted) -> list[str]:
    return list(dict.fromkeys((*placed.facts, *bound_to(placed, accepted))))


def bound_to(placed: Placed, accepted: Accepted) -> tuple[str, ...]:
    """The facts that a sentence's claims were bound to, whatever it cites."""
    start, end = placed.span
    told = (fact for claim in accepted.claims if start <= claim.span[0] < end for fact in claim.facts)
    return tuple(dict.fromkeys(told))


def _hand_edited(paths: Sequence[str]) -> Iterator[Warned]:
    if paths:
        yield Warned(
            "HAND_EDITED",
            f"edited by hand and left alone: {', '.join(paths)}; the new version is kept as a record",
            "options.force true replaces it",
        )
