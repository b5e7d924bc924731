"""The kinds of argument that tools share."""

from typing import Annotated

from pydantic import AfterValidator, Field


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Path = Annotated[str, AfterValidator(_not_blank)]
"""A path relative to the root, or absolute inside it; when it has a default, `""` means left out."""


def _storable(number: int) -> int:
    if number >= 2**63:
        raise ValueError("must be below 2**63")
    return number


DatabaseId = Annotated[int, Field(ge=1), AfterValidator(_storable)]
