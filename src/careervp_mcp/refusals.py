"""What a schema refused, in our words: the field's path and what would be right, never the value.

A value may be a path or a secret, so it is named by its kind only.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

MOST = 5
"""Problems told in one message."""

_RIGHT = {
    "missing": "is required",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "string_unicode": "must be well-formed Unicode text",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "dataclass_type": "must be an object",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must hold at least {min_length}",
    "too_long": "must hold at most {max_length}",
    "string_too_long": "must have at most {max_length} characters",
    "literal_error": "must be one of {expected}",
    "value_error": "{error}",
}


def in_our_words(error: ValidationError, schema: Mapping[str, Any]) -> str:
    """One sentence for what was wrong with a call's arguments, at most five problems."""
    problems = error.errors(include_url=False)
    told = [_problem(problem, schema) for problem in problems[:MOST]]
    more = len(problems) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _problem(problem: ErrorDetails, schema: Mapping[str, Any]) -> str:
    path = _path(problem["loc"])
    kind = problem["type"]
    if kind == "extra_forbidden":
        known = ", ".join(_fields_at(schema, problem["loc"][:-1]))
        return f"{path} is not a known field; known here: {known}"
    right = _RIGHT.get(kind, "is not of the form the schema asks for").format_map(_Context(problem.get("ctx", {})))
    return f"{path} {right}{_got(problem)}"


class _Context(dict[str, Any]):
    """A problem's figures; one that the library left out reads as a plain word."""

    def __missing__(self, key: str) -> str:
        return "the limit"


def _path(parts: tuple[int | str, ...]) -> str:
    """`items[0].job_db_id`; a name that is not a plain word is not repeated."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            word = part if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,40}", part) else "(a field)"
            path += f".{word}" if path else word
    return path or "the request"


def _got(problem: ErrorDetails) -> str:
    value = problem["input"]
    if problem["type"] in {"missing", "value_error"}:
        return ""
    if problem["type"] in {"too_short", "too_long", "string_too_long"}:
        return f"; got {len(value)}"
    if isinstance(value, bool | int | float) and not isinstance(value, str):
        return f"; got {str(value).lower()[:30]}"
    names = {str: "text", list: "a list", dict: "an object", type(None): "null"}
    return f"; got {names.get(type(value), 'another kind of value')}"


def _fields_at(schema: Mapping[str, Any], parts: tuple[int | str, ...]) -> list[str]:
    """The names that the schema knows at a path."""
    here: Mapping[str, Any] = schema
    for part in parts:
        here = here.get("items", {}) if isinstance(part, int) else here.get("properties", {}).get(part, {})
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
    return list(here.get("properties", {}))
