"""The kinds of argument that tools share."""

import re
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, AliasChoices, BeforeValidator, ConfigDict, Field, with_config
from typing_extensions import TypedDict

from careervp_mcp.career.asking import ApplicationRef, PostingRef
from careervp_mcp.career.writing import WritingOptions

EXACT = ConfigDict(extra="forbid", strict=True)
"""For every object inside arguments: a tool's own strictness does not reach into it."""

_DAMAGE = re.compile("[\ud800-\udfff\ufffd]")
"""Half a surrogate pair, or what a reader puts in the place of bytes and halves it could not read."""


def _well_formed(text: str) -> str:
    if _DAMAGE.search(text):
        raise ValueError("must be well-formed Unicode text")
    return text


def _plain(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return _well_formed(text)


def prose(text: str) -> str:
    """Text that is kept as it is; raises ValueError for what no store or editor would keep."""
    if "\0" in text:
        raise ValueError("must not hold a NUL character")
    return _well_formed(text)


Path = Annotated[str, AfterValidator(_plain)]
"""A path relative to the root, or absolute inside it; when it has a default, `""` means left out."""


def whole(number: Any) -> Any:
    """JSON knows one kind of number: 7.0 is 7."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _storable(number: int) -> int:
    if number >= 2**63:
        raise ValueError("must be below 2**63")
    return number


Name = Annotated[str, AfterValidator(_plain), Field(max_length=255)]
Prose = Annotated[str, AfterValidator(prose)]
LanguageChoice = Literal["auto", "en", "he"]
MaxTokens = Annotated[int, Field(ge=500, le=8000), BeforeValidator(whole)]
"""The ceiling of one answer."""

DatabaseId = Annotated[int, Field(ge=1), AfterValidator(_storable), BeforeValidator(whole)]


@with_config(EXACT)
class Posting(TypedDict):
    """A posting: exactly one of text, path, job_id and job_db_id (a row of the jobs database)."""

    text: NotRequired[Annotated[Prose, Field(description="50-50,000 characters")]]
    path: NotRequired[Annotated[Path, Field(description=".md (also a tracker note), .txt, .pdf, .docx")]]
    job_id: NotRequired[str]
    job_db_id: NotRequired[DatabaseId]
    company: NotRequired[Annotated[Name, Field(validation_alias=AliasChoices("company", "company_name", "employer"))]]
    title: NotRequired[
        Annotated[Name, Field(validation_alias=AliasChoices("title", "role_title", "job_title", "position"))]
    ]
    source_url: NotRequired[Annotated[Prose, Field(max_length=2000)]]


def posting_ref(posting: Posting | None) -> PostingRef | None:
    """What a posting's argument refers to."""
    return PostingRef(**posting) if posting is not None else None


Whole = Annotated[int, BeforeValidator(whole)]


@with_config(EXACT)
class ApplicationArgument(TypedDict):
    """An application_id alone, or cv_id with posting."""

    application_id: NotRequired[str]
    cv_id: NotRequired[str]
    posting: NotRequired[Posting]


@with_config(EXACT)
class AskingArguments(TypedDict):
    """How questions are asked: offline by rules, or by you as host (brief, then draft)."""

    writer: NotRequired[Literal["offline", "host"]]
    language: NotRequired[LanguageChoice]
    force: NotRequired[Annotated[bool, Field(description="Replace a file that a person edited")]]
    max_tokens: NotRequired[MaxTokens]


@with_config(EXACT)
class WritingArguments(TypedDict):
    """How a document is written: offline by rules, by you as host (brief, then draft), or through the API."""

    writer: NotRequired[Literal["offline", "host", "anthropic"]]
    language: NotRequired[LanguageChoice]
    prerequisites: NotRequired[Literal["build", "require"]]
    fallback: NotRequired[Annotated[bool, Field(description="Offline where the API fails; default true")]]
    force: NotRequired[Annotated[bool, Field(description="Replace a file that a person edited")]]
    max_tokens: NotRequired[MaxTokens]


def application_ref(application: ApplicationArgument) -> ApplicationRef:
    """What an application's argument refers to."""
    posting = posting_ref(application.get("posting"))
    return ApplicationRef(application.get("application_id"), application.get("cv_id"), posting)


def writing(chosen: dict[str, Any]) -> WritingOptions:
    """The options that all writing tools share."""
    return WritingOptions(**chosen)
