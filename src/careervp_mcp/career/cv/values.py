"""Values out of JSON and YAML, whatever stands there: texts, lists and fields, read without a complaint."""

from collections.abc import Iterator, Mapping

from careervp_mcp.career.cv.periods import find_span

MOST_ENTRIES = 500
"""Of one list; what stands behind is told as lost."""


def text_of(value: object) -> str:
    """A text or number as one line; empty for anything else."""
    if isinstance(value, str):
        return " ".join(value.split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of a list, or the one text."""
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(text_of, values[:MOST_ENTRIES])))


def prose_of(texts: tuple[str, ...]) -> str:
    """Some texts as one, each a sentence of its own."""
    return " ".join(text if text.endswith((".", "!", "?")) or text == texts[-1] else f"{text}." for text in texts)


def mappings_of(value: object) -> Iterator[Mapping[str, object]]:
    """The mappings of a list, or the one."""
    values = value if isinstance(value, list) else [value]
    return ({str(key): each for key, each in one.items()} for one in values[:MOST_ENTRIES] if isinstance(one, dict))


def first_of(entry: Mapping[str, object], *names: str) -> str:
    """The first of some fields that holds a text."""
    return next((text for name in names if (text := text_of(entry.get(name)))), "")


def period(start: str, end: str) -> tuple[str, str, str, bool]:
    """Start, end, both as one text, and whether it still runs: a start without an end does."""
    if not start:
        return "", "", end, False
    written = f"{start} – {end or 'Present'}"
    span = find_span(written)
    if span is None or span.text != written:
        return start, end or "Present", written, not end
    return span.start, span.end, span.text, span.current
