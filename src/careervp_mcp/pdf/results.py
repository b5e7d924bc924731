"""Finished work recognised: what was typeset from the same bytes, and still stands as it was left."""

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from careervp_mcp.career.ports import Manuscript, Typeset
from careervp_mcp.pdf.scratch import put

OLDEST_SECONDS = 90 * 24 * 3600
MOST_RECORDS = 20_000
_RECIPE = b"1"
"""Raised when the same source would be told of in another way."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a finished PDF: enough to know it again and to tell of it, not the PDF itself."""

    pdf_sha256: str
    pages: int
    engine: str
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Typeset) -> "Result":
        return cls(hashlib.sha256(sheet.pdf).hexdigest(), sheet.pages, sheet.engine, sheet.warnings)


@dataclass(frozen=True, slots=True)
class Results:
    """The records below one state folder, one small file each."""

    root: Path

    def find(self, key: str, standing: bytes | None) -> Result | None:
        """The record of this key, when the PDF that stands at the target is the one it tells of."""
        if standing is None:
            return None
        try:
            told = json.loads(self._path(key).read_bytes())
            result = Result(**{**told, "warnings": tuple(told["warnings"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return result if result.pdf_sha256 == hashlib.sha256(standing).hexdigest() else None

    def keep(self, key: str, result: Result) -> None:
        put(self._path(key), json.dumps(asdict(result)).encode())

    def evict(self) -> None:
        """Drop records that are old, and the oldest over the number."""
        oldest = time.time() - OLDEST_SECONDS
        ages = sorted(((path.stat().st_mtime, path) for path in self.root.glob("*/*.json")), reverse=True)
        for position, (made, path) in enumerate(ages):
            if made < oldest or position >= MOST_RECORDS:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json"


def key_of(manuscript: Manuscript, settings: Iterable[str]) -> str:
    """A hash of all that a PDF and what is told of it depend on."""
    digest = hashlib.sha256()
    assets = (part for name, content in sorted(manuscript.assets.items()) for part in (name.encode(), content))
    words = (word.encode() for word in (*manuscript.expected, *settings))
    for part in (manuscript.source, *assets, _RECIPE, *words):
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()
