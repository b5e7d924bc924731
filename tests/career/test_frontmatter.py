import datetime as dt

import pytest

from careervp_mcp.career.errors import InvalidInput
from careervp_mcp.career.frontmatter import DEEPEST, LONGEST, split_note


def read(fields: str) -> dict[str, object]:
    return split_note(f"---\n{fields}\n---\nbody\n")[0]


def test_fields_and_body_come_apart_at_exact_lines() -> None:
    text = "---  \r\ncompany: A --- B\r\n---\t\r\n\r\nbody\r\n---\r\nmore\r\n"

    fields, body = split_note(text)

    assert fields == {"company": "A --- B"}
    assert body.splitlines() == ["body", "---", "more"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("1.5", 1.5),
        ("007", "007"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.10", "1.10"),
        ("9" * 5000, "9" * 5000),
        ("1" + ":1" * 9000, "1" + ":1" * 9000),
        ("!!int ''", ""),
        ("!!timestamp soon", "soon"),
        ("2026-02-06", dt.date(2026, 2, 6)),
        ("2026-13-45", "2026-13-45"),
        ("'12'", "12"),
        ("yes", True),
        ("~", None),
    ],
)
def test_a_value_is_never_read_as_another_than_was_written(written: str, value: object) -> None:
    assert read(f"field: {written}") == {"field": value}


def test_an_empty_block_has_no_fields() -> None:
    assert read("# only a comment") == {}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("a: &x 1\nb: *x", "uses a YAML alias"),
        ("a: &x [*x]", "uses a YAML alias"),
        ("a: &a [l]\nb: &b [*a,*a]\nc: [*b,*b]", "uses a YAML alias"),
        ("a: !!python/object/apply:os.system [ls]", "YAML tags such as `!name` are not read"),
        ("a: !mine 1", r"near line 2; YAML tags such as `!name` are not read"),
        ("a: 1\nb: 2\na: 3", "has the field 'a' twice; keep one"),
        ("a: {b: 1, b: 2}", "has the field 'b' twice; keep one"),
        ("1: a\n'1': b", "has the field '1' twice; keep one"),
        ("a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), f"nested deeper than {DEEPEST} levels"),
        ("a: " + "[" * 30_000, f"nested deeper than {DEEPEST} levels"),
        ("a: " + "x" * LONGEST, f"longer than {LONGEST} bytes"),
        ("company: A: B", "near line 2; write one `key: value` a line"),
        ("a: 1\n\tb: 2", "is not plain YAML near line 3"),
        ("{{date}}: 1", "is not plain YAML"),
        ("a: \x07", "is not plain YAML"),
        ("a: !!bool maybe", "is not plain YAML"),
        ("- a\n- b", "must be fields"),
        ("just text", "must be fields"),
    ],
)
def test_what_is_not_plain_is_refused_with_the_cure(fields: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        read(fields)


@pytest.mark.parametrize(
    "text",
    ["", "company: A", "---\ncompany: A\n", "----\na: 1\n---\n", "title\n---\na: 1\n---\n", " ---\na: 1\n ---"],
)
def test_a_note_without_a_block_is_told_to_begin_with_one(text: str) -> None:
    with pytest.raises(InvalidInput, match="has no frontmatter; begin the note with a `---` line"):
        split_note(text)


def test_thousands_of_keys_are_read() -> None:
    keys = ",".join(f"k{number}" for number in range(8000))

    assert len(str(read(f"a: {{{keys}}}")["a"])) > 8000
