"""The workspace: one application's folder of artefacts, and the way from a tracker to it."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.root import Root, last_part
from careervp_mcp.career.slug import application_slug
from careervp_mcp.career.tracker import Tracker

ASSET_BYTES = 64 * 1024 * 1024
"""Bytes of all assets of one resume together."""
ASSET_COUNT = 200
FOLDERS = ("resume", "cover", "cv")
_OWN = frozenset({"resume.tex", "resume.pdf", "ai_context.md"})


@dataclass(frozen=True)
class Workspace:
    """Where one application's artefacts stand; `folder` is absolute and inside the roots."""

    folder: Path

    @property
    def slug(self) -> str:
        return self.folder.name

    @cached_property
    def resume(self) -> Path:
        return self.folder / "resume"

    @cached_property
    def resume_tex(self) -> Path:
        return self.resume / "resume.tex"

    @cached_property
    def resume_pdf(self) -> Path:
        return self.resume / "resume.pdf"

    @cached_property
    def ai_context(self) -> Path:
        return self.resume / "ai_context.md"

    @cached_property
    def press_record(self) -> Path:
        return self.resume / ".press.json"

    def make(self, root: Root) -> None:
        """Make the folders that are missing; raises InvalidInput where a link would lead outside."""
        root.refuse_outside(self.folder, what="workspace")
        for name in FOLDERS:
            folder = self.folder / name
            if _is_own_folder(folder):  # as real as the workspace itself, which was just found inside
                continue
            root.refuse_outside(folder, what="workspace")
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                raise InvalidInput(
                    f"a file stands where the workspace folder {last_part(folder)} must be; move it away"
                ) from None

    def assets(self) -> dict[str, bytes]:
        """The files a resume may read: all regular ones beside it but our own; links are left out."""
        found: dict[str, bytes] = {}
        total = 0
        names = (name for name in _regular_files(self.resume) if not (name in _OWN or ".bak" in name))
        for name in sorted(names, key=PurePosixPath):
            content = read_file(self.resume / name, what=f"asset {name}", limit=ASSET_BYTES)
            total += len(content)
            found[name] = content
            if total > ASSET_BYTES or len(found) > ASSET_COUNT:
                raise InvalidInput(
                    f"the resume folder holds more than {ASSET_COUNT} files or {ASSET_BYTES // 2**20} MiB; "
                    "move away what resume.tex does not use"
                )
        return found


def workspace_for(tracker: Tracker, job_db_id: int | None, applications: Path, root: Root) -> Workspace:
    """The tracker's own resume_path when it names a workspace, else company and id, else company and position."""
    slug = _named_slug(tracker, applications, root) or application_slug(
        tracker.company, str(job_db_id) if job_db_id else tracker.position
    )
    folder = applications / slug
    root.refuse_outside(folder, what="workspace")
    return Workspace(folder)


def _named_slug(tracker: Tracker, applications: Path, root: Root) -> str:
    if not tracker.resume_path:
        return ""
    path = root.resolve(tracker.resume_path, what="tracker field resume_path")
    slug = path.parent.parent.name
    fits = path == applications / slug / "resume" / "resume.pdf"
    plain = slug.isprintable() and not slug.startswith(".") and ".." not in slug and "\\" not in slug
    return slug if fits and plain else ""


def _is_own_folder(folder: Path) -> bool:
    try:
        return stat.S_ISDIR(folder.lstat().st_mode)
    except OSError:
        return False


def _regular_files(folder: Path, prefix: str = "") -> Iterator[str]:
    """The names of the files below a folder, with forward slashes; hidden ones and links are left out."""
    seen: list[os.DirEntry[str]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        seen.extend(entry for entry in entries if not entry.name.startswith("."))
    for entry in seen:
        if entry.is_file(follow_symlinks=False):
            yield prefix + entry.name
        elif entry.is_dir(follow_symlinks=False):
            yield from _regular_files(folder / entry.name, f"{prefix}{entry.name}/")
