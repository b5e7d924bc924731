r"""The outlines that a page used, cut down once and kept, and the font map that points at the cut files.

A line of the engine's own map is said again only when the cut file holds every glyph that the line's
encoding names, so that no text can lack one. Every other line, and every file that is not as expected,
stays as it is. A format holds no font map: whoever starts from one says `\pdfmapfile` first.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from careervp_mcp.pdf.charstrings import NotCut
from careervp_mcp.pdf.outlines import cut
from careervp_mcp.pdf.scratch import put

_ENGINE_MAP = "pdftex.map"
MAP = "careervpoutlines"
"""The name by which an engine asks for the map: letters only, which no language makes into commands."""
_SIBLINGS = {"lm-ec.enc": "lm-ts1.enc", "cm-super-t1.enc": "cm-super-ts1.enc"}
"""Text encodings, T1 to TS1, that share outlines: the next body may use the one that this page did not."""
_LARGEST = 4 << 20
_INPUT = re.compile(r"^INPUT (/.+)$", re.MULTILINE)
_LINE = re.compile(r"(\S+)\s.*?\s<([\w.-]+\.enc)\s+<([\w.-]+\.pfb)\s*")
_COMMENT = re.compile(r"%.*")
_VECTOR = re.compile(r"\[([^\[\]]*)\]")
_UNSEARCHABLE = re.compile(r"[:;,$~{}!%\n]|//")
"""What the engine's search for files takes for more than a letter of a folder's name."""


@dataclass(frozen=True, slots=True)
class CutMap:
    """Map lines that name cut files, and the files that they were made from and name."""

    lines: str = ""
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """What makes an engine use a kept map."""

    map: Path
    root: Path

    @property
    def line(self) -> bytes:
        """What its source begins with, and no line of its own; a language may have made `=` a command."""
        return rb"\pdfmapfile{\string=%s}" % MAP.encode()

    @property
    def readable(self) -> tuple[Path, ...]:
        """What it must be let read."""
        return (self.map, self.root)

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The engine's environment, completed; an empty end of a search path is the engine's own path."""
        first = {"TEXFONTMAPS": self.map.parent, "T1FONTS": self.root}
        return {**given, **{name: f"{folder}:{given.get(name, '')}" for name, folder in first.items()}}


@dataclass(frozen=True, slots=True)
class CutOutlines:
    """The cut files below one state folder, named by what they were cut from; few, and none is dropped."""

    root: Path

    def pointer(self, kept: Path) -> "Pointer | None":
        """What makes an engine use a map that was kept as `MAP` in some folder; None for an empty or missing one."""
        return Pointer(kept, self.root) if kept.is_file() and kept.stat().st_size else None

    def map_for(self, record: str, readable: Sequence[Path]) -> CutMap:
        """The map for what an engine's record says it read for a page, if it was within `readable`.

        Empty where nothing can be cut.
        """
        if _UNSEARCHABLE.search(str(self.root)):
            return CutMap()
        try:
            read = _Read.of(record, readable)
            tried = [(outline, lines, self._made(read, outline, lines)) for outline, lines in read.lines.items()]
        except (OSError, UnicodeDecodeError):
            return CutMap()
        done = [(read.files[outline], lines, made) for outline, lines, made in tried if made]
        if not done:
            return CutMap()
        text = "".join(line.pointing_at(made) for _, lines, made in done for line in lines)
        files = (read.files[_ENGINE_MAP], *read.encodings, *(path for font, _, made in done for path in (font, made)))
        return CutMap(text, files)

    def _made(self, read: "_Read", outline: str, lines: Iterable["_Line"]) -> Path | None:
        """The cut file, made now or before; None when this file can't be cut."""
        font = read.files[outline].read_bytes()
        glyphs = sorted({glyph for line in lines for glyph in read.vectors[line.encoding]})
        stem = f"{Path(outline).stem}-{_hashed(_recipe(), font, *map(str.encode, glyphs))}"
        for path in self.root.glob(f"{stem}-*.pfb"):
            if path.stem == f"{stem}-{_hashed(path.read_bytes())}":
                return path
        try:
            made = cut(font, glyphs)
        except NotCut:
            return None
        path = self.root / f"{stem}-{_hashed(made)}.pfb"
        put(path, made)
        return path


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a font map that sets a metric with an outline through an encoding."""

    text: str
    metric: str
    encoding: str
    outline: str

    def pointing_at(self, made: Path) -> str:
        return f"{self.text.removesuffix(self.outline)}{made.name}\n"


@dataclass(frozen=True, slots=True)
class _Read:
    """What an engine read for a page: files of its installation, and what they say about outlines."""

    files: Mapping[str, Path]
    vectors: Mapping[str, frozenset[str]]
    """The glyphs of each encoding that was used, and of its sibling."""
    encodings: Sequence[Path]
    lines: Mapping[str, list[_Line]] = field(default_factory=dict)
    """By outline."""

    @classmethod
    def of(cls, record: str, readable: Sequence[Path]) -> "_Read":
        named = (Path(name) for name in dict.fromkeys(_INPUT.findall(record)))
        files = {path.name: path for path in named if _within(path, readable)}
        for name, sibling in _SIBLINGS.items():
            if name in files and _within(files[name].with_name(sibling), readable):
                files[sibling] = files[name].with_name(sibling)
        encodings = [path for name, path in files.items() if name.endswith(".enc")]
        vectors = {path.name: glyphs for path in encodings if (glyphs := _vector(path))}
        lines: dict[str, list[_Line]] = {}
        text = files[_ENGINE_MAP].read_text("latin-1") if _ENGINE_MAP in files else ""
        for line in _lines(text):
            if line.encoding in vectors and line.outline in files:
                lines.setdefault(line.outline, []).append(line)
        return cls(files, vectors, encodings, lines)


def _within(path: Path, readable: Sequence[Path]) -> bool:
    """Whether an engine may have read it: a document can write into its record what it likes."""
    resolved = path.resolve()
    allowed = any(resolved.is_relative_to(folder.resolve()) for folder in readable)
    return allowed and resolved.is_file() and resolved.stat().st_size <= _LARGEST


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are plainly a metric, an encoding and an outline; of a metric's lines the first counts."""
    seen: set[str] = set()
    for line in text.splitlines():
        metric = line.partition(" ")[0]
        found = _LINE.fullmatch(line)
        if found and metric not in seen:
            yield _Line(line.rstrip(), *found.groups())
        seen.add(metric)


def _vector(path: Path) -> frozenset[str]:
    text = _COMMENT.sub("", path.read_text("latin-1"))
    found = _VECTOR.search(text)
    return frozenset(found[1].replace("/", " ").split()) if found else frozenset()


def _recipe() -> bytes:
    """Changes when outlines are cut in another way."""
    return b"".join(Path(__file__).with_name(name).read_bytes() for name in ("outlines.py", "charstrings.py"))


def _hashed(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
