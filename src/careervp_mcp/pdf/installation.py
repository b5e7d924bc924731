"""The folders an engine needs to read: its own installation, found from its executable or its wrapper.

Nothing is run to find them. A TeX installation in a home folder opens its `bin`, its `texmf` trees and
what lies beside them, never the home itself.
"""

import itertools
import os
import re
import shutil
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_SCRIPT_BYTES = 16384
_WORD = re.compile(r"""[^\s"'`;:|&()<>=]+""")
_ENGINE = re.compile(r"^(pdf|lua|lualuahb|luahb|xe)?(la)?tex\b|^(pdfe|e)tex\b|^tectonic\b")
_BESIDE = ("texmf*", "tlpkg", "lib", "share/texmf*", "../texmf-local")
_ASSIGNED = re.compile(r"^\s*(?:export\s+)?(\w+)=(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Installation:
    """What an engine consists of."""

    files: tuple[Path, ...]
    """The executables: the engine as it was found, resolved, then whatever a wrapper runs."""
    readable: tuple[Path, ...]
    """What the engine may read and execute beyond the system's own folders."""
    search: tuple[Path, ...]
    """Folders where a wrapper looks for engines by bare name."""
    home_parts: tuple[str, ...] = ()
    """The first parts, below HOME, of the paths to engines that a wrapper names."""


def installation(executable: Path, variables: Mapping[str, str]) -> Installation:
    """What belongs to `executable`; `variables` are HOME and PATH as the server has them."""
    resolved = executable.resolve()
    words = _engines_in_script(resolved, variables)
    files = tuple(dict.fromkeys((resolved, *words.values())))
    readable = dict.fromkeys(itertools.chain.from_iterable(_belongings(file) for file in files))
    search = dict.fromkeys(file.parent for file in files[1:])
    return Installation(files, tuple(readable), tuple(search), _home_parts(words, variables))


def _belongings(executable: Path) -> Iterator[Path]:
    """The executable itself, and the folders of its installation when it stands in one."""
    yield executable
    for root in _roots(executable):
        trees = [path.resolve() for pattern in _BESIDE for path in _matching(root, pattern)]
        if any(path.name.startswith("texmf") for path in trees):
            yield executable.parent
            yield from trees
            return


def _roots(executable: Path) -> Iterator[Path]:
    """Where an installation would begin: `root/bin/engine` or `root/bin/architecture/engine`."""
    folder = executable.parent
    for bin_folder in (folder, folder.parent):
        if bin_folder.name == "bin":
            yield bin_folder.parent


def _matching(root: Path, pattern: str) -> Iterator[Path]:
    if pattern.startswith("../"):
        root, pattern = root.parent, pattern.removeprefix("../")
    return (path for path in root.glob(pattern) if path.exists())


def _engines_in_script(executable: Path, variables: Mapping[str, str]) -> dict[str, Path]:
    """What a wrapper script names, by path, below the home or on PATH, and the engine each name means."""
    with executable.open("rb") as stream:
        head = stream.read(_SCRIPT_BYTES)
    if not head.startswith(b"#!"):
        return {}
    text = head.decode("utf-8", "replace")
    known = dict(variables)
    for name, value in _ASSIGNED.findall(text):
        known[name] = _expanded(value.strip("\"'"), known)
    words = dict.fromkeys(_expanded(word, known) for word in _WORD.findall(text))
    found = {word: _engine_at(word, variables) for word in words}
    return {word: path for word, path in found.items() if path and path != executable}


def _home_parts(words: Iterable[str], variables: Mapping[str, str]) -> tuple[str, ...]:
    home = Path(variables.get("HOME", "/nonexistent"))
    below = (Path(word).relative_to(home).parts for word in words if Path(word).is_relative_to(home))
    return tuple(dict.fromkeys(parts[0] for parts in below if parts))


def _expanded(word: str, known: Mapping[str, str]) -> str:
    if word == "~" or word.startswith("~/"):
        word = "$HOME" + word[1:]
    return string.Template(word).safe_substitute(known)


def _engine_at(word: str, variables: Mapping[str, str]) -> Path | None:
    """The engine that `word` means: a path to one, a folder that holds one, or a name on PATH."""
    candidates = [word] if _ENGINE.match(Path(word).name) else []
    if word.startswith("/"):
        candidates += [f"{word}/pdflatex", f"{word}/pdftex"]
    for candidate in candidates:
        if found := shutil.which(candidate, path=variables.get("PATH", os.defpath)):
            return Path(found).resolve()
    return None
