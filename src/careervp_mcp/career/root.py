"""The root: which paths a caller may name, and how a path is shown to them."""

import errno
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from careervp_mcp.career.errors import InvalidInput

APPLICATIONS = "data/applications"
"""Where the workspaces of applications stand, unless a setting or a call says otherwise."""
_GONE = " (deleted)"
"""What the kernel writes behind a name that was removed meanwhile, or that ends so."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Root:
    """The folder that holds everything, and the named folders outside it that are allowed too.

    `folder` and the values of `extras` are absolute and resolved.
    """

    folder: Path
    extras: Mapping[str, Path] = field(default_factory=dict)

    def resolve(self, text: str, *, what: str) -> Path:
        """The absolute path that `text` means, once it is known to lie inside, links followed.

        Raises InvalidInput, which shows only the last component of what was refused.
        """
        lexical = self._lexical(text, what)
        self.refuse_outside(lexical, what=what)
        return lexical

    def refuse_outside(self, path: Path, *, what: str) -> None:
        """Raise InvalidInput when `path`, with its links followed, leaves the root and the extra roots."""
        try:
            real = followed(path)
        except (OSError, ValueError):
            raise InvalidInput(f"{what} is not a path that can be followed: {last_part(path)}") from None
        if not any(real == home or real.startswith(home + os.sep) for home in map(str, self._homes())):
            raise InvalidInput(
                f"{what} lies outside the root: {last_part(path)}; name a path inside the root or an extra root"
            )

    def show(self, path: Path) -> str:
        """The path as callers see it: root-relative, or `@name/rest` in an extra root, with forward slashes."""
        return self._below_a_home(path) or self._below_a_home(path.resolve()) or last_part(path)

    def echo(self, text: str) -> str:
        """What a caller wrote, shown back: like `show`, and the last component when it was refused."""
        try:
            path = self._lexical(text, "path")
            self.refuse_outside(path, what="path")
            return self.show(path)
        except InvalidInput:
            return last_part(Path(text))

    def _below_a_home(self, path: Path) -> str:
        """The path as shown, when it lies below the root or an extra root as it is written; else empty."""
        text = str(path)
        for prefix, home in (("", self.folder), *((f"@{name}/", home) for name, home in self.extras.items())):
            if text.startswith(f"{home}{os.sep}"):
                return prefix + text[len(str(home)) + 1 :].replace(os.sep, "/")
            if path == home:
                return prefix.rstrip("/") or "."
        return ""

    def _homes(self) -> tuple[Path, ...]:
        return (self.folder, *self.extras.values())

    def _lexical(self, text: str, what: str) -> Path:
        if _CONTROL.search(text):
            raise InvalidInput(f"{what} holds a control character; write a plain path")
        home = self.folder
        if text.startswith("@"):
            name, _, rest = text[1:].partition("/")
            if name in self.extras:
                home, text = self.extras[name], rest
        path = Path(os.path.normpath(home / text))
        if any(folder.is_relative_to(path) for folder in self._homes()):  # a name the caller may not know
            raise InvalidInput(f"{what} must name something inside the root: {last_part(Path(text))}")
        return path


def followed(path: Path) -> str:
    """The path with its links followed, as text; raises OSError for links that go round in a circle.

    The kernel follows them in one step where it tells what it found: a batch asks often.
    """
    if sys.platform != "linux":
        return _followed_by_steps(path)
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)  # opens nothing: it only names what is there
    except OSError:
        return _followed_by_steps(path)
    try:
        real = os.readlink(f"/proc/self/fd/{handle}")  # noqa: PTH115 - pathlib takes longer than the kernel
    except OSError:
        return _followed_by_steps(path)
    finally:
        os.close(handle)
    return _followed_by_steps(path) if real.endswith(_GONE) else real


def _followed_by_steps(path: Path) -> str:
    real = os.path.realpath(path)
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise
    return real


def last_part(path: Path) -> str:
    """The last component alone, printable, for a path that must not be shown whole."""
    name = path.name or "."
    return "".join(character if character.isprintable() else "?" for character in name)[:120]
