"""The map holds: imports point at the craft, a function fits a screen, a tool is one file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
PACKAGE = SOURCE / "careervp_mcp"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in MODULES]
TOOLS = sorted(
    path
    for path in (PACKAGE / "tools").glob("*.py")
    if path.stem not in {"__init__", "arguments", "auth", "confirming", "running"}
)

LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
LONGEST_TOOL = 70

WORLD = {"anthropic", "asyncio", "anyio", "httpx", "mcp", "pydantic", "pydantic_settings", "requests", "socket"}
WORLD |= {"sqlite3", "ssl", "subprocess", "urllib", "multiprocessing", "filelock", "platformdirs"}
RINGS: dict[str, set[str]] = {
    "career": {"career"},
    "store": {"career", "store"},
    "pdf": {"career", "pdf"},
    "proof": {"career", "proof"},
    "llm": {"career", "llm"},
    "tools": {"career", "tools", "desk", "settings"},
}
"""What each ring may import of the package; what stands in no ring wires them."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions; a relative import does not occur."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} line {node.lineno}: write the whole module's name"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "careervp_mcp" else (module,)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and its lines, the docstring excluded."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, lines


@pytest.mark.parametrize("name", NAMES)
def test_a_module_fits_in_a_reading_and_its_functions_on_a_screen(name: str) -> None:
    path = PACKAGE / name

    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE
    assert [(function, lines) for function, lines in functions(path) if lines > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("name", [name for name in NAMES if "/" in name])
def test_imports_point_at_the_craft(name: str) -> None:
    own = {module.split(".")[1] for module in imported(PACKAGE / name) if module.startswith("careervp_mcp.")}

    assert own - RINGS[name.split("/", maxsplit=1)[0]] == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("career/")])
def test_the_craft_imports_nothing_of_the_world(name: str) -> None:
    assert {module.split(".")[0] for module in imported(PACKAGE / name)} & WORLD == set()


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_a_tool_is_one_short_file_with_one_public_function(path: Path) -> None:
    public = [
        node.name
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]

    assert public == [path.stem]
    assert len(path.read_text("utf-8").splitlines()) < LONGEST_TOOL


def test_the_measures_see_what_they_should() -> None:
    assert "career/tailoring.py" in NAMES
    assert [path.stem for path in TOOLS] == sorted({"career_tailor", *(path.stem for path in TOOLS)})
    assert set(imported(PACKAGE / "store" / "files.py")) >= {"filelock", "careervp_mcp.career.errors"}
    assert dict(functions(PACKAGE / "career" / "slug.py"))["slug_part"] == 5
