"""Presses whose tiers are looked at one by one, over the preambles beside this file."""

import contextlib
import multiprocessing
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from careervp_mcp.career.ports import Manuscript, never
from careervp_mcp.pdf.engines import Engine, find_engine
from careervp_mcp.pdf.fast import FastTiers
from careervp_mcp.pdf.press import PlainPress, Press, PressSettings
from careervp_mcp.pdf.runs import Compiled
from careervp_mcp.pdf.sandbox import Limits
from careervp_mcp.pdf.tinytex import bundled_engine

PREAMBLES = Path(__file__).parent / "preambles"
NAMES = sorted(path.stem for path in PREAMBLES.glob("*.tex"))
VARIANTS = (1, 2, 3)
SYSTEM = "/usr/local/bin:/usr/bin:/bin"
TODAY = date(2024, 2, 29)
COMPILERS = ("cc", "gcc", "clang", "as", "ld")


def engine_path(engine: str, folder: Path) -> str:
    """A PATH on which the system's engine is, or only a compiler so that the wheel's is taken."""
    if engine == "system":
        return SYSTEM
    tools = folder / "tools"
    tools.mkdir(parents=True, exist_ok=True)
    for name in COMPILERS:
        if (found := shutil.which(name, path=SYSTEM)) and not (tools / name).exists():
            (tools / name).symlink_to(found)
    return str(tools)


def settings(folder: Path, engine: str = "wheel", limits: Limits | None = None) -> PressSettings:
    """A press's settings below a folder, on a day that stands still."""
    variables = {"PATH": engine_path(engine, folder), "HOME": "/nonexistent"}
    return PressSettings(folder / "state", limits=limits or Limits(), variables=variables, today=lambda: TODAY)


def has(needed: str, engine: str) -> bool:
    """Whether an engine's installation has a file."""
    wheel = bundled_engine()
    roots = [Path("/usr/share/texlive"), Path("/usr/share/texmf")]
    if engine != "system":
        roots = [wheel.parents[2]] if wheel else []
    return any(next(root.rglob(needed), None) for root in roots)


def needs(name: str) -> list[str]:
    """The files of an installation that a preamble can't do without."""
    found = re.search(r"^% needs: (.+)$", (PREAMBLES / f"{name}.tex").read_text("utf-8"), re.MULTILINE)
    return found[1].split() if found else []


def earns(name: str) -> list[str]:
    """The tiers that a preamble is to earn."""
    told = (PREAMBLES / f"{name}.tex").read_text("utf-8").partition("\n")[0].removeprefix("% earns: ")
    return [] if told == "nothing" else told.split(", ")


def manuscript(name: str, variant: int) -> Manuscript:
    """The document with one of its bodies, and the files beside it."""
    source = (PREAMBLES / f"{name}.tex").read_text("utf-8").replace(f"\n%{variant} ", "\n")
    if "% line ends: CRLF" in source:
        source = source.replace("\n", "\r\n")
    assets = {
        path.relative_to(PREAMBLES).as_posix(): path.read_bytes()
        for path in PREAMBLES.rglob("*.*")
        if path.suffix != ".tex" or path.parent != PREAMBLES
    }
    return Manuscript(source.replace("@CR@", "\r").encode(), assets)


@dataclass
class Bench:
    """A press taken apart: the plain way, and each tier by itself."""

    plain: PlainPress
    fast: FastTiers
    engine: Engine

    @classmethod
    def of(cls, settings: PressSettings) -> "Bench":
        plain = PlainPress(settings)
        found = find_engine(None, settings.engines, settings.variables, settings.state)
        return cls(plain, FastTiers(settings.state, settings.variables, plain.bench), found)

    def cold(self, manuscript: Manuscript) -> Compiled:
        return self.plain.compiled(manuscript, self.engine, never)

    def learn(self, manuscript: Manuscript, cold: Compiled) -> None:
        """As after two plain runs of the same preamble."""
        for _ in range(2):
            self.fast.learn(manuscript, self.engine, cold, never)

    def verdicts(self, manuscript: Manuscript) -> dict[str, bool]:
        draft = self.fast.draft(manuscript, self.engine)
        return dict(draft.format.verdicts) if draft else {}

    def by(self, tier: str, manuscript: Manuscript) -> Compiled:
        """The manuscript through one tier, and no other."""
        draft = self.fast.draft(manuscript, self.engine)
        steps = self.fast.tiers[tier](draft) if draft else None
        assert steps
        return self.fast.bench.compiled(manuscript, self.engine, steps, never)


def batch(state: Path, bodies: list[int], answers: "multiprocessing.Queue[tuple[int, bytes]]") -> None:
    """What another process does: a spawned one can import this module, but no test."""
    press = Press(settings(state))
    for number in bodies:
        answers.put((number, press.typeset(numbered(number)).pdf))
    press.close()


def numbered(number: int) -> Manuscript:
    """The shortest document, one of many alike."""
    page = b"\\documentclass{article}\n\\begin{document}\nOdalys Brannigan-Koss, number %d\n\\end{document}"
    return Manuscript(page % number)


def pages(pdf: bytes) -> Iterator[tuple[str, tuple[int, int], bytes]]:
    """Each page's text, size and pixels."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=1.5)
        yield page.get_textpage().get_text_bounded(), (picture.width, picture.height), bytes(picture.buffer)
    document.close()


def dead(pid: int) -> bool:
    """Whether a process is gone, or waits only to be counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except OSError:
        return True


def descendants(pid: int) -> list[int]:
    """Every process below one, at any depth."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in task.read_text().split()]
    return found + [deeper for child in found for deeper in descendants(child)]
