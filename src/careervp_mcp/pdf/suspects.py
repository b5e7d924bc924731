"""What a source is refused or reported for: attempts the engine ignored, and words no wall would stop.

The walls hold whatever a source tries. This module sees to it that an attempt is a failure that is told,
not a page that came out anyway.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.engines import Engine

_COMMAND = re.compile(r"runsystem\(.*?\)\.\.\.\s*(?:disabled|not allowed|quotation error)", re.DOTALL)
_BARRED = re.compile(r": Not (?P<act>reading from|writing to|opening|executing) (?P<name>.+?) \(open(?:in|out)_any")
_WALLED = re.compile(
    r"(?:tex|tectonic): (?P<name>[./].*?): (?:Permission denied|No such file or directory)$", re.MULTILINE
)

_UNWALLED = re.compile(
    rb"pdfobj|pdfmap|\^\^|csname|scantokens|nameuse|UseName|ExplSyntax|csuse|letcs|\\begin\s*\{[^}]*\\"
    rb"|\\openout|\\newwrite|filecontents|\\catcode|directlua"
)
"""With no wall, an object made from a file would be read wherever it lies; the other words are ways to
spell that command unseen. It refuses harmless sources too, and can't promise to know every spelling:
what was read is looked up in the engine's own record afterwards."""
_READ = re.compile(r"^INPUT (.+)$", re.MULTILINE)
_TEX_SUFFIXES = (".tex", ".sty", ".cls", ".cfg", ".def", ".clo", ".fd", ".ltx", ".map", ".lua")


def refuse_unwalled(manuscript: Manuscript, engine: Engine) -> None:
    """Refuse what only a sandbox could hold, where there is none."""
    if engine.kind.programmable:
        raise CompileFailed(f"{engine.name} runs programs in documents; without a sandbox only pdflatex is run")
    assets = (content for name, content in manuscript.assets.items() if name.lower().endswith(_TEX_SUFFIXES))
    for text in (manuscript.source, *assets):
        if word := _UNWALLED.search(text):
            shown = word[0].decode("ascii", "replace")
            raise CompileFailed(f"no sandbox is available here, so sources that use {shown} are not typeset")


def refuse_strangers(record: str, work: Path, allowed: tuple[Path, ...]) -> None:
    """Refuse a run without a wall that read anything but the manuscript and what any engine may read."""
    if not record.startswith("PWD ") or "\0" in record:
        raise CompileFailed("no sandbox is available here, and the engine left no sound record of what it read")
    for name in dict.fromkeys(_READ.findall(record)):
        path = (work / name).resolve()
        if not any(path.is_relative_to(place) for place in (work.resolve(), *allowed)):
            raise CompileFailed(f"the source read {_last(name)}, which lies outside its folder: remove that")


def refuse_attempts(transcript: str, log: str) -> None:
    """Fail a source that tried to leave its folder, even when the engine went on without."""
    if "\0" in log:  # the engine wrote on past the end of a log that was cut short under it
        raise CompileFailed("the source rewrote its own log, which a document may not do")
    attempts = tuple(dict.fromkeys((*_attempts(transcript), *_attempts(log))))
    if attempts:
        raise CompileFailed(f"the source {'; it '.join(attempts[:3])}: remove that")


def _attempts(text: str) -> Iterator[str]:
    if _COMMAND.search(text):
        yield "tried to run a command, which the press never allows"
    for walled in _WALLED.finditer(text):
        yield f"tried to read {_last(walled['name'])}, which lies outside its folder"
    for barred in _BARRED.finditer(text):
        act = {"reading from": "read", "opening": "read", "writing to": "write"}.get(barred["act"], "run")
        yield f"tried to {act} {_last(barred['name'])}, which it may not"


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2][:60]
