"""One application: from a read tracker to a PDF in its workspace."""

import hashlib
import itertools
import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from careervp_mcp.career.context import Context, render_context
from careervp_mcp.career.errors import CareerError, InvalidInput
from careervp_mcp.career.placeholders import Placeholder, find_placeholders, refuse_placeholders
from careervp_mcp.career.ports import Disk, Manuscript, Typeset
from careervp_mcp.career.reading import read_file
from careervp_mcp.career.studio import TEXT_BYTES, Materials, Orders, Studio
from careervp_mcp.career.tracker import Tracker
from careervp_mcp.career.workspace import ASSET_BYTES, Workspace

Action = Literal["created", "preserved", "overwritten"]


@dataclass(frozen=True, slots=True)
class Application:
    """A tracker, the path its caller knows it by, its effective database id and its workspace."""

    tracker: Tracker
    tracker_path: str
    job_db_id: int | None
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class CompileNote:
    """How the PDF was made; `warnings` are for a person to look at, the PDF stands all the same."""

    pages: int
    engine: str
    cached: bool
    duration_ms: int
    warnings: list[str]


def tailor_application(
    application: Application,
    materials: Materials,
    orders: Orders,
    studio: Studio,
    *,
    cancelled: Callable[[], bool],
) -> tuple[Action, CompileNote]:
    """Workspace, resume.tex, ai_context.md and resume.pdf; on failure the earlier PDF stays as it was."""
    workspace = application.workspace
    workspace.make(studio.root)
    with studio.disk.locked(workspace.resume):
        _refuse_links_outside(workspace, studio)
        action = _place_resume(workspace, materials.resume_template, studio.disk, force=orders.force)
        source = read_file(workspace.resume_tex, what="resume.tex", limit=TEXT_BYTES)
        placeholders = find_placeholders(source.decode("utf-8", "replace"))
        context = _context(application, orders, materials, placeholders, studio)
        _write(studio.disk, workspace.ai_context, render_context(materials.context_template, context).encode())
        refuse_placeholders(placeholders)
        previous = None if orders.force else _standing(workspace.resume_pdf)
        manuscript = Manuscript(source, workspace.assets(), candidate_name(materials.full_resume), previous)
        sheet = studio.typesetter.typeset(manuscript, engine=orders.engine, cancelled=cancelled)
        # Killed between the two, the record names another PDF than the one that stands: seen, and made again.
        _write(studio.disk, workspace.press_record, _record(manuscript, sheet))
        if not sheet.cached:
            _write(studio.disk, workspace.resume_pdf, sheet.pdf)
    return action, CompileNote(sheet.pages, sheet.engine, sheet.cached, sheet.duration_ms, list(sheet.warnings))


def candidate_name(full_resume: str) -> tuple[str, ...]:
    """The name at the head of a full resume, as the one phrase its PDF must show; empty when none is clear."""
    heading = next((line for line in full_resume.split("\n") if line.strip()), "")
    match = re.match(r"#\s+(?P<name>[^|,(\u2013\u2014:]+)", heading)
    name = re.split(r"\s+-\s+", match["name"])[0].strip() if match else ""
    generic = re.search(r"\b(resume|résumé|cv|curriculum|vitae|profile|history)\b", name, re.IGNORECASE)
    return () if generic or not name or len(name) > 80 else (name,)  # noqa: PLR2004 - longer is a sentence


def _refuse_links_outside(workspace: Workspace, studio: Studio) -> None:
    """What is read through a link must still lie inside; what is written replaces the link itself."""
    studio.root.refuse_outside(workspace.resume_tex, what="resume.tex")


def _place_resume(workspace: Workspace, template: bytes, disk: Disk, *, force: bool) -> Action:
    target = workspace.resume_tex
    if not target.exists():
        disk.replace(target, template)
        return "created"
    if not force:
        return "preserved"
    old = read_file(target, what="resume.tex", limit=TEXT_BYTES)
    if old != template:  # an earlier backup is worth more than a copy of the template
        _back_up(disk, target.with_name("resume.tex.bak"), old)
        disk.replace(target, template)
    return "overwritten"


def _back_up(disk: Disk, backup: Path, old: bytes) -> None:
    """Keep `old` as the backup, and an earlier backup under the next free number: no edit is ever lost."""
    earlier = _standing(backup)
    if earlier is not None and earlier != old:
        numbered = (backup.with_name(f"{backup.name}.{number}") for number in itertools.count(1))
        disk.replace(next(path for path in numbered if not os.path.lexists(path)), earlier)
    _write(disk, backup, old)


def _context(
    application: Application,
    orders: Orders,
    materials: Materials,
    placeholders: tuple[Placeholder, ...],
    studio: Studio,
) -> Context:
    return Context(
        tracker=application.tracker,
        tracker_path=application.tracker_path,
        job_db_id=application.job_db_id,
        application_slug=application.workspace.slug,
        resume_tex_path=studio.root.show(application.workspace.resume_tex),
        full_resume=materials.full_resume,
        full_resume_path=studio.root.show(orders.full_resume),
        placeholders=placeholders,
        max_pages=studio.max_pages,
    )


def _standing(path: Path) -> bytes | None:
    """What stands at `path` as a regular file of its own; None when nothing that can be read does."""
    if stat.S_ISLNK(_kind(path)):
        return None
    try:
        return read_file(path, what=path.name, limit=ASSET_BYTES)
    except CareerError:
        return None


def _kind(path: Path) -> int:
    """What stands at `path` itself, as a file mode; 0 when nothing does."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _write(disk: Disk, path: Path, content: bytes) -> None:
    """Put `content` at `path` unless it stands there already."""
    kind = _kind(path)
    if stat.S_ISDIR(kind):
        raise InvalidInput(f"a folder stands where {path.name} must be; move it away")
    if not stat.S_ISREG(kind) or _standing(path) != content:
        disk.replace(path, content)


def _record(manuscript: Manuscript, sheet: Typeset) -> bytes:
    """What the PDF was made from: a later step can tell whether resume.tex changed since."""
    assets = hashlib.sha256()
    for name, content in sorted(manuscript.assets.items()):
        assets.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    record = {
        "source_sha256": hashlib.sha256(manuscript.source).hexdigest(),
        "assets_sha256": assets.hexdigest(),
        "pdf_sha256": sheet.sha256,
        "engine": sheet.engine,
        "pages": sheet.pages,
    }
    lines = (f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in record.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()  # as with an indent of 2, in a third of its time
