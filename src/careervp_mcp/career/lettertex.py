"""A letter as LaTeX in the design of the person's resume, and as a PDF where there is a press."""

from collections.abc import Iterator

from careervp_mcp.career.bureau import Bureau
from careervp_mcp.career.composed import Sentence
from careervp_mcp.career.cv.models import CVData
from careervp_mcp.career.errors import CompileFailed
from careervp_mcp.career.letters import Letter
from careervp_mcp.career.ports import Manuscript
from careervp_mcp.career.tailoringtex import BEGIN, heading_of, settable, tex_escaped
from careervp_mcp.career.telling import Warned

SOURCE, PDF = "cover/cover_letter.tex", "cover/cover_letter.pdf"
_APART = "\n\n\\vspace{10pt}\n"
_AIRY = r"\fontsize{11}{15.5}\selectfont\leftskip=13mm\advance\rightskip by 13mm"
"""A letter is read line by line, so its lines are shorter and further apart than a resume's."""


def letter_source(letter: Letter, person: CVData, company: str, template: str) -> str:
    """The resume template's design with the letter in it, its text escaped: one design for what is sent together."""
    title = f"\\hypersetup{{pdftitle={{{tex_escaped(letter.name)}: letter to {tex_escaped(company)}}}}}"
    parts = [
        tex_escaped(letter.salutation),
        *(_paragraph(part) for part in (letter.hook, letter.proof, letter.close)),
    ]
    signed = f"{tex_escaped(letter.sign_off)}\n\n\\vspace{{4pt}}\n{tex_escaped(letter.name)}"
    head = "\n".join((*heading_of(person, headline=False), title))
    body = f"{head}\n\n\\vspace{{26pt}}\n{_AIRY}\n" + _APART.join([*filter(None, parts), signed])
    return f"{template.partition(BEGIN)[0]}{BEGIN}\n\n{body}\n\n\\end{{document}}\n"


def typeset_letter(source: str, letter: Letter, bureau: Bureau) -> tuple[bytes | None, tuple[Warned, ...]]:
    """The PDF, with what the press says of it; None where it could not be made, and why."""
    if bureau.typesetter is None:
        return None, (Warned("COMPILE_ERROR", "there is no press here; only the source was written"),)
    try:
        made = bureau.typesetter.typeset(
            Manuscript(source.encode(), expected=(settable(letter.name),)), cancelled=bureau.cancelled
        )
    except CompileFailed as failure:
        return None, (Warned("COMPILE_ERROR", failure.message, "careervp-mcp doctor; the source was written"),)
    return made.pdf, tuple(_told(made.pages, made.warnings))


def _told(pages: int, warnings: tuple[str, ...]) -> Iterator[Warned]:
    if pages > 1:
        yield Warned("LONG", f"the letter has {pages} pages; one is usual", "a smaller word_count_target")
    yield from (Warned("PDF", warning) for warning in warnings)


def _paragraph(sentences: tuple[Sentence, ...]) -> str:
    return tex_escaped(" ".join(sentence.text for sentence in sentences))
