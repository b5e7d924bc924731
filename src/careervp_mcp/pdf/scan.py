"""What in a PDF would act on its reader's machine: scripts, launched programs, files inside, odd links."""

import re
from collections.abc import Iterator, Mapping

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.pdf.objects import Dictionary, Name, UnreadableStructure, Value
from careervp_mcp.pdf.structure import Structure, read_structure

_KEYS: Mapping[str, str] = {
    "JS": "JavaScript",
    "JavaScript": "JavaScript",
    "OnInstantiate": "JavaScript",
    "AA": "an action without a click (/AA)",
    "EF": "an embedded file",
    "EmbeddedFile": "an embedded file",
    "EmbeddedFiles": "an embedded file",
    "Collection": "an embedded file",
    "XFA": "an XFA form",
    "RichMediaContent": "rich media",
    "RichMediaSettings": "rich media",
    "Encrypt": "encryption",
}
"""Keys that no resume needs, whatever their value."""

_KINDS: Mapping[str, str] = {
    "JavaScript": "JavaScript",
    "Launch": "a Launch action",
    "GoToR": "a link to another file (GoToR)",
    "GoToE": "a link to another file (GoToE)",
    "GoToDp": "a link to another file (GoToDp)",
    "Thread": "a link to another file (Thread)",
    "SubmitForm": "a SubmitForm action",
    "ResetForm": "a ResetForm action",
    "ImportData": "an ImportData action",
    "Hide": "a Hide action",
    "SetState": "a SetState action",
    "Rendition": "a Rendition",
    "Screen": "a Rendition",
    "Movie": "a Movie",
    "Sound": "a Sound",
    "3D": "a 3D scene",
    "RichMedia": "rich media",
    "RichMediaExecute": "rich media",
    "EmbeddedFile": "an embedded file",
    "FileAttachment": "an embedded file",
}
"""What /S, /Type and /Subtype may not be."""

_ACTIONS = frozenset({"GoTo", "URI", "Named"})
_NAMED = frozenset({"NextPage", "PrevPage", "FirstPage", "LastPage", "GoBack", "GoForward", "GoToPage"})
_ACTED = frozenset({"A", "PA", "Next", "OpenAction"})
_KIND_KEYS = frozenset({"S", "Type", "Subtype"})
_STRIKING = frozenset({*_KEYS, *_ACTED, *_KIND_KEYS, "URI"})
"""Keys whose values are looked at; all others only carry more dictionaries."""
_KEPT_ELSEWHERE = frozenset({"F", "Ref"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PORT = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+:\d{1,5}(?:[/?#]|$)", re.IGNORECASE)
_HOST = re.compile(
    rb"(?:[a-z0-9-]{1,63}\.){1,8}(?!pdf\b)[a-z]{2,24}(?:/[\w~@%+=,-][\w.~@%+=,-]*)*/?(?:\.pdf)?", re.IGNORECASE
)
_FILE_LINK = frozenset({"Type", "S", "F", "D", "NewWindow"})
_ELSEWHERE = ("\\\\", "//", "/\\", "\\/")
_UNREADABLE = "unreadable structure"


def active_content(pdf: bytes) -> tuple[str, ...]:
    """Name what is forbidden in the PDF, each kind once, sorted; empty when it only shows itself.

    A file that can't be understood to its last byte is reported too, as `unreadable structure`.
    """
    try:
        return _forbidden(read_structure(pdf))
    except UnreadableStructure as reason:
        return (f"{_UNREADABLE} ({reason})",)


def harmless(pdf: bytes) -> Structure:
    """Return what a PDF without active content holds; raises CompileFailed for any other."""
    try:
        structure = read_structure(pdf)
        forbidden = _forbidden(structure)
    except UnreadableStructure as reason:
        forbidden = (f"{_UNREADABLE} ({reason})",)
    if forbidden:
        raise CompileFailed(f"the PDF would act on its reader's machine ({', '.join(forbidden)}): remove that")
    return structure


def _forbidden(structure: Structure) -> tuple[str, ...]:
    return tuple(sorted(set(_found(structure))))


def _found(structure: Structure) -> Iterator[str]:
    for value in structure.values():
        if isinstance(value, Name) and value in _KINDS:
            yield _KINDS[value]  # a kind told by reference
    for each in structure.dictionaries:
        for key, inside in () if _STRIKING.isdisjoint(each.keys) else each.pairs:
            if key in _STRIKING:
                yield from _pair(structure, each, key, inside)
    for _, described, _ in structure.streams:
        if not _KEPT_ELSEWHERE.isdisjoint(described.keys):
            yield "a stream kept in another file"


def _pair(structure: Structure, owner: Dictionary, key: str, value: Value) -> Iterator[str]:
    if key in _KEYS:
        yield _KEYS[key]
    if key in _KIND_KEYS and isinstance(value, Name):
        yield from _kind(owner, value)
    if key in _ACTED:
        yield from _action(structure, key, value)
    if key == "URI":
        yield from _addresses(structure, value)


def _kind(owner: Dictionary, kind: Name) -> Iterator[str]:
    if kind in _KINDS and not _mistyped(owner, kind):
        yield _KINDS[kind]
    if kind == "Action" and any(what not in _ACTIONS and not _mistyped(owner, what) for what in owner.every("S")):
        yield "an action of another kind"


def _mistyped(action: Dictionary, kind: Value) -> bool:
    """Tell a web address without its `https://`, which hyperref takes for a file: broken, but harmless."""
    others = [key for key, _ in action.pairs if key not in _FILE_LINK]
    files = action.every("F")
    return kind == "GoToR" and not others and all(isinstance(f, bytes) and _HOST.fullmatch(f) for f in files)


def _action(structure: Structure, key: str, value: Value) -> Iterator[str]:
    """Judge what happens on a click or at opening; a destination is no action."""
    for meant in structure.resolved(value):
        for each in meant if isinstance(meant, tuple) and key == "Next" else (meant,):
            for action in structure.resolved(each):
                if isinstance(action, Dictionary):
                    yield from _step(key, action)


def _step(key: str, action: Dictionary) -> Iterator[str]:
    for kind in action.every("S"):
        if key == "OpenAction" and kind != "GoTo":
            yield "an action at opening (/OpenAction)"
        if kind == "Named" and any(what not in _NAMED for what in action.every("N")):
            yield "a Named action"
        if kind not in _ACTIONS and not _mistyped(action, kind):
            yield _KINDS.get(str(kind), "an action of another kind")


def _addresses(structure: Structure, value: Value) -> Iterator[str]:
    for meant in structure.resolved(value):
        bases = meant.every("Base") if isinstance(meant, Dictionary) else [meant]
        for base in bases:
            for text in structure.resolved(base):
                if isinstance(text, bytes):
                    yield from _address(text)


def _address(raw: bytes) -> Iterator[str]:
    text = raw.decode("utf-16", "replace") if raw.startswith((b"\xfe\xff", b"\xff\xfe")) else raw.decode("latin-1")
    plain = "".join(letter for letter in text if letter > " " and letter not in "\x7f\xa0\ufeff")
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() not in _SCHEMES and not _PORT.match(plain):
        yield f"a link with the scheme {scheme[1].lower()[:20]}:"
    elif plain.startswith(_ELSEWHERE):
        yield "a link to a network folder"
