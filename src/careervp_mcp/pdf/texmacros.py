r"""The document's own macros: which of their arguments print, read off their bodies.

`\newcommand{\contact}[2]{\href{mailto:#1}{#2}}` prints its second argument only, so its shape is `xv`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from careervp_mcp.pdf.textokens import after_space, closings, option_end
from careervp_mcp.pdf.texscribe import Scribe, Shapes

_PARAMETER = re.compile(r"#([1-9])")
_SPECIFIED = re.compile(r"([ms])|([oO])(?:\{[^{}]*\})?")


def with_macros(cut: Sequence[str], shapes: Shapes) -> Shapes:
    """Return the shapes with those of the macros and environments that the tokens define."""
    macros = _Macros(cut, shapes)
    position = 0
    while position < len(cut):
        learn = _DEFINITIONS.get(cut[position])
        position = learn(macros, position) if learn else position + 1
    return macros.shapes


class _Macros:
    def __init__(self, cut: Sequence[str], shapes: Shapes) -> None:
        self.cut = cut
        self.closed = closings(cut)
        self.shapes = replace(shapes, commands=dict(shapes.commands), environments=dict(shapes.environments))

    def command(self, position: int) -> int:
        name, position = self._name(position + 1)
        return self._counted(name, position, self.shapes.commands)

    def environment(self, position: int) -> int:
        name, position = self._name(position + 1)
        return self._counted(name, position, self.shapes.environments)

    def specified(self, position: int) -> int:
        """Learn from the likes of `\\NewDocumentCommand\\name{m o m}{...}`."""
        name, position = self._name(position + 1)
        letters, position = self._group(position)
        body, position = self._group(position)
        kinds = "".join("o" if found[2] else found[1] for found in _SPECIFIED.finditer("".join(letters)))
        self._learn(name, kinds.replace("s", ""), body, self.shapes.commands, kinds=kinds)
        return position

    def primitive(self, position: int) -> int:
        """Learn from `\\def\\name#1#2{...}`; with other words between the parameters nothing is learnt."""
        name, position = self._name(position + 1)
        count = 0
        while position < len(self.cut) and self.cut[position] == f"#{count + 1}":
            count, position = count + 1, position + 1
        body, end = self._group(position)
        if body:
            self._learn(name, "m" * count, body, self.shapes.commands)
        return end

    def _counted(self, name: str, position: int, known: Mapping[str, str]) -> int:
        count, position = self._bracket(position)
        default, position = self._bracket(position)
        body, position = self._group(position)
        number = int(count) if count and count.isdecimal() else 0
        kinds = ("o" if default is not None else "m" if number else "") + "m" * (number - 1)
        self._learn(name, kinds, body, known)
        return position
