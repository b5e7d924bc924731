r"""A LaTeX source split where its document begins, so that one preamble serves many bodies."""

import re
from dataclasses import dataclass

from careervp_mcp.career.memory import remembered

_BEGIN = re.compile(rb"^[ \t]*\\begin[ \t]*\{document\}", re.MULTILINE)
_ANY_BEGIN = re.compile(rb"\\begin\s*\{\s*document\s*\}")
_CLASS = re.compile(rb"\\documentclass\b")
_COMMENT = re.compile(rb"(?<!\\)(?:\\\\)*(%)")
_STRANGE = re.compile(rb"\0|\r(?!\n)")
"""A lone carriage return ends a line for TeX, and for nothing else."""
_ESCAPED = re.compile(rb"\\[{}\[\]]")
_GROUP = re.compile(rb"\{[^{}]*\}")
_OPTION = re.compile(rb"\[[^\[\]]*\]")
_DEEPEST = 40
_NEVER_KEPT = re.compile(
    rb"filecontents|\\openout|\\write(?![A-Za-z@])|\\immediate(?![A-Za-z@])"  # files made at build time only
    rb"|\\endinput|\\(?:pdfobj|pdfximage|pdfmapfile|pdfmapline)(?![A-Za-z@])"
    rb"|\\pdf(?:file|mdfivesum)|\\(?:pdfuniformdeviate|pdfnormaldeviate|pdfelapsedtime|pdfresettimer|pdfcreationdate)"
    rb"|\\scantokens|\\batchmode|\\scrollmode|\\errorstopmode|\\nofiles|\\(?:en|dis)ablelog"
)
_NOT_KEPT_OUTSIDE = re.compile(rb"\\(?:page)?color(?![A-Za-z@])|\\includegraphics")
"""What a format loses when the preamble does it; in a definition it is done later, and by every tier alike."""
_MAPPED = re.compile(rb"\\pdfmap(?:file|line)(?![A-Za-z@])")
"""A font map of the document's own: a waiting engine has read the usual one already."""
_DATED = re.compile(
    rb"(?i)today|date|\\(?:year|month|day|time)(?![A-Za-z@])|\{[^{}]*time[^{}]*\}|\\(?:maketitle|opening|make\w*title)"
)


@dataclass(frozen=True, slots=True)
class Split:
    r"""What stands before `\begin{document}` and what stands after it, to the byte."""

    preamble: bytes
    body: bytes

    @classmethod
    def of(cls, source: bytes) -> "Split | None":
        r"""The split source; None when the place is in doubt or the preamble does what no format can keep."""
        begins = list(_ANY_BEGIN.finditer(_blanked(source)))
        own = _BEGIN.search(source)
        if len(begins) != 1 or own is None or own.end() != begins[0].end() or _STRANGE.search(source):
            return None
        if _MAPPED.search(source):
            return None
        preamble = source[: own.start()]
        if not keeps(preamble) or not _has_class(preamble):
            return None
        return cls(preamble, source[own.end() :])

    @property
    def loading(self) -> bytes:
        """The source that reads the preamble and dumps it as a format."""
        return self.preamble + b"\n\\dump\n"

    @property
    def after_format(self) -> bytes:
        """The source for an engine that has read the preamble: every line keeps its number."""
        return self._skipped + b"\\begin{document}" + self.body

    @property
    def after_begin(self) -> bytes:
        r"""The source for an engine that has begun the document too, which ends with `\ignorespaces`."""
        return self._skipped + b"\\ignorespaces " + self.body

    @property
    def _skipped(self) -> bytes:
        return b"%\n" * self.preamble.count(b"\n")


@remembered
def keeps(text: bytes) -> bool:
    """Whether a format keeps all that this part of a preamble does, as far as its words tell."""
    blanked = _blanked(text)
    return not (_NEVER_KEPT.search(blanked) or _NOT_KEPT_OUTSIDE.search(_outside(blanked)))


@remembered
def _has_class(preamble: bytes) -> bool:
    return bool(_CLASS.search(_blanked(preamble)))


@remembered
def dated(text: bytes) -> bool:
    """Whether a source may ask which day it is."""
    return bool(_DATED.search(text))


def _blanked(source: bytes) -> bytes:
    """The source with its comments blanked out, every byte where it was."""
    return b"\n".join(_uncommented(line) if b"%" in line else line for line in source.split(b"\n"))


def _uncommented(line: bytes) -> bytes:
    found = _COMMENT.search(line)
    return line[: found.start(1)].ljust(len(line)) if found else line


def _outside(text: bytes) -> bytes:
    """What stands in no argument and no option."""
    text = _ESCAPED.sub(b"", text)
    for pattern in (_GROUP, _OPTION):
        for _ in range(_DEEPEST):
            text, inner = pattern.subn(b"", text)
            if not inner:
                break
    return text
