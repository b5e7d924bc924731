import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest
from tiers import SYSTEM, Bench, manuscript, settings
from torture import every

from careervp_mcp.career.ports import never
from careervp_mcp.pdf import launch, shim
from careervp_mcp.pdf.engines import ENGINES, Engine
from careervp_mcp.pdf.sameness import same_pages
from careervp_mcp.pdf.shim import SOURCE, Shims

ENGINE = Engine("pdflatex", ENGINES["pdflatex"], Path("/bin/sh"), origin="system", identity="one")
COMPILERS = [name for name in ("cc", "gcc", "clang") if shutil.which(name, path=SYSTEM)]
needs_compiler = pytest.mark.skipif(not COMPILERS, reason="no C compiler")
pytestmark = pytest.mark.skipif(launch.landlock_abi() == 0, reason="this kernel has no Landlock")


@pytest.fixture(autouse=True)
def afresh() -> None:
    """Forget what an earlier test's compiler could not do."""
    shim._compiled.cache_clear()  # noqa: SLF001  # it remembers for a whole process


def counting(folder: Path, script: str) -> Path:
    """A compiler that counts its calls in a file beside it."""
    folder.mkdir()
    compiler = folder / "cc"
    compiler.write_text(f'#!/bin/sh\necho >> "{folder}/calls"\n{script}\n')
    compiler.chmod(0o755)
    return folder


def calls(folder: Path) -> int:
    return len((folder / "calls").read_text().splitlines()) if (folder / "calls").exists() else 0


@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_shim_compiles_without_a_warning(compiler: str, tmp_path: Path) -> None:
    strict = ["-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC"]

    done = subprocess.run(
        [compiler, *strict, str(SOURCE), "-o", str(tmp_path / "shim.so")], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@needs_compiler
def test_it_is_compiled_once_for_each_engine_and_source(tmp_path: Path) -> None:
    program = shutil.which(COMPILERS[0], path=SYSTEM)
    tools = counting(tmp_path / "bin", f'PATH="{SYSTEM}" exec "{program}" "$@"')
    shims = Shims(tmp_path / "shims", str(tools))

    first, again = shims.for_engine(ENGINE), Shims(tmp_path / "shims", str(tools)).for_engine(ENGINE)
    other = shims.for_engine(dataclasses.replace(ENGINE, identity="two"))

    assert first
    assert first == again != other
    assert calls(tools) == 1
    assert first.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "exec /nonexistent/cc1"])
def test_a_broken_compiler_is_tried_once_and_is_as_none(tmp_path: Path, script: str) -> None:
    tools = counting(tmp_path / "bin", script)
    shims = Shims(tmp_path / "shims", str(tools))

    assert [shims.for_engine(ENGINE) for _ in range(3)] == [None] * 3
    assert calls(tools) == 1
    assert not (tmp_path / "shims").exists()


@pytest.mark.parametrize("name", ["lualatex", "xelatex", "tectonic"])
def test_other_engines_have_none(tmp_path: Path, name: str) -> None:
    engine = dataclasses.replace(ENGINE, name=name, kind=ENGINES[name])

    assert Shims(tmp_path, SYSTEM).for_engine(engine) is None


def test_a_doctor_is_told_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = counting(tmp_path / "bin", "true")

    assert Shims(tmp_path, str(tools)).described() == "ready (cc)"
    assert Shims(tmp_path, "/nonexistent").described() == "no C compiler: preambles are precompiled instead"
    monkeypatch.setattr(launch, "landlock_abi", lambda: 0)
    assert Shims(tmp_path, str(tools)).described() == "not on this system: preambles are precompiled instead"
    assert Shims(tmp_path, str(tools)).for_engine(ENGINE) is None


@needs_compiler
@pytest.mark.parametrize("damage", every(3, [b"\x7fELF", b"", b"no program at all"]))
def test_a_damaged_shim_costs_no_page(tmp_path: Path, damage: bytes) -> None:
    bench = Bench.of(settings(tmp_path))
    work = manuscript("text_at_begin", 1)
    cold = bench.cold(work)
    bench.learn(work, cold)
    bench.fast.close()
    found = next((tmp_path / "state" / "shims").iterdir())

    found.write_bytes(damage)
    done = bench.fast.compiled(work, bench.engine, never)

    assert bench.verdicts(work) == {"fork server": True, "format": True}
    assert done
    assert same_pages(done.pdf, cold.pdf)
