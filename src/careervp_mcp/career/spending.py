"""Spending: what a language model's calls cost an application, booked for two years."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.records import Ledger
from careervp_mcp.career.writing import Cost

KIND = "cost"
_HOURS = 730 * 24


@dataclass(frozen=True, slots=True)
class Booked:
    """What one document took."""

    application_id: str
    task: str
    at: str
    """ISO instant."""
    cost: Cost


def book(bureau: Bureau, application_id: str, task: str, cost: Cost) -> None:
    """Book what a document took; nothing where no call was made."""
    if not cost.calls:
        return
    at = bureau.clock().isoformat()
    payload = json.dumps(asdict(Booked(application_id, task, at, cost))).encode()
    with bureau.records.transaction() as ledger:
        bureau.keep(ledger, KIND, f"{application_id}/{at}/{task}", payload, hours=_HOURS)


def booked(ledger: Ledger, bureau: Bureau) -> Iterator[Booked]:
    """The owner's bookings, by application and time."""
    for record in ledger.find(bureau.owner, KIND):
        held = json.loads(record.payload)
        yield Booked(**(held | {"cost": Cost(**held["cost"])}))


def spent_on(bureau: Bureau, application_id: str) -> float:
    """Dollars booked on an application."""
    with bureau.records.transaction() as ledger:
        return sum(one.cost.cost_usd for one in booked(ledger, bureau) if one.application_id == application_id)
