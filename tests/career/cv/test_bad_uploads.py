"""What can't be read is refused with the code that says why, and in words that say what would be right."""

import pytest
from cvbench import NORA, read
from inbox import pdf, word, zipped

from careervp_mcp.career.cv.identity import checked_cv_id, cv_id_of
from careervp_mcp.career.cv.uploads import read_pasted
from careervp_mcp.career.errors import CareerError, CvIdInvalid
from careervp_mcp.career.intake import (
    MOST_BYTES,
    Upload,
    check_cv_upload,
    check_request,
    validate_cv_upload,
    validate_request,
)

LINES = tuple(filter(None, NORA.replace("–", "-").splitlines()))
ENCRYPTED = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
BOMB = zipped({"word/document.xml": b" " * (17 << 20), "[Content_Types].xml": b"<a/>"})
ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\ncv: {name: N, sections: *b}\n" + "# filler to be long enough\n" * 5

REFUSED = [
    ("cv.pdf", pdf(*LINES, extra=ENCRYPTED), "PARSE_ERROR", "password"),
    ("cv.pdf", pdf(), "PARSE_ERROR", "no text"),
    ("cv.pdf", b"%PDF-1.4 and nothing else", "PARSE_ERROR", "no sound PDF"),
    ("cv.docx", BOMB, "PARSE_ERROR", "unpacks to more"),
    ("cv.docx", zipped({"a": b"b"}), "PARSE_ERROR", "no sound Word file"),
    ("cv.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "PARSE_ERROR", "save it as .docx"),
    ("cv.txt", b"", "VALIDATION_FILE_SIZE_EXCEEDED", "empty"),
    ("cv.txt", b"a" * (MOST_BYTES + 1), "VALIDATION_FILE_SIZE_EXCEEDED", "10,485,761"),
    ("cv.txt", b"a b " * (MOST_BYTES // 4), "VALIDATION_TEXT_TOO_LONG", "1,000,000"),
    ("cv.txt", b"a\n" * 6000, "VALIDATION_TEXT_TOO_LONG", "5,000 lines"),
    ("cv.rtf", NORA.encode(), "UNSUPPORTED_FILE_FORMAT", "must end in one of"),
    ("cv", NORA.encode(), "UNSUPPORTED_FILE_FORMAT", "no ending"),
    ("cv.pdf", NORA.encode(), "UNSUPPORTED_FILE_FORMAT", "ends in .pdf"),
    ("cv.docx", pdf(*LINES), "UNSUPPORTED_FILE_FORMAT", "by its content it is a .pdf file"),
    ("cv.txt", word("Ann"), "UNSUPPORTED_FILE_FORMAT", "by its content it is a .docx file"),
    ("cv.txt", NORA.encode("latin-1", "replace") + b"\xe9\xff", "PARSE_ERROR", "UTF-8"),
    ("cv.txt", NORA.encode("utf-16-le"), "PARSE_ERROR", "zero bytes"),
    ("cv.yaml", ALIASES.encode(), "PARSE_ERROR", "alias"),
    ("cv.yaml", b"a: " + b"[" * 300 + b"]" * 300, "PARSE_ERROR", "nested deeper"),
    ("cv.json", b"[" * 200_000, "PARSE_ERROR", "nested too deeply"),
    ("cv.json", b'{"a": 1,' + b" " * 200 + b"}", "PARSE_ERROR", "no JSON"),
    ("cv.json", b"[" + b" " * 200 + b"]", "PARSE_ERROR", "one JSON object"),
    ("cv.txt", b"I like walks and I like tea. " * 8, "INSUFFICIENT_CV_DATA", "heading"),
]


@pytest.mark.parametrize(("name", "content", "code", "words"), REFUSED, ids=range(len(REFUSED)))
def test_a_file_that_is_no_readable_cv_is_refused_with_its_code(
    name: str, content: bytes, code: str, words: str
) -> None:
    with pytest.raises(CareerError, match=words) as refusal:
        read(name, content)

    assert (refusal.value.code, refusal.value.retryable) == (code, False)


def test_a_text_of_ninety_nine_characters_is_too_short_and_one_of_a_hundred_is_read() -> None:
    short = "Ann Lee\nSkills\nknitting, sewing, dyeing, spinning, weaving, " + "x" * 40
    short = short[:99]

    with pytest.raises(CareerError, match="at least 100 characters, got 99") as refusal:
        read_pasted(short)

    assert refusal.value.code == "VALIDATION_TEXT_TOO_SHORT"
    assert read_pasted(short + "x").cv.skills


@pytest.mark.parametrize("ending", [".PDF", ".Pdf"])
def test_the_case_of_an_ending_does_not_matter(ending: str) -> None:
    assert read("a.b" + ending, pdf(*LINES)).cv.full_name == "Nora Whitfield"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_text_with_a_mark_of_its_encoding_is_read(encoding: str) -> None:
    assert read("cv.txt", NORA.encode(encoding)).cv.full_name == "Nora Whitfield"


def test_an_upload_passes_or_tells_its_code() -> None:
    assert validate_cv_upload(Upload("cv.doc", b"\xd0\xcf\x11\xe0"))
    assert check_cv_upload("cv.exe", b"MZ").code == "UNSUPPORTED_FILE_FORMAT"
    assert check_cv_upload("cv.txt", b"a" * MOST_BYTES).success


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"cv_id": "cv_1", "count": 3}, ""),
        ({"cv_id": "cv_1"}, ""),
        (None, "VALIDATION_MISSING_REQUIRED_FIELD"),
        ({}, "VALIDATION_MISSING_REQUIRED_FIELD"),
        ({"count": 3}, "VALIDATION_MISSING_REQUIRED_FIELD"),
        ({"cv_id": 7}, "VALIDATION_ERROR"),
        ({"cv_id": "cv_1", "count": True}, "VALIDATION_ERROR"),
        ({"cv_id": "cv_1", "color": "red"}, "VALIDATION_ERROR"),
    ],
)
def test_a_request_fits_its_schema_or_tells_why(body: object, code: str) -> None:
    schema = {"cv_id": str, "count?": int}

    assert check_request(body, schema).code == code
    assert validate_request(body, schema) is not bool(code)


@pytest.mark.parametrize("given", ["cv_gate_001", "cv-a", "cv_" + "a" * 61])
def test_a_cv_id_of_the_form_is_taken(given: str) -> None:
    assert checked_cv_id(given) == given


@pytest.mark.parametrize(
    "given", ["resume-1", "cv", "cv_", "cv__a", "cv_a-", "cv_a b", "cv_é", "cv_a\n", "cv_" + "a" * 62, ""]
)
def test_another_cv_id_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(CvIdInvalid, match="such as cv_gate_001"):
        checked_cv_id(given)


def test_the_id_of_a_cv_is_of_its_owner_and_content() -> None:
    assert cv_id_of("ann", NORA) == cv_id_of("ann", NORA) == checked_cv_id(cv_id_of("ann", NORA))
    assert cv_id_of("ann", NORA) != cv_id_of("bob", NORA)
