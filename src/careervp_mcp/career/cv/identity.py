"""Ids of CVs: the form that a given one must have, and the one made from owner and content."""

import hashlib
import re

from careervp_mcp.career.errors import CvIdInvalid

LONGEST = 64
"""Characters."""
_FORM = re.compile(r"cv[-_][A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")


def checked_cv_id(given: str) -> str:
    """The given id; raises CvIdInvalid for one that is not of the form."""
    if len(given) > LONGEST or not _FORM.fullmatch(given):
        raise CvIdInvalid(
            f"cv_id must begin with cv_ or cv-, then letters and digits, parted by single _ or -, at most {LONGEST} "
            f"characters, such as cv_gate_001; got {given[:LONGEST]!r}"
        )
    return given


def cv_id_of(owner: str, text: str) -> str:
    """The id that one owner's CV of one content has: the same input gives the same id."""
    told = f"{owner}\0{text}".encode("utf-8", "surrogatepass")
    return f"cv_{hashlib.sha256(told).hexdigest()[:12]}"
