"""The studio: the folders and the ports that the press works with, and one batch's orders in it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from careervp_mcp.career.errors import FileMissing, InvalidInput, TemplateMissing
from careervp_mcp.career.ports import Disk, Typesetter
from careervp_mcp.career.reading import read_file, read_text
from careervp_mcp.career.root import APPLICATIONS, Root, last_part

UNFILLED = "# Your Full Name\n"
"""How the history begins that `init` lays down to be replaced."""
TEXT_BYTES = 4 * 1024 * 1024
"""Bytes of a full resume or of a template."""


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything a batch needs; all paths are absolute, `clock` gives aware UTC."""

    root: Root
    packaged_templates: Path
    """Where the templates stand that a root without its own uses."""
    typesetter: Typesetter
    disk: Disk
    clock: Callable[[], datetime]
    workers: int
    max_pages: int
    applications_folder: str = APPLICATIONS
    """Where workspaces stand when a request does not say."""

    def default_template(self, name: str) -> Path:
        """The root's own template of that name, else the packaged one."""
        own = self.root.folder / "templates" / name
        if own.is_file():
            self.root.refuse_outside(own, what=f"templates/{name}")
            return own
        return self.packaged_templates / name


class Wishes(Protocol):
    """What of a request chooses folders, sources and engine."""

    @property
    def force(self) -> bool: ...
    @property
    def full_resume_path(self) -> str | None: ...
    @property
    def resume_template_path(self) -> str | None: ...
    @property
    def applications_dir(self) -> str | None: ...
    @property
    def pdflatex_cmd(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Orders:
    """One batch's choices, every path resolved and allowed, nothing opened yet."""

    applications: Path
    full_resume: Path
    resume_template: Path
    context_template: Path
    engine: str | None
    force: bool

    @classmethod
    def taken(cls, wishes: Wishes, studio: Studio) -> "Orders":
        """The orders; raises InvalidInput for what no item could use."""
        root, template = studio.root, wishes.resume_template_path
        if wishes.pdflatex_cmd and wishes.pdflatex_cmd not in studio.typesetter.engines:
            allowed = ", ".join(name for name in studio.typesetter.engines if "/" not in name)
            raise InvalidInput(f"pdflatex_cmd must be one of the engines this server allows: {allowed}")
        applications = root.resolve(wishes.applications_dir or studio.applications_folder, what="applications_dir")
        _refuse_file_as_folder(applications)
        return cls(
            applications=applications,
            full_resume=root.resolve(
                wishes.full_resume_path or "data/templates/full_resume.md", what="full_resume_path"
            ),
            resume_template=root.resolve(template, what="resume_template_path")
            if template
            else studio.default_template("resume.tex"),
            context_template=studio.default_template("ai_context.md.j2"),
            engine=wishes.pdflatex_cmd,
            force=wishes.force,
        )


def _refuse_file_as_folder(applications: Path) -> None:
    standing = next(path for path in (applications, *applications.parents) if os.path.lexists(path))
    if not standing.is_dir():
        raise InvalidInput(
            f"applications_dir needs a folder where a file stands: {last_part(standing)}; move it away"
        )


@dataclass(frozen=True, slots=True)
class Materials:
    """The texts an application is made from, read before anything is touched."""

    full_resume: str
    resume_template: bytes
    context_template: str

    @classmethod
    def read(cls, orders: Orders) -> "Materials":
        """Raises FileMissing for the full resume, TemplateMissing for a template."""
        full_resume = read_text(orders.full_resume, what="full resume", limit=TEXT_BYTES)
        if not full_resume.strip():
            raise InvalidInput(f"full resume is empty: {orders.full_resume.name}; write the true history into it")
        if full_resume.startswith(UNFILLED):
            raise InvalidInput(
                f"full resume is still what `init` wrote: {orders.full_resume.name}; write your history into it"
            )
        try:
            return cls(
                full_resume=full_resume,
                resume_template=read_file(orders.resume_template, what="template", limit=TEXT_BYTES),
                context_template=read_text(orders.context_template, what="template", limit=TEXT_BYTES),
            )
        except FileMissing as missing:
            raise TemplateMissing(f"{missing.message}; check resume_template_path and templates/") from None
