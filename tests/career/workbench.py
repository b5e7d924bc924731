"""A root with one candidate, and a studio whose press is a fake that keeps the port's promise."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript, Typeset, never
from careervp_mcp.career.root import Root
from careervp_mcp.career.studio import Studio
from careervp_mcp.career.tailoring import Tailored, TailorItem, TailorReport, TailorRequest, tailor_batch
from careervp_mcp.store.files import LocalDisk

PACKAGED = Path(__file__).parents[2] / "templates"
WISHLESS = TailorRequest(())
FORCED = TailorRequest((), force=True)
NOW = datetime(2026, 2, 7, 23, 59, tzinfo=UTC)
TEMPLATE = b"\\documentclass{article}\\begin{document}Ada Quill\\end{document}\n"
HISTORY = "# Ada Quill, Nurse\n\nNursed patients at Lark Hospital, 2019 to 2023.\n"


class FakePress:
    """Any source becomes a page, but for the one that TeX could not read and the one that ends the press."""

    engines = ("pdflatex", "lualatex", "/opt/tex/bin/pdflatex")

    def __init__(self) -> None:
        self.pressed: list[Manuscript] = []

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        self.pressed.append(manuscript)
        if cancelled():
            raise CompileFailed("cancelled; this can be retried", retryable=True)
        if b"\\undefined" in manuscript.source:
            raise CompileFailed("resume.tex line 1: Undefined control sequence")
        if b"\\burst" in manuscript.source:
            raise RuntimeError("/opt/secret/press burst")
        pdf = b"%PDF-1.7\n" + hashlib.sha256(manuscript.source).hexdigest().encode()
        return Typeset(pdf, pages=1, engine=f"{engine or 'pdflatex'} 1.0 (fake)", cached=False, duration_ms=1)


@dataclass(frozen=True)
class WatchedDisk:
    """The real disk; it tells which files were replaced, in order."""

    disk: LocalDisk
    replaced: list[str] = field(default_factory=list)

    def replace(self, path: Path, content: bytes) -> None:
        self.disk.replace(path, content)
        self.replaced.append(path.name)

    def create(self, path: Path, content: bytes) -> bool:
        return self.disk.create(path, content)

    def swap(self, path: Path, old: bytes, new: bytes) -> bool:
        return self.disk.swap(path, old, new)

    @contextmanager
    def locked(self, folder: Path) -> Iterator[None]:
        with self.disk.locked(folder):
            yield


@dataclass(frozen=True)
class Bench:
    """A root to work in: notes are written, batches are tailored, files are compared."""

    root: Path
    press: FakePress
    disk: WatchedDisk
    studio: Studio

    @classmethod
    def laid(cls, folder: Path, *, workers: int = 1) -> "Bench":
        root = folder / "root"
        (root / "data" / "templates").mkdir(parents=True)
        (root / "data" / "templates" / "full_resume.md").write_text(HISTORY)
        (root / "templates").mkdir()
        (root / "templates" / "resume.tex").write_bytes(TEMPLATE)
        press, disk = FakePress(), WatchedDisk(LocalDisk(folder / "state", lock_seconds=0.1))
        home = Root(root.resolve(), {"vault": (folder / "vault").resolve()})
        studio = Studio(home, PACKAGED, press, disk, lambda: NOW, workers=workers, max_pages=2)
        return cls(root, press, disk, studio)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def note(self, name: str, fields: str = "", *, company: str = "Amazon", body: str = "Nurse patients.") -> str:
        """The root-relative path of a new tracker; `fields` are further lines of its frontmatter."""
        path = f"trackers/{name}.md"
        text = (
            f"---\ncompany: {company}\nposition: Nurse\n{fields}\n---\n\n## Job Description\n\n{body}\n\n## Notes\n"
        )
        self.write(path, text)
        return path

    def tailor(
        self,
        *items: str | TailorItem,
        wishes: TailorRequest = WISHLESS,
        cancelled: Callable[[], bool] = never,
        progress: Callable[[int, int, str], None] = lambda _done, _total, _message: None,
    ) -> TailorReport:
        """A batch's report; `wishes` is a request but for its items."""
        asked = tuple(TailorItem(item) if isinstance(item, str) else item for item in items)
        return tailor_batch(replace(wishes, items=asked), self.studio, progress=progress, cancelled=cancelled)

    def success(self, *items: str | TailorItem, wishes: TailorRequest = WISHLESS) -> Tailored:
        """The last item's result, which must have succeeded."""
        result = self.tailor(*items, wishes=wishes).results[-1]
        assert result.success, result.error
        return result

    def failure(self, *items: str | TailorItem, wishes: TailorRequest = WISHLESS) -> tuple[str, str]:
        """Code and message of the last item, which must have failed."""
        result = self.tailor(*items, wishes=wishes).results[-1]
        assert not result.success
        return result.error_code, result.error

    def folder(self, slug: str) -> Path:
        """An application's resume folder."""
        return self.root / "data" / "applications" / slug / "resume"


def everything(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, a link's target, and the name of every folder."""
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link {path.readlink()}"
        else:
            found[name] = "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
    return found
