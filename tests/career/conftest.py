import inspect
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostilenotes import FOLDER, NOTE
from hostilenotes import note as hostile_note
from hostileworld import OWN, SLUG
from notebench import Drawer
from pipelinebench import Pipeline
from workbench import Bench

from careervp_mcp.career.office import DATABASE

NOBODY = 65534
RAM = next((folder for folder in ["/dev/shm"] if os.access(folder, os.W_OK)), None)  # noqa: S108 - a sync costs nothing there


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.laid(tmp_path)


@pytest.fixture
def drawer(tmp_path: Path) -> Drawer:
    return Drawer.laid(tmp_path)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> bytes:
    """The test's own docstring, as the bytes of a note."""
    return (inspect.getdoc(request.function) or "").encode() + b"\n"


@pytest.fixture
def humble(tmp_path: Path) -> Iterator[Bench]:
    """A bench of a user whom file modes bind: for root, another user is played meanwhile."""
    if os.geteuid() != 0:
        yield Bench.laid(tmp_path)
        return
    warm = Bench.laid(tmp_path)
    warm.success(warm.note("warm"))  # what loads on first use may stand where only root can read
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, NOBODY)
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
        try:
            yield Bench.laid(Path(folder))
        finally:
            os.seteuid(0)
            os.setegid(0)


@pytest.fixture
def ram() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=RAM) as folder:
        yield Path(folder).resolve()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished application of the one job, on the shortlist, with what must not be touched beside it."""
    folder = tmp_path_factory.mktemp("template")
    drawer = Drawer.laid(folder)
    drawer.finish()
    drawer.ledger.filled(1, "shortlist")
    drawer.put("trackers/other.md", hostile_note().replace(b"job_db_id: 1", b"job_db_id: 2"))
    (folder / "outside.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    return folder


@pytest.fixture
def world(ram: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    # Nobody saves meanwhile what can't be read, so the moment that is given for it would only be waited for.
    monkeypatch.setattr("careervp_mcp.career.finalizing._MOMENT", 0.0)
    folder = ram / "world"
    shutil.copytree(template, folder)
    root = folder / "root"
    (root / "link-out").symlink_to(folder)
    (root / "link-in").symlink_to(root / FOLDER)
    (root / "loop").symlink_to(root / "loop")
    return Pipeline.laid(folder)


@pytest.fixture
def guarded(world: Pipeline) -> Iterator[Pipeline]:
    """The world, and afterwards a look at what nobody may touch."""
    os.mkfifo(world.root / "pipe")
    before = world.state()
    yield world
    after = world.state()
    made = {f"data/applications/{SLUG}{name}" for name in ("", "/resume", "/cover", "/cv")}
    assert before.changed(after) <= made | {NOTE, OWN, OWN.replace(".md", "-1.md"), DATABASE}
    assert (world.folder / "outside.pdf").read_bytes() == b"%PDF-1.7 of somebody else"
    assert sorted(path.name for path in world.folder.iterdir()) in (
        ["outside.pdf", "root"],
        ["outside.pdf", "root", "state"],
    )
