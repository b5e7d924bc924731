import os
import socket
from pathlib import Path

import pytest


def test_the_network_is_off_for_tests() -> None:
    with socket.socket() as caller, pytest.raises(pytest.fail.Exception, match="network is off"):
        caller.connect(("192.0.2.1", 80))


def test_the_home_of_tests_is_a_trap_and_no_setting_of_the_users_reaches_them(trap: Path) -> None:
    settings = [name for name in os.environ if name.startswith("CAREERVP_")]

    assert Path.home() == trap
    assert settings == []
