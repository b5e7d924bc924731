"""Rooms for tests of the whole: a root with the invented nurse, a desk with a quick press, real server processes."""

import dataclasses
import hashlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import anyio
from mcp import StdioServerParameters

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.career.studio import Studio
from careervp_mcp.desk import Desk
from careervp_mcp.settings import Settings

DATA = Path(__file__).resolve().parents[2] / "data"
ERAS = ("auto", "legacy")
PATIENCE = 30.0
"""Seconds after which a wait has failed; nothing here takes a tenth of it."""
PAGE = r"\documentclass{article}\begin{document}%s\end{document}"
ENDLESS = r"\documentclass{article}\begin{document}\def\x{\x}\x\end{document}"
QUICK_PDF = b"%PDF-1.4 of a press that keeps every promise but the typesetting"


def nurse(folder: Path) -> Path:
    """A root with the invented nurse's files: three good trackers and a broken one."""
    return Path(shutil.copytree(DATA / "nurse", folder))


def trackers(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob("trackers/*.md"))


def write_trackers(root: Path, count: int) -> list[str]:
    """So many good trackers with ids from 1, and the full resume they need."""
    for folder in ("trackers", "data/templates", "templates"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "data/templates/full_resume.md").write_text("# Ada Quill\n\nNurse since 2011.\n")
    names = [f"trackers/note-{number:03}.md" for number in range(1, count + 1)]
    for number, name in enumerate(names, 1):
        fields = f"job_db_id: {number}\ncompany: House {number}\nposition: Nurse"
        (root / name).write_text(f"---\n{fields}\n---\n\n## Job Description\n\nCare for people.\n")
    return names


def of(paths: list[str]) -> dict[str, Any]:
    """The arguments of a call for these trackers."""
    return {"items": [{"tracker_path": path} for path in paths]}


def fingerprint(folder: Path) -> dict[str, str]:
    """Every path below a folder, with its content's hash, or what else it is."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "/" for name, path in paths.items()
    }


@dataclass
class QuickPress:
    """A Typesetter that keeps its promises in no time; it can be told to wait until it is cancelled."""

    pdf: bytes = QUICK_PDF
    holds: bool = False
    engines: tuple[str, ...] = ("pdflatex", "lualatex", "xelatex", "tectonic")

    def __post_init__(self) -> None:
        self.begun = threading.Event()
        self.cancelled = threading.Event()

    def typeset(
        self, _manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        self.begun.set()
        while self.holds:
            if cancelled():
                self.cancelled.set()
                raise CompileFailed("cancelled", retryable=True)
        return Typeset(self.pdf, pages=1, engine=engine or "quick", cached=False, duration_ms=1)


@dataclass(frozen=True)
class QuickDesk(Desk):
    """The real desk but for its press."""

    quick: QuickPress = dataclasses.field(default_factory=QuickPress)

    @cached_property
    def studio(self) -> Studio:
        return dataclasses.replace(super().studio, typesetter=self.quick)


def quick_desk(root: Path, quick: QuickPress | None = None, **settings: Any) -> QuickDesk:
    """A desk at `root` whose state folder stands beside it."""
    chosen = Settings(root=root, state_dir=root.with_name("state"), **settings)
    return QuickDesk(chosen, quick or QuickPress())


def server(root: Path, state: Path, **environment: str) -> StdioServerParameters:
    """The real server as a client starts it, with the wheel's engine alone on its PATH."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "careervp_mcp.cli"],
        env=server_environment(root, state, **environment),
        cwd=root,
    )


def server_environment(root: Path, state: Path, **environment: str) -> dict[str, str]:
    settings = {"CAREERVP_ROOT": str(root), "CAREERVP_STATE_DIR": str(state)}
    return {"PATH": "/nonexistent", "HOME": os.environ["HOME"], **settings, **environment}


def engines(state: Path) -> list[int]:
    """Living processes that work below a state folder: the engines of its servers, and their launchers."""
    return [pid for pid, folder in _working_folders() if folder.is_relative_to(state)]


async def until(happened: Callable[[], object]) -> None:
    """Wait for something that no event tells, such as a process of somebody else's."""
    with anyio.fail_after(PATIENCE):
        while not happened():  # noqa: ASYNC110 - the kernel sets no event of ours
            await anyio.sleep(0.005)


def _working_folders() -> Iterator[tuple[int, Path]]:
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit():
                yield int(process.name), (process / "cwd").readlink()
        except OSError:  # it ended, or it is not ours
            continue
