"""Precompiled preambles: an engine that starts from one has read every package already.

A format is kept unpacked below the state folder under a key of all it was made from: the preamble, the
local files that the preamble opened, the engine, the day where the preamble asks for it, and this code.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.preamble import Split, dated
from careervp_mcp.pdf.scratch import put

MOST_BYTES = 512 << 20
"""Of all formats together; the least used go first."""
OLDEST_SECONDS = 30 * 24 * 3600
_LARGEST = 256 << 20
_RECIPE = b"1"
"""Raised when formats are made in another way."""
_LOADED = re.compile(r"\.(tex|sty|cls|cfg|def|clo|fd|ldf|map|enc|tfm|vf|pfb|lua|ltx)$", re.IGNORECASE)
_INPUT = re.compile(r"^INPUT (?:\./)?(?P<name>[^/\n][^\n]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Format:
    """One format, whether or not it was made yet."""

    seen: Path
    """There once its preamble was seen."""
    folder: Path
    """Holds the format and the verdicts on it."""

    @property
    def path(self) -> Path:
        return self.folder / "resume.fmt"

    @property
    def verdicts(self) -> Mapping[str, bool]:
        """By tier, whether its page was the cold one's to the pixel; a tier not yet tried is not told."""
        try:
            told = json.loads((self.folder / "verdicts.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return {tier: fine is True for tier, fine in told.items()} if isinstance(told, dict) else {}

    def judge(self, verdicts: Mapping[str, bool]) -> None:
        """Keep what a check found; a format that no tier may use is not kept with it."""
        put(self.folder / "verdicts.json", json.dumps(dict(verdicts)).encode())
        if not any(verdicts.values()):
            self.path.unlink(missing_ok=True)

    def touch(self) -> None:
        """Tell the eviction that it was used."""
        with contextlib.suppress(OSError):
            os.utime(self.path)


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats below one state folder; safe to share between threads and servers."""

    root: Path

    def of(self, split: Split, assets: Mapping[str, bytes], engine: Engine, today: date) -> Format:
        """The format that this preamble would have with these local files and this engine."""
        names = sorted(name for name in assets if _LOADED.search(name))
        day = today.isoformat() if dated(split.preamble) else ""
        base = _hashed(_RECIPE, split.preamble, engine.identity.encode(), day.encode(), *map(str.encode, names))
        opened = [assets.get(name, b"") for name in self._opened(base)]
        return Format(self.root / base, self.root / f"{base}-{_hashed(*opened)}")

    def second_sight(self, wanted: Format) -> bool:
        """Whether this preamble was seen before: one that comes once is not worth a format."""
        if wanted.seen.exists():
            return True
        put(wanted.seen, b"")
        return False

    @contextlib.contextmanager
    def building(self, wanted: Format) -> Iterator[bool]:
        """Hold a preamble against other builders; False when one is at it already."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(wanted.seen.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(lock)

    def keep(self, wanted: Format, made: Path, record: str, assets: Mapping[str, bytes]) -> Format:
        """Keep the dumped format `made`, unpacked, under the files that its record says it opened."""
        content = _unpacked(made)
        opened = sorted(
            {*self._opened(wanted.seen.name), *(name for name in _INPUT.findall(record) if name in assets)}
        )
        put(wanted.seen.with_suffix(".opened"), json.dumps(opened).encode())
        contents = _hashed(*(assets.get(name, b"") for name in opened))
        folder = self.root / f"{wanted.seen.name}-{contents}"
        put(folder / "resume.fmt", content)
        self._evict(spare=folder)
        return Format(wanted.seen, folder)

    def _opened(self, base: str) -> list[str]:
        try:
            return json.loads((self.root / base).with_suffix(".opened").read_bytes())
        except OSError:
            return []

    def _evict(self, spare: Path) -> None:
        """Drop what nobody used for long, and the least used over the size."""
        now, total = time.time(), 0
        kept = ((path.stat().st_mtime, path) for path in self.root.glob("*/resume.fmt"))
        for used, path in sorted(kept, reverse=True):
            total += path.stat().st_size
            if path.parent != spare and (now - used > OLDEST_SECONDS or total > MOST_BYTES):
                shutil.rmtree(path.parent, ignore_errors=True)


def _unpacked(made: Path) -> bytes:
    """A dumped format is gzip; the engine reads it plain too, and faster."""
    packed = made.read_bytes()
    decoder = zlib.decompressobj(wbits=31)
    content = decoder.decompress(packed, _LARGEST)
    if not decoder.eof:
        raise ValueError("the format is too large")
    return content


def _hashed(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:32]
