"""What comes in, checked before anything is read: the form of a request, and a CV's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from careervp_mcp.career.cv.readers import READERS
from careervp_mcp.career.errors import CareerError, FieldMissing, FileSizeExceeded, FormatUnsupported, InvalidInput
from careervp_mcp.career.result import Result, Schema

MOST_BYTES = 10 * 1024 * 1024
"""Of an upload."""
_PDF, _ZIP, _OLD = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_JUNK = 1024
"""Bytes that may stand before a PDF's head."""
_KINDS = ((_ZIP, ".docx"), (_OLD, ".doc"))
"""How a file begins, and the ending it should have."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    filename: str
    content: bytes

    @property
    def ending(self) -> str:
        """From the last dot on, in lower case; empty without one."""
        name = self.filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
        return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def validate_request(body: object, schema: Schema | None = None) -> bool:
    """Whether a request's body is there and fits its schema."""
    return check_request(body, schema or {}).success


def check_request(body: object, schema: Schema) -> Result[Mapping[str, object]]:
    """The body, or why it does not fit: absent, a missing field, an unknown one, a wrong type."""
    if not isinstance(body, Mapping) or not body:
        return _failed(FieldMissing("the request has no body; send an object with the fields of the call"))
    fields = {name.rstrip("?"): types for name, types in schema.items()}
    for name in schema:
        if not name.endswith("?") and body.get(name) in (None, ""):
            return _failed(FieldMissing(f"{name} is required"))
    for name, value in body.items():
        if schema and name not in fields:
            return _failed(InvalidInput(f"{name} is no field of this call; it has {', '.join(fields)}"))
        if schema and value is not None and not _fits(value, fields[name]):
            return _failed(InvalidInput(f"{name} must be {_named(fields[name])}, got {type(value).__name__}"))
    return Result.ok(body)


def _fits(value: object, types: type | tuple[type, ...]) -> bool:
    """Whether a value has one of some types; true and false are no numbers."""
    allowed = types if isinstance(types, tuple) else (types,)
    return isinstance(value, allowed) and (not isinstance(value, bool) or bool in allowed)


def _named(types: type | tuple[type, ...]) -> str:
    return " or ".join(one.__name__ for one in (types if isinstance(types, tuple) else (types,)))


def validate_cv_upload(file: Upload) -> bool:
    """Whether a file's name, size and content are those of a CV that can be read."""
    return check_cv_upload(file.filename, file.content).success


def check_cv_upload(filename: str, content: bytes) -> Result[Upload]:
    """The upload, or why it is refused: ending, size, or content of another kind than its ending says."""
    try:
        return Result.ok(accepted(filename, content))
    except CareerError as refusal:
        return _failed(refusal)


def accepted(filename: str, content: bytes) -> Upload:
    """The upload; raises FormatUnsupported, FileSizeExceeded with what would be right."""
    upload = Upload(filename, content)
    _refuse_unknown(upload)
    _refuse_size(upload)
    _refuse_other_kind(upload)
    return upload


def _failed(refusal: CareerError) -> Result[T]:
    return Result.fail(refusal.code, refusal.message)


def _refuse_unknown(upload: Upload) -> None:
    if upload.ending not in READERS:
        known = ", ".join(READERS)
        raise FormatUnsupported(f"a CV's file must end in one of {known}; got {upload.ending or 'no ending'}")


def _refuse_size(upload: Upload) -> None:
    size = len(upload.content)
    if not size:
        raise FileSizeExceeded("the file is empty; send one with 1 to 10,485,760 bytes")
    if size > MOST_BYTES:
        raise FileSizeExceeded(f"the file has {size:,} bytes; it may have {MOST_BYTES:,} (10 MiB)")


def _refuse_other_kind(upload: Upload) -> None:
    """Raise FormatUnsupported where the content is not what the ending says."""
    kind = _kind(upload.content)
    if upload.ending in {".pdf", ".docx"} and kind != upload.ending:
        seen = f"by its content it is a {kind} file" if kind else "its content is none"
        raise FormatUnsupported(f"the file ends in {upload.ending} but {seen}; give it the ending of what it is")
    if kind and kind != upload.ending:
        raise FormatUnsupported(
            f"the file ends in {upload.ending} but by its content it is a {kind} file; rename it so"
        )


def _kind(content: bytes) -> str:
    """The ending that the first bytes ask for; empty for text."""
    if _PDF in content[:_JUNK]:
        return ".pdf"
    return next((ending for magic, ending in _KINDS if content.startswith(magic)), "")
