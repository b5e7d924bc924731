import inspect
from pathlib import Path

import pytest
from workbench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.laid(tmp_path)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> bytes:
    """The test's own docstring, as the bytes of a note."""
    return (inspect.getdoc(request.function) or "").encode() + b"\n"
