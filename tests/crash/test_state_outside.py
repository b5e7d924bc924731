"""Finalize killed from outside at every call that writes, short of room, and at work in several processes at once."""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from smalldisk import fill, small_disk
from statebench import World, in_a_process
from torture import TORTURE

HERE = Path(__file__).parent
ONCE = [sys.executable, str(HERE / "finalize_once.py")]
WRITING = (
    "write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,fchmod,link"
)
STRACE = shutil.which("strace")
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "40" if TORTURE else "1"))
SIZES = 200 if TORTURE else 5


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.made(tmp_path_factory.mktemp("world"), 3 if TORTURE else 1)


def environment() -> dict[str, str]:
    paths = [HERE, HERE.parent / "career"]
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}


def traced(world: World, log: Path, *injected: str) -> "subprocess.CompletedProcess[bytes]":
    assert STRACE is not None
    command = [STRACE, "-f", "-qq", "-o", str(log), "-e", f"trace={WRITING}", *injected]
    return subprocess.run(
        [*command, *ONCE, str(world.folder), str(world.count)], env=environment(), capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def writes(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The calls that write of one finalize, in order."""
    if STRACE is None:
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("traced")
    calm = world.copied(folder / "world")
    done = traced(calm, folder / "log")
    if done.returncode != 0 and b"ptrace" in done.stderr:
        pytest.skip(f"strace is refused here: {done.stderr.decode()[-200:]}")
    assert (done.returncode, calm.disagreements()) == (0, []), done.stderr.decode()[-2000:]
    return re.findall(r"^\d+ +(\w+)\(", (folder / "log").read_text(), re.MULTILINE)


def test_killed_at_any_call_that_writes_one_further_call_brings_row_and_note_together(
    tmp_path: Path, world: World, writes: list[str], counted: Callable[[str], None]
) -> None:
    chosen = range(0, len(writes), 1 if TORTURE else max(1, len(writes) // 5))
    wrong, killed = {}, 0
    for number in chosen:
        hurt = world.copied(tmp_path / str(number))
        name = writes[number]  # strace counts the calls of each name by themselves
        when = writes[: number + 1].count(name)
        done = traced(hurt, tmp_path / "log", "-e", f"inject={name}:signal=KILL:when={when}")
        killed += done.returncode != 0
        hurt.finalize() if number % 2 else hurt.start()
        if found := hurt.disagreements():
            wrong[number] = found

    counted(f"killed at {killed} of {len(writes)} calls that write: {len(wrong)} inconsistent")
    assert wrong == {}
    assert killed >= len(chosen) - 1


def test_a_disk_that_fills_at_any_point_leaves_row_and_note_agreeing_once_there_is_room(
    tmp_path: Path, world: World, counted: Callable[[str], None]
) -> None:
    """A process may write no file longer than some bytes, which the system tells like a disk's own limit."""
    largest = world.database.stat().st_size + 4096
    wrong, stopped = {}, 0
    for number in range(SIZES):
        hurt = world.copied(tmp_path / str(number))
        stopped += in_a_process(partial(limited, hurt, number * largest // SIZES)) != 0 or not written(hurt)
        hurt.finalize()
        if found := hurt.disagreements():
            wrong[number] = found

    counted(f"{SIZES} limits, {stopped} of them too small: {len(wrong)} inconsistent")
    assert wrong == {}
    assert stopped > 0


def limited(world: World, most: int) -> None:
    sys.dont_write_bytecode = True  # what is imported late would be cut short too
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    world.finalize()


def written(world: World) -> bool:
    return all(world.row(number).status == "resume_written" for number in world.ids)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "small", 256 << 10) as disk:
        yield disk


def test_a_full_disk_of_its_own_leaves_row_and_note_agreeing_once_there_is_room(
    disk: Path, world: World, counted: Callable[[str], None]
) -> None:
    wrong, short = {}, 0
    for left in range(0, 65536, 1024 if TORTURE else 16384):
        hurt = world.copied(disk / "world")
        filler = fill(disk, but=left)
        short += in_a_process(hurt.finalize) != 0 or not written(hurt)
        filler.unlink()
        hurt.finalize()
        if found := hurt.disagreements():
            wrong[left] = found
        shutil.rmtree(hurt.folder)

    counted(f"{short} runs found too little room: {len(wrong)} inconsistent")
    assert wrong == {}
    assert short > 0


def test_four_processes_at_the_same_items_with_kills_end_in_agreement(
    tmp_path: Path, world: World, request: pytest.FixtureRequest, counted: Callable[[str], None]
) -> None:
    seed = request.config.getoption("randomly_seed")
    chance = random.Random(f"{seed}")  # noqa: S311 - chance, not secrecy
    wrong, killed = {}, 0
    for number in range(ROUNDS):
        hurt = world.copied(tmp_path / str(number))
        copies = [started(hurt) for _ in range(4)]
        for victim in chance.sample(copies, chance.randint(0, 3)):
            try:
                victim.wait(chance.uniform(0.05, 0.3))
            except subprocess.TimeoutExpired:
                victim.kill()
                killed += 1
        assert [copy.wait(30) for copy in copies]
        hurt.finalize()
        if found := hurt.disagreements():
            wrong[number] = found

    counted(f"{ROUNDS} rounds of four processes, {killed} killed, seed {seed}: {len(wrong)} inconsistent")
    assert wrong == {}


def started(world: World) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*ONCE, str(world.folder), str(world.count), "3"],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
