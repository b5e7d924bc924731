"""Servers: what their children may reach, how they are shared, and that none outlives its press."""

import contextlib
import dataclasses
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tiers import SYSTEM, Bench, dead, descendants, settings

from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf import launch
from careervp_mcp.pdf.cold import Job, Outcome
from careervp_mcp.pdf.forkserver import ForkServer, ServerLost, Station
from careervp_mcp.pdf.press import PlainPress
from careervp_mcp.pdf.runs import environment
from careervp_mcp.pdf.sandbox import Limits
from careervp_mcp.pdf.scratch import run_folder
from careervp_mcp.pdf.servers import ForkServers

pytestmark = pytest.mark.skipif(
    launch.landlock_abi() == 0 or shutil.which("cc", path=SYSTEM) is None, reason="needs Landlock and a C compiler"
)
PAGE = b"\\documentclass{article}\n\\begin{document}\nOdalys Brannigan-Koss\n\\end{document}"
BODY = "Odalys Brannigan-Koss"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """What a server for PAGE is started with; TeX itself allows its documents everything, only the wall holds."""
    bench = Bench.of(settings(tmp_path_factory.mktemp("station")))
    bench.learn(Manuscript(PAGE), bench.cold(Manuscript(PAGE)))
    bench.fast.close()
    draft = bench.fast.draft(Manuscript(PAGE), bench.engine)
    assert draft
    shim = next((bench.fast.state / "shims").iterdir())
    today, lax = bench.plain.settings.today(), {"openin_any": "a", "openout_any": "a"}
    return Station(
        bench.engine,
        draft.format.path,
        shim,
        Manuscript(PAGE),
        lambda folder: environment(bench.engine, folder, today) | lax,
        Limits(),
        bench.fast.bench.scratch,
    )


@pytest.fixture
def server(station: Station) -> Iterator[ForkServer]:
    server = ForkServer.start(station)
    yield server
    server.close()


@contextlib.contextmanager
def placed(station: Station, body: str, limits: Limits | None = None, patience: float = 20) -> Iterator[Job]:
    """A job whose folder holds that body."""
    with run_folder(station.scratch) as folder:
        (folder.work / "resume.tex").write_text(body + "\n\\end{document}\n")
        deadline = time.monotonic() + patience
        yield Job(
            station.engine,
            command=(),
            readable=(),
            folder=folder,
            environment={},
            limits=limits or station.limits,
            wall="landlock",
            deadline=deadline,
            cancelled=lambda: False,
        )


def run(server: ForkServer, station: Station, body: str) -> tuple[Outcome, dict[str, bytes]]:
    """How a body ended, and the files it left."""
    with placed(station, body) as job:
        outcome = server.run(job)
        return outcome, {path.name: path.read_bytes() for path in job.folder.work.iterdir()}


def ends(gone: Callable[[], bool]) -> bool:
    """Whether something comes true before patience ends."""
    patience = time.monotonic() + 20
    while not gone() and time.monotonic() < patience:
        time.sleep(0.01)
    return gone()


def test_a_job_leaves_its_page_and_all_its_files_in_its_own_folder(server: ForkServer, station: Station) -> None:
    outcome, files = run(server, station, BODY)

    assert (outcome.status, outcome.stopped) == (0, None)
    assert set(files) == {"resume.tex", "resume.pdf", "resume.aux", "resume.log"}
    assert b"This is pdfTeX" in files["resume.log"]
    assert "Output written" in outcome.transcript
    assert "This is pdfTeX" not in outcome.transcript, "what the server said is told again by its child"
    assert {path.name for path in server.folder.work.iterdir()} == {"resume.tex", "resume.aux", "resume.log"}


def test_jobs_leave_nothing_open_in_the_server_and_nothing_to_each_other(
    server: ForkServer, station: Station
) -> None:
    files = Path(f"/proc/{server.process.pid}/fd")
    before = sorted(str(path.readlink()) for path in files.iterdir())
    logs = (server.folder.work / "resume.log").read_bytes()

    outcomes = [run(server, station, f"{BODY} \\immediate\\write16{{only {number}}}") for number in range(60)]

    said = [re.findall(rb"only (\d+)", left["resume.log"]) for _, left in outcomes]
    assert said == [[b"%d" % number] for number in range(60)]
    assert {outcome.status for outcome, _ in outcomes} == {0}
    assert sorted(str(path.readlink()) for path in files.iterdir()) == before
    assert (server.folder.work / "resume.log").read_bytes() == logs


CANARY = "CANARY7f3a"
WAYS = [
    r"\newread\r \openin\r={path} \ifeof\r\else\read\r to\x \message{{got \meaning\x}}\fi",
    r"\immediate\pdfobj stream file{{{path}}}\pdfrefobj\pdflastobj",
    r"\input{{{path}}}",
    r"\pdffiledump length 40{{{path}}}\message{{\pdffiledump length 40{{{path}}}}}",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "place",
    [
        "{other}/work/resume.tex",
        "{other}/work/../work/resume.tex",
        "{server}/work/resume.log",
        "{server}/transcript",
        "{job}/transcript",
        "{job}/held",
        "../resume.log",
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/self/fd/1",
        "/dev/stdout",
        "{server}/home/x",
        "{shim}",
    ],
)
def test_a_child_reads_nothing_but_its_own_folder(server: ForkServer, station: Station, way: str, place: str) -> None:
    (server.folder.home / "x").write_text(CANARY)
    with run_folder(station.scratch) as other, placed(station, "") as job:
        (other.work / "resume.tex").write_text(CANARY)
        for written in (server.folder.transcript, job.folder.path / "held"):
            written.write_text(CANARY)
        places = {"other": other.path, "server": server.folder.path, "job": job.folder.path, "shim": station.shim}
        path = place.format(**places)
        (job.folder.work / "resume.tex").write_text(BODY + way.format(path=path) + "\n\\end{document}")

        server.run(job)
        left = {file.name: file.read_bytes() for file in job.folder.work.iterdir() if file.name != "resume.tex"}

    told = b"\n".join(left.values())
    assert CANARY.encode() not in told
    assert b"root:x" not in told
    assert b"got macro" not in told
    assert b"454C46" not in told


@pytest.mark.parametrize(
    "place",
    [
        "{other}/work/x.tex",
        "{server}/work/x.tex",
        "{server}/work/resume.aux",
        "{server}/home/x.tex",
        "{job}/transcript",
        "../x.tex",
        "{tmp}/escaped.tex",
        "/dev/stdout",
        "/proc/self/fd/1",
    ],
)
def test_a_child_writes_nowhere_but_in_its_own_folder(
    server: ForkServer, station: Station, tmp_path: Path, place: str
) -> None:
    aux = (server.folder.work / "resume.aux").read_bytes()
    with run_folder(station.scratch) as other, placed(station, "") as job:
        path = place.format(other=other.path, server=server.folder.path, job=job.folder.path, tmp=tmp_path)
        source = f"{BODY}\\newwrite\\w\\immediate\\openout\\w={path} \\immediate\\write\\w{{{CANARY}}}"
        (job.folder.work / "resume.tex").write_text(source + "\\immediate\\closeout\\w\n\\end{document}")

        outcome = server.run(job)

        assert not list(other.work.iterdir())
        assert not list(server.folder.home.iterdir())
        assert {file.name for file in server.folder.work.iterdir()} == {"resume.tex", "resume.aux", "resume.log"}
    assert not list(tmp_path.iterdir())
    assert outcome.status != 0
    assert f"\n{CANARY}\n" not in outcome.transcript
    assert run(server, station, BODY)[1]["resume.aux"].startswith(aux)


@pytest.mark.parametrize("place", ["outside", "server"])
@pytest.mark.parametrize("name", ["resume.aux", "resume.log", "resume.pdf"])
def test_a_planted_link_is_not_followed(
    server: ForkServer, station: Station, tmp_path: Path, name: str, place: str
) -> None:
    """Outside, or where the server itself may write."""
    target = (tmp_path if place == "outside" else server.folder.work) / "target"
    target.write_text("as it was")
    with placed(station, BODY) as job:
        (job.folder.work / name).symlink_to(target)

        with contextlib.suppress(ServerLost):
            assert server.run(job).status != 0

        assert (job.folder.work / name).is_symlink()
    assert target.read_text() == "as it was"
    assert run(server, station, BODY)[0].status == 0


@pytest.mark.parametrize("place", ["outside", "server"])
def test_a_folder_that_is_a_link_is_not_entered(
    server: ForkServer, station: Station, tmp_path: Path, place: str
) -> None:
    elsewhere = (tmp_path if place == "outside" else server.folder.work) / "elsewhere"
    with placed(station, BODY) as job:
        job.folder.work.rename(elsewhere)
        job.folder.work.symlink_to(elsewhere)

        with pytest.raises(ServerLost, match="confined"):
            server.run(job)

    assert [path.name for path in elsewhere.iterdir()] == ["resume.tex"]


def test_a_document_does_not_see_how_the_server_was_started(server: ForkServer, station: Station) -> None:
    """A file's name is looked up with its variables filled in; one that is not set stands for itself."""
    ask = r"\openin5=x$%s \message{%s is \ifeof5 set\else unset\fi}\closein5 "
    names = ("CAREERVP_FORK", "CAREERVP_READ", "LD_PRELOAD", "HOME")
    with placed(station, r"\catcode`\_=12 \catcode`\$=12 " + "".join(ask % (name, name) for name in names)) as job:
        for name in names:
            (job.folder.work / f"x${name}.tex").write_text("there")

        outcome = server.run(job)

    said = " ".join(outcome.transcript.split())
    assert [f"{name} is unset" in said for name in names] == [True, True, True, False]


@pytest.mark.parametrize(
    "body",
    [
        r"\read16 to\x",
        r"\errorstopmode\read16 to\x",
        r"\scrollmode\loop\read-1 to\x\iftrue\repeat",
        r"\errorstopmode\nosuch",
        r"\errorstopmode\input{nowhere}",
        r"\scrollmode\input nowhere ",
        r"\endinput",
        r"\def\end#1{}",
        r"\showbox0\show\x\pausing1",
        r"\batchmode\errmessage{x}",
    ],
)
def test_a_job_that_asks_its_terminal_gets_nothing_and_ends(server: ForkServer, station: Station, body: str) -> None:
    outcome, _ = run(server, station, BODY + body)

    assert outcome.stopped is None
    assert run(server, station, BODY)[0].status == 0


@pytest.mark.parametrize(
    ("body", "limits", "stopped"),
    [
        (r"\loop\iftrue\repeat", Limits(wall_seconds=0.3), "time"),
        (r"\newwrite\w\immediate\openout\w=x \loop\immediate\write\w{\jobname}\iftrue\repeat", None, "written"),
    ],
)
def test_a_job_that_does_not_end_takes_its_server_with_it(
    server: ForkServer, station: Station, body: str, limits: Limits | None, stopped: str
) -> None:
    limits = limits or dataclasses.replace(station.limits, written_bytes=1 << 20)
    with placed(station, body, limits, patience=0.3 if stopped == "time" else 20) as job:
        outcome = server.run(job)

        assert (job.folder.work / "resume.log").is_file()

    assert outcome.stopped == stopped
    assert not server.alive
    assert dead(server.process.pid)


def test_each_child_has_all_the_processor_time_of_one_document(station: Station) -> None:
    """One that had only what the others left would end here: together they take more than the limit."""
    hungry = dataclasses.replace(station, limits=dataclasses.replace(station.limits, cpu_seconds=1))
    server = ForkServer.start(hungry)
    busy = r"\count255=0 \loop\ifnum\count255<900000 \advance\count255 1 \repeat " + BODY

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    outcomes = [run(server, hungry, busy)[0].status for _ in range(14)]
    server.close()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    assert set(outcomes) == {0}
    assert spent > hungry.limits.cpu_seconds


def test_a_killed_child_is_told_apart_and_the_server_lives(server: ForkServer, station: Station) -> None:
    with placed(station, r"\loop\iftrue\repeat") as job:
        killer = threading.Thread(target=kill_child, args=(server.process.pid,))
        killer.start()

        outcome = server.run(job)
        killer.join()

    assert outcome.status == -signal.SIGKILL
    assert outcome.stopped is None
    assert run(server, station, BODY)[0].status == 0


def kill_child(server: int) -> None:
    children = Path(f"/proc/{server}/task/{server}/children")
    assert ends(lambda: children.read_text() != "")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)


def test_a_killed_server_takes_its_child_along(server: ForkServer, station: Station) -> None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    pids: list[int] = []

    def kill() -> None:
        assert ends(lambda: children.read_text() != "")
        pids.append(int(children.read_text().split()[0]))
        os.kill(server.process.pid, signal.SIGKILL)

    with placed(station, r"\loop\iftrue\repeat") as job:
        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(ServerLost):
            server.run(job)
        killer.join()

    assert ends(lambda: dead(pids[0]))


def test_a_server_starts_where_many_files_are_open(station: Station) -> None:
    with ExitStack() as held:
        for _ in range(80):
            held.enter_context(socket.socket())
        server = ForkServer.start(station)

        outcome, _ = run(server, station, BODY)
        server.close()

    assert outcome.status == 0


@pytest.mark.parametrize(
    "missing",
    [{"format": Path("/nonexistent")}, {"shim": Path("/nonexistent")}, {"limits": Limits(memory_bytes=1 << 20)}],
)
def test_a_server_that_will_not_start_is_told_and_leaves_nothing(
    station: Station, missing: dict[str, object]
) -> None:
    with pytest.raises(ServerLost):
        ForkServer.start(dataclasses.replace(station, **missing))  # type: ignore[arg-type]

    assert not list(station.scratch.glob("run-*"))


def pool(**options: float) -> ForkServers:
    return ForkServers(**options)  # type: ignore[arg-type]


def used(servers: ForkServers, key: str, station: Station) -> int:
    """The process that a lease gave."""
    with servers.lease(key, station) as server:
        assert run(server, station, BODY)[0].status == 0
        return server.process.pid


def test_a_server_is_used_again_and_each_key_has_its_own(station: Station) -> None:
    servers = pool()

    pids = [used(servers, key, station) for key in ("one", "two", "one", "two")]
    servers.close()

    assert pids[:2] == pids[2:]
    assert len({*pids}) == 2
    assert all(map(dead, pids))
    assert not list(station.scratch.glob("run-*"))


def test_a_server_outlives_the_thread_that_started_it(station: Station) -> None:
    servers, pids = pool(), list[int]()
    starter = threading.Thread(target=lambda: pids.append(used(servers, "one", station)))
    starter.start()
    starter.join()

    pids.append(used(servers, "one", station))
    servers.close()

    assert pids[0] == pids[1]


def test_a_dead_server_is_replaced_before_it_is_missed(station: Station) -> None:
    servers = pool()
    first = used(servers, "one", station)
    os.kill(first, signal.SIGKILL)
    assert ends(lambda: dead(first))

    second = used(servers, "one", station)
    servers.close()

    assert first != second


def test_an_idle_server_ends_by_itself(station: Station) -> None:
    servers = pool(idle_seconds=0.2)

    pids = [used(servers, key, station) for key in ("one", "two")]

    assert ends(lambda: all(map(dead, pids)))
    assert ends(lambda: not list(station.scratch.glob("run-*")))
    again = used(servers, "one", station)
    assert ends(lambda: dead(again))
    servers.close()


def test_there_are_never_more_than_promised(station: Station) -> None:
    servers = pool(most=2)

    pids = [used(servers, key, station) for key in ("one", "two", "three")]
    waiting = [pid for pid in pids if not dead(pid)]
    with servers.lease("two", station), servers.lease("four", station):
        with pytest.raises(ServerLost, match="as many"), servers.lease("five", station):
            pytest.fail("a third server was started")
        busy = sum(not dead(pid) for pid in pids)
    servers.close()

    assert waiting == pids[1:]
    assert busy == 1
    assert all(map(dead, pids))


def test_closing_ends_also_the_server_that_is_at_work_when_its_job_is_done(station: Station) -> None:
    servers = pool()
    with servers.lease("one", station) as server:
        servers.close()
        outcome = run(server, station, BODY)[0]

    assert outcome.status == 0
    assert dead(server.process.pid)
    assert not list(station.scratch.glob("run-*"))


def test_a_kind_of_server_that_will_not_start_is_given_up(station: Station) -> None:
    servers, broken = pool(), dataclasses.replace(station, format=Path("/nonexistent"))
    told = []

    for _ in range(3):
        with pytest.raises(ServerLost) as lost, servers.lease("one", broken):
            pytest.fail("it started")
        told.append(str(lost.value))

    assert told[2] == "it would not start before"
    assert used(servers, "two", station)
    servers.close()


OWNER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from tiers import settings
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.pdf.press import Press

press = Press(settings(Path(sys.argv[1])))
page = b"\\\\documentclass{article}\\n\\\\begin{document}\\nAda %d BODY\\n\\\\end{document}"
for number in range(3):
    press.typeset(Manuscript(page.replace(b"BODY", b"") % number))
print("warm", flush=True)
if sys.stdin.readline() == "work\\n":
    press.typeset(Manuscript((page % 9).replace(b"BODY", b"\\\\loop\\\\iftrue\\\\repeat")))
sys.stdin.read()
"""


@pytest.mark.parametrize("order", ["wait", "work", "leave"])
def test_nothing_outlives_the_process_that_owns_the_press(tmp_path: Path, order: str) -> None:
    """Killed while its server waits, or while a job runs; or ended without a word to the press."""
    paths = [str(Path(__file__).parent)]
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path), *paths], stdin=-1, stdout=-1, text=True
    ) as owner:
        assert owner.stdin
        assert owner.stdout
        assert owner.stdout.readline() == "warm\n"
        family = descendants(owner.pid)
        if order == "leave":
            owner.stdin.close()
        else:
            owner.stdin.write(f"{order}\n")
            owner.stdin.flush()
            wanted = len(family) + (order == "work")
            assert ends(lambda: len(descendants(owner.pid)) == wanted)
            family = descendants(owner.pid)
            owner.kill()
        owner.wait()

        assert family
        assert ends(lambda: all(map(dead, family)))
    left = list((tmp_path / "state" / "press").glob("run-*"))
    PlainPress(settings(tmp_path))

    assert bool(left) == (order != "leave")
    assert not list((tmp_path / "state" / "press").glob("run-*"))


def test_a_run_folder_is_gone_whoever_still_writes_in_it(station: Station) -> None:
    with run_folder(station.scratch) as folder:
        busy = folder.work
        stop = threading.Event()
        writer = threading.Thread(target=scribble, args=(busy, stop))
        writer.start()
        threading.Timer(0.05, stop.set).start()
    writer.join()

    assert not busy.exists()


def scribble(folder: Path, stop: threading.Event) -> None:
    """Write file after file, as a process that was killed and is not quite dead."""
    number = 0
    while not stop.is_set():
        with contextlib.suppress(OSError):
            (folder / str(number)).write_bytes(b"x")
        number += 1
