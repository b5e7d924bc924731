# noqa: INP001 - a script, not a package
"""Write again what the documents take from the code: the tool tables and the settings table.

Run it with the interpreter that has the package: `.venv/bin/python docs/generate.py`. A test compares.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from inspect import getdoc
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr

from careervp_mcp.definitions import defined
from careervp_mcp.settings import Settings
from careervp_mcp.tools import TOOLS, Registered

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/careervp_mcp"
BEGIN = "<!-- docs/generate.py writes from here -->\n"
END = "<!-- docs/generate.py: to here -->"
NOTE = "<!-- Written by docs/generate.py from the code: change the code, then run it. -->\n\n"
COMPUTED = {
    "root": "the current folder",
    "state_dir": "the user's state folder",
    "workers": "the number of processors, at most 8",
}
"""What stands for a default that depends on the machine."""
LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "default": "default `{}`",
}


def main() -> None:
    """Write every generated page."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """The generated pages: path in the repository to whole content."""
    return {
        "README.md": _between_marks("README.md", tool_table()),
        "ARCHITECTURE.md": _between_marks("ARCHITECTURE.md", module_map()),
        "docs/tools.md": tools_page(),
        "docs/settings.md": settings_page(),
    }


def module_map() -> str:
    """Every module with the first line of its docstring, ring by ring."""
    rings = sorted({path.parent for path in SOURCE.rglob("*.py")})
    return "\n".join(_ring(folder) for folder in rings)


def _ring(folder: Path) -> str:
    rows = []
    for path in sorted(folder.glob("*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        rows.append((f"[`{path.name}`]({path.relative_to(ROOT).as_posix()})", docstring.split("\n")[0]))
    return f"**`{folder.relative_to(SOURCE.parent).as_posix()}/`**\n\n" + table(("module", "what it holds"), rows)


def _between_marks(name: str, text: str) -> str:
    before, mark, rest = (ROOT / name).read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{name} has lost its marks: {BEGIN.strip()} … {END}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def tool_table() -> str:
    """One row a tool: what it is for and what it may write."""
    rows = [(f"[`{tool.name}`](docs/tools.md#{tool.name})", first_sentence(tool), tool.writes) for tool in TOOLS]
    return table(("tool", "what it does", "what it may write"), rows)


def tools_page() -> str:
    """Each tool with everything a caller may send and will get."""
    return NOTE + "# Tools\n\n" + "\n".join(_tool(tool) for tool in TOOLS)


def settings_page() -> str:
    """Each setting with its default."""
    rows = [(f"`{_variable(name)}`", _default(name), _meaning(name)) for name in Settings.model_fields]
    return NOTE + SETTINGS_INTRODUCTION + table(("setting", "default", "meaning"), rows)


def _variable(name: str) -> str:
    """A setting's name in the environment."""
    return str(Settings.model_fields[name].validation_alias or f"CAREERVP_{name.upper()}")


SETTINGS_INTRODUCTION = """\
# Settings

Nothing needs to be set: every setting has a default that works. A setting is read once, at the start, from

1. the environment, as `CAREERVP_<NAME>`;
2. else the config file, as `<name>` in lower case: `CAREERVP_CONFIG`, else `config.toml` in the user's config
   folder (on Linux `~/.config/careervp-mcp/config.toml`).

The config file is never read from the root: a folder somebody else made must not choose what runs on your machine.
An unknown name in the config file, or a value that doesn't fit, stops the start with one line that says which.
`careervp-mcp doctor` names the settings that differ from their defaults.

"""


def first_sentence(tool: Registered) -> str:
    """What a tool is for, as a client's model reads it first."""
    return (getdoc(tool.function) or "").split("\n\n")[0].replace("\n", " ")


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _tool(tool: Registered) -> str:
    told = defined(tool.function)
    asked, answered = told.parameters, told.output_schema
    return "\n".join(
        (
            f"## {tool.name}\n",
            f"*{tool.title}.* It may write: {tool.writes}.\n",
            told.description + "\n",
            f"Told to clients: {_hints(tool)}.\n",
            "### What it takes\n",
            table(("field", "kind", "needed", "limits"), list(_fields(asked))),
            *_parts(asked, "needed"),
            "### What it gives\n",
            "A refused call has `error` alone; any other has everything else.\n",
            table(("field", "kind"), [row[:2] for row in _fields(answered)]),
            *_parts(answered, "always there"),
        )
    )


def _hints(tool: Registered) -> str:
    hints = tool.annotations.model_dump(by_alias=True, exclude_none=True)
    return ", ".join(f"`{name}` {str(value).lower()}" for name, value in hints.items())


def _parts(schema: Mapping[str, Any], required: str) -> Iterator[str]:
    for name, part in schema.get("$defs", {}).items():
        yield f"**{name}.** {part.get('description', '')}\n"
        yield table(("field", "kind", required, "limits"), list(_fields(part)))


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    required = schema.get("required", [])
    for name, field in schema["properties"].items():
        limits = [text.format(_plain(field[key])) for key, text in LIMITS.items() if key in field]
        yield f"`{name}`", _kind(field), "yes" if name in required else "no", ", ".join(limits)


def _kind(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in field:
        return " or ".join(_kind(part) for part in field["anyOf"])
    values = [field["const"]] if "const" in field else field.get("enum", [])
    if values:
        return " or ".join(f"`{_plain(value)}`" for value in values)
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "nothing"}
    if "prefixItems" in field:
        return f"{len(field['prefixItems'])} of {_kind(field['prefixItems'][0])}"
    if field["type"] == "array":
        return f"list of {_kind(field['items'])}"
    return names.get(field["type"], str(field["type"]))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if name in COMPUTED:
        return COMPUTED[name]
    default = field.get_default()
    if isinstance(default, SecretStr):
        return "none"
    return f"`{default}`" if default not in ("", None) else "none"


def _meaning(name: str) -> str:
    field = Settings.model_fields[name]
    words = [value for value in get_args(field.annotation) if isinstance(value, str)]
    choices = f": {', '.join(f'`{word}`' for word in words)}" if words else ""
    bounds = {"ge": "at least", "gt": "more than", "le": "at most"}
    limits = [
        f"{text} {getattr(limit, key):g}"
        for limit in field.metadata
        for key, text in bounds.items()
        if hasattr(limit, key)
    ]
    return re.sub(r"\s+", " ", f"{field.description}{choices}" + (f" ({', '.join(limits)})" if limits else ""))


if __name__ == "__main__":
    main()
