"""LuaLaTeX documents carry programs that TeX's own paranoia doesn't bind: only a wall holds them."""

import re
import shutil
from pathlib import Path

import pytest
from arena import LUA, Arena
from test_hostile_tex import SYSTEM, assert_contained, needs_bubblewrap, needs_landlock
from torture import only

from careervp_mcp.pdf.sandbox import Wish

ALL = sorted(path.stem for path in LUA.glob("*.tex"))
GATE = ("bomb_memory", "command_popen", "endless_loop", "network_socket", "read_absolute", "write_outside")
"""One of each family: these the gate tries, and `make torture-ci` all."""
needs_lualatex = pytest.mark.skipif(shutil.which("lualatex", path=SYSTEM) is None, reason="no system lualatex")


@pytest.fixture
def arena(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Arena:
    arena = Arena(tmp_path / "arena", LUA)
    monkeypatch.setenv("CAREERVP_CANARY", arena.secret)
    return arena


@needs_lualatex
@pytest.mark.parametrize(
    "wall", [pytest.param("landlock", marks=needs_landlock), pytest.param("bubblewrap", marks=needs_bubblewrap)]
)
@pytest.mark.parametrize("attack", only(GATE, ALL))
def test_a_program_in_a_document_stays_behind_the_wall(arena: Arena, attack: str, wall: Wish) -> None:
    before = arena.fence()
    reason = re.search(r"^% ends as: (.+)$", (LUA / f"{attack}.tex").read_text(), re.MULTILINE)

    failure = arena.failure(attack, wall, SYSTEM, engine="lualatex")

    assert_contained(arena, failure, before)
    assert reason
    assert failure
    assert re.search(reason[1], failure.message)


@needs_lualatex
@pytest.mark.parametrize("attack", ["read_absolute", "endless_loop"])
def test_without_a_wall_no_program_is_run_at_all(arena: Arena, attack: str) -> None:
    failure = arena.failure(attack, "none", SYSTEM, engine="lualatex")

    assert failure
    assert "without a sandbox only pdflatex is run" in failure.message
    assert arena.traces.transcript == ""
