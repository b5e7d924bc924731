"""The tools: each a signature, a docstring and one call. `TOOLS` lists them with what they may touch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcp.types import ToolAnnotations

from careervp_mcp.tools.career_tailor import career_tailor


@dataclass(frozen=True, slots=True)
class Registered:
    """A tool's function, its title, what it may write, and what a client is told of its effects."""

    function: Callable[..., Any]
    title: str
    writes: str
    annotations: ToolAnnotations


TOOLS: tuple[Registered, ...] = (
    Registered(
        career_tailor,
        "Tailor resumes in a batch",
        "the workspace's `resume/` files and empty `cover/`, `cv/` folders",
        ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False),
    ),
)
