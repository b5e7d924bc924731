"""How fast the press is, against what everybody does: one cold engine after another.

The baseline runs the engine as peers do, `pdflatex -interaction=nonstopmode`, one item after another, with
no sandbox and no check of what came out. Our figures include the sandbox, the scan, the read-back and every
start. Each round does baseline and tiers one after the other, so that all meet the same machine; ratios are
taken within a round, and the median of the rounds is told with its spread.

    python benchmarks/press.py [--engine system|wheel] [--items 100] [--rounds 3] [--only ROW ...] [--sizes 1,10,100]
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio.from_thread import start_blocking_portal
from mcp import Client

from careervp_mcp.career.ports import Manuscript, Typesetter
from careervp_mcp.desk import Desk, packaged
from careervp_mcp.pdf.engines import find_engine
from careervp_mcp.pdf.press import PlainPress, Press, PressSettings
from careervp_mcp.server import build_server
from careervp_mcp.settings import Settings

WORKERS = os.cpu_count() or 1
SYSTEM = "/usr/local/bin:/usr/bin:/bin"
SAMPLE = packaged("templates") / "resume_sample.tex"
END = b"\\end{document}"


@dataclass(frozen=True)
class Round:
    """One round's surroundings: a fresh folder, a PATH, and as many different resumes as asked."""

    folder: Path
    path: str
    items: int

    def manuscripts(self, first: int = 0) -> list[Manuscript]:
        source = SAMPLE.read_bytes()
        return [
            Manuscript(source.replace(END, b"Reference number %d.\n%s" % (first + number, END)))
            for number in range(self.items)
        ]

    def settings(self) -> PressSettings:
        return PressSettings(self.folder / "state", variables={"PATH": self.path, "HOME": os.environ["HOME"]})

    def press(self) -> Press:
        """A press whose preamble has earned its tiers in an earlier batch; its servers are not started."""
        press = Press(self.settings())
        for manuscript in self.manuscripts(first=9000)[:1] + Round(self.folder, self.path, 3).manuscripts(9100):
            press.typeset(manuscript)
        press.close()
        return Press(self.settings())


def cold_sequential(round_: Round) -> None:
    """What peers do."""
    engine = find_engine(None, ("pdflatex",), {"PATH": round_.path, "HOME": os.environ["HOME"]}, round_.folder)
    place = round_.folder / "peer"
    place.mkdir(exist_ok=True)
    for manuscript in round_.manuscripts():
        for old in place.iterdir():
            old.unlink()
        (place / "resume.tex").write_bytes(manuscript.source)
        subprocess.run(
            [str(engine.path), "-interaction=nonstopmode", "resume.tex"],
            cwd=place,
            env=os.environ | engine.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def batch(press: Typesetter, manuscripts: list[Manuscript]) -> None:
    """All of them, as many at once as there are processors."""
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(press.typeset, manuscripts))


def cold_parallel(round_: Round) -> Callable[[], None]:
    """The plain press: what our sandbox and checks cost, on all processors."""
    press = PlainPress(round_.settings())
    return lambda: batch(press, round_.manuscripts())


def _to_the_end(press: Press, round_: Round) -> Callable[[], None]:
    """A batch and the end of the servers it started."""

    def work() -> None:
        batch(press, round_.manuscripts())
        press.close()

    return work


def from_nothing(round_: Round) -> Callable[[], None]:
    """An empty state folder: the format is made and judged in the batch itself."""
    return _to_the_end(Press(round_.settings()), round_)


def fork_servers(round_: Round) -> Callable[[], None]:
    """The format is on disk; the servers start and end in the batch."""
    return _to_the_end(round_.press(), round_)


def formats(round_: Round) -> Callable[[], None]:
    """No C compiler: the same, one tier lower."""
    return _to_the_end(Round(round_.folder, _without_compiler(round_), round_.items).press(), round_)


def warm_one(round_: Round) -> Callable[[], None]:
    """Item after item on a press that is warm."""
    press = round_.press()
    for manuscript in Round(round_.folder, round_.path, 3).manuscripts(9200):
        press.typeset(manuscript)

    def work() -> None:
        for manuscript in round_.manuscripts():
            press.typeset(manuscript)

    return work


def unchanged(round_: Round) -> Callable[[], None]:
    """A batch through the tool that was done a moment ago."""
    calls = _workspace(round_.folder / "root", round_)
    tool = _Tool(Desk(Settings(root=round_.folder / "root", state_dir=round_.folder / "state", press="fast")))
    tool.call(calls)

    def work() -> None:
        tool.call(calls)
        tool.close()

    return work


class _Tool:
    """A client connected to the server, both in this process."""

    def __init__(self, desk: Desk) -> None:
        self._open = ExitStack()
        self._portal = self._open.enter_context(start_blocking_portal())
        client = self._portal.wrap_async_context_manager(Client(build_server(desk)))
        self._client = self._open.enter_context(client)

    def close(self) -> None:
        """End the connection and its thread."""
        self._open.close()

    def call(self, calls: list[list[dict[str, str]]]) -> None:
        for items in calls:
            result = self._portal.call(self._client.call_tool, "career_tailor", {"items": items})
            body = result.structured_content or {}
            if body.get("failed_count") != 0:
                raise SystemExit(f"the batch failed: {str(body)[:600]}")


def _workspace(root: Path, round_: Round) -> list[list[dict[str, str]]]:
    """A root with one tracker and one finished source an item, as calls of at most a hundred."""
    (root / "trackers").mkdir(parents=True)
    shutil.copytree(packaged("data") / "nurse" / "data", root / "data")
    names = []
    for number, manuscript in enumerate(round_.manuscripts()):
        folder = root / f"data/applications/example_{number}-{number + 1}/resume"
        folder.mkdir(parents=True)
        (folder / "resume.tex").write_bytes(manuscript.source)
        names.append(f"trackers/{number}.md")
        (root / names[-1]).write_text(
            f"---\njob_db_id: {number + 1}\ncompany: Example {number}\nposition: Nurse\nstatus: Reviewed\n"
            "application_date: 2026-03-01\n---\n\n## Job Description\n\nCare for twelve patients a shift.\n"
        )
    return [[{"tracker_path": name} for name in names[start : start + 100]] for start in range(0, len(names), 100)]


ROWS: Mapping[str, Callable[[Round], Callable[[], None]]] = {
    "cold, parallel": cold_parallel,
    "from nothing": from_nothing,
    "formats, no compiler": formats,
    "fork servers": fork_servers,
    "warm, one after another": warm_one,
    "unchanged, by the tool": unchanged,
}
BARS = {"formats, no compiler": 6, "warm, one after another": 5, "unchanged, by the tool": 200}
FORK_BAR = {"system": 15, "wheel": 10}


def main() -> None:
    """Print each row's seconds, ratio to the baseline, spread, processor time and memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=["system", "wheel"], default="system" if _system() else "wheel")
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(ROWS), metavar="ROW")
    parser.add_argument(
        "--sizes", default="", help="cost an item of the fork servers at these sizes, as 1,10,100,1000"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = SYSTEM if chosen.engine == "system" else _without_engine(Path(scratch))
        print(f"{chosen.engine} engine, {WORKERS} processors, Python {sys.version.split()[0]}")
        if chosen.sizes:
            _sizes([int(size) for size in chosen.sizes.split(",")], Path(scratch), path)
        else:
            _table(chosen, Path(scratch), path)


def _table(chosen: argparse.Namespace, scratch: Path, path: str) -> None:
    measured: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ("cold, sequential", *chosen.only)}
    for number in range(chosen.rounds):
        base = Round(scratch / f"{number}-base", path, chosen.items)
        base.folder.mkdir()
        alone = _timed(partial(cold_sequential, base))
        measured["cold, sequential"].append((alone[0], 1.0, alone[1]))
        for name in chosen.only:
            round_ = Round(scratch / f"{number}-{name[:4]}", path, chosen.items)
            round_.folder.mkdir()
            spent = _timed(ROWS[name](round_))
            measured[name].append((spent[0], alone[0] / spent[0], spent[1]))
    print(f"{chosen.items} items, {chosen.rounds} rounds")
    print(f"{'':28}{'seconds':>10}{'ratio':>9}{'from':>8}{'to':>8}{'cpu s':>9}")
    for name, rounds in measured.items():
        seconds, ratios, processor = (list(column) for column in zip(*rounds, strict=True))
        bar = FORK_BAR[chosen.engine] if name == "fork servers" else BARS.get(name)
        held = "" if bar is None else f"   bar {bar}: {'held' if statistics.median(ratios) >= bar else 'NOT HELD'}"
        print(
            f"{name:28}{statistics.median(seconds):10.3f}{statistics.median(ratios):9.1f}"
            f"{min(ratios):8.1f}{max(ratios):8.1f}{statistics.median(processor):9.2f}{held}"
        )
    own, child = _memory(resource.RUSAGE_SELF), _memory(resource.RUSAGE_CHILDREN)
    print(f"most memory of this process: {own} MiB, of a child: {child} MiB")


def _sizes(sizes: list[int], scratch: Path, path: str) -> None:
    print(f"{'items':>8}{'seconds':>10}{'ms an item':>12}{'memory MiB':>12}")
    for size in sizes:
        folder = scratch / str(size)
        folder.mkdir()
        seconds = _timed(fork_servers(Round(folder, path, size)))[0]
        print(f"{size:8}{seconds:10.3f}{seconds / size * 1000:12.1f}{_memory(resource.RUSAGE_SELF):12}")


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Wall and processor seconds of the work and of all it waited for."""
    before, started = _processor(), time.perf_counter()
    work()
    return time.perf_counter() - started, _processor() - before


def _processor() -> float:
    return sum(use.ru_utime + use.ru_stime for use in _uses())


def _uses() -> Iterator[resource.struct_rusage]:
    yield resource.getrusage(resource.RUSAGE_SELF)
    yield resource.getrusage(resource.RUSAGE_CHILDREN)


def _memory(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


def _system() -> bool:
    return shutil.which("pdflatex", path=SYSTEM) is not None


def _without_engine(scratch: Path) -> str:
    return _linked(scratch / "no-engine", ("cc", "gcc", "as", "ld"))


def _without_compiler(round_: Round) -> str:
    kept = ("pdflatex",) if round_.path == SYSTEM else ()
    return _linked(round_.folder / "no-compiler", kept)


def _linked(folder: Path, names: tuple[str, ...]) -> str:
    folder.mkdir(exist_ok=True)
    for name in names:
        if found := shutil.which(name, path=SYSTEM):
            (folder / name).symlink_to(found)
    return str(folder)


if __name__ == "__main__":
    main()
