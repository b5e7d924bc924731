"""The walls around an engine: which kind this machine has, and the command line that stands them up."""

import functools
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from careervp_mcp.pdf import launch
from careervp_mcp.pdf.engines import Engine
from careervp_mcp.pdf.scratch import RunFolder

Wall = Literal["landlock", "bubblewrap", "none"]
Wish = Literal["auto", "landlock", "bubblewrap", "none"]

SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/texmf",
    "/var/lib/texmf",
    "/var/cache/fontconfig",
    "/var/cache/fonts",
    "/nix/store",
    "/gnu/store",
)
"""What any engine may read: programs, libraries, fonts and TeX's own configuration; nobody's data."""

_NULL = "/dev/null"
_OPEN_FILES = 64
_PROBE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one manuscript may use."""

    wall_seconds: float = 30.0
    cpu_seconds: int = 20
    memory_bytes: int = 1 << 30
    written_bytes: int = 64 << 20
    """Of one file, and of all files together."""
    files: int = 500
    """Files it may leave in its folder."""
    pages: int = 20


def chosen_wall(wish: Wish) -> Wall:
    """The wall to use: the one asked for, or the strongest that works here."""
    if wish != "auto":
        return wish
    if launch.landlock_abi() > 0:
        return "landlock"
    return "bubblewrap" if bubblewrap_works() else "none"


@functools.cache
def bubblewrap_works() -> bool:
    """Whether `bwrap` is there and may make namespaces; tried once with a harmless program."""
    program = _program()
    if program is None:
        return False
    command = [program, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def described(wall: Wall) -> str:
    """The wall in words, for a doctor."""
    if wall == "landlock":
        return f"Landlock (ABI {launch.landlock_abi()})"
    return "bubblewrap" if wall == "bubblewrap" else "none: sources are checked more strictly instead"


def readable_by(engine: Engine) -> tuple[Path, ...]:
    """What the engine may read besides its run's own folder."""
    return tuple(path for path in (*map(Path, SYSTEM), *engine.readable) if path.exists())


LAUNCHER = (sys.executable, "-I", "-S", launch.__file__)
"""The command line before the launcher's own arguments."""


def confined(
    command: tuple[str, ...],
    engine: Engine,
    folder: RunFolder,
    limits: Limits,
    wall: Wall,
    *,
    more: tuple[Path, ...] = (),
    grants: tuple[str, ...],
) -> list[str]:
    """The launcher's arguments that run `command` for `engine` behind `wall`, with only `folder` to write in.

    `more` may be read too; `grants` go to the launcher: see there.
    """
    granted = [
        *grants,
        f"cpu={limits.cpu_seconds}",
        f"memory={limits.memory_bytes}",
        f"file={limits.written_bytes}",
        f"open={_OPEN_FILES}",
    ]
    readable = [str(path) for path in (*readable_by(engine), *more)]
    inner = list(command)
    if wall == "landlock":
        granted += ["landlock=1", *(f"read={path}" for path in readable)]
        granted += [f"write={path}" for path in (_NULL, folder.work, folder.home)]
    elif wall == "bubblewrap":
        granted.append("wrapped=1")
        inner = [*_bubblewrap(readable, folder), *inner]
    return [*granted, "--", *inner]


def _bubblewrap(readable: list[str], folder: RunFolder) -> list[str]:
    arguments = [_program() or "/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    arguments += ["--dev-bind", _NULL, _NULL]
    for path in readable:
        if Path(path).is_symlink() and path in SYSTEM:
            arguments += ["--symlink", str(Path(path).readlink()), path]
        else:
            arguments += ["--ro-bind", path, path]
    for writable in (folder.work, folder.home):
        arguments += ["--bind", str(writable), str(writable)]
    return [*arguments, "--remount-ro", "/", "--chdir", str(folder.work), "--"]


def _program() -> str | None:
    return shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
