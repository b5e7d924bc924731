"""A manuscript becomes files in a run's folder: the source and those assets that may stand beside it."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.engines import SOURCE
from careervp_mcp.pdf.sandbox import Limits
from careervp_mcp.pdf.scratch import RunFolder

_MOST_ASSETS = 200
_STEM = PurePosixPath(SOURCE).stem
_PRODUCTS = frozenset(
    {"aux", "bcf", "dvi", "fdb_latexmk", "fls", "lof", "log", "lot", "nav", "out", "pdf", "run.xml", "snm"}
    | {"synctex", "synctex.gz", "tex", "toc", "vrb", "xdv"}
)
"""Suffixes of what a run makes: an old one beside the source would leak into the new run."""
_ENGINES_OWN = frozenset({".cnf", ".fmt", ".pool", ".tcx"})
_ENGINES_NAMES = frozenset({"pdftex.map", "pdftex.cfg", "pdftexconfig.tex"})
"""What an engine takes from the folder before it reads the source: only its own installation's count."""


def place(manuscript: Manuscript, folder: RunFolder, limits: Limits) -> Mapping[Path, bytes]:
    """Write the manuscript into the run's folder; what stands where now."""
    placed = {folder.work / SOURCE: manuscript.source}
    placed |= {folder.work / name: content for name, content in manuscript.assets.items() if _stands(_checked(name))}
    if len(placed) > _MOST_ASSETS or sum(map(len, placed.values())) > limits.written_bytes:
        raise CompileFailed(f"too many or too large files beside {SOURCE}: leave only what it includes")
    for path, content in placed.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise CompileFailed(f"{path.name} is both a file and a folder beside {SOURCE}") from None
    return placed


def untouched(placed: Mapping[Path, bytes]) -> bool:
    """Whether the files still are what was placed: a document may not rewrite its own sources."""
    return all(_holds(path, content) for path, content in placed.items())


def refuse_planted(folder: RunFolder) -> None:
    """Refuse a document that wrote what its next pass would take for a part of the engine."""
    planted = next((path for path in folder.work.iterdir() if _is_engines(path.name)), None)
    if planted:
        raise CompileFailed(f"the source wrote {planted.name}, which only the engine's installation may hold")


def _holds(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _checked(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name or not name.isprintable():
        raise CompileFailed(f"{path.name or 'a file'} does not lie beside {SOURCE}")
    return path


def _stands(path: PurePosixPath) -> bool:
    name = path.name.lower()
    product = len(path.parts) == 1 and name.startswith(f"{_STEM}.") and name.removeprefix(f"{_STEM}.") in _PRODUCTS
    return not (product or _is_engines(name))


def _is_engines(name: str) -> bool:
    return name.lower() in _ENGINES_NAMES or PurePosixPath(name.lower()).suffix in _ENGINES_OWN
