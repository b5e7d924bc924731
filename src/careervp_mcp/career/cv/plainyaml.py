"""YAML from somebody else: values as they are written, no aliases, no tags, limits of size and depth."""

import yaml

from careervp_mcp.career.errors import Unparsable

LONGEST = 128 * 1024
"""Characters; a CV in YAML has a tenth of it, and the pure reader takes its time."""
DEEPEST = 20
"""Levels of nesting."""


def parse_yaml(text: str) -> object:
    """The value of a YAML text, every scalar a string; raises Unparsable that says what is wrong."""
    if len(text) > LONGEST:
        raise Unparsable(f"the YAML has {len(text)} characters; a CV in YAML may have {LONGEST}")
    try:
        _refuse_tricks(text)
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings, lists and mappings alone
    except yaml.MarkedYAMLError as error:
        line = f" near line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Unparsable(f"the file is no plain YAML{line}; mend it there") from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, IndexError):
        raise Unparsable("the file is no plain YAML; write `key: value` lines and lists with dashes") from None


def _refuse_tricks(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Unparsable("the YAML uses an alias (`*name`); write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unparsable(f"the YAML is nested deeper than {DEEPEST} levels; RenderCV needs six")
