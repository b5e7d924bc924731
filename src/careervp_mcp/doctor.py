"""The doctor: what this machine has, what is missing, and the one command that cures it.

Looking runs no engine. The last check is the proof: one line is really typeset, by the press that serves
and with the packaged template's own packages.
"""

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from careervp_mcp.career.errors import CareerError
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.desk import Desk, packaged
from careervp_mcp.settings import Settings
from careervp_mcp.starting import FULL_RESUME

OLDEST_PYTHON = (3, 11)
PROOF = "Ready to typeset"
"""The line that the proof typesets and must find again in the PDF."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; the cure is a command where one command helps, else a sentence."""

    what: str
    found: str
    well: bool = True
    needed: bool = True
    """Whether the tools can't do their work without it."""
    cure: str = ""


def examine(desk: Desk) -> list[Check]:
    """Every finding, the needed and the good to know, in the order in which one would mend them."""
    return [check for look in CHECKS for check in look(desk)]


def _python(_desk: Desk) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", version, sys.version_info >= OLDEST_PYTHON, cure="")


def _root(desk: Desk) -> Iterator[Check]:
    root = desk.root.folder
    shown = home_as_tilde(root)
    if not root.exists():
        yield Check("root folder", f"{shown} does not exist", well=False, cure=_init(root))
    elif not root.is_dir():
        yield Check("root folder", f"{shown} is not a folder", well=False, cure="set CAREERVP_ROOT to a folder")
    elif not os.access(root, os.W_OK):
        cure = "give this user the right to write there, or set CAREERVP_ROOT"
        yield Check("root folder", f"{shown} can't be written", well=False, cure=cure)
    else:
        yield Check("root folder", shown)


def _full_resume(desk: Desk) -> Iterator[Check]:
    name = "data/templates/full_resume.md"
    path = desk.root.folder / name
    if not path.is_file():
        yield Check("full resume", f"{name} is missing", well=False, cure=_init(desk.root.folder))
    elif not os.access(path, os.R_OK):
        yield Check("full resume", f"{name} can't be read", well=False, cure="give this user the right to read it")
    elif path.read_bytes() == FULL_RESUME.encode():
        cure = f"write your history into {name}: nothing that is not there may enter a resume"
        yield Check("full resume", "still the text that `init` wrote", well=False, needed=False, cure=cure)
    else:
        yield Check("full resume", name)


def _trackers(desk: Desk) -> Iterator[Check]:
    folder = desk.root.folder / "trackers"
    if not folder.is_dir():
        cure = _init(desk.root.folder)
        yield Check("trackers", "there is no folder trackers/", well=False, needed=False, cure=cure)
        return
    count = sum(1 for _ in folder.glob("*.md"))
    cure = "" if count else "copy templates/tracker.md into trackers/ and paste a posting into it"
    yield Check("trackers", f"{count} note(s) in trackers/", well=count > 0, needed=False, cure=cure)


def _template(desk: Desk) -> Iterator[Check]:
    own = (desk.root.folder / "templates/resume.tex").is_file()
    yield Check("resume template", "templates/resume.tex" if own else "the packaged one", needed=False)


def _state(desk: Desk) -> Iterator[Check]:
    state = desk.state
    cure = "set CAREERVP_STATE_DIR to a folder of yours outside the root"
    if state.is_relative_to(desk.root.folder):
        found = f"{home_as_tilde(state)} lies below the root"
        yield Check("state folder", found, well=False, needed=False, cure=cure)
        return
    try:
        state.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=state):
            yield Check("state folder", home_as_tilde(state))
    except OSError as refused:
        found = f"{home_as_tilde(state)} can't be written ({refused.strerror})"
        yield Check("state folder", found, well=False, cure=cure)


def _space(desk: Desk) -> Iterator[Check]:
    """A full disk fails items one by one; better known before."""
    least = desk.settings.written_mib * desk.settings.workers
    for what, folder in (("space for workspaces", desk.root.folder), ("space for the press", desk.state)):
        free = shutil.disk_usage(_standing(folder)).free >> 20
        cure = (
            f"free some: {least} MiB is what {desk.settings.workers} items at once may write" if free < least else ""
        )
        yield Check(what, f"{free / 1024:.1f} GiB free", well=free >= least, cure=cure)


def _settings(desk: Desk) -> Iterator[Check]:
    names = ", ".join(changed_settings(desk.settings))
    yield Check("settings changed", names or "none, all are the defaults", needed=False)


def _press(desk: Desk) -> Iterator[Check]:
    try:
        facts = desk.press.describe()
    except OSError as refused:
        cure = "mend the state folder first"
        yield Check("engines", f"can't be looked for ({refused.strerror})", well=False, cure=cure)
        return
    wall, servers = facts.pop("sandbox"), facts.pop("fork servers", "")
    for position, (name, fact) in enumerate(facts.items()):
        yield _engine(name, fact, needed=name == "pdflatex" or (position == 0 and "pdflatex" not in facts))
    yield from _embedded(facts)
    yield _sandbox(wall, desk.settings)
    if servers:
        cure = "install a C compiler, such as Debian's gcc" if "compiler" in servers else ""
        yield Check("waiting engines", servers, well=not cure, needed=False, cure=cure)


def _engine(name: str, fact: str, *, needed: bool) -> Check:
    found, cure = _absence(fact) or (fact, "")
    return Check(f"engine {name}", found, not cure, needed, cure)


def _absence(told: str) -> tuple[str, str] | None:
    """How an engine is missing and what mends it, from the press's own sentence; None for any other."""
    said = re.fullmatch(r"the engine \S+ is (?P<how>not installed[^:;]*)(?:; [^:]*)?: (?P<cure>.+)", told)
    return (said["how"], said["cure"]) if said else None


def _embedded(engines: dict[str, str]) -> Iterator[Check]:
    """Say which of two stands by, so that nobody wonders which TeX made a page."""
    from careervp_mcp.pdf.tinytex import ORIGIN, bundled_engine

    if engines.get("pdflatex") in {None, ORIGIN}:
        return
    standing_by = bundled_engine() is not None
    found = "stands by: the pdflatex found on PATH goes first" if standing_by else "not installed"
    cure = "" if standing_by else f"pip install {ORIGIN}"
    yield Check(f"embedded TeX ({ORIGIN})", found, well=standing_by, needed=False, cure=cure)


def _sandbox(wall: str, settings: Settings) -> Check:
    if not wall.startswith("none"):
        return Check("sandbox", wall)
    if settings.sandbox == "none":
        return Check("sandbox", "switched off", well=False, needed=False, cure="unset CAREERVP_SANDBOX")
    cure = "apt install bubblewrap" if sys.platform == "linux" else ""
    return Check("sandbox", wall, well=False, needed=False, cure=cure)


def _proof(desk: Desk) -> Iterator[Check]:
    template = (packaged("templates") / "resume.tex").read_bytes()
    preamble, begin, _ = template.partition(b"\\begin{document}")
    page = preamble + begin + PROOF.encode() + b"\\end{document}\n"
    try:
        sheet = desk.press.typeset(Manuscript(page, expected=(PROOF,)))
    except (CareerError, OSError) as failure:
        told = failure.message if isinstance(failure, CareerError) else f"failed ({failure.strerror})"
        found, cure = _absence(told) or (told, "mend what stands above, then run the doctor again")
        yield Check("proof", f"nothing was typeset: {found}", well=False, cure=cure)
        return
    found = f"typeset {sheet.pages} page(s) in {sheet.duration_ms} ms with {sheet.engine}"
    yield Check("proof", "; ".join((found, *sheet.warnings)), well=not sheet.warnings)


CHECKS: tuple[Callable[[Desk], Iterator[Check]], ...] = (
    _python,
    _root,
    _full_resume,
    _trackers,
    _template,
    _state,
    _space,
    _settings,
    _press,
    _proof,
)


def changed_settings(settings: Settings) -> list[str]:
    """The names of the settings that differ from their defaults; a value could be private, so none is told."""
    fields = type(settings).model_fields
    return [
        f"CAREERVP_{name.upper()}"
        for name in fields
        if name in settings.model_fields_set
        and getattr(settings, name) != fields[name].get_default(call_default_factory=True, validated_data={})
    ]


def home_as_tilde(path: Path) -> str:
    """The path as a person writes it in a shell, the home folder as `~`."""
    home = Path.home()
    if home != Path("/") and path.is_relative_to(home):
        rest = path.relative_to(home).as_posix()
        return "~" if rest == "." else f"~/{shlex.quote(rest)}"
    return shlex.quote(str(path))


def _init(root: Path) -> str:
    return f"careervp-mcp init {home_as_tilde(root)}"


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())
