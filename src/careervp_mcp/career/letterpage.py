"""A letter on the page."""

import json
from dataclasses import asdict

from careervp_mcp.career.composed import Block, Placed, Sentence, line, prose
from careervp_mcp.career.letters import Letter


def page(letter: Letter) -> list[Block]:
    """The blocks of a letter."""
    return [
        line(letter.salutation),
        prose(letter.hook),
        prose(letter.proof),
        prose(letter.close),
        line(letter.sign_off),
        line(letter.name),
    ]


def words_in(sentences: tuple[Sentence, ...]) -> int:
    """How many words a paragraph has."""
    return sum(len(sentence.text.split()) for sentence in sentences)


def as_json(letter: Letter, placed: tuple[Placed, ...], language: str) -> bytes:
    """The letter and what each sentence rests on; the direction of its text is declared."""
    told = asdict(letter) | {"language": language, "direction": "rtl" if language == "he" else "ltr"}
    told["provenance"] = [asdict(one) for one in placed]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
