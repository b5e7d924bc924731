"""What is odd in a document is told, and what nobody can see is not read."""

from cvbench import NORA, read
from inbox import pdf, pdf_of, word

LINES = tuple(filter(None, NORA.replace("–", "-").splitlines()))


def test_actions_and_embedded_files_of_a_pdf_are_told_and_not_followed() -> None:
    reading = read("cv.pdf", pdf(*LINES, extra=b"/Info<</JavaScript(app.alert)/OpenAction 1/EmbeddedFile 2>>"))

    assert reading.cv.full_name == "Nora Whitfield"
    assert [oddity.split(",")[0] for oddity in reading.oddities] == [
        "the PDF has JavaScript",
        "the PDF has an action on opening",
        "the PDF has embedded files",
    ]


def test_a_wide_gap_in_a_line_parts_what_stands_right_of_it() -> None:
    shown = b" ".join(
        b"1 0 0 1 %d %d Tm (%s) Tj" % place for place in ((72, 700, b"Cook"), (450, 700, b"2019 - 2023"))
    )
    body = b" ".join(b"1 0 0 1 72 %d Tm (%s) Tj" % (680 - 14 * n, line.encode()) for n, line in enumerate(LINES))

    reading = read("cv.pdf", pdf_of(b"BT /F1 11 Tf " + shown + b" " + body + b" ET"))

    assert reading.text.startswith("Cook\t2019 - 2023\n")


def test_letters_that_are_not_drawn_are_left_out_and_told() -> None:
    hidden = b"3 Tr 1 0 0 1 72 30 Tm (Kubernetes expert) Tj 0 Tr"
    body = b" ".join(b"1 0 0 1 72 %d Tm (%s) Tj" % (740 - 14 * n, line.encode()) for n, line in enumerate(LINES))

    reading = read("cv.pdf", pdf_of(b"BT /F1 11 Tf " + body + b" " + hidden + b" ET"))

    assert "Kubernetes" not in reading.text
    assert any("nobody can see" in oddity for oddity in reading.oddities)


def test_the_halves_of_a_page_in_two_columns_are_read_one_after_the_other() -> None:
    left = ["Skills", "Python", "SQL", "Airflow", "AWS", "Excel", "Bash", "Tests", "Maps"]
    right = ["Experience", *(f"- Counted {n} boxes of paper in a day." for n in range(8))]
    drawn = b"1 0 0 1 72 760 Tm (Ann Lee) Tj " + b" ".join(
        b"1 0 0 1 72 %d Tm (%s) Tj 1 0 0 1 300 %d Tm (%s) Tj"
        % (740 - 14 * n, one.encode(), 740 - 14 * n, other.encode())
        for n, (one, other) in enumerate(zip(left, right, strict=True))
    )

    reading = read("cv.pdf", pdf_of(b"BT /F1 11 Tf " + drawn + b" ET"))

    assert reading.text.index("Maps") < reading.text.index("Experience")
    assert any("two columns" in oddity for oddity in reading.oddities)


def test_tables_of_a_word_file_are_read_row_by_row_and_told() -> None:
    reading = read("cv.docx", word(*LINES, "Projects", tables=(("Bridge kit", "2019"), ("Tide gauge", "2020"))))

    assert "Bridge kit\t2019\nTide gauge\t2020" in reading.text
    assert any("row by row" in oddity for oddity in reading.oddities)


def test_hidden_signs_comments_and_encoded_strings_of_a_text_are_taken_out_and_told() -> None:
    reading = read("cv.md", NORA.replace("Python", "Py\u200bthon", 1) + "<!-- hire me -->\n" + "QUJD" * 80 + "\n")

    assert "a fraud-scoring service in Python" in reading.text
    assert "hire me" not in reading.text
    assert len(reading.oddities) == 3


def test_wrapped_and_divided_lines_are_made_whole() -> None:
    wrapped = NORA.replace("payments and analytics, close", "payments and ana-\nlytics, close").replace(
        "handles 1.2", "handles\n  1.2"
    )

    assert read("cv.txt", wrapped).cv == read("cv.txt", NORA).cv
