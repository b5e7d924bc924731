"""Composed documents: text as it was put together, each sentence with the facts it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Form = Literal["heading", "line", "prose", "bullets"]
_MARKS = {"heading": "## ", "line": "", "prose": "", "bullets": "- "}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the ids of the facts that carry it; a frame rests on none."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a line, a paragraph, or a list."""

    form: Form
    sentences: tuple[Sentence, ...]
    level: int = 2
    """Of a heading."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence at its place in the text."""

    text: str
    span: tuple[int, int]
    facts: tuple[str, ...]


def heading(text: str, level: int = 2) -> Block:
    """A heading."""
    return Block("heading", (Sentence(text),), level)


def line(text: str) -> Block:
    """One line that is no sentence: a name, an address, dates."""
    return Block("line", (Sentence(text),))


def prose(sentences: Iterable[Sentence]) -> Block:
    """A paragraph."""
    return Block("prose", tuple(sentences))


def bullets(sentences: Iterable[Sentence]) -> Block:
    """A list."""
    return Block("bullets", tuple(sentences))


def rendered(blocks: Sequence[Block]) -> tuple[str, tuple[Placed, ...]]:
    """The blocks as Markdown, a blank line between them, and where each sentence stands in it."""
    text, placed = "", list[Placed]()
    for block in blocks:
        if not block.sentences:
            continue
        text += "\n" if text else ""
        for number, sentence in enumerate(block.sentences):
            mark = "#" * block.level + " " if block.form == "heading" else _MARKS[block.form]
            joint = " " if block.form == "prose" and number else mark
            text = text.removesuffix("\n") + joint if block.form == "prose" and number else text + joint
            start = len(text)
            text += sentence.text + "\n"
            placed.append(Placed(sentence.text, (start, start + len(sentence.text)), sentence.facts))
    return text, tuple(placed)
