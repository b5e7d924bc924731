"""Where a hostile source is set loose: a secret it must not reach, and a fence that must stay whole.

Runs as a program too, so that another user can run it: `arena.py FOLDER PATTERN WALL` prints one JSON
line an attack.
"""

import hashlib
import json
import secrets
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript, Typesetter
from careervp_mcp.pdf.cold import Job, Outcome, Pass
from careervp_mcp.pdf.press import PlainPress, PressSettings
from careervp_mcp.pdf.sandbox import Limits, Wish

ATTACKS = Path(__file__).parent / "attacks"
LUA = Path(__file__).parent / "lua"
SMALL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
NO_SYSTEM = "/nonexistent"
"""A PATH on which no engine is: the wheel's is taken."""
SMALL = Limits(wall_seconds=5, cpu_seconds=1, memory_bytes=256 << 20, written_bytes=4 << 20, files=200)


class Make(Protocol):
    """Makes the press that an attack meets."""

    def __call__(self, settings: PressSettings, through: Callable[[Pass, Job], Outcome], /) -> Typesetter: ...


@dataclass
class Traces:
    """All that each pass left in its folder and said, kept before the folder goes."""

    passes: list[tuple[Job, Outcome]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def watched(self, run: Pass, job: Job) -> Outcome:
        outcome = run(job)
        number = len(self.passes)
        self.passes.append((job, outcome))
        left = (path for path in job.folder.path.rglob("*") if path.is_file() and not path.is_symlink())
        self.files |= {f"{number} {path.name}": path.read_bytes() for path in left}
        return outcome

    def clear(self) -> None:
        self.passes.clear()
        self.files.clear()

    @property
    def transcript(self) -> str:
        return "".join(outcome.transcript for _, outcome in self.passes)


@dataclass
class Arena:
    """One attack's surroundings below `folder`."""

    folder: Path
    attacks: Path = ATTACKS
    secret: str = field(default_factory=lambda: f"CANARY{secrets.token_hex(12)}")
    traces: Traces = field(default_factory=Traces)
    make: Make = PlainPress

    def __post_init__(self) -> None:
        self.outside = self.folder / "outside"
        self.outside.mkdir(parents=True)
        for name in ("secret.tex", "secret.cls", "secret.map"):
            (self.outside / name).write_text(self.secret)
        (self.outside / "secret.png").write_bytes(SMALL_PNG)
        (self.outside / "secret.pdf").write_text(f"%PDF-1.4\n{self.secret}")

    def source(self, attack: str) -> bytes:
        text = (self.attacks / f"{attack}.tex").read_text()
        text = text.replace("@SECRET@", str(self.outside / "secret.tex")).replace("@OUTSIDE@", str(self.outside))
        return text.encode()

    def settings(self, wall: Wish, path: str = NO_SYSTEM) -> PressSettings:
        variables = {"PATH": path, "HOME": str(self.outside)}
        return PressSettings(self.folder / "state", limits=SMALL, sandbox=wall, variables=variables)

    def press(self, wall: Wish, path: str = NO_SYSTEM) -> Typesetter:
        return self.make(self.settings(wall, path), self.traces.watched)

    def failure(
        self, attack: str, wall: Wish, path: str = NO_SYSTEM, engine: str | None = None
    ) -> CompileFailed | None:
        """What the press said of the attack; None when it let the page out."""
        manuscript = Manuscript(self.source(attack), {"notes.tex": b"a note"})
        try:
            self.press(wall, path).typeset(manuscript, engine=engine)
        except CompileFailed as failed:
            return failed
        return None

    def leaks(self) -> list[str]:
        """Which of the run's files, compressed or not, and of its words hold the secret or a system file."""
        tells = (self.secret.encode(), b"root:x:0", b"PATH=")
        held = {**self.traces.files, "transcript": self.traces.transcript.encode()}
        return [name for name, content in held.items() if _holds_any(content, tells)]

    def fence(self) -> str:
        """Everything outside, as one hash."""
        digest = hashlib.sha256()
        for path in sorted(self.outside.rglob("*")):
            digest.update(f"{path.name}\0{path.lstat().st_mtime_ns}\0".encode() + path.read_bytes())
        return digest.hexdigest()

    def leftovers(self) -> list[str]:
        """Run folders that outlived their run."""
        return [path.name for path in (self.folder / "state" / "press").glob("run-*")]


def _holds_any(content: bytes, tells: tuple[bytes, ...]) -> bool:
    return any(tell in part for part in _parts(content) for tell in tells)


def _parts(content: bytes) -> Iterator[bytes]:
    """The bytes, and for a PDF each stream inflated, however broken the rest is."""
    yield content
    for chunk in content.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(chunk)
        except zlib.error:
            continue


def main(folder: str, pattern: str, wall: Wish) -> None:
    """Set the matching attacks loose, two at once."""

    def told(attack: Path) -> str:
        arena = Arena(Path(folder) / attack.stem)
        before, failure = arena.fence(), arena.failure(attack.stem, wall)
        verdict = {
            "attack": attack.stem,
            "message": failure and failure.message,
            "leaks": arena.leaks(),
            "whole": arena.fence() == before,
            "leftovers": arena.leftovers(),
        }
        shutil.rmtree(arena.folder)
        return json.dumps(verdict)

    with ThreadPoolExecutor(2) as pool:
        for line in pool.map(told, sorted(ATTACKS.glob(pattern))):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "bubblewrap" if sys.argv[3] == "bubblewrap" else "landlock")
