"""Addresses: where hosts read at length what is kept; nothing heavy loads with it."""

import re
from collections.abc import Mapping

ADDRESSES: Mapping[str, str] = {
    "bank": "careervp://banks/{key}",
    "highlights": "careervp://cvs/{key}/highlights",
    "json_resume": "careervp://cvs/{key}/json-resume",
    "posting": "careervp://postings/{key}",
    "artefact": "careervp://artefacts/{key}",
    "evidence": "careervp://artefacts/{key}/evidence",
    "brief": "careervp://briefs/{key}",
    "report": "careervp://reports/{key}",
}
"""The shelf's functions and the address each answers at."""


def address_of(told_by: str, key: str) -> str:
    """The address of one thing."""
    return ADDRESSES[told_by].replace("{key}", key)


def found_at(uri: str) -> tuple[str, str] | None:
    """Which function of the shelf tells what is at an address, and its key; None where there is nothing."""
    for told_by, template in ADDRESSES.items():
        before, after = template.split("{key}")
        found = re.fullmatch(f"{re.escape(before)}([^/]+){re.escape(after)}", uri)
        if found:
            return told_by, found[1]
    return None
