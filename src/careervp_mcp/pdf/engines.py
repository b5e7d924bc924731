"""The engines a request may choose among, how each is called, and where it is found."""

import functools
import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed, InvalidInput
from careervp_mcp.pdf import tinytex
from careervp_mcp.pdf.installation import installation

SOURCE = "resume.tex"
_SYSTEM = ("/usr/bin", "/bin", "/usr/local/bin")

_TEX_ARGUMENTS = (
    "-no-shell-escape",
    "-no-parse-first-line",
    "-no-mktex=tfm",
    "-no-mktex=pk",
    "-interaction=nonstopmode",
    "-halt-on-error",
    "-file-line-error",
    "-recorder",  # where there is no sandbox, the list of what was read is checked
    SOURCE,
)
_TECTONIC_ARGUMENTS = ("-X", "compile", "--untrusted", "--only-cached", "--keep-logs", "--outfmt", "pdf", SOURCE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of engine: what it is told, what mends its absence, whether it needs the sandbox."""

    arguments: tuple[str, ...]
    install: str
    """The command that brings it."""
    programmable: bool
    """Its documents carry programs (Lua, or a font driver of its own): only the sandbox holds them."""


ENGINES: Mapping[str, Kind] = {
    "pdflatex": Kind(_TEX_ARGUMENTS, tinytex.install_command(), programmable=False),
    "lualatex": Kind(_TEX_ARGUMENTS, "apt install texlive-luatex texlive-latex-extra", programmable=True),
    "xelatex": Kind(_TEX_ARGUMENTS, "apt install texlive-xetex texlive-latex-extra", programmable=True),
    "tectonic": Kind(_TECTONIC_ARGUMENTS, "cargo install tectonic", programmable=True),
}
DEFAULT = "pdflatex"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine as found on this machine; finding it ran nothing."""

    name: str
    kind: Kind
    path: Path
    """What is executed: the name decides what the program is, so a link's own name is kept."""
    origin: str
    """`system`, the wheel's name, or `own installation`."""
    identity: str
    """Changes whenever the engine's executables do; names no path."""
    readable: tuple[Path, ...] = ()
    search: tuple[Path, ...] = ()
    home_links: Mapping[str, Path] = field(default_factory=dict)
    """What a wrapper looks for below HOME, and where that is: the run's own home links to it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    wrapper: bool = False
    """It is a script that starts an engine, in ways of its own."""

    @property
    def command(self) -> tuple[str, ...]:
        """The command line that compiles the source in the current folder."""
        return (str(self.path), *self.kind.arguments)

    @property
    def precompiles(self) -> bool:
        """Whether it can dump a preamble and start from it: a wrapper or another TeX may not."""
        return self.kind is ENGINES[DEFAULT] and not self.wrapper

    @property
    def dumping(self) -> tuple[str, ...]:
        """The command line that dumps what the source loads as a format."""
        return (str(self.path), "-ini", *self.kind.arguments[:-1], "&pdflatex", SOURCE)

    def starting_from(self, made: Path) -> tuple[str, ...]:
        """The command line that compiles the source on top of a format."""
        unrecorded = (argument for argument in self.kind.arguments if argument != "-recorder")
        return (str(self.path), f"-fmt={made}", *unrecorded)  # the record would go beside the format

    def titled(self, version: str) -> str:
        """Name, version and origin, as a result shows them; `version` as the log gives it."""
        number = version.rpartition(" ")[2]
        return f"{self.name} {number} ({self.origin})" if number else f"{self.name} ({self.origin})"


def find_engine(name: str | None, allowed: tuple[str, ...], variables: Mapping[str, str], state: Path) -> Engine:
    """The engine `name`, or the default one; `variables` are the server's PATH and HOME.

    Raises InvalidInput when the settings don't allow it, CompileFailed with the command that installs it.
    """
    wanted = name
    if wanted is None:
        wanted = DEFAULT if DEFAULT in allowed else next(iter(allowed), DEFAULT)
    if wanted not in allowed:
        raise InvalidInput(f"{Path(wanted).name} is not an allowed engine; allowed are {', '.join(_shown(allowed))}")
    kind_name = _kind_of(wanted)
    found = shutil.which(wanted, path=variables.get("PATH", os.defpath))
    path = Path(found).absolute() if found else None
    if path is None and kind_name == DEFAULT and wanted in ENGINES:
        path = tinytex.bundled_engine()
    if path is None:
        raise _missing(wanted, kind_name)
    about = path.stat()
    if _is_script(path, about.st_ino, about.st_mtime_ns):  # what it starts may change without it
        return _described(kind_name, path, variables, state)
    return _remembered(
        kind_name,
        path,
        (about.st_ino, about.st_size, about.st_mtime_ns),
        (variables.get("PATH", os.defpath), variables.get("HOME", "/nonexistent")),
        state,
    )


@functools.lru_cache(maxsize=16)
def _remembered(
    kind: str,
    path: Path,
    state_of_file: tuple[int, ...],  # noqa: ARG001  # another file: another key
    variables: tuple[str, str],
    state: Path,
) -> Engine:
    return _described(kind, path, dict(zip(("PATH", "HOME"), variables, strict=True)), state)


def _missing(wanted: str, kind: str) -> CompileFailed:
    if wanted in ENGINES:
        return CompileFailed(f"the engine {wanted} is not installed; install it with: {ENGINES[kind].install}")
    return CompileFailed(
        f"the engine {Path(wanted).name} is not installed where CAREERVP_ENGINES says: correct that path, "
        f"or allow the bare name {kind}"
    )


def _shown(allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(Path(name).name for name in allowed)


def _kind_of(name: str) -> str:
    base = Path(name).name
    return next((kind for kind in ENGINES if kind in base), DEFAULT)


def _described(kind: str, path: Path, variables: Mapping[str, str], state: Path) -> Engine:
    own = installation(path, variables)
    bundled = tinytex.is_bundled(path)
    trees = tinytex.trees(path.resolve(), state) if bundled else ()
    store = _package_store(kind, variables)
    return Engine(
        name=kind,
        kind=ENGINES[kind],
        path=_executed(path),
        origin=tinytex.ORIGIN if bundled else "system" if str(path.parent) in _SYSTEM else "own installation",
        identity=_identity(own.files),
        readable=(*own.readable, *trees, *store),
        search=(path.resolve().parent, *own.search),
        home_links={part: Path(variables["HOME"], part) for part in own.home_parts},
        environment=_environment(trees, store),
        wrapper=_is_script(path, path.stat().st_ino, path.stat().st_mtime_ns),
    )


@functools.lru_cache(maxsize=64)
def _is_script(path: Path, inode: int, mtime_ns: int) -> bool:  # noqa: ARG001  # another file: another key
    with path.open("rb") as stream:
        return stream.read(2) == b"#!"


def _environment(trees: tuple[Path, ...], store: tuple[Path, ...]) -> dict[str, str]:
    completed = {"TEXMFAUXTREES": "".join(f"{tree}," for tree in trees)} if trees else {}
    return completed | ({"TECTONIC_CACHE_DIR": str(store[0])} if store else {})


def _package_store(kind: str, variables: Mapping[str, str]) -> tuple[Path, ...]:
    """Where tectonic keeps the packages it has fetched; with no network it has only these."""
    folder = Path(variables.get("HOME", "/nonexistent"), ".cache", "Tectonic")
    return (folder,) if kind == "tectonic" and folder.is_dir() else ()


def _executed(path: Path) -> Path:
    """The engine inside its installation, under the name it was asked by: `pdftex` makes no LaTeX."""
    resolved = path.resolve()
    beside = resolved.with_name(path.name)
    return beside if beside.exists() and beside.resolve() == resolved else path


def _identity(files: tuple[Path, ...]) -> str:
    parts = []
    for file in files:
        stat = file.stat()
        parts.append(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\0{_digest(file, stat.st_size, stat.st_mtime_ns)}")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@functools.lru_cache(maxsize=64)
def _digest(file: Path, size: int, mtime_ns: int) -> str:  # noqa: ARG001  # size and time are the cache's key
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
