"""The lots of FactBench: people, their instances, and the text that a checker judges for each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_BULLET = re.compile(r"^\s*[-•*–·▪◦]\s+")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person and the post they apply for."""

    id: str
    language: str
    cv: str
    posting: str
    research: tuple[str, ...]
    company: str
    title: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One labelled text; `rule` is empty for a truthful one."""

    id: str
    person: Person
    rule: str
    variant: str
    kind: str
    document: str
    """What the checker judges: the text alone, or the CV with the text or the edit in it."""
    focus: tuple[int, int]
    """Where in the document the instance's own text stands."""
    changed: tuple[tuple[int, int], ...]
    """Where the words stand that make it false; empty where something vanished."""


@cache
def person(name: str) -> Person:
    """One person's folder."""
    folder = HERE / "people" / name
    told = json.loads((folder / "person.json").read_text("utf-8"))
    research = folder / "research.txt"
    return Person(
        id=name,
        language=told.get("language", "en"),
        cv=(folder / "cv.txt").read_text("utf-8"),
        posting=(folder / "posting.txt").read_text("utf-8"),
        research=tuple(filter(None, research.read_text("utf-8").splitlines())) if research.exists() else (),
        company=told["target_company"],
        title=told["target_title"],
    )


def lot(name: str) -> Iterator[Instance]:
    """Every instance of a lot, person by person."""
    for path in sorted((HERE / "lots" / name).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield _instance(json.loads(line), person(path.stem))


def _instance(told: dict[str, object], who: Person) -> Instance:
    if "edit" in told:
        old, new = told["edit"]  # type: ignore[misc] # two texts, as FORMAT.md says
        document, start, text = who.cv.replace(old, new, 1), who.cv.index(old), new
    else:
        text = str(told["text"])
        document, start = _placed(who.cv, str(told.get("place") or ""), text) if told["kind"] == "cv" else (text, 0)
    changed = tuple(_spans(document, start, start + len(text), told.get("changed") or []))
    return Instance(
        id=str(told["id"]), person=who, rule=str(told.get("rule") or ""), variant=str(told.get("variant") or ""),
        kind=str(told["kind"]), document=document, focus=(start, start + len(text)), changed=changed,
    )  # fmt: skip


def _spans(document: str, start: int, end: int, changed: object) -> Iterator[tuple[int, int]]:
    for words in changed if isinstance(changed, list) else []:
        at = document.find(words, start, end)
        if at < 0:
            raise ValueError(f"{words!r} is not in the text")
        yield at, at + len(words)


def _placed(cv: str, place: str, text: str) -> tuple[str, int]:
    """The CV with a bullet more under a heading line: before the first bullet after it, else right below."""
    at = cv.index(place) + len(place) if place else len(cv.rstrip())
    lines = cv[at:].split("\n")
    offset, mark = at, ""
    for number, line in enumerate(lines):
        if number and _BULLET.match(line):
            mark = _BULLET.match(line).group()  # type: ignore[union-attr] # it matched
            break
        if number and not line.strip() and number > 1:
            break
        offset += len(line) + 1
    else:
        offset = at + 1
    if not mark:
        offset = at + (1 if cv[at : at + 1] == "\n" else 0)
    head = cv[:offset] if cv[:offset].endswith("\n") else cv[:offset] + "\n"
    return f"{head}{mark}{text}\n{cv[offset:]}", len(head) + len(mark)
