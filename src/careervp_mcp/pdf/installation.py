"""The folders an engine needs to read: its own installation, found from its executable or its wrapper.

Nothing is run to find them. A TeX installation in a home folder opens its `bin`, its `texmf` trees and
what lies beside them, never the home itself.
"""

import itertools
import os
import re
import shutil
import string
from collections.abc import Iterator, Mapping
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

    @property
    def wrapped(self) -> bool:
        """Whether the engine is a script that runs another."""
        return len(self.files) > 1


def installation(executable: Path, variables: Mapping[str, str]) -> Installation:
    """What belongs to `executable`; `variables` are HOME and PATH as the server has them."""
    resolved = executable.resolve()
    files = [resolved, *_named_by_script(resolved, variables)]
    readable = dict.fromkeys(itertools.chain.from_iterable(_belongings(file) for file in files))
    search = dict.fromkeys(file.parent for file in files[1:])
    return Installation(tuple(files), tuple(readable), tuple(search))


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


def _named_by_script(executable: Path, variables: Mapping[str, str]) -> list[Path]:
    """The engines a wrapper script names: by path, below the home, or by bare name on PATH."""
    with executable.open("rb") as stream:
        head = stream.read(_SCRIPT_BYTES)
    if not head.startswith(b"#!"):
        return []
    text = head.decode("utf-8", "replace")
    known = dict(variables)
    for name, value in _ASSIGNED.findall(text):
        known[name] = _expanded(value.strip("\"'"), known)
    found = (_engine_at(_expanded(word, known), variables) for word in _WORD.findall(text))
    return list(dict.fromkeys(path for path in found if path and path != executable))


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
