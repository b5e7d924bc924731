r"""A LaTeX source split where its document begins, so that one preamble serves many bodies."""

import re
from dataclasses import dataclass

_BEGIN = re.compile(rb"^[ \t]*\\begin[ \t]*\{document\}", re.MULTILINE)
_ANY_BEGIN = re.compile(rb"\\begin\s*\{\s*document\s*\}")
_CLASS = re.compile(rb"\\documentclass\b")
_COMMENT = re.compile(rb"(?<!\\)((?:\\\\)*)%[^\n]*")
_NOT_KEPT = re.compile(
    rb"\\(?:page)?color(?![A-Za-z@])"  # goes to the page before there is one
    rb"|filecontents|\\openout|\\write(?![A-Za-z@])|\\immediate(?![A-Za-z@])"  # files made at build time only
    rb"|\\jobname|\\endinput|\\pdfobj|\\pdfximage|\\includegraphics"
    rb"|\\(?:pdfuniformdeviate|pdfnormaldeviate|pdfelapsedtime|pdfresettimer|pdfcreationdate)"
    rb"|\\scantokens|\\batchmode|\\scrollmode|\\errorstopmode|\\nofiles|\\(?:en|dis)ablelog"
)
_DATED = re.compile(rb"(?i)today|\\(?:year|month|day|time)(?![A-Za-z@])|date")


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
        if len(begins) != 1 or own is None or own.end() != begins[0].end() or b"\0" in source:
            return None
        preamble = _blanked(source[: own.start()])
        if _NOT_KEPT.search(preamble) or not _CLASS.search(preamble):
            return None
        return cls(source[: own.start()], source[own.end() :])

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
        """The source for an engine that has begun the document too."""
        return self._skipped + self.body

    @property
    def _skipped(self) -> bytes:
        return b"%\n" * self.preamble.count(b"\n")


def _blanked(source: bytes) -> bytes:
    """The source with its comments blanked out, every byte where it was."""
    return _COMMENT.sub(lambda found: found[1] + b" " * (len(found[0]) - len(found[1])), source)


def dated(text: bytes) -> bool:
    """Whether a source may ask which day it is."""
    return bool(_DATED.search(text))
