"""The YAML between the `---` lines of a note: read with care, never executed, never expanded."""

import re
from collections import Counter
from collections.abc import Callable, Hashable

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.nodes import MappingNode, Node, ScalarNode

from careervp_mcp.career.errors import InvalidInput

LONGEST = 64 * 1024
"""Bytes of a frontmatter block."""
DEEPEST = 20
"""Levels of nesting."""


def split_note(text: str) -> tuple[dict[str, object], str]:
    """The fields of a note's frontmatter and the text below it.

    Raises InvalidInput when there is no block, when it is too long or too deep, or when it is not plain YAML.
    """
    try:
        fields, body = frontmatter.parse(text, handler=_Plain())
    except InvalidInput:
        raise
    except yaml.MarkedYAMLError as error:
        line = f" near line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidInput(f"tracker frontmatter is not plain YAML{line}; {_hint(error)}") from None
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError, LookupError, AttributeError):
        raise InvalidInput("tracker frontmatter is not plain YAML; write one `key: value` a line") from None
    return fields, body


class _Plain(YAMLHandler):
    """The library's YAML reader, held to exact `---` lines, our limits and our loader."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        parts = self.FM_BOUNDARY.split(text, 2)
        if len(parts) != 3 or parts[0]:  # noqa: PLR2004 - before, between, after
            raise InvalidInput(
                "tracker has no frontmatter; begin the note with a `---` line, fields, and a `---` line"
            )
        return parts[1], parts[2]

    def load(self, fm: str, **_kwargs: object) -> dict[str, object]:
        if len(fm.encode()) > LONGEST:
            raise InvalidInput(f"tracker frontmatter is longer than {LONGEST} bytes; keep long text below it")
        fields = yaml.load(fm, Loader=_Loader)  # noqa: S506 - a SafeLoader with more refused
        if fields is None:
            return {}
        if not isinstance(fields, dict):
            raise InvalidInput("tracker frontmatter must be fields, one `key: value` a line")
        return {str(key): value for key, value in fields.items()}


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader (the pure one: the C loader dies on deep nesting), without aliases or doubles."""

    depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            raise InvalidInput("tracker frontmatter uses a YAML alias (`*name`); write the value out")
        if self.depth >= DEEPEST:
            raise InvalidInput(f"tracker frontmatter is nested deeper than {DEEPEST} levels")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002 - as inherited
        keys = Counter(key.value for key, _ in node.value if isinstance(key.value, str))
        for key, times in keys.items():
            if times > 1:
                raise InvalidInput(f"tracker frontmatter has the field {key[:60]!r} twice; keep one")
        return super().construct_mapping(node, deep)


def _or_text(
    read: Callable[[yaml.SafeLoader, ScalarNode], object], *, exact: bool
) -> Callable[[_Loader, ScalarNode], object]:
    """A scalar that only looks like a date or a number stays the text it is.

    With `exact` so does one that would be written otherwise: `007` is no 7, and YAML reads `12:30` as 750.
    """

    def constructor(loader: _Loader, node: ScalarNode) -> object:
        try:
            value = read(loader, node)
            return node.value if exact and str(value) != node.value else value
        except (ValueError, OverflowError, LookupError, AttributeError):
            return node.value

    return constructor


for _tag, _read, _exact in (
    ("timestamp", yaml.SafeLoader.construct_yaml_timestamp, False),
    ("int", yaml.SafeLoader.construct_yaml_int, True),
    ("float", yaml.SafeLoader.construct_yaml_float, True),
):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _or_text(_read, exact=_exact))


def _hint(error: yaml.MarkedYAMLError) -> str:
    if "constructor" in (error.problem or ""):
        return "YAML tags such as `!name` are not read; write plain values"
    return "write one `key: value` a line and quote values that hold `: ` or `#`"
