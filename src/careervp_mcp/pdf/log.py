"""A TeX log in a writer's words: what is wrong, in which line, and what mends it."""

import re
from dataclasses import dataclass

from careervp_mcp.pdf.blame import blame
from careervp_mcp.pdf.complaints import Complaint, complaints, main_file, unwrapped
from careervp_mcp.pdf.cures import cure_for
from careervp_mcp.pdf.grumbles import grumbles, needs_rerun

_MOST_FINDINGS = 5
_MOST_WORDS = 300
_ENGINE = re.compile(r"This is (?P<name>\w*TeX), Version (?:[\d.]+-[\d.]+-)?(?P<version>\d[\d.]*\d)")
_QUOTED = r"(?<=[`'\"\[])(?:file:/{0,2}|\|[^`'\"/]*)?(?:~|\.\.|[A-Za-z]:)?/(?:[^`'\"\[\]\n]*/)?(?=[^/`'\"\]])"
_WINDOWS = r"(?<![\w\\])[A-Za-z]:\\(?:[^\\:*?`'\"<>|\n]+\\)*"
_BARE = r"(?<![\w.:/~-])(?:file:/{0,2})?(?:~|\.\.)?(?:/[\w.@+~-]+)+/(?=[\w.@+~-])"
_PATH = re.compile(rf"{_QUOTED}|{_WINDOWS}|{_BARE}")
"""The folders before a file's name: with spaces only where quotes show the end."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One hard error, ready to be shown: no path, one line."""

    file: str
    line: int | None
    message: str
    cure: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file} line {self.line}"
        cure = f" (cure: {self.cure})" if self.cure else ""
        return f"{place}: {self.message}{cure}"


@dataclass(frozen=True, slots=True)
class Log:
    """What one run of TeX had to say."""

    findings: tuple[Finding, ...]
    """Hard errors, the one to mend first at the front, at most five."""
    needs_rerun: bool
    """A second run would print references that this one printed as `??`."""
    warnings: tuple[str, ...]
    """Losses in a PDF that did come out: characters no font has, undefined references, text off the page."""
    version: str
    """The engine, such as `pdfTeX 1.40.26`; empty when the log doesn't say."""


def read_log(log: str, source: str) -> Log:
    """Read the log of a run over `source`, written with `-file-line-error`, at any line width."""
    lines = unwrapped(log)
    main = main_file(lines)
    findings = [_finding(one, main, source) for one in complaints(log)[: _MOST_FINDINGS * 4]]
    return Log(
        tuple(dict.fromkeys(findings))[:_MOST_FINDINGS],
        needs_rerun(lines, source),
        grumbles(lines, main),
        _version(lines[0] if lines else ""),
    )


def _finding(complaint: Complaint, main: str, source: str) -> Finding:
    place = blame(complaint, main, source)
    message = _without_paths(place.message)[:_MOST_WORDS]
    return Finding(place.file, place.line, message, cure_for(message, place.text))


def _without_paths(message: str) -> str:
    return _PATH.sub("", message).strip()


def _version(first_line: str) -> str:
    engine = _ENGINE.search(first_line)
    return f"{engine['name']} {engine['version']}" if engine else ""
