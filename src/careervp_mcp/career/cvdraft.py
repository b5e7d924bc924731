"""A host's own parse of a CV: taken field by field, and believed only as far as the text bears it out."""

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Union, cast, get_args, get_origin, get_type_hints

from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.errors import FieldMissing, InvalidInput
from careervp_mcp.career.findings import Finding
from careervp_mcp.career.words import folded

ALIASES: Mapping[str, str] = {
    "work_experience": "experience",
    "issuing_organization": "issuer",
    "issue_date": "date",
}
"""Other names that a draft may use."""
_NOT_DRAFTED = frozenset({"user_id", "cv_id", "created_at", "updated_at", "is_parsed", "source_file_key"})
"""Fields that the server fills."""
_JUDGED_ELSEWHERE = frozenset({"language", "status", "level", "section"})
"""Normalised or chosen words, which need not stand in the text."""
_SPACE = re.compile(r"\s+")


def cv_from(draft: Mapping[str, object], user_id: str, language: str) -> CVData:
    """The CV that a draft describes; raises InvalidInput, FieldMissing with the field's place."""
    given = dict(draft) | {"user_id": user_id, "language": draft.get("language") or language}
    return cast("CVData", _made(CVData, given, ""))


def refuse_server_fields(draft: Mapping[str, object]) -> None:
    """Raise InvalidInput for a draft with fields that are not its to fill."""
    for name in draft:
        if name in _NOT_DRAFTED:
            raise InvalidInput(f"draft.{name} is set by the server; leave it out")


def unsupported(draft: object, text: str, path: str = "") -> Iterator[Finding]:
    """A finding for each value of a draft that the text does not hold, case and line breaks aside."""
    seen = _flat(text)
    for place, value in _values(draft, path):
        if not re.search(rf"(?<!\w){re.escape(_flat(value))}(?!\w)", seen):
            yield Finding(
                "draft_value_not_in_text", "CRITICAL", (0, 0), value[:120],
                "Copy the value from the text as it stands, or leave it out.", path=place,
            )  # fmt: skip


def _flat(text: str) -> str:
    return _SPACE.sub(" ", folded(text)).strip()


def _values(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text and number of a draft with its JSON pointer."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _JUDGED_ELSEWHERE:
                yield from _values(part, f"{path}/{name}")
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _values(part, f"{path}/{number}")
    elif isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
        yield path, str(value)


def _made(model: type, given: object, path: str) -> object:
    """An object of a model; its fields are checked to the last."""
    if isinstance(given, str) and "name" in {field.name for field in fields(model)}:
        given = {"name": given}  # a skill or a language may be its name alone
    if not isinstance(given, Mapping):
        raise InvalidInput(f"draft{path} must be an object")
    known = {field.name: field for field in fields(model)}
    values: dict[str, object] = {}
    hints = _hints(model)
    for name, part in given.items():
        own = ALIASES.get(name, name) if ALIASES.get(name, name) in known else name
        if own not in known:
            raise InvalidInput(f"draft{path}.{name} is not a known field; known here: {', '.join(known)}")
        if part is not None:
            values[own] = _fitted(hints[own], part, f"{path}.{own}")
    absent = [name for name, field in known.items() if _is_needed(field) and name not in values]
    if absent:
        raise FieldMissing(f"draft{path}.{absent[0]} is required")
    return model(**values)


@cache
def _hints(model: type) -> Mapping[str, object]:
    return get_type_hints(model)


def _is_needed(field: "Field[object]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _fitted(kind: object, value: object, path: str) -> object:
    """A value of a field's kind; raises InvalidInput with the kind that would be right."""
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            raise InvalidInput(f"draft{path} must be a list")
        of = get_args(kind)[0]
        return tuple(_fitted(of, part, f"{path}[{number}]") for number, part in enumerate(value))
    if kind in {str, int, bool}:
        if type(value) is not kind:
            names = {str: "text", int: "a whole number", bool: "true or false"}
            raise InvalidInput(f"draft{path} must be {names[cast('type', kind)]}")
        return value
    return _made(cast("type", kind), value, path)
