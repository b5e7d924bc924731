"""The child of texts.py: a PDF comes in, its text goes out as JSON; run as a program, it imports nothing of ours."""

import json
import sys

MOST_PAGES = 100
MOST_CHARACTERS = 400_000
_PASSWORD = 4
"""PDFium's error for a document that needs one."""


def main() -> None:
    """Tell the text, or the word for why there is none."""
    sys.stdout.write(json.dumps(_told(sys.stdin.buffer.read())))


def _told(content: bytes) -> dict[str, str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"refusal": "encrypted" if getattr(error, "err_code", 0) == _PASSWORD else "damaged"}
    if len(document) > MOST_PAGES:
        return {"refusal": "pages"}
    texts: list[str] = []
    try:
        for page in document:
            texts.append(page.get_textpage().get_text_bounded().replace("\r\n", "\n").strip())
            if sum(map(len, texts)) > MOST_CHARACTERS:
                return {"refusal": "long"}
    except pypdfium2.PdfiumError:
        return {"refusal": "damaged"}
    return {"text": "\n\n".join(filter(None, texts))}


if __name__ == "__main__":
    main()
