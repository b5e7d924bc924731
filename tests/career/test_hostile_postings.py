"""Postings that are broken, too big or meant to harm: each fails alone, and nothing is stored for it."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from inbox import TEXT, Inbox, pdf, pdf_of, word, zipped
from notebench import Drawer
from pypdf import PdfWriter

from careervp_mcp.career.sources import Source

BODY = "Nurse the patients of ward 9 at night."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LARGE = 10 * 1024 * 1024
GIVEN = Source(title="Nurse", company="Lark")


@pytest.fixture
def inbox(drawer: Drawer) -> Inbox:
    return Inbox.of(drawer)


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def many_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(101):
        writer.add_blank_page(10, 10)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def marked_encrypted() -> bytes:
    """A Word file whose parts say that they are encrypted."""
    content = bytearray(word("Nurse."))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def word_with(part: str, content: bytes) -> bytes:
    """A Word file with one of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(word("Nurse."))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {part: content})


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "%s">%s]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&z;</w:t></w:r></w:p></w:body></w:document>"""
LAUGHS = ENTITIES % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(25)),
)
EXTERNAL = LAUGHS.replace(b'<!ENTITY z "&y;', b'<!ENTITY z SYSTEM "file:///etc/passwd"><!ENTITY zz "&y;')

FILES: Mapping[str, tuple[str, bytes, str]] = {
    "an empty file": ("a.txt", b"", "the file is empty"),
    "only white space": ("a.md", b" \n\t\n", "the file is empty"),
    "only a BOM": ("a.txt", b"\xef\xbb\xbf", "no text that describes the job"),
    "a NUL": ("a.txt", b"Nurse\0patients", "holds a NUL character"),
    "Latin-1": ("a.txt", "Pflegekräfte".encode("latin-1"), "not UTF-8 text (byte 8)"),
    "UTF-16": ("a.txt", "Nurse".encode("utf-16"), "not UTF-8 text (byte 0)"),
    "a page in Latin-1": ("a.html", "<p>Müller</p>".encode("latin-1"), "not UTF-8 text"),
    "an overlong encoding": ("a.txt", b"Nurse \xc0\xaf", "not UTF-8 text"),
    "an encoded surrogate": ("a.txt", b"Nurse \xed\xa0\x80", "not UTF-8 text"),
    "random bytes": ("a.txt", bytes(range(128, 256)), "not UTF-8 text"),
    "no ending": ("posting", b"Nurse", "must end in one of .txt, .md"),
    "an ending nobody reads": ("a.rtf", b"{\\rtf1 Nurse}", "must end in one of"),
    "an image": ("a.png", b"\x89PNG\r\n", "must end in one of"),
    "a program": ("a.exe", b"MZ\x90", "must end in one of"),
    "a zip": ("a.zip", zipped({"a.txt": b"Nurse"}), "by its content a .docx file"),
    "a PDF called text": ("a.txt", pdf("Nurse"), "by its content a .pdf file"),
    "a PDF called Word": ("a.docx", pdf("Nurse"), "by its content a .pdf file"),
    "a PDF called a page": ("a.html", pdf("Nurse"), "by its content a .pdf file"),
    "a Word file called PDF": ("a.pdf", word("Nurse"), "by its content a .docx file"),
    "a Word file called JSON": ("a.json", word("Nurse"), "by its content a .docx file"),
    "text called PDF": ("a.pdf", b"Nurse", "ends in .pdf but is no such file"),
    "text called Word": ("a.docx", b"Nurse", "ends in .docx but is no such file"),
    "an old Word file": ("a.doc", OLD_OFFICE, "old or encrypted Office file"),
    "an encrypted Word file": ("a.docx", OLD_OFFICE, "old or encrypted Office file"),
    "a Word file with encrypted parts": ("a.docx", marked_encrypted(), "encrypted"),
    "a Word file cut short": ("a.docx", word("Nurse")[:900], "no sound Word file"),
    "a zip that is no Word file": ("a.docx", zipped({"a.txt": b"Nurse"}), "no sound Word file"),
    "a Word file without XML": ("a.docx", word_with("word/document.xml", b"Nurse"), "no sound Word file"),
    "a Word file of many laughs": ("a.docx", word_with("word/document.xml", LAUGHS), ""),
    "a Word file that names a file": ("a.docx", word_with("word/document.xml", EXTERNAL), ""),
    "a Word file without text": ("a.docx", word(""), "no text that describes the job"),
    "a bomb of one part": ("a.docx", word_with("word/document.xml", bytes(17 << 20)), "unpacks to more"),
    "a bomb of pictures": ("a.docx", word_with("word/media/a.png", bytes(65 << 20)), "unpacks to more"),
    "a bomb of parts": ("a.docx", zipped({f"word/{n}.xml": b"" for n in range(2001)}), "unpacks to more"),
    "an encrypted PDF": ("a.pdf", locked_pdf(), "the PDF is encrypted"),
    "a PDF cut short": ("a.pdf", b"%PDF-1.7\n1 0 obj", "no sound PDF"),
    "a PDF without text": ("a.pdf", pdf_of(b"0 0 m 9 9 l S"), "as a scan does"),
    "a PDF of many pages": ("a.pdf", many_pages(), "more than 100 pages"),
    "a file that is too large": ("a.txt", b"a" * (LARGE + 1), f"longer than {LARGE} bytes"),
    "a text that is too long": ("a.txt", b"a" * 200_001, "has 200001 characters; at most 200000"),
    "a page that is too long": ("a.html", b"<p>" + b"a" * 200_001, "has 200001 characters"),
    "a page of tags alone": ("a.html", b"<p>" * 200_001, "more than 200000 tags"),
    "a page of scripts alone": ("a.html", b"<script>Nurse</script>", "no text that describes the job"),
    "a page that never ends its script": ("a.html", b"<script>Nurse<p>patients", "no text that describes the job"),
    "a page of unfinished tags": ("a.html", b"<a " * 100_000, "no text that describes the job"),
    "a page of unfinished comments": ("a.html", b"<!--" * 100_000, "no text that describes the job"),
    "a page of scripts that end oddly": ("a.html", b"<script></script " * 50_000, "no text that describes the job"),
    "a page of marked sections": ("a.html", b"<![" * 100_000, "no text that describes the job"),
    "a page whose text is hidden": ("a.html", b"<p hidden>Hire nobody</p>", "no text that describes the job"),
    "no JSON": ("a.json", b"{'title': 1}", "not JSON (line 1, column 2"),
    "JSON cut short": ("a.json", b'{"title": "Nurse"', "not JSON (line 1"),
    "deep JSON": ("a.json", b"[" * 100_000, "nested too deeply"),
    "a number that is none": ("a.json", b'{"salary": NaN}', "a number that is none"),
    "a number of 5000 digits": ("a.json", b'{"salary": ' + b"9" * 5000 + b"}", "a number that is none"),
    "JSON that is a text": ("a.json", b'"Nurse"', "must be a JSON object; got text"),
    "JSON that is nothing": ("a.json", b"null", "must be a JSON object; got null"),
    "an empty list": ("a.json", b"[]", "the file's list is empty"),
    "half a character": ("a.json", b'{"description": "\\ud83d"}', "not well-formed Unicode"),
    "a NUL in JSON": ("a.json", b'{"description": "a\\u0000b"}', "holds a NUL character"),
    "a list for a title": ("a.json", b'{"title": ["Nurse"]}', "title must be text; got a list"),
    "a flag for a description": ("a.json", b'{"description": true}', "description must be text; got true or false"),
    "text for skills": ("a.json", b'{"skills": "SQL"}', "skills must be a list; got text"),
    "numbers for duties": ("a.json", b'{"responsibilities": [1]}', "responsibilities must be a list of texts"),
    "a number for a skill": ("a.json", b'{"skills": [1]}', "each of skills must be a JSON object; got a number"),
    "a place in a list": ("a.json", b'{"location": ["Leeds"]}', "location must be a JSON object; got a list"),
    "JSON without end": ("a.json", b'{"description": "a", "x": "%s"}' % (b"a" * 1_000_001), "JSON has more than"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_hostile_file_fails_with_what_would_be_right_and_stores_nothing(inbox: Inbox, case: str) -> None:
    name, content, message = FILES[case]

    result = inbox.file(name, content, GIVEN)

    assert (result.action, result.success, result.error_code) == ("failed", False, "VALIDATION_ERROR")
    assert message in (result.error or "")
    assert "/" not in (result.error or "")
    assert inbox.empty()


TEXTS: Mapping[str, tuple[Source, str]] = {
    "nothing": (GIVEN, "exactly one of text, path and json"),
    "text and path": (replace(GIVEN, text=BODY, path="a.txt"), "exactly one of text, path and json"),
    "all three": (replace(GIVEN, text=BODY, path="a.txt", json={}), "exactly one of text, path and json"),
    "a blank text": (replace(GIVEN, text=" \n"), "no text that describes the job"),
    "a head alone": (Source(text="Title: Nurse\nCompany: Lark\n"), "no text that describes the job"),
    "an empty object": (replace(GIVEN, json={}), "no text that describes the job"),
    "no title": (Source(text=BODY, company="Lark"), "title is missing: pass title beside the posting"),
    "no company": (Source(text=BODY, title="Nurse"), "company is missing: pass company beside the posting"),
    "neither": (Source(text=BODY), "title and company are missing"),
    "a blank title": (Source(text=BODY, title=" ", company="Lark"), "title is missing"),
    "an unseen title": (Source(text=BODY, title="\u200b\u2060", company="Lark"), "title is missing"),
    "a long title": (replace(GIVEN, text=BODY, title="a" * 301), "title has 301 characters; at most 300"),
    "a long company": (replace(GIVEN, text=BODY, company="a" * 301), "company has 301 characters; at most 300"),
    "a long place": (replace(GIVEN, text=BODY, location="a" * 301), "location has 301 characters"),
    "a long source": (replace(GIVEN, text=BODY, source="a" * 301), "source has 301 characters"),
    "a long id": (replace(GIVEN, text=BODY, job_id="a" * 101), "job_id has 101 characters; at most 100"),
    "a NUL in a title": (replace(GIVEN, text=BODY, title="a\0b"), "title holds a NUL character"),
    "a long address": (replace(GIVEN, text=BODY, url="https://a.example/" + "a" * 2048), "url has 2066 characters"),
    **{
        f"the address {url!r}": (replace(GIVEN, text=BODY, url=url), "url must be one whole http:// or https://")
        for url in (
            "javascript:alert(1)",
            "file:///etc/passwd",
            "ftp://a.example/1",
            "data:text/html,x",
            "a.example/1",
            "//a.example/1",
            "https://",
            "https:///etc",
            "http://user:secret@a.example/",
            "https://a.example/ b",
            'https://a.example/"x',
            "https://a.example\\@b.example/",
            "https://a.example/<script>",
            "https://[::1",
        )
    },
    **{
        f"captured {moment!r}": (replace(GIVEN, text=BODY, captured_at=moment), "captured_at must be a date like")
        for moment in (
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "07/02/2026",
            "20260207",
            "2026-W06-6",
            "2026-02-07T25:00",
            "2026-02-07 junk",
            "1770508740",
            "0001-01-01T00:00+14:00",
        )
    },
}


@pytest.mark.parametrize("case", TEXTS)
def test_an_entry_that_says_too_little_or_too_much_fails_and_stores_nothing(inbox: Inbox, case: str) -> None:
    source, message = TEXTS[case]

    result = inbox.one(source)

    assert (result.action, result.error_code) == ("failed", "VALIDATION_ERROR")
    assert message in (result.error or "")
    assert inbox.empty()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/etc/passwd", "VALIDATION_ERROR"),
        ("../outside.txt", "VALIDATION_ERROR"),
        ("postings/../../outside.txt", "VALIDATION_ERROR"),
        ("link.txt", "VALIDATION_ERROR"),
        ("a\nb.txt", "VALIDATION_ERROR"),
        ("gone.txt", "FILE_NOT_FOUND"),
        ("folder.txt", "FILE_NOT_FOUND"),
    ],
)
def test_a_path_that_leaves_the_root_or_leads_to_no_file_is_never_read(inbox: Inbox, path: str, code: str) -> None:
    inbox.drawer.put("../outside.txt", TEXT)
    (inbox.drawer.root / "link.txt").symlink_to("../outside.txt")
    (inbox.drawer.root / "folder.txt").mkdir()

    result = inbox.one(Source(path=path))

    assert result.error_code == code
    assert str(inbox.drawer.root.parent) not in (result.error or "")
    assert inbox.empty()


def test_the_innocent_of_a_hostile_call_are_stored(inbox: Inbox) -> None:
    inbox.drawer.put("a.pdf", b"%PDF-broken")

    report = inbox.add(
        Source(text=TEXT), Source(path="a.pdf"), Source(text="", title="a"), Source(text=f"{TEXT}Soon.")
    )

    assert [result.action for result in report.results] == ["inserted", "failed", "failed", "inserted"]
    assert (report.inserted_count, report.duplicate_count, report.failed_count) == (2, 0, 2)
    assert [result.index for result in report.results] == [0, 1, 2, 3]
