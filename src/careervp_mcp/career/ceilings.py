"""Ceilings: how long an answer may be, and cutting it at the ends of its lists."""

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Answer = TypeVar("Answer", bound="DataclassInstance")


def tokens(text: str) -> int:
    """A token is four bytes of UTF-8, begun or full."""
    return -(-len(text.encode()) // 4)


def weight(value: object) -> int:
    """The tokens of a value on its way to a client."""
    return -(-_size(value) // 4)


def fitted(answer: Answer, ceiling: int, cut: tuple[str, ...]) -> Answer:
    """The answer with as many entries of its lists as its ceiling allows; the list named first is cut first."""
    for name in cut:
        told = asdict(answer)
        over = _size(told) - 4 * ceiling
        kept = len(told[name])
        while over > 0 and kept:
            kept -= 1
            over -= _size(told[name][kept]) + 1  # and its comma
        answer = replace(answer, **{name: getattr(answer, name)[:kept]})
    return answer


def _size(value: object) -> int:
    """Bytes of compact JSON, fields that are None left out."""
    return len(json.dumps(_told(value), ensure_ascii=False, separators=(",", ":")).encode())


def _told(value: object) -> object:
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items() if part is not None}
    return [_told(part) for part in value] if isinstance(value, list | tuple) else value
