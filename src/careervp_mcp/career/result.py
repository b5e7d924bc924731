"""A result as some public names promise it: success with data, or a code and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a check says; `code` is one of the error codes."""

    success: bool
    data: T | None = None
    error: str = ""
    code: str = ""

    @classmethod
    def ok(cls, data: T) -> "Result[T]":
        """A success and what came of it."""
        return cls(success=True, data=data)

    @classmethod
    def fail(cls, code: str, error: str) -> "Result[T]":
        """A failure, in a code and in words."""
        return cls(success=False, error=error, code=code)


Schema = Mapping[str, type | tuple[type, ...]]
"""A field's name to the type or types its value may have; a name that ends in `?` may be left out."""
