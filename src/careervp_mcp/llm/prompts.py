"""Prompts: text files with a version and named holes; untrusted text stands in them as data only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_HOLE = re.compile(r"\{\{(\w+)\}\}")
_FORM = re.compile(r"\Aversion: (\d+)\n+# System\n+(.*?)\n+# User\n+(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file, read."""

    name: str
    version: int
    system: str
    user: str

    def filled(self, holes: Mapping[str, str]) -> str:
        """The user's text with its holes filled; raises KeyError for one that is not given, or not there."""
        named = set(_HOLE.findall(self.user))
        if named != holes.keys():
            raise KeyError(f"{self.name}: holes are {sorted(named)}, given were {sorted(holes)}")
        return _HOLE.sub(lambda hole: holes[hole[1]], self.user)


@cache
def prompt(name: str) -> Prompt:
    """The prompt of a name; raises FileNotFoundError, or ValueError for a file of another form."""
    text = resources.files("careervp_mcp.llm").joinpath("prompts", f"{name}.md").read_text("utf-8")
    found = _FORM.match(text)
    if found is None:
        raise ValueError(f"{name}.md must have a version, # System and # User")
    return Prompt(name, int(found[1]), found[2].strip(), found[3].strip())
