"""Names for folders: ASCII, stable across runs and machines."""

import hashlib
import re

LONGEST = 80
"""Characters of a whole slug."""


def slug_part(text: str) -> str:
    """One part of a slug: transliterated, lower case, runs of other characters as one `_`.

    A name with nothing left, such as one of emoji only, becomes a short hash of itself.
    """
    from text_unidecode import unidecode

    plain = re.sub(r"[^a-z0-9]+", "_", unidecode(text).lower()).strip("_")
    return plain or "x" + hashlib.sha256(text.encode()).hexdigest()[:10]


def application_slug(company: str, suffix: str) -> str:
    """`<company>-<suffix>` in at most 80 characters; what is cut off is replaced by a hash of the whole."""
    slug = f"{slug_part(company)}-{slug_part(suffix)}"
    if len(slug) <= LONGEST:
        return slug
    digest = hashlib.sha256(f"{company}\n{suffix}".encode()).hexdigest()[:8]
    ending = f"-{slug_part(suffix)}" if suffix.isdigit() else ""
    return slug[: LONGEST - len(ending) - len(digest) - 1].strip("_-") + f"_{digest}{ending}"
