"""The child of texts.py: a PDF comes in, its text goes out as JSON; run as a program, it imports nothing of ours."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_PAGES = 100
MOST_CHARACTERS = 400_000
_PASSWORD = 4
"""PDFium's error for a document that needs one."""
_INVISIBLE = 3
"""PDF's text rendering mode that draws nothing."""
_TINY = 2.0
"""Points; smaller letters are read by no one."""
_GAP = 2.2
"""A space is a gap between columns from this many heights of a letter on."""
_COLUMN_LINES = 8
"""Rows that begin their right half at one place make a column, from this many on."""
_NEAR = 4.0
"""Points within which two left edges are one."""
_ACTIVE = (
    (b"/JavaScript", "JavaScript, which was not run"),
    (b"/Launch", "an action that starts a program, which was not followed"),
    (b"/OpenAction", "an action on opening, which was not followed"),
    (b"/EmbeddedFile", "embedded files, which were not opened"),
    (b"/RichMedia", "embedded media, which were not opened"),
)


class Letter(NamedTuple):
    """One letter and where it stands."""

    sign: str
    left: float
    right: float
    height: float


def main() -> None:
    """Tell the text, or the word for why there is none."""
    sys.stdout.write(json.dumps(_told(sys.stdin.buffer.read(), laid_out=sys.argv[1:] == ["laid-out"])))


def _told(content: bytes, *, laid_out: bool) -> dict[str, object]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"refusal": "encrypted" if getattr(error, "err_code", 0) == _PASSWORD else "damaged"}
    if len(document) > MOST_PAGES:
        return {"refusal": "pages"}
    texts: list[str] = []
    oddities: list[str] = [f"the PDF has {what}" for sign, what in _ACTIVE if sign in content] if laid_out else []
    try:
        for page in document:
            text = page.get_textpage()
            seen = _laid_out(text, oddities) if laid_out else text.get_text_bounded().replace("\r\n", "\n")
            texts.append(seen.strip())
            if sum(map(len, texts)) > MOST_CHARACTERS:
                return {"refusal": "long"}
    except pypdfium2.PdfiumError:
        return {"refusal": "damaged"}
    shown = "\n\n".join(filter(None, texts))
    return {"text": shown, "pages": len(document), "oddities": list(dict.fromkeys(oddities))}


def _laid_out(page: Any, oddities: list[str]) -> str:
    """A page's text with a tab for each wide gap; the halves of a page in two columns one after the other."""
    rows = [_segments(row) for row in _rows(page, oddities)]
    edge = _edge(rows)
    if edge is None:
        return "\n".join("\t".join(text for text, _ in row) for row in rows)
    oddities.append("the PDF is set in two columns, which were read one after the other")
    left = ["\t".join(text for text, at in row if at < edge - _NEAR) for row in rows]
    right = ["\t".join(text for text, at in row if at >= edge - _NEAR) for row in rows]
    return "\n".join([*filter(None, left), "", *filter(None, right)])


def _edge(rows: list[list[tuple[str, float]]]) -> float | None:
    """Where the right column begins, if half of the rows have their second part there."""
    begins = Counter(round(row[1][1] / _NEAR) for row in rows if len(row) > 1)
    place, count = begins.most_common(1)[0] if begins else (0, 0)
    return place * _NEAR if count >= max(_COLUMN_LINES, len(rows) / 2) else None


def _segments(row: list[Letter]) -> list[tuple[str, float]]:
    """A row's texts between wide gaps, each with its left edge."""
    found: list[tuple[str, float]] = []
    text, begin, end = "", 0.0, 0.0
    for letter in row:
        inked = not letter.sign.isspace()
        if inked and text.strip() and letter.left - end > _GAP * max(letter.height, 4.0):
            found.append((text.strip(), begin))
            text = ""
        if inked:
            begin, end = (letter.left if not text.strip() else begin), letter.right
        text += letter.sign
    return [*found, (text.strip(), begin)] if text.strip() else found


def _rows(page: Any, oddities: list[str]) -> Iterator[list[Letter]]:
    """The letters of a page row by row, without those that nobody can see."""
    from pypdfium2 import raw

    count = page.count_chars()
    shown = [_visible(raw, page, place) for place in range(count)]
    if all(shown) or not any(shown):  # a scan with recognised text has invisible letters alone
        shown = [True] * count
    else:
        oddities.append("the PDF has letters that nobody can see; they were left out")
    row: list[Letter] = []
    for place in range(count):
        sign = chr(raw.FPDFText_GetUnicode(page.raw, place))
        if sign in "\r\n":
            if row:
                yield row
            row = []
        elif shown[place]:
            left, bottom, right, top = page.get_charbox(place)
            row.append(Letter("-" if sign in "\x02\ufffe" else sign, left, right, top - bottom))
    if row:
        yield row


def _visible(raw: Any, page: Any, place: int) -> bool:
    """Whether a letter is drawn and large enough to read."""
    if raw.FPDFText_IsGenerated(page.raw, place):
        return True
    if (
        0 < raw.FPDFText_GetFontSize(page.raw, place) < _TINY
        and page.get_charbox(place)[3] - page.get_charbox(place)[1] < _TINY
    ):
        return False
    drawn = raw.FPDFText_GetTextObject(page.raw, place)
    return not drawn or raw.FPDFTextObj_GetTextRenderMode(drawn) != _INVISIBLE


if __name__ == "__main__":
    main()
