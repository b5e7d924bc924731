"""The C shim that makes an engine a fork server: compiled once on the user's own machine, from its source here."""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from careervp_mcp.pdf import launch
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.scratch import put

SOURCE = Path(__file__).parent / "shim" / "forkserver.c"
_COMPILERS = ("cc", "gcc", "clang")
_ARGUMENTS = ("-O2", "-shared", "-fPIC", "-x", "c", "-", "-o")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shims:
    """The compiled shims below a state folder."""

    folder: Path
    path: str
    """Where compilers are looked for, like PATH."""

    def for_engine(self, engine: Engine) -> Path | None:
        """The shim for this engine; None where there is no compiler, no Landlock or another system."""
        if sys.platform != "linux" or launch.landlock_abi() == 0 or engine.name != "pdflatex":
            return None
        source = SOURCE.read_bytes()
        key = hashlib.sha256(source + os.uname().machine.encode() + engine.identity.encode()).hexdigest()[:24]
        shim = self.folder / f"forkserver-{key}.so"
        if not shim.is_file():
            compiled = _compiled(source, self.path)
            if compiled is None:
                return None
            put(shim, compiled)
        return shim

    def described(self) -> str:
        """For a doctor: the compiler that makes the fastest tier possible, or what brings one."""
        if sys.platform != "linux" or launch.landlock_abi() == 0:
            return "not on this system: preambles are precompiled instead"
        compiler = _compiler(self.path)
        return f"ready ({Path(compiler).name})" if compiler else "no C compiler: preambles are precompiled instead"


def _compiler(path: str) -> str | None:
    return next((found for name in _COMPILERS if (found := shutil.which(name, path=path))), None)


@functools.lru_cache(maxsize=4)
def _compiled(source: bytes, path: str) -> bytes | None:
    """The shared object's bytes; tried once a process, since a broken compiler stays broken."""
    compiler = _compiler(path)
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "shim.so")
        try:
            subprocess.run(
                [compiler, *_ARGUMENTS, str(made)],
                input=source,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": path, "LC_ALL": "C", "TMPDIR": folder},
                timeout=_SECONDS,
                check=True,
            )
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None
