"""The office: where jobs, notes and workspaces stand, and the ports that keep them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from careervp_mcp.career.jobs import JobStore
from careervp_mcp.career.ports import Disk, DocumentReader, PdfReader
from careervp_mcp.career.root import APPLICATIONS, Root

DATABASE = "data/capture/jobs.db"
"""Where the jobs database stands below the root, unless a request names another."""


@dataclass(frozen=True, slots=True)
class Office:
    """Everything the job and tracker tools need; `clock` gives aware UTC."""

    root: Root
    disk: Disk
    jobs: JobStore
    pdfs: PdfReader
    clock: Callable[[], datetime]
    documents: Mapping[str, DocumentReader] = field(default_factory=dict)
    """Who reads a posting that is not plain text, by the file's ending: `.pdf`, `.docx`."""
    applications_folder: str = APPLICATIONS
    """Where workspaces stand, relative to the root or absolute inside it."""

    def database(self, path: str | None) -> Path:
        """The jobs database a request means; raises InvalidInput for one outside the root."""
        return self.root.resolve(path or DATABASE, what="db_path")

    def trackers(self, path: str | None) -> Path:
        """The folder of tracker notes a request means."""
        return self.root.resolve(path or "trackers", what="trackers_dir")

    def applications(self) -> Path:
        """The folder of workspaces."""
        return self.root.resolve(self.applications_folder, what="applications_dir")
