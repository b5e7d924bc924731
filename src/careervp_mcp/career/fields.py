"""The lines of a note's frontmatter: one value is changed, and every other byte stays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import yaml
from yaml.events import Event, MappingStartEvent, ScalarEvent

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.frontmatter import split_note
from careervp_mcp.career.tracker import decoded

_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+,:?=&%~-]*(?: [A-Za-z0-9_./+,:?=&%~-]+)*")


def with_value(content: bytes, name: str, value: str) -> bytes:
    """The note with another value of a field: no other byte differs, quotes stay as they are.

    Raises InvalidInput unless the field stands once, at the top level, plain or quoted, on one line.
    """
    text = decoded(content)
    start, end, _ = block_of(text)
    field = _field(text[start:end], name)
    if field.value == value and not field.empty:
        return content
    written = field.written(value)
    edited = text[: start + field.start] + written + text[start + field.end :]
    _refuse_other_changes(text, edited, name, value)
    return (_BOM if content.startswith(_BOM) else b"") + edited.encode()


def with_field(content: bytes, name: str, value: str) -> bytes:
    """The same, and a field that the note does not have yet is its frontmatter's last."""
    text = decoded(content)
    fields, _ = split_note(text)
    if name in fields:
        return content if str(fields[name]).strip() == value else with_value(content, name, value)
    _, end, _ = block_of(text)
    line_end = "\r\n" if text[:end].endswith("\r\n") else "\n"
    edited = f"{text[:end]}{name}: {quoted(value)}{line_end}{text[end:]}"
    _refuse_other_changes(text, edited, name, value)
    return (_BOM if content.startswith(_BOM) else b"") + edited.encode()


def block_of(text: str) -> tuple[int, int, int]:
    """Where a note's frontmatter begins and ends, without its `---` lines, and where the text below it begins."""
    split_note(text)  # whatever is wrong with it is told there
    found = list(islice(_BOUNDARY.finditer(text, len(text) - len(text.lstrip())), 2))
    if len(found) < 2:  # noqa: PLR2004 - the two lines; those with odd line ends are not found
        raise InvalidInput("tracker frontmatter must stand between two lines of `---` alone")
    return found[0].end(), found[1].start(), found[1].end()


def quoted(text: str) -> str:
    """A text as one line of YAML that reads back as exactly it: bare when it is a plain word, else in quotes."""
    if _PLAIN.fullmatch(text) and _reads_as_itself(text):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _reads_as_itself(text: str) -> bool:
    try:
        return bool(yaml.safe_load(text) == text)
    except yaml.YAMLError:
        return False


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's value and where it stands in the block."""

    value: str
    start: int
    end: int
    style: str | None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written after the colon."""
        return self.start == self.end

    def written(self, value: str) -> str:
        """Another value in this one's quotes."""
        if self.style == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        if self.style == '"':
            return '"' + "".join(map(_escaped, value)) + '"'
        return " " + quoted(value) if self.empty else quoted(value)


def _field(block: str, name: str) -> _Field:
    """The one line that a field stands on; raises InvalidInput that shows what it should look like."""
    wanted = f"write it as one line, such as `{name}: Reviewed`, in the frontmatter"
    pairs = list(_pairs(block))
    found = [value for key, value in pairs if isinstance(key, ScalarEvent) and key.value == name]
    if not found:
        raise InvalidInput(f"tracker has no `{name}:` line of its own; {wanted}")
    key, value = next((key, value) for key, value in pairs if value is found[0])
    if not isinstance(value, ScalarEvent) or value.style not in {None, "'", '"'}:
        raise InvalidInput(f"tracker field {name} is not a plain or quoted value; {wanted}")
    begins, start, end = key.start_mark, value.start_mark, value.end_mark
    if begins is None or start is None or end is None or not begins.line == start.line == end.line:
        raise InvalidInput(f"tracker field {name} spans several lines; {wanted}")
    if value.anchor or value.tag:
        raise InvalidInput(f"tracker field {name} has a YAML tag or anchor; {wanted}")
    return _Field(value.value, start.index, end.index, value.style)


def _pairs(block: str) -> Iterator[tuple[Event, Event]]:
    """The top-level keys with what begins their values; nothing when the fields stand in braces."""
    try:
        events = list(yaml.parse(block, Loader=yaml.SafeLoader))
    except yaml.YAMLError:  # the pieces are not where they were read
        raise InvalidInput("tracker frontmatter must stand between two lines of `---` alone") from None
    top = events[2] if len(events) > 2 else None  # noqa: PLR2004 - after the stream's and the document's begin
    if not isinstance(top, MappingStartEvent) or top.flow_style:
        return
    depth, parts = 0, []
    for event in events[3:]:
        begins = isinstance(event, yaml.events.CollectionStartEvent)
        ends = isinstance(event, yaml.events.CollectionEndEvent)
        if depth == 0 and not ends and isinstance(event, yaml.events.NodeEvent):
            parts.append(event)
        depth += begins - ends
        if depth < 0:
            break
    yield from zip(parts[::2], parts[1::2], strict=True)


def _refuse_other_changes(before: str, after: str, name: str, value: str) -> None:
    """Read both again: the field says what it should, and nothing else says anything new."""
    fields, body = split_note(before)
    edited, same_body = split_note(after)
    # As text: it tells the order, a truth from a number, and takes .nan for itself.
    if repr(fields | {name: value}) != repr(edited) or body != same_body:
        raise InvalidInput(f"tracker field {name} can't be changed alone; write `{name}: {value}` by hand")
