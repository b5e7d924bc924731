r"""What a document's own macros and environments do with their arguments, read off their bodies.

`\newcommand{\contact}[2]{\href{mailto:#1}{#2}}` prints its second argument only and links to its first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from careervp_mcp.pdf.texshapes import COMMANDS, CONDITIONS, ENVIRONMENTS, HIDDEN, UNKNOWN

_LONGEST_OPTION = 60
_MOST_LINKS = 3
_PARAMETERS = re.compile(r"(?:#[1-9])*")
_PARAMETER = re.compile(r"#([1-9])")
_SPECIFIED = re.compile(r"([ms])|[oO](?:\{[^{}]*\})?")
_UNSURE = re.compile(r"setbox|sbox|lrbox|savebox|[cC]omment|[cC]ollect|[vV]erbatim|picture|\\if(?!thenelse)")


@dataclass(slots=True)
class Known:
    """What this document's commands and environments do."""

    commands: dict[str, str] = field(default_factory=lambda: dict(COMMANDS))
    environments: dict[str, str] = field(default_factory=lambda: dict(ENVIRONMENTS))
    conditions: set[str] = field(default_factory=lambda: set(CONDITIONS))
    hidden: set[str] = field(default_factory=lambda: set(HIDDEN))
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The addresses a macro links to, with `#1` where its first argument goes."""

    def copy(self) -> "Known":
        """Return one that may learn more without telling this one."""
        return Known(
            dict(self.commands),
            dict(self.environments),
            set(self.conditions),
            set(self.hidden),
            dict(self.links),
        )


Printed = tuple[Sequence[str], Sequence[str]]
Body = Callable[[Sequence[str]], Printed]
"""Reads a macro's body: the pieces that print and the addresses, parameters among them."""
Learn = Callable[[Known, Sequence[str], int, Body], int]


def group(cut: Sequence[str], position: int) -> tuple[Sequence[str] | None, int]:
    """Return the content of the group at `position` and where it ends; None when there is none."""
    position = _after_space(cut, position)
    if position >= len(cut) or cut[position] != "{":
        return None, position
    depth = 0
    for here in range(position, len(cut)):
        depth += (cut[here] == "{") - (cut[here] == "}")
        if not depth:
            return cut[position + 1 : here], here + 1
    return cut[position + 1 :], len(cut)


def _counted(known: Known, cut: Sequence[str], position: int, read: Body) -> int:
    name, position = _name(cut, position)
    kinds, position = _count(cut, position)
    body, position = group(cut, position)
    _learn(known, name, kinds, body, read)
    return position


def _specified(known: Known, cut: Sequence[str], position: int, read: Body) -> int:
    name, position = _name(cut, position)
    letters, position = group(cut, position)
    body, position = group(cut, position)
    kinds = "".join(found[1] or "o" for found in _SPECIFIED.finditer("".join(letters or ())))
    _learn(known, name, kinds, body, read)
    return position


def _primitive(known: Known, cut: Sequence[str], position: int, read: Body) -> int:
    r"""Learn from `\def\name#1#2{...}`; with other words between the parameters nothing is learnt."""
    name, position = _name(cut, position)
    between = cut[position].strip() if position < len(cut) else ""
    plain = _PARAMETERS.fullmatch(between)
    body, position = group(cut, position + 1 if plain and between else position)
    _learn(known, name, "m" * (len(between) // 2), body if plain or body is not None else None, read)
    return position


def _environment(known: Known, cut: Sequence[str], position: int, read: Body) -> int:
    name, position = group(cut, position)
    kinds, position = _count(cut, position)
    before, position = group(cut, position)
    called = "".join(name or ()).strip()
    if before is None or _UNSURE.search("".join(before)):
        known.hidden.add(called)
    else:
        known.environments[called] = _shape(kinds, read(before))
    return position


def _hidden_environment(known: Known, cut: Sequence[str], position: int, _: Body) -> int:
    name, position = group(cut, position)
    known.hidden.add("".join(name or ()).strip())
    return position


def _condition(known: Known, cut: Sequence[str], position: int, _: Body) -> int:
    name, position = _name(cut, position)
    known.conditions.add(name)
    return position


def _alias(known: Known, cut: Sequence[str], position: int, _: Body) -> int:
    name, position = _name(cut, position)
    known.commands[name] = UNKNOWN
    return position + (position < len(cut) and cut[position].strip() == "=") + 1


DEFINITIONS: Mapping[str, Learn] = {
    **dict.fromkeys(["\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"], _counted),
    **{f"\\{how}DocumentCommand": _specified for how in ("New", "Renew", "Provide", "Declare")},
    **dict.fromkeys(["\\def", "\\gdef", "\\edef", "\\xdef"], _primitive),
    **dict.fromkeys(["\\newenvironment", "\\renewenvironment"], _environment),
    **{f"\\{how}DocumentEnvironment": _hidden_environment for how in ("New", "Renew", "Provide", "Declare")},
    **dict.fromkeys(["\\NewEnviron", "\\RenewEnviron", "\\excludecomment"], _hidden_environment),
    "\\newif": _condition,
    "\\let": _alias,
}
"""What defines something, and how to learn from it."""


def _learn(known: Known, name: str, kinds: str, body: Sequence[str] | None, read: Body) -> None:
    if body is None or "\\setbox" in body:
        known.commands[name] = UNKNOWN
        return
    printed = read(body)
    known.commands[name] = _shape(kinds, printed)
    known.links[name] = tuple(printed[1][:_MOST_LINKS])


def _shape(kinds: str, printed: Printed) -> str:
    """Tell of each argument whether it is among what the body prints; a star is none."""
    shown = set(_PARAMETER.findall("".join(printed[0])))
    letters = (
        "o" if kind == "o" else "v" if str(n) in shown else "x" for n, kind in enumerate(kinds, 1) if kind != "s"
    )
    return "".join(letters)


def _name(cut: Sequence[str], position: int) -> tuple[str, int]:
    """Read the name that is defined, in braces or bare."""
    position = _after_space(cut, position)
    braced = position < len(cut) and cut[position] == "{"
    position += braced
    name = cut[position] if position < len(cut) else ""
    if not name.startswith("\\"):
        return "", position
    return name.rstrip("*"), position + 1 + braced


def _count(cut: Sequence[str], position: int) -> tuple[str, int]:
    """Read `[2][default]`: a letter for each argument, `o` or `m`."""
    count, position = _option(cut, position)
    default, position = _option(cut, position)
    number = int(count) if count in set("123456789") else 0
    return ("m" if default is None else "o") * min(number, 1) + "m" * (number - 1), position


def _option(cut: Sequence[str], position: int) -> tuple[str | None, int]:
    here = _after_space(cut, position)
    if here < len(cut) and cut[here] == "[":
        for end in range(here, min(len(cut), here + _LONGEST_OPTION)):
            if cut[end] == "]":
                return "".join(cut[here + 1 : end]).strip(), end + 1
    return None, position


def _after_space(cut: Sequence[str], position: int) -> int:
    return position + 1 if position < len(cut) and cut[position].isspace() else position
