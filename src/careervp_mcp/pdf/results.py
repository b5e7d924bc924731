"""Finished work recognised: what was typeset from the same bytes, and still stands as it was left."""

import contextlib
import functools
import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from careervp_mcp.career.ports import Manuscript, Typeset
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.scratch import put

OLDEST_SECONDS = 90 * 24 * 3600
MOST_IN_A_FOLDER = 80
"""Of 256 folders, over which the records are spread evenly: some 20,000 in all."""
_RECIPE = b"1"
"""Raised when the same source would be told of in another way."""
_TREES = (
    "/usr/share/texlive/texmf-dist",
    "/usr/share/texmf-dist",
    "/usr/share/texmf",
    "/usr/local/share/texmf",
    "/var/lib/texmf",
)
"""Where a system's TeX keeps its packages, whichever engine is asked for."""
_REFRESHED = ("ls-R", "web2c/pdftex/pdflatex.fmt", "fonts/map/pdftex/updmap/pdftex.map")
"""What of a tree is written again whenever a package of it comes, goes or is updated."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is kept of a finished PDF: enough to know it again and to tell of it, not the PDF itself."""

    pdf_sha256: str
    pages: int
    engine: str
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Typeset) -> "Result":
        """What is kept of this sheet."""
        return cls(sheet.sha256, sheet.pages, sheet.engine, sheet.warnings)

    def typeset(self, standing: bytes, duration_ms: int) -> Typeset:
        """The sheet again, with the PDF that still stands."""
        return Typeset(
            pdf=standing,
            pages=self.pages,
            engine=self.engine,
            cached=True,
            duration_ms=duration_ms,
            warnings=self.warnings,
            known_sha256=self.pdf_sha256,  # find() has just held the standing PDF against it
        )


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
            warnings = tuple(map(str, told["warnings"]))
            result = Result(str(told["pdf_sha256"]), int(told["pages"]), str(told["engine"]), warnings)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return result if result.pdf_sha256 == hashlib.sha256(standing).hexdigest() else None

    def keep(self, key: str, result: Result) -> None:
        """Keep a record; old ones beside it, and the oldest over the number, go."""
        put(self._path(key), json.dumps(asdict(result)).encode())
        _evict(self._path(key).parent)

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


def packages_of(engine: Engine) -> str:
    """Changes when TeX packages of the engine are installed, updated or removed by a package manager.

    It looks at what such a tool writes again each time: the tree's database of files, the engine's own format and
    font map. A file edited by hand in a tree is noticed when `mktexlsr` is run, as TeX finds a new one only then.
    """
    states = []
    for path in _watched((*_TREES, *map(str, engine.readable))):
        if os.access(path, os.F_OK):  # most are not there, and an exception is the dearest way to hear of it
            about = os.stat(path)  # noqa: PTH116  # a Path for each of thirty would cost more than the question
            states.append(f"{path} {about.st_size} {about.st_mtime_ns}")
    return " ".join(states)


@functools.lru_cache(maxsize=16)
def _watched(trees: tuple[str, ...]) -> list[str]:
    return [f"{tree}/{name}" for tree in dict.fromkeys(trees) for name in _REFRESHED]


def _evict(folder: Path) -> None:
    with contextlib.suppress(OSError):  # another server may be at it too
        ages = sorted(((path.stat().st_mtime, path) for path in folder.glob("*.json")), reverse=True)
        oldest = time.time() - OLDEST_SECONDS
        for position, (made, path) in enumerate(ages):
            if made < oldest or position >= MOST_IN_A_FOLDER:
                path.unlink(missing_ok=True)
