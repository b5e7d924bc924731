"""Goes through a source's tokens as TeX would, and writes down what prints."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from careervp_mcp.pdf.textokens import after_space, closings, option_end

_LONGEST_FORMULA = 300
_LONGEST_HEAD = 20
_DIMENSION = re.compile(r"=?[+-]?[\d.]+[a-z]*|[a-z]{2}|plus|minus|fil+")


@dataclass(frozen=True, slots=True)
class Shapes:
    """What this document's commands do with their arguments."""

    commands: Mapping[str, str]
    environments: Mapping[str, str]
    conditions: frozenset[str]
    hidden: frozenset[str]
    """Environments whose content doesn't count."""


class Scribe:
    """Reads one stretch of tokens, once, from its beginning."""

    def __init__(self, cut: Sequence[str], shapes: Shapes) -> None:
        self._cut = cut
        self._shapes = shapes
        self._closed = closings(cut)
        self._skips: dict[int, int] = {}
        self._out: list[str] = []

    def printed(self) -> list[str]:
        """Return what prints, in pieces."""
        position = 0
        while position < len(self._cut):
            position = self._skips.get(position) or self._next(position)
        return self._out

    def _next(self, position: int) -> int:
        token = self._cut[position]
        if token.startswith("\\"):
            self._out.append(" ")
            return self._command(position, token[1:])
        if token.startswith("$"):
            self._out.append(" ")
            return self._until(position, token)
        self._out.append(" " if token in "{}[]" else token)
        return position + 1

    def _command(self, position: int, name: str) -> int:
        act = self._ACTS.get(name)
        if act:
            return act(self, position)
        if name in self._shapes.conditions:
            return self._condition(position)
        if not name[:1].isalpha() and not name.startswith("@"):
            return position + 1
        shape = self._shapes.commands.get(name, self._shapes.commands.get(name.rstrip("*")))
        return self._unknown(position) if shape is None else self._arguments(position + 1, shape)

    def _arguments(self, start: int, shape: str) -> int:
        """Mark the arguments that don't print; reading goes on right after the command."""
        position = start
        for letter in shape:
            position = after_space(self._cut, position)
            if letter == "o":
                position = self._option(position)
            else:
                end = self._argument(position)
                if letter == "x":
                    self._skips[position] = end
                position = end
        return start

    def _option(self, position: int) -> int:
        """Mark an option that is there; return where it ends."""
        if position >= len(self._cut) or self._cut[position] != "[":
            return position
        end = option_end(self._cut, self._closed, position)
        if end is None:
            return position
        self._skips[position] = end + 1
        return end + 1

    def _argument(self, position: int) -> int:
        """Return where an argument ends; one that never does takes all the rest with it."""
        if position < len(self._cut) and self._cut[position] == "{":
            return self._closed.get(position, len(self._cut) - 1) + 1
        return position + 1

    def _unknown(self, position: int) -> int:
        """Step over the groups and options that follow a command we know nothing about."""
        position = after_space(self._cut, position + 1)
        while position < len(self._cut) and self._cut[position] in {"{", "["}:
            end = self._argument(position) if self._cut[position] == "{" else self._option(position)
            if end == position:
                return position
            position = after_space(self._cut, end)
        return position

    def _until(self, position: int, closing: str) -> int:
        """Step over a formula; without an end in its paragraph it is none."""
        for here in range(position + 1, min(len(self._cut), position + _LONGEST_FORMULA)):
            if self._cut[here] == closing:
                return here + 1
            if self._cut[here].count("\n") > 1:
                break
        return position + 1

    def _inline(self, position: int) -> int:
        return self._until(position, "\\)")

    def _display(self, position: int) -> int:
        return self._until(position, "\\]")

    def _line_break(self, position: int) -> int:
        return self._arguments(position + 1, "o")

    def _condition(self, position: int) -> int:
        """Step over all that a condition may hide."""
        depth = 0
        for here in range(position, len(self._cut)):
            name = self._cut[here][1:]
            depth += (name in self._shapes.conditions) - (name == "fi")
            if not depth:
                return here + 1
        return len(self._cut)

    def _environment(self, position: int) -> int:
        start = after_space(self._cut, position + 1)
        end = self._argument(start)
        name = "".join(self._cut[start + 1 : end - 1])
        if name in self._shapes.hidden:
            return self._after_end(end, name)
        shape = self._shapes.environments.get(name)
        return self._unknown(end - 1) if shape is None else self._arguments(end, shape)

    def _after_end(self, position: int, name: str) -> int:
        """Return where an environment that doesn't count is over."""
        for here in range(position, len(self._cut)):
            if self._cut[here] == "\\end" and "".join(self._cut[here + 1 : here + 9]).lstrip().startswith(
                f"{{{name}}}"
            ):
                return here + 1
        return len(self._cut)

    def _end(self, position: int) -> int:
        start = after_space(self._cut, position + 1)
        end = self._argument(start)
        return len(self._cut) if "".join(self._cut[start + 1 : end - 1]) == "document" else end

    def _rest(self, _: int) -> int:
        return len(self._cut)

    def _definition(self, position: int) -> int:
        """Step over `\\def\\name#1{...}`."""
        for here in range(position + 1, min(len(self._cut), position + _LONGEST_HEAD)):
            if self._cut[here] == "{":
                return self._argument(here)
        return position + 1

    def _bare_length(self, position: int) -> int:
        position = after_space(self._cut, position + 1)
        while position < len(self._cut) and _DIMENSION.fullmatch(self._cut[position]):
            position = after_space(self._cut, position + 1)
        return position

    _ACTS: "ClassVar[Mapping[str, Callable[[Scribe, int], int]]]" = {
        "begin": _environment,
        "end": _end,
        "endinput": _rest,
        "(": _inline,
        "[": _display,
        "\\": _line_break,
        "def": _definition,
        "gdef": _definition,
        "edef": _definition,
        "xdef": _definition,
        "vskip": _bare_length,
        "hskip": _bare_length,
        "kern": _bare_length,
    }
