"""Word lists: data files of the package, each read once when first asked for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def table(language: str, noun: str) -> Mapping[str, object]:
    """The whole file `wording/<language>/<noun>.toml`; an empty language stands for what all languages share."""
    folder = resources.files("careervp_mcp.career").joinpath("wording", *filter(None, [language]))
    return tomllib.loads(folder.joinpath(f"{noun}.toml").read_text("utf-8"))


@cache
def word_set(language: str, noun: str, key: str) -> frozenset[str]:
    """A list of words, or all the words of a table of lists."""
    value = table(language, noun)[key]
    if isinstance(value, Mapping):
        return frozenset(str(word) for group in value.values() for word in group)
    if not isinstance(value, list):
        raise TypeError(f"{noun}.toml: {key} must be a list or a table of lists")
    return frozenset(str(word) for word in value)


@cache
def word_groups(language: str, noun: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """A table of lists, in the file's order."""
    value = table(language, noun)[key]
    if not isinstance(value, Mapping):
        raise TypeError(f"{noun}.toml: {key} must be a table of lists")
    return {str(name): tuple(str(word) for word in group) for name, group in value.items()}


@cache
def word_map(language: str, noun: str, key: str) -> Mapping[str, str]:
    """Each word of a table of lists to its list's name; of a table of words, the table."""
    value = table(language, noun)[key]
    if not isinstance(value, Mapping):
        raise TypeError(f"{noun}.toml: {key} must be a table")
    return {
        str(word): str(name)
        for name, group in value.items()
        for word in ((group,) if isinstance(group, str) else group)
    }
