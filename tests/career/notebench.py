"""A root with notes, finished resumes and a jobs database, and a disk on which another program is at work."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ledger import NOW, Ledger

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.office import Office
from careervp_mcp.career.ports import Disk
from careervp_mcp.career.root import Root
from careervp_mcp.store.files import LocalDisk

SOURCE = b"\\documentclass{article}\\begin{document}Ada Quill\\end{document}\n"
PDF = b"%PDF-1.7\nAda Quill\n%%EOF\n"


class OnePage:
    """Takes every file with a PDF's head for one page."""

    def pages(self, content: bytes) -> int:
        if not content.startswith(b"%PDF"):
            raise InvalidInput("the file is no PDF that can be opened")
        return 1


@dataclass
class Interrupting:
    """The real disk; before each swap the user saves the next of these texts."""

    disk: Disk
    saves: list[bytes]

    def replace(self, path: Path, content: bytes) -> None:
        self.disk.replace(path, content)

    def create(self, path: Path, content: bytes) -> bool:
        return self.disk.create(path, content)

    def swap(self, path: Path, old: bytes, new: bytes) -> bool:
        if self.saves:
            path.write_bytes(self.saves.pop(0))
        return self.disk.swap(path, old, new)

    @contextmanager
    def locked(self, path: Path) -> Iterator[None]:
        with self.disk.locked(path):
            yield


@dataclass(frozen=True)
class Drawer:
    """Where notes lie: a root, an office over real ports but for the PDF reader, and the jobs database."""

    root: Path
    disk: LocalDisk
    ledger: Ledger
    office: Office

    @classmethod
    def laid(cls, folder: Path) -> "Drawer":
        root = folder / "root"
        root.mkdir()
        disk, ledger = LocalDisk(folder / "state", lock_seconds=0.1), Ledger.laid(folder)
        home = Root(root.resolve(), {"vault": (folder / "vault").resolve()})
        return cls(root, disk, ledger, Office(home, disk, ledger.store, OnePage(), lambda: NOW))

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def note(self, name: str = "trackers/a.md", status: str = "Reviewed", fields: str = "") -> str:
        """The root-relative path of a new note about job 7 at Amazon."""
        head = f"---\n# mine\njob_db_id: 7\ncompany: Amazon\nposition: Nurse\nstatus: {status}\n{fields}---\n"
        self.put(name, f"{head}\n## Job Description\n\nNurse patients.\n\n## Notes\n\nCall them.\n")
        return name

    def finish(self, folder: str = "data/applications/amazon-7/resume") -> Path:
        """The folder of a finished resume that career_tailor could have made."""
        record = {"source_sha256": hashlib.sha256(SOURCE).hexdigest(), "pdf_sha256": hashlib.sha256(PDF).hexdigest()}
        self.put(f"{folder}/resume.tex", SOURCE)
        self.put(f"{folder}/.press.json", json.dumps(record))
        return self.put(f"{folder}/resume.pdf", PDF).parent

    def meddled(self, disk: Disk) -> Office:
        """The same office on another disk."""
        return replace(self.office, disk=disk)
