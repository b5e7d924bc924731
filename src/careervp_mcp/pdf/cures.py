"""What mends an error: the table of cures.toml, applied to TeX's words and the line to blame."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

_EMOJI = 0x1F000
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Book:
    """The tables of cures.toml."""

    cures: tuple[Mapping[str, str], ...]
    """Tried from the top: `when` matches the message, `line` the blamed line, `say` is the cure."""
    debian: Mapping[str, str]
    """A file, or a package's name, to the Debian package that has it."""
    loaders: Mapping[str, str]
    """A command or environment to the LaTeX package that defines it."""
    known: tuple[str, ...]
    """Commands and environments worth proposing for a misspelt one."""
    write: Mapping[str, str]
    """A character that plain fonts lack to what to write instead."""


def cure_for(message: str, line: str) -> str | None:
    """Return what mends TeX's `message` about the blamed `line`, if we know."""
    for cure in _book().cures:
        found = re.search(cure["when"], message)
        if found and re.search(cure.get("line", ""), line):
            said = _filled(cure["say"], {"line": line, **{k: v or "" for k, v in found.groupdict().items()}})
            if said:
                return said
    return None


def substitute(character: str) -> str:
    """Return what to write for a character that the font lacks."""
    written = _book().write.get(character)
    if written:
        return f"write {written}"
    return next(say for fits, say in _KINDS_OF_CHARACTER if fits(character))


@cache
def _book() -> Book:
    """Read the tables at the first error: a run without one doesn't pay for them."""
    read = tomllib.loads(files(__package__).joinpath("cures.toml").read_text(encoding="utf-8"))
    debian = {name: package for package, names in read["debian"].items() for name in names}
    loaders = {name: package for package, names in read["loaders"].items() for name in names}
    known = (*read["known"]["names"], *loaders)
    return Book(tuple(read["cure"]), debian, loaders, known, read["write"])


def _filled(say: str, words: Mapping[str, str]) -> str | None:
    """Put the words into the sentence; None when one of them can't be found."""
    for name in re.findall(r"<(\w+)>", say):
        filled = _FILLERS[name](words) if name in _FILLERS else words.get(name)
        if not filled:
            return None
        say = say.replace(f"<{name}>", filled)
    return say


def _loader(words: Mapping[str, str]) -> str | None:
    return _book().loaders.get(words["name"])


def _similar(words: Mapping[str, str]) -> str | None:
    return next(iter(get_close_matches(words["name"], _book().known, n=1, cutoff=_ALIKE)), None)


def _debian(words: Mapping[str, str]) -> str | None:
    debian = _book().debian
    return debian.get(words["file"]) or debian.get(re.sub(r"\.(?:sty|cls)$", "", words["file"]))


def _similar_file(words: Mapping[str, str]) -> str | None:
    stem = re.sub(r"\.\w+$", "", words["file"])
    return next((n for n in get_close_matches(stem, _book().debian, n=1, cutoff=_ALIKE) if n != stem), None)


def _write(words: Mapping[str, str]) -> str:
    return substitute(chr(int(words["code"], 16) % 0x110000))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def _is_accent(character: str) -> bool:
    selects_an_emoji = unicodedata.name(character, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(character) in {"Mn", "Me"} and not selects_an_emoji


def _is_picture(character: str) -> bool:
    symbol = unicodedata.category(character) in {"So", "Sk", "Mn", "Co", "Cn"}
    return symbol or ord(character) >= _EMOJI


def _is_letter(character: str) -> bool:
    return character.isalpha()


_KINDS_OF_CHARACTER: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_control, "it is invisible: delete it, or write an ordinary space"),
    (_is_accent, "write the letter and its accent as one character (Unicode NFC)"),
    (_is_picture, "leave it out or write a word"),
    (_is_letter, "write it in Latin letters, or compile with lualatex or xelatex and a font that has it"),
    (bool, "leave it out or write it in words"),
)

_FILLERS: Mapping[str, Callable[[Mapping[str, str]], str | None]] = {
    "loader": _loader,
    "similar": _similar,
    "debian": _debian,
    "similar_file": _similar_file,
    "write": _write,
}
