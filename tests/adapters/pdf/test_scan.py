import pytest
from handmade import write_pdf

from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.pdf.scan import active_content, harmless

PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Annots [4 0 R] >>"


def acting(catalog: bytes = b"", annotation: bytes = b"<< /Subtype /Link >>", *more: bytes) -> bytes:
    """A PDF with something in its catalog and one annotation on its page."""
    return write_pdf(b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>", PAGES, PAGE, annotation, *more)


def link(action: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A " + action + b" >>"


@pytest.mark.parametrize(
    ("catalog", "annotation"),
    [
        (b"", link(b"<< /S /URI /URI (https://example.org) >>")),
        (b"", link(b"<< /S /URI /URI (mailto:ada@example.org) >>")),
        (b"", link(b"<< /S /URI /URI (TEL:+441632960001) >>")),
        (b"", link(b"<< /S /URI /URI (example.org:8080/x) >>")),
        (b"", link(b"<< /S /GoTo /D [3 0 R /Fit] >>")),
        (b"", link(b"<< /S /Named /N /NextPage >>")),
        (b"", link(b"<< /S /GoToR /F (example.org/ada.pdf) /D [0 /Fit] >>")),
        (b"/OpenAction [3 0 R /Fit]", link(b"null")),
        (b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", link(b"null")),
        (b"/Title (JavaScript) /Lang /en % /JS in a comment\n", link(b"null")),
    ],
)
def test_a_pdf_that_only_shows_itself_passes(catalog: bytes, annotation: bytes) -> None:
    pdf = acting(catalog, annotation)

    assert active_content(pdf) == ()
    assert len(harmless(pdf).objects) == 4


@pytest.mark.parametrize(
    ("catalog", "annotation", "named"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert) >>", b"null", ("JavaScript", "an action at opening")),
        (b"/Names << /JavaScript << /Names [] >> >>", b"null", ("JavaScript",)),
        (b"/Names << /Java#53cript << >> >>", b"null", ("JavaScript",)),
        (b"/Names << /EmbeddedFiles << >> >>", b"null", ("an embedded file",)),
        (b"/AA << /WC 4 0 R >>", b"null", ("an action without a click",)),
        (b"", link(b"<< /S /Launch /F (calc.exe) >>"), ("a Launch action",)),
        (b"", link(b"<< /S /#4Caunch /F (calc.exe) >>"), ("a Launch action",)),
        (b"", link(b"<< /S /GoTo /D [3 0 R] /Next << /S /Launch >> >>"), ("a Launch action",)),
        (b"", link(b"<< /S /GoTo /S /Launch >>"), ("a Launch action",)),
        (b"", link(b"<< /T (> endobj) /S /Launch >>"), ("a Launch action",)),
        (b"", link(b"<< /T (<< >> stream) /S /Launch >>"), ("a Launch action",)),
        (b"", b"% << >> endobj\n" + link(b"<< /S /Launch >>"), ("a Launch action",)),
        (b"", link(b"<< /S /GoToR /F (../secret.pdf) >>"), ("a link to another file",)),
        (b"", link(b"<< /S /GoToR /F (share.example.org/x.exe) /Win << >> >>"), ("a link to another file",)),
        (b"", link(b"<< /S /Named /N /Print >>"), ("a Named action",)),
        (b"", link(b"<< /S /Unheard >>"), ("an action of another kind",)),
        (b"", link(b"<< /S /URI /URI (javascript:alert) >>"), ("a link with the scheme javascript:",)),
        (b"", link(b"<< /S /URI /URI (java\\012script:alert) >>"), ("a link with the scheme javascript:",)),
        (b"", link(b"<< /S /URI /URI <FEFF00660069006C0065003A002F> >>"), ("a link with the scheme file:",)),
        (b"", link(b"<< /S /URI /URI (\\\\\\\\host\\\\share) >>"), ("a link to a network folder",)),
        (b"", b"<< /Type /Annot /Subtype /FileAttachment /FS << /EF << >> >> >>", ("an embedded file",)),
    ],
)
def test_what_would_act_is_named(catalog: bytes, annotation: bytes, named: tuple[str, ...]) -> None:
    pdf = acting(catalog, annotation)

    found = active_content(pdf)

    assert len(found) == len(named)
    assert all(one.startswith(name) for one, name in zip(found, sorted(named), strict=True))


def test_an_action_is_found_through_references() -> None:
    pdf = acting(b"/OpenAction 5 0 R", link(b"null"), b"<< /S 6 0 R /JS (x) >>", b"/JavaScript")

    assert "JavaScript" in active_content(pdf)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"%PDF-1.5", b"GIF89a  "),
        (b"startxref", b"(hidden) startxref"),
        (b"/Type /Pages", b"/Type (unclosed"),
        (b"trailer", b"trailing"),
        (b"0000000000 65535 f", b"0000000000 65535 x"),
        (b"0000000009 00000 n", b"0000000012 00000 n"),
        (b"2 0 obj\n", b"2 0 obj\n" + b"[" * 100),
        (b"endobj\nxref", b"xref"),
    ],
)
def test_a_file_that_could_be_read_in_two_ways_is_not_trusted(before: bytes, after: bytes) -> None:
    sound = acting()
    assert before in sound

    found = active_content(sound.replace(before, after, 1))

    assert len(found) == 1
    assert found[0].startswith("unreadable structure (")


def test_an_action_in_an_old_revision_counts() -> None:
    first = acting(b"/OpenAction << /S /Launch >>")
    start = len(first)
    update = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    previous = int(first.split(b"startxref\n")[1].split()[0])

    pdf = first + update + table % (start, previous, start + len(update))

    assert "a Launch action" in active_content(pdf)


def test_a_pdf_that_would_act_is_refused_in_a_sentence() -> None:
    with pytest.raises(CompileFailed, match=r"reader's machine \(a Launch action\): remove that"):
        harmless(acting(b"", link(b"<< /S /Launch >>")))
