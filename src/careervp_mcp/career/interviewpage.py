"""An interview sheet on the page."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from careervp_mcp.career.composed import Block, Placed, Sentence, bullets, heading, prose
from careervp_mcp.career.interviews import Sheet
from careervp_mcp.career.wordlists import table

PARTS = ("pitch", "questions", "proof", "gaps", "ask", "company", "salary", "checklist")


def page(sheet: Sheet, company: str) -> list[Block]:
    """The blocks of a sheet; an empty part is left out."""
    names = headings(sheet.language)
    blocks = [heading(company, 1)]
    for part in PARTS:
        body = _questions(sheet) if part == "questions" else _listed(part, getattr(sheet, part))
        full = [block for block in body if block.sentences]
        if full:
            blocks += [heading(names[part]), *full]
    return blocks


def headings(language: str) -> Mapping[str, str]:
    """The heading of each part."""
    found = table(language, "interview")["headings"]
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, Mapping) else {}


def as_json(sheet: Sheet, placed: tuple[Placed, ...]) -> bytes:
    """The sheet and what each sentence rests on; the direction of its text is declared."""
    told = asdict(sheet) | {"direction": "rtl" if sheet.language == "he" else "ltr"}
    told["provenance"] = [asdict(one) for one in placed]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _questions(sheet: Sheet) -> list[Block]:
    blocks: list[Block] = []
    for question, answer in zip(sheet.questions, sheet.answers, strict=True):
        blocks.append(heading(question.question, 3))
        first = (*answer.star_elements["situation"], *answer.star_elements["task"])
        last = answer.star_elements["result"]
        blocks += [prose(first), prose(answer.star_elements["action"]), prose(last)]
    return blocks


def _listed(part: str, sentences: tuple[Sentence, ...]) -> list[Block]:
    if part in {"pitch", "salary", "checklist"}:
        return [prose(sentences)]
    return [bullets(sentences)]
