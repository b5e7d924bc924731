"""Names for folders: ASCII, stable across runs and machines."""

import hashlib
import re

LONGEST = 80
"""Characters of a whole slug."""
_ID = re.compile(r"[0-9]{1,19}")  # a database id: it stays whole when the slug is cut


def slug_part(text: str) -> str:
    """One part of a slug: transliterated, lower case, runs of other characters as one `_`.

    A name with nothing left, such as one of emoji only, becomes a short hash of itself.
    """
    from text_unidecode import unidecode

    plain = re.sub(r"[^a-z0-9]+", "_", unidecode(text).lower()).strip("_")
    return plain or "x" + _digest(text, 10)


def application_slug(company: str, suffix: str) -> str:
    """`<company>-<suffix>` in at most 80 characters; what is cut off is replaced by a hash of the whole."""
    slug = f"{slug_part(company)}-{slug_part(suffix)}"
    if len(slug) <= LONGEST:
        return slug
    ending = "_" + _digest(f"{company}\n{suffix}", 8)
    if _ID.fullmatch(suffix):
        ending += f"-{suffix}"
    return slug[: LONGEST - len(ending)].strip("_-") + ending


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
