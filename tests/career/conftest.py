import inspect
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebench import Drawer
from workbench import Bench

NOBODY = 65534


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
