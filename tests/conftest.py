"""Every test runs with the network off, a home folder that must stay empty, and none of the user's settings."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

OF_THE_FAST_PRESS = (
    "adapters/pdf/test_fast.py",
    "adapters/pdf/test_foreman.py",
    "adapters/pdf/test_forkserver.py",
    "adapters/pdf/test_formats.py",
    "adapters/pdf/test_outlines.py",
    "adapters/pdf/test_sameness.py",
    "crash/test_press_kills.py",
    "hostile_tex/test_hostile_tiers.py",
)
"""Minutes of compiling: `make torture-ci` runs them."""
collect_ignore = [] if "TORTURE" in os.environ else list(OF_THE_FAST_PRESS)


@pytest.fixture(scope="session")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of every test and of every process a test starts."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def fenced(trap: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in os.environ:
        if name.startswith(("CAREERVP_", "XDG_", "ANTHROPIC_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(trap))
    monkeypatch.setattr(socket.socket, "connect", connect_here)
    yield
    found = sorted(path.name for path in trap.iterdir())
    assert found == [], "something was written into the home folder"


def connect_here(
    self: socket.socket,
    address: Any,
    connect: Any = socket.socket.connect,
) -> None:
    """Connect on this machine only."""
    if isinstance(address, tuple) and not _is_here(str(address[0])):
        pytest.fail("the network is off for tests")
    connect(self, address)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tells what a test counted: the run's end shows it, also of a test that passed."""
    return lambda told: record_property("counted", told)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for told in sorted(value for report in reports for name, value in report.user_properties if name == "counted"):
        terminalreporter.write_line(f"counted: {told}")
