"""Precompiled preambles: an engine that starts from one has read every package already.

A format is kept unpacked below the state folder under a key of all it was made from: the preamble, the
local files that the preamble opened, the engine, the day where the preamble asks for it, and this code.
What it read of the engine's installation is looked at anew each time: an update makes it again.
"""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import posixpath
import re
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from careervp_mcp.pdf.cutmap import MAP, CutMap
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.preamble import Split, dated, keeps
from careervp_mcp.pdf.scratch import RunFolder, put

MOST_BYTES = 512 << 20
"""Of all formats together; the least used go first."""
OLDEST_SECONDS = 30 * 24 * 3600
_LARGEST = 256 << 20
_RECIPE = b"3"
"""Raised when formats are made in another way."""
_NO_TEX = re.compile(r"\.(png|jpe?g|pdf|eps|svg|gif|webp|md|json|docx?|odt|html?)$", re.IGNORECASE)
_LOOKS = re.compile(rb"IfFile|openin|file_if|filesize")
_INPUT = re.compile(r"^INPUT (.+)$", re.MULTILINE)


class NotKept(Exception):
    """A dumped preamble that can't be kept as a format: the text says why."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format, whether or not it was made yet."""

    seen: Path
    """There once its preamble was seen."""
    folder: Path
    """Holds the format, what it was made from, and the verdicts on it."""

    @property
    def path(self) -> Path:
        return self.folder / "resume.fmt"

    @property
    def outlines(self) -> Path:
        """The font map that its engines read too; empty or missing where whole outlines are used."""
        return self.folder / f"{MAP}.map"

    @property
    def sound(self) -> bool:
        """Whether it is there, is the file that was made, and its installation is as it was then."""
        told = _told(self.folder / "made.json")
        if not isinstance(told, dict) or not all(_unchanged(*stamp) for stamp in told.get("installation", [[]])):
            return False
        try:
            about = self.path.stat()
            return bool(told.get("sha256") == _digest(self.path, about.st_ino, about.st_size, about.st_mtime_ns))
        except OSError:
            return False

    @property
    def verdicts(self) -> Mapping[str, bool]:
        """By tier, whether its page was the cold one's; a tier not yet tried is not told."""
        told = _told(self.folder / "verdicts.json")
        return {tier: fine is True for tier, fine in told.items()} if isinstance(told, dict) else {}

    def judge(self, verdicts: Mapping[str, bool]) -> None:
        """Keep what a check found; a format that no tier may use is not kept with it."""
        put(self.folder / "verdicts.json", json.dumps(dict(verdicts)).encode())
        if not any(verdicts.values()):
            self.path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget it with its verdicts; what runs on it goes on."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def touch(self) -> None:
        """Tell the eviction that it was used."""
        with contextlib.suppress(OSError):
            os.utime(self.folder)


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats below one state folder; safe to share between threads and servers."""

    root: Path

    def of(self, split: Split, assets: Mapping[str, bytes], engine: Engine, today: date) -> Format:
        """The format that this preamble would have with these local files and this engine."""
        texts = [split.preamble, *(content for name, content in assets.items() if not _NO_TEX.search(name))]
        every = any(_LOOKS.search(text) for text in texts)
        names = sorted(name for name in assets if every or not _NO_TEX.search(name))
        day = today.isoformat() if any(map(dated, texts)) else ""
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

    def keep(
        self,
        wanted: Format,
        run: RunFolder,
        record: str,
        assets: Mapping[str, bytes],
        *,
        cut: CutMap = CutMap(),  # noqa: B008  # it is frozen
    ) -> Format:
        """Keep what a run dumped, unpacked, under the files its record names, with the outlines it goes with.

        Raises NotKept, OSError.
        """
        content = _unpacked(run.work / "resume.fmt")
        local, installation = _read(record, run)
        if unknown := local - set(assets):
            raise NotKept(f"the preamble read {min(unknown)}, which is not of the manuscript")
        if not all(keeps(assets[name]) for name in local):
            raise NotKept("a local file of the preamble does what no format keeps")
        opened = sorted({*self._opened(wanted.seen.name), *local})
        put(wanted.seen.with_suffix(".opened"), json.dumps(opened).encode())
        made = Format(
            wanted.seen, self.root / f"{wanted.seen.name}-{_hashed(*(assets.get(one, b'') for one in opened))}"
        )
        put(made.path, content)
        put(made.outlines, cut.lines.encode("latin-1"))
        stamps = [_stamp(path) for path in (*installation, *map(str, cut.files))]
        told = {"sha256": hashlib.sha256(content).hexdigest(), "installation": stamps}
        put(made.folder / "made.json", json.dumps(told).encode())
        self._evict(spare=made.folder)
        return made

    def _opened(self, base: str) -> list[str]:
        told = _told((self.root / base).with_suffix(".opened"))
        return [str(name) for name in told] if isinstance(told, list) else []

    def _evict(self, spare: Path) -> None:
        """Drop what nobody used for long, and the least used over the size."""
        now, total = time.time(), 0
        kept = ((used, path) for path in self.root.iterdir() if (used := _used(path)) is not None)
        for used, path in sorted(kept, reverse=True):
            total += _size(path / "resume.fmt")
            if path == spare or (now - used <= OLDEST_SECONDS and total <= MOST_BYTES):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif now - used > OLDEST_SECONDS:
                path.unlink(missing_ok=True)


def _told(path: Path) -> object:
    """What a small file of ours says; None when it is missing or damaged."""
    try:
        return cast("object", json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


def _read(record: str, run: RunFolder) -> tuple[set[str], list[str]]:
    """What a run's record says it read beside its own source: of the manuscript, and of the installation."""
    local, installation = set(), []
    for name in dict.fromkeys(_INPUT.findall(record)):
        path = posixpath.normpath(posixpath.join(run.work, name))
        if path.startswith(f"{run.work}/"):
            local.add(path.removeprefix(f"{run.work}/"))
        else:
            installation.append(path)
    return local - {"resume.tex"}, installation


def _stamp(path: str) -> Sequence[str | int]:
    about = os.stat(path)  # noqa: PTH116 - every item looks at some fifty, and pathlib takes longer than the kernel
    return path, about.st_size, about.st_mtime_ns


def _unchanged(path: str = "", *stamp: int) -> bool:
    try:
        return list(_stamp(path)[1:]) == list(stamp)
    except OSError:
        return False


@functools.lru_cache(maxsize=64)
def _digest(path: Path, *_: int) -> str:
    """The file's hash; inode, size and time are the cache's key."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpacked(made: Path) -> bytes:
    """A dumped format is gzip; the engine reads it plain too, and faster."""
    packed = made.read_bytes()
    decoder = zlib.decompressobj(wbits=31)
    try:
        content = decoder.decompress(packed, _LARGEST)
    except zlib.error:
        raise NotKept("the dumped file is no format") from None
    if not decoder.eof:
        raise NotKept("the dumped format is cut short or too large")
    return content


def _used(path: Path) -> float | None:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return None


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def _hashed(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:32]
